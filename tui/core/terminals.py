"""What a terminal is known not to do, said before a reader meets it."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from tui.core.actions import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.keymap import Keymap

ARROWS = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")


def is_dumb(term: str) -> bool:
    """Whether a terminal of that name can only print one line after the other."""
    return term in ("dumb", "unknown")


def shortcomings(term: str, encoding: str, keymap: Keymap) -> tuple[str, ...]:
    """A line about each thing that is certain: what is missing, and what works instead.

    `term` is the value of TERM, `encoding` that of the terminal's stream.
    """
    return tuple(filter(None, (_characters(encoding), _keys(term, keymap))))


def _characters(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        name = encoding
    if name == "utf-8":
        return ""
    return (
        f"the locale is not UTF-8 but {name}: some characters may be missing (set LC_ALL=C.UTF-8)"
    )


def _keys(term: str, keymap: Keymap) -> str:
    """The Linux console sends an arrow key the same with Ctrl, Alt and Shift, or not at all."""
    if term != "linux":
        return ""
    twins = [*_twins(keymap)]
    if not twins:
        return ""
    return f"this console sends arrow keys without Ctrl, Alt, Shift: {', '.join(twins)}"


def _twins(keymap: Keymap) -> Iterator[str]:
    for action in keymap.actions:
        lost = [key for key in action.keys if not _sent(key)]
        left = next(filter(_sent, action.keys), None)
        # What is not the first key of an action, by which every text calls it, nobody misses.
        if lost and lost[0] == action.keys[0]:
            twin = shown(left) if left else f"“{action.title}” in the palette"
            yield f"{twin} for {shown(lost[0])}"


def _sent(sequence: str) -> bool:
    return not any("+" in key and key.rsplit("+", 1)[1] in ARROWS for key in sequence.split())
