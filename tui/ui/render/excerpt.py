"""The beginning of a note in a few lines: beside its paragraph, and in the list of notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.text import clean
from tui.ui.render.cells import ELLIPSIS
from tui.ui.render.wrap import SOFT_HYPHEN, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

SIGN, INDENT = "✎ ", "  "
LONGEST = 400
"""Characters of a note that can matter to two lines of a list."""


def excerpt(text: str, width: int, lines: int) -> list[str]:
    """The first `lines` lines of `text` that say something; an ellipsis if there is more."""
    longest = max(LONGEST, 2 * lines * width)
    shown = clean(text.strip()[:longest]).replace("\t", " ").replace(SOFT_HYPHEN, "")
    found = [shown[start:end] for start, end in wrap(shown, width)]
    found = [line for line in found if line.strip()]
    is_whole = len(found) <= lines and len(text) <= longest
    if is_whole or not found:
        return found
    *others, last = found[:lines]
    return [*others, _unfinished(last, width)]


def aside(notes: Iterable[str], width: int, rows: int) -> list[str]:
    """At most `rows` lines of `notes`, one after the other, each behind its sign.

    The last line ends with an ellipsis where there is more than they hold.
    """
    lines: list[str] = []
    room = width - len(SIGN)
    for note in filter(str.strip, notes):
        if len(lines) == rows:
            lines[-1:] = [_unfinished(line, width) for line in lines[-1:]]
            break
        first, *others = excerpt(note, room, rows - len(lines)) or [""]
        lines += [SIGN + first, *(INDENT + line for line in others)]
    return lines


def _unfinished(line: str, width: int) -> str:
    """`line` with an ellipsis for what follows."""
    if line.endswith(ELLIPSIS):
        return line
    indent = line[: len(line) - len(line.lstrip())]
    _, end = wrap(line[len(indent) :], width - len(indent) - 2)[0]
    return f"{indent}{line[len(indent) :][:end]} {ELLIPSIS}"
