"""The shape of a plain text: what separates its paragraphs, judged from its beginning."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable

Shape = Literal["wire", "line", "blank", "wrapped", "indent", "hanging", "solid", "double", "verse"]
SHAPES: tuple[Shape, ...] = get_args(Shape)

_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_TWO_BLANKS = re.compile(r"\S[^\S\n]*+\n(?:[^\S\n]*+\n){2,}+")

GREEDY = 0.85
"""Share of lines that ended because the next word did not fit: wrapped by a machine."""
BY_HAND = 0.5
NARROWEST = 40
WIDER_THAN_VERSE = 52
LONG = 130
_LONGEST_PARAGRAPH = 40


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


def ends_sentence(line: str) -> bool:
    """Whether a sentence, or a part of one that can stand alone, ends where the line ends."""
    return bool(_SENTENCE_END.search(line.rstrip()))


def lines_of(sample: str) -> list[str]:
    """The lines without blanks at their ends, their tabs expanded."""
    return [line.rstrip() for line in sample.expandtabs().rstrip().split("\n")]


def detect(sample: str) -> Shape:
    """The shape of a text that begins with `sample`; wire form is told by its head alone."""
    lines = lines_of(sample)
    filled = [line for line in lines if line]
    if len(filled) < 2:
        return "blank"
    blanks = _separations(lines) / len(filled)
    wrap = wrapping(lines)
    if blanks >= 0.02:
        return _of_separated(lines, filled, blanks, wrap)
    return _of_unseparated(filled, wrap)


def detect_wire(sample: str) -> Shape:
    """The shape of a wire text's body: a paragraph a line, unless lines are pieces of sentences."""
    filled = [line for line in lines_of(sample) if line]
    in_pieces = filled and _share(ends_sentence(line) for line in filled) < 0.6
    return detect(sample) if in_pieces else "line"


def width_of(sample: str, shape: str) -> int:
    """The width at which the text was wrapped, 0 if it was not."""
    lines = lines_of(sample)
    if shape in ("solid", "double"):
        lines = [line for line in lines if line]
    found = wrapping(lines)
    inside = [below for line, below in pairwise(lines) if line and below]
    # Nobody wraps prose at the length of a line of verse.
    wide = found.share >= GREEDY - 0.25 and found.width >= NARROWEST
    if wide and reads_on(["", *inside]):
        return found.width
    if shape in ("solid", "double"):
        return max(map(len, lines), default=0)
    return _width_of_prose(lines)


def own_width(lines: list[str]) -> int:
    """The width at which these lines alone were wrapped, 0 if they were not, or it is verse's."""
    found = wrapping(lines)
    prose = found.share >= GREEDY and found.width >= WIDER_THAN_VERSE and reads_on(lines)
    return found.width if prose else 0


def reads_on(lines: list[str]) -> bool:
    """Whether most lines begin inside a sentence: verse begins them with capitals."""
    small = sum(not line.lstrip()[:1].isupper() for line in lines[1:])
    return small > (len(lines) - 1) / 2


def has_wide_gaps(sample: str) -> bool:
    """Whether two blank lines at once are so frequent that they stand between paragraphs."""
    filled = sum(map(bool, lines_of(sample)))
    return len(_TWO_BLANKS.findall(sample)) * _LONGEST_PARAGRAPH > filled


def _width_of_prose(lines: list[str]) -> int:
    """The width of the paragraphs that have one, though verse and lists stand between them."""
    pooled: list[str] = []
    chunk: list[str] = []
    for line in [*lines, ""]:
        if line:
            chunk.append(line)
            continue
        if len(chunk) > 2 and own_width(chunk):
            pooled += [*chunk, ""]
        chunk = []
    return wrapping(pooled).width


def _share(truths: Iterable[bool]) -> float:
    listed = list(truths)
    return sum(listed) / len(listed) if listed else 0.0


def _separations(lines: list[str]) -> int:
    """How many blank runs stand between two filled lines."""
    return sum(bool(one) and not other for one, other in pairwise(lines))


def _of_separated(lines: list[str], filled: list[str], blanks: float, wrap: Wrapping) -> Shape:
    if _is_double(lines, filled):
        return "double"
    typical = median(map(len, filled))
    if blanks > 0.6:
        return "blank"
    if typical > LONG:
        return "wrapped" if wrap.share >= GREEDY else "line"
    # Chapters apart, a text of first-line indents has hardly any blank line.
    if blanks < 0.1 and wrap.share >= BY_HAND and _indents_inside(lines) > blanks:
        return "indent"
    if wrap.share >= GREEDY and wrap.width > NARROWEST:
        return "wrapped"
    return "verse" if typical < 60 and wrap.share < BY_HAND else "blank"


def _of_unseparated(filled: list[str], wrap: Wrapping) -> Shape:
    lengths = sorted(map(len, filled))
    if median(lengths) > LONG or lengths[len(lengths) * 9 // 10] > 150 or wrap.share < BY_HAND:
        return "line"
    deeper = [(one, other) for one, other in pairwise(filled) if _indent(other) > _indent(one)]
    if not deeper:
        each = _share(map(ends_sentence, filled)) > 0.7
        whole = len(filled) > _LONGEST_PARAGRAPH and not _has_ends(filled, wrap.width)
        return "line" if each or whole else "solid"
    early = _share(would_have_fitted(one, other, wrap.width) for one, other in deeper)
    return "indent" if early > 0.5 else "hanging"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _indents_inside(lines: list[str]) -> float:
    """The share of lines that are indented although the line above is filled and is not."""
    inside = sum(
        bool(above) and not above.startswith(" ") and line.startswith(" ")
        for above, line in pairwise(lines)
    )
    return inside / len(lines)


def _is_double(lines: list[str], filled: list[str]) -> bool:
    """Every line alone, and yet most break where the next word did not fit, inside sentences.

    So do not those of a list with air between, nor verse: its lines begin with capitals.
    """
    alone = _share(not below for line, below in pairwise([*lines, ""]) if line)
    wrap = wrapping(filled)
    if alone <= 0.9 or wrap.share < GREEDY - 0.25 or not 45 <= wrap.width < LONG:
        return False
    going_on = _share(line.lstrip()[:1].islower() for line in filled[1:])
    ends = _share(map(ends_sentence, filled))
    return going_on > 0.5 and ends < 0.5 and _has_ends(filled, wrap.width)


def _has_ends(filled: list[str], width: int) -> bool:
    """Whether a line that ends early ends a paragraph; if none does, all would be a single one."""
    return any(
        ends_sentence(one) and would_have_fitted(one, other, width)
        for one, other in pairwise(filled)
    )
