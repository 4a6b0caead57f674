"""From Textual's key events to the names that the key grammar knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key

from tui.core.sequences import TWINS

if TYPE_CHECKING:
    from typing import Any

    from textual import events
    from textual.app import App

# Terminals with the kitty protocol report these on their own; a sequence must not end with them.
MODIFIERS = frozenset(
    f"{side}_{key}"
    for side in ("left", "right")
    for key in ("shift", "control", "alt", "super", "hyper", "meta")
) | {"caps_lock", "num_lock", "scroll_lock", "iso_level3_shift", "iso_level5_shift"}


def key_names(event: events.Key) -> tuple[str, ...]:
    """The keys that `event` stands for: none for a modifier, two for Esc and a letter in haste."""
    if event.key in MODIFIERS:
        return ()
    modifiers, _, key = event.key.rpartition("+")
    if modifiers in ("alt", "alt+shift") and len(key) == 1:
        return "escape", event.character or key
    if event.is_printable and event.character and event.character != " ":
        return (event.character,)
    return (TWINS.get(event.key, event.key),)


def type_again(app: App[Any], key: str, character: str | None) -> None:
    """Give a key to whatever has the focus by now.

    The app itself makes the event: one made by a screen would not bubble above that screen, and
    bindings are looked up at the top.
    """
    app.call_next(lambda: app.post_message(Key(key, character)))
