"""From Textual's key events to the names that the key grammar knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual import events

# Terminals with the kitty protocol report these on their own; a sequence must not end with them.
MODIFIERS = frozenset(
    f"{side}_{key}"
    for side in ("left", "right")
    for key in ("shift", "control", "alt", "super", "hyper", "meta")
) | {"caps_lock", "num_lock", "scroll_lock", "iso_level3_shift", "iso_level5_shift"}

ALIASES = {"ctrl+m": "enter", "ctrl+i": "tab", "ctrl+h": "backspace", "shift+space": "space"}


def key_names(event: events.Key) -> tuple[str, ...]:
    """The keys that `event` stands for: none for a modifier, two for Esc and a letter in haste."""
    if event.key in MODIFIERS:
        return ()
    if event.key.startswith("alt+") and len(event.key) == len("alt+x"):
        return "escape", event.key[-1]
    if event.is_printable and event.character and event.character != " ":
        return (event.character,)
    return (ALIASES.get(event.key, event.key),)
