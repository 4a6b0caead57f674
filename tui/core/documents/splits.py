"""Where paragraphs of a plain text begin and end: patterns over its bytes, each in linear time."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tui.core.documents.snapshot import STEP

if TYPE_CHECKING:
    from array import array

    from tui.core.documents.snapshot import Data

# Blanks are taken possessively and only from a line's beginning: a run of them is read once.
BLANKS = (
    rb"(?:[ \t\r\f\v\x1c-\x1f]++|\xc2[\x85\xa0]|\xe1\x9a\x80"
    rb"|\xe2(?:\x80[\x80-\x8b\xa8\xa9\xaf]|\x81\x9f)|\xe3\x80\x80|\xef\xbb\xbf)*+"
)
"""UTF-8 of what is not seen, as `str.isspace` knows it, and of spaces without any width."""
FILLED = BLANKS + rb"[^\n]++"

_OPENING = rb"(?:[A-Za-z\"'\xc3-\xe0\xe4-\xed]|\xe2\x80[\x98-\x9f\xa6]|\xc2[\xab\xa1\xbf])"
_MAYBE_HEADING = rb"(?i:chapter|part|book|section|act|scene|canto|letter|[a-z]\))"
# Too long for a heading, or with a small letter and not beginning like one; most begin with a word
# that begins no heading's first.
_SENTENCE = (
    rb"(?:[D-KMNOQRT-Zd-kmnoqrt-z][a-z]|(?!" + _MAYBE_HEADING + rb")(?=[^\na-z]*+[a-z])" + _OPENING
    + rb"|" + _OPENING + rb"[^\n]{320})"
)  # fmt: skip

_MORE = {
    "line": rb"(?!)",
    "blank": FILLED,
    "indent": rb"(?![ \t])" + FILLED,
    "hanging": rb"(?=[ \t])" + FILLED,
    "double": rb"(?:" + BLANKS + rb"\n)?+" + FILLED,
}
"""By shape: what a chunk goes on with below a line."""
_BETWEEN = {"line": rb"\n*+", "double": rb"\n\n++"}
"""By shape: what ends a chunk for sure behind a line's end, a blank line where it is not here."""


@cache
def chunks(shape: str) -> re.Pattern[bytes]:
    """Finds the chunks of a text of that shape; of one that is not in the table by blank lines.

    A chunk that is surely one paragraph, as most are, is told by the pattern itself, for it is
    asked of every chunk of a text: a single line that begins like a sentence, with nothing of the
    chunk behind it, fills group 1. What does not is looked at closely.
    """
    more = rb"\n" + _MORE.get(shape, FILLED)
    plain = rb"(?=" + _SENTENCE + rb")([^\n]++)(?!" + more + rb")"
    return re.compile(rb"(?m)^(?:" + plain + rb"|" + FILLED + rb"(?:" + more + rb")*+)")


@cache
def gaps(shape: str) -> re.Pattern[bytes]:
    """What `add_lone` needs for a text of that shape."""
    return gap(_BETWEEN.get(shape, rb"\n++"), _SENTENCE)


def gap(between: bytes, head: bytes) -> re.Pattern[bytes]:
    """Finds line ends; where `between` and then `head` are behind one, it fills group 1.

    Begins with a single byte, for which a text is looked through ten times as fast.
    """
    return re.compile(rb"\n(?:" + between + rb"(?=(" + head + rb")))?+")


def add_lone(starts: array[int], data: Data, end: int, limit: int, gaps: re.Pattern[bytes]) -> int:
    """Add the paragraphs of a single line behind the last one, which is one and ends at `end`.

    What fills group 1 of `gaps` is told to be one by the match behind it. Returns where to go on:
    there may be others, for no more than some megabytes are looked at.
    """
    last, add = starts[-1], starts.append
    for match in gaps.finditer(data, end, min(end + STEP, limit)):
        if match.lastindex is None:
            break
        add(match.end())
    # Nothing has told yet of the last one whether it goes on.
    return end if starts[-1] == last else starts.pop()
