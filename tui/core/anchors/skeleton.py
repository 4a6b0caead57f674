"""What two versions of a text have in common word for word and in the same order.

Patience difference: paragraphs that occur once on both sides, the longest run of them that is in
order, whatever equals it on either side of them, and the longest common subsequence between.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    Keys = Sequence[Hashable | None]
    Pair = tuple[int, int]


class Skeleton:
    """Pairs of equal paragraphs of an old and a new text, by index; grows key by key.

    `pairs` lead from old to new and are in order on both sides; `taken` are the new ones in them.
    """

    def __init__(self, old: int, new: int) -> None:
        self.pairs: dict[int, int] = {}
        self.taken: set[int] = set()
        self._ends: list[Pair] = [(-1, -1), (old, new)]

    def grow(self, old: Keys, new: Keys) -> None:
        """Pair what has the same key and is not paired yet; None equals nothing."""
        fitting = [(i, j) for i, j in self._unique(old, new) if self.fits(i, j)]
        in_order = _in_order([*self.pairs.items(), *fitting])
        for i, j in in_order:
            self._pair(i, j)
        self._extend(in_order, old, new, 1)
        self._extend(in_order[::-1], old, new, -1)
        self._sort()
        for (i, j), (next_i, next_j) in pairwise(self._ends):
            self._fill(range(i + 1, next_i), range(j + 1, next_j), old, new)
        self._sort()

    def around(self, i: int) -> tuple[Pair, Pair]:
        """The pairs before and after old paragraph `i`, which has none; the texts' ends count."""
        at = bisect_left(self._ends, (i, -1))
        return self._ends[at - 1], self._ends[at]

    def fits(self, i: int, j: int) -> bool:
        """Whether `i` and `j` stand between the same pairs."""
        (_, low), (_, high) = self.around(i)
        return low < j < high

    def _sort(self) -> None:
        self._ends[1:-1] = sorted(self.pairs.items())

    def _unique(self, old: Keys, new: Keys) -> list[Pair]:
        free_old = [i for i, key in enumerate(old) if key and i not in self.pairs]
        free_new = [j for j, key in enumerate(new) if key and j not in self.taken]
        often_old = Counter(old[i] for i in free_old)
        often_new = Counter(new[j] for j in free_new)
        place = {new[j]: j for j in free_new}
        return [
            (i, place[old[i]])
            for i in free_old
            if often_old[old[i]] == 1 and often_new.get(old[i]) == 1
        ]

    def _pair(self, i: int, j: int) -> None:
        self.pairs[i] = j
        self.taken.add(j)

    def _extend(self, pairs: Iterable[Pair], old: Keys, new: Keys, step: int) -> None:
        for i, j in pairs:
            x, y = i + step, j + step
            while 0 <= x < len(old) and 0 <= y < len(new) and self._equal(old, x, new, y):
                self._pair(x, y)
                x, y = x + step, y + step

    def _equal(self, old: Keys, x: int, new: Keys, y: int) -> bool:
        free = x not in self.pairs and y not in self.taken
        return free and bool(old[x]) and old[x] == new[y]

    def _fill(self, left: range, right: range, old: Keys, new: Keys) -> None:
        """Pair repeats between two pairs, those of which there are as many on both sides."""
        if not left or not right:
            return
        often_old = Counter(old[i] for i in left if old[i])
        often_new = Counter(new[j] for j in right if new[j])
        even = {key for key, many in often_old.items() if often_new.get(key) == many}
        free_old = [i for i in left if old[i] in even]
        free_new = [j for j in right if new[j] in even]
        codes = LCSseq.opcodes([old[i] for i in free_old], [new[j] for j in free_new])
        for code in codes:
            if code.tag == "equal":
                for step in range(code.src_end - code.src_start):
                    self._pair(free_old[code.src_start + step], free_new[code.dest_start + step])


def _in_order(pairs: Iterable[Pair]) -> list[Pair]:
    """The longest subsequence that rises on both sides."""
    ordered = sorted(pairs)
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(ordered):
        length = bisect_left(ends, j)
        before.append(chain[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        chain[length : length + 1] = [at]
    found: list[Pair] = []
    at = chain[-1] if chain else -1
    while at >= 0:
        found.append(ordered[at])
        at = before[at]
    return found[::-1]
