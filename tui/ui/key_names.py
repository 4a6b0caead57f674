"""From Textual's key events to the names that the key grammar knows, and to a row of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.events import Key

from tui.core.sequences import TWINS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from textual import events
    from textual.app import App

BESIDE = " · "
"""What stands between keys that are named one after the other."""

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


def fitting(keys: Iterable[str], cells: int) -> str:
    """As many of `keys`, each with its word, as fit beside each other into `cells`."""
    shown = [*keys]
    while shown and cell_len(BESIDE.join(shown)) > cells:
        shown.pop()
    return BESIDE.join(shown)
