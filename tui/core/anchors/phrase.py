"""Where a phrase of an old paragraph stands in what the paragraph has become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from tui.core.anchors.wordforms import WORD
from tui.core.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SLACK = 4
"""New words that may stand between two of a phrase's words without tearing it apart; of a longer
phrase as many as it has."""
SHORT = 12
"""Fewer letters stand in many places: the words beside them have to be the same too."""
DOUBTFUL = 0.5
"""The share of what may be another phrase."""
LIKELY = 0.6
"""The share of its letters from which on a phrase is taken for the same without asking."""
LOST = 0.3
"""With less it is gone."""


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]`, and the share of the phrase's letters that survives there (0 to 1).

    What may be another phrase has no more than half: a short one without the words beside it.
    """

    start: int
    end: int
    share: float


def locate(old: str, start: int, end: int, new: str) -> Found | None:
    """Find `old[start:end]` in `new`, which `old` has become; None if none of its words is left.

    The words of both are aligned (longest common subsequence), so that of two equal phrases the one
    with the right words around it is found. Where the phrase was torn apart, its largest piece is.
    """
    before, after = _words(old), _words(new)
    inside = [at for at, word in enumerate(before) if word.start < end and word.end > start]
    if not inside:
        return _literally(old[start:end], new)
    letters = {at: len(before[at].key) for at in inside}
    found = [_largest(became, letters, len(before), len(after)) for became in _ways(before, after)]
    piece, share = max(found, key=lambda one: (one[1], -_spread(one[0])))
    if not piece:
        return None
    (first, head), (last, tail) = piece[0], piece[-1]
    signs_before = old[start : before[first].start] if first == inside[0] else ""
    signs_behind = old[before[last].end : end] if last == inside[-1] else ""
    return Found(
        after[head].start - _common(signs_before[::-1], new[: after[head].start][::-1]),
        after[tail].end + _common(signs_behind, new[after[tail].end :]),
        share,
    )


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int


def _words(text: str) -> list[_Word]:
    return [_Word(normalise(m[0]), m.start(), m.end()) for m in WORD.finditer(text)]


def _ways(old: Sequence[_Word], new: Sequence[_Word]) -> Iterator[dict[int, int]]:
    """Two ways to align the words, for there may be several that keep as many: from either end."""
    left, right = [word.key for word in old], [word.key for word in new]
    yield dict(_aligned(left, right))
    ends = len(left) - 1, len(right) - 1
    pairs = _aligned(left[::-1], right[::-1])
    yield dict(sorted((ends[0] - at, ends[1] - became) for at, became in pairs))


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            source = range(code.src_start, code.src_end)
            yield from zip(source, range(code.dest_start, code.dest_end), strict=True)


Piece = list[tuple[int, int]]
"""Words of a phrase, old and new."""


def _largest(
    became: Mapping[int, int], letters: Mapping[int, int], old: int, new: int
) -> tuple[Piece, float]:
    """The piece of a phrase that has most of its `letters`, and their share."""
    pieces = _pieces([(at, became[at]) for at in letters if at in became], len(letters))
    if not pieces:
        return [], 0.0
    piece = max(pieces, key=lambda piece: sum(letters[at] for at, _ in piece))
    total = sum(letters.values())
    share = sum(letters[at] for at, _ in piece) / total
    first, last = min(letters) - 1, max(letters) + 1
    before = -1 if first < 0 else became.get(first)
    behind = new if last == old else became.get(last)
    is_beside = before == piece[0][1] - 1 or behind == piece[-1][1] + 1
    return piece, share if total >= SHORT or is_beside else min(share, DOUBTFUL)


def _spread(piece: Piece) -> int:
    return piece[-1][1] - piece[0][1] if piece else 0


def _pieces(words: Piece, count: int) -> list[Piece]:
    """The surviving words of a phrase of `count`, in runs with little that is new between them."""
    pieces: list[Piece] = []
    for at, became in words:
        last = pieces[-1][-1] if pieces else None
        if last and became - last[1] <= at - last[0] + max(SLACK, count):
            pieces[-1].append((at, became))
        else:
            pieces.append([(at, became)])
    return pieces


def _literally(phrase: str, new: str) -> Found | None:
    """A phrase without a word, such as a formula's sign, only where it stands once."""
    if not phrase or new.count(phrase) != 1:
        return None
    start = new.index(phrase)
    return Found(start, start + len(phrase), 1.0)


def _common(signs: str, text: str) -> int:
    """How many of the signs at the edge of a phrase are there still."""
    pairs = zip(signs, text, strict=False)
    return next(
        (at for at, (one, other) in enumerate(pairs) if one != other), min(len(signs), len(text))
    )
