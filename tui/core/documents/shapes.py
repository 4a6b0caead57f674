"""The shape of a plain text: what separates its paragraphs, judged from its beginning."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal, get_args

Shape = Literal["wire", "line", "blank", "wrapped", "indent", "hanging", "solid", "double", "verse"]
SHAPES: tuple[Shape, ...] = get_args(Shape)

STARS = re.compile(r"[ \t]*\*[ \t*]*\*[ \t]*\*[ \t]*")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")

GREEDY = 0.85
"""Share of lines that ended because the next word did not fit: wrapped by a machine."""


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The width at which most lines would have been broken, and their share."""

    width: int
    share: float


def wrapping(lines: list[str]) -> Wrapping:
    """Sweep the widths: a line followed by another votes for those at which it breaks there."""
    votes: Counter[int] = Counter()
    voters = 0
    for line, following in pairwise(lines):
        if line.strip() and following.strip():
            word = len(following.split(None, 1)[0])
            voters += 1
            votes[len(line)] += 1
            votes[len(line) + 1 + word] -= 1
    best, best_width, standing = 0, 0, 0
    for width in sorted(votes):
        standing += votes[width]
        if standing > best:
            best, best_width = standing, width
    return Wrapping(best_width, best / voters if voters else 0.0)


def would_have_fitted(line: str, following: str, width: int) -> bool:
    """Whether the line was broken on purpose: the next word had room on it."""
    word = following.split(None, 1)[0] if following.strip() else ""
    return len(line.rstrip()) + 1 + len(word) <= width


def detect(sample: str) -> Shape:
    """The shape of a text that begins with `sample`."""
    lines = [line.rstrip() for line in sample.expandtabs().rstrip().split("\n")]
    filled = [line for line in lines if line]
    if is_wire(lines):
        return "wire"
    if len(filled) < 2:
        return "blank"
    blanks = _separations(lines) / len(filled)
    wrap = wrapping(lines)
    if blanks >= 0.02:
        return _of_separated(lines, filled, blanks, wrap)
    return _of_unseparated(filled, wrap)


def is_wire(lines: list[str]) -> bool:
    """A title, a publisher, a line of asterisks, and text below."""
    filled = [at for at, line in enumerate(lines[:12]) if line.strip()]
    if len(filled) < 4 or filled[1] != filled[0] + 1 or filled[2] > filled[1] + 2:
        return False
    title, publisher, stars = (lines[at] for at in filled[:3])
    return bool(STARS.fullmatch(stars)) and max(len(title), len(publisher)) <= 300


def _separations(lines: list[str]) -> int:
    """How many blank runs stand between two filled lines."""
    return sum(bool(one) and not other for one, other in pairwise(lines))


def _of_separated(lines: list[str], filled: list[str], blanks: float, wrap: Wrapping) -> Shape:
    if _is_double(lines, wrap):
        return "double"
    if blanks > 0.6 or median(map(len, filled)) > 130:
        return "blank"
    # Chapters apart, a text of first-line indents has hardly any blank line.
    if blanks < 0.1 and wrap.share >= 0.5 and _indents_inside(lines) > blanks:
        return "indent"
    if wrap.share >= GREEDY and wrap.width > 40:
        return "wrapped"
    return "verse" if median(map(len, filled)) < 60 and wrap.share < 0.5 else "blank"


def _of_unseparated(filled: list[str], wrap: Wrapping) -> Shape:
    lengths = sorted(map(len, filled))
    if median(lengths) > 130 or lengths[len(lengths) * 9 // 10] > 150 or wrap.share < 0.5:
        return "line"
    indented = sum(line.startswith(" ") for line in filled) / len(filled)
    if 0 < indented <= 0.5:
        return "indent"
    if indented > 0.5:
        return "hanging"
    return "solid"


def _indents_inside(lines: list[str]) -> float:
    """The share of lines that are indented although the line above is filled and is not."""
    inside = sum(
        bool(above) and not above.startswith(" ") and line.startswith(" ")
        for above, line in pairwise(lines)
    )
    return inside / len(lines)


def _is_double(lines: list[str], wrap: Wrapping) -> bool:
    """Every second line blank, and most filled ones near one width without a sentence's end."""
    filled = [line for line in lines if line]
    if not filled or wrap.share > 0.3:
        return False
    alone = sum(bool(a) and not b for a, b in pairwise([*lines, ""])) / len(filled)
    longest = max(map(len, filled))
    near = sum(len(line) > longest * 0.8 for line in filled) / len(filled)
    ends = sum(bool(_SENTENCE_END.search(line)) for line in filled) / len(filled)
    # Wrapped lines reach somewhere: a list of words with air between is not one paragraph.
    return alone > 0.9 and 45 <= longest < 130 and near > 0.6 and ends < 0.5
