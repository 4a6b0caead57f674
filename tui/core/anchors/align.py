"""Which paragraph of a new text each paragraph of an old one has become.

What is equal and in order is paired first. Of the rest, those that share rare words are compared,
and a logistic model weighs what tells a right pair from a wrong one: competition and neighbours,
rather than likeness alone. Its weights were fitted to the edit histories of real prose.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.core.anchors.rest import Rest
from tui.core.anchors.skeleton import Skeleton
from tui.core.anchors.wordforms import loose, words
from tui.core.model import SURE

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Sequence

IN_COMMON = 0.05
"""With a smaller share of equal paragraphs it may be another text: common words prove nothing."""
FEW_WORDS = 6
"""Fewer words are a stock phrase that proves nothing without its neighbours."""
LONG = 200
"""So many characters are more than a few words, without counting."""
REACH = 3
"""Neighbours that are asked on each side."""
SMALL_GAP = 12
"""So many unpaired paragraphs between two pairs are all looked at, whatever their words."""
ALIKE = 0.6
"""The strength from which on each other's best serve as neighbours."""
PART = 0.7
"""The share of its words from which on a paragraph is part of another."""
APART = 8
"""How far apart the paragraphs may stand that were merged into one, or split from it."""
REMNANT = 0.35
"""Less of a paragraph than this is not the paragraph."""
UNLIKE = 0.35
"""A weaker pair is asked about whatever its neighbours: another text may have its place."""
ASKED = 0.25
"""The score from which on a place is offered."""
BELOW = SURE - 0.01
"""The highest score of what is to be asked about."""
MARGIN = 0.1
"""A smaller lead over a rival decides nothing without neighbours."""
NEIGHBOURLY = 0.1
"""What neighbours on one side count between rivals, in strength."""

WEIGHTS = (-4.01, -5.58, 4.98, -2.31, 5.22, -1.88, 2.94, 3.38, 1.3, 4.54, 0.81, 2.03, -0.19)
"""Of the `evidence`, fitted by tests/benchmarks/anchoring.py --fit."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A new paragraph that an old one may have become, and how likely that is (0 to 1)."""

    index: int
    score: float


@dataclass(frozen=True, slots=True)
class Version:
    """The paragraphs of a text, normalised; `keys` are equal where paragraphs are.

    Of an old text some may be unknown: None, with a key if at least that is known.
    """

    texts: Sequence[str | None]
    keys: Sequence[Hashable | None]


class Alignment:
    """Pairs an old and a new version; what is asked of it is worked out then."""

    def __init__(self, old: Version, new: Version) -> None:
        self._sizes = (len(old.keys), len(new.keys))
        skeleton = self._skeleton = Skeleton(*self._sizes)
        skeleton.grow(old.keys, new.keys)
        skeleton.grow(_loose_keys(old, skeleton.pairs), _loose_keys(new, skeleton.taken))
        known = sum(key is not None for key in old.keys)
        self._is_another = len(skeleton.pairs) < IN_COMMON * known
        self._free = [j for j, text in enumerate(new.texts) if text and j not in skeleton.taken]
        self.rest = Rest(
            {i: text for i, text in enumerate(old.texts) if text and i not in skeleton.pairs},
            {j: text for j in self._free if (text := new.texts[j])},
        )
        # A `functools.cache` of its own methods would keep it alive until the next collection.
        self._olds: dict[int, list[int]] = {}
        self._news: dict[int, list[int]] = {}
        self._contexts: dict[tuple[int, int], tuple[float, float]] = {}
        self._neighbours: dict[int, int | None] = {}

    def offers(self, wanted: Iterable[int]) -> dict[int, list[Offer]]:
        """What each wanted old paragraph may have become, the likeliest first; none if it is gone.

        One that is equal and in order has one offer, of score 1.
        """
        pairs = self._skeleton.pairs
        scored = {i: self._scored(i) for i in wanted if i not in pairs}
        taken: dict[int, list[int]] = {}
        for i in sorted((i for i in scored if scored[i]), key=lambda i: -scored[i][0].score):
            best = scored[i][0]
            others = taken.setdefault(best.index, [])
            if not all(self._are_merged(i, other, best.index) for other in others):
                scored[i][0] = Offer(best.index, min(best.score, BELOW))
            others.append(i)
        return {i: [Offer(pairs[i], 1.0)] if i in pairs else scored[i] for i in wanted}

    def near(self, i: int) -> int:
        """About where in the new text old paragraph `i` stood."""
        known = self._skeleton.pairs.get(i)
        if known is not None:
            return known
        (before, low), (after, high) = self._skeleton.around(i)
        share = (i - before) / (after - before)
        return max(0, min(low + round(share * (high - low)), self._sizes[1] - 1))

    def evidence(self, i: int, j: int) -> tuple[float, ...]:
        """What speaks for old paragraph `i` having become new paragraph `j`, and against it."""
        like = self.rest.likeness(i, j)
        context, stray = self._sides(i, j)
        size = self._size(i, j)
        ours, theirs = self._leads(i, j)
        return (
            1.0,
            like.ratio,
            like.ratio**2,
            like.own,
            max(like.kept, like.own),
            self._distance(i, j),
            ours,
            theirs,
            float(self._old(i)[:1] == [j] and self._new(j)[:1] == [i]),
            float(like.same),
            size * like.ratio,
            like.ratio * context,
            (4 - size) * stray,
        )

    def candidates(self, i: int) -> list[int]:
        """The new paragraphs that old paragraph `i` is compared with, the most alike first."""
        return self._old(i)

    def _scored(self, i: int) -> list[Offer]:
        if i not in self.rest.old.texts:
            return []
        offers = [Offer(j, self._score(i, j)) for j in self._old(i)]
        likely = (offer for offer in offers if offer.score >= ASKED)
        return sorted(likely, key=lambda offer: -offer.score)

    def _score(self, i: int, j: int) -> float:
        evidence = self.evidence(i, j)
        weighed = sum(weight * value for weight, value in zip(WEIGHTS, evidence, strict=True))
        score = 1 / (1 + math.exp(-weighed))
        return min(score, BELOW) if self._is_doubtful(i, j) else score

    def _is_doubtful(self, i: int, j: int) -> bool:
        """Whether it is to be asked about, however likely it is."""
        like = self.rest.likeness(i, j)
        lead = min(self._leads(i, j))
        context, _ = self._sides(i, j)
        few = self._size(i, j) < math.log(FEW_WORDS)
        return (
            lead < 0
            or like.strength < UNLIKE
            or (self._is_another and like.strength < ALIKE)
            or like.kept < REMNANT
            or (lead < MARGIN and context < 1)
            or (few and context < 0.6)
        )

    def _old(self, i: int) -> list[int]:
        if i not in self._olds:
            self._olds[i] = self._candidates(i)
        return self._olds[i]

    def _new(self, j: int) -> list[int]:
        if j not in self._news:
            self._news[j] = self._claimants(j)
        return self._news[j]

    def _sides(self, i: int, j: int) -> tuple[float, float]:
        if (i, j) not in self._contexts:
            self._contexts[i, j] = self._context(i, j)
        return self._contexts[i, j]

    def _neighbour(self, i: int) -> int | None:
        if i not in self._neighbours:
            self._neighbours[i] = self._became(i)
        return self._neighbours[i]

    def _candidates(self, i: int) -> list[int]:
        found = self.rest.like_old(i)
        (_, low), (_, high) = self._skeleton.around(i)
        first, last = bisect_left(self._free, low), bisect_left(self._free, high)
        if last - first <= SMALL_GAP:
            found += [j for j in self._free[first:last] if j not in found]
        return sorted(found, key=lambda j: self._rank(i, j), reverse=True)

    def _claimants(self, j: int) -> list[int]:
        found = self.rest.like_new(j)
        return sorted(found, key=lambda i: self._rank(i, j), reverse=True)

    def _rank(self, i: int, j: int) -> tuple[float, float]:
        """The more alike come first; of two parts the larger one."""
        like = self.rest.likeness(i, j)
        return like.strength, like.kept

    def _became(self, i: int) -> int | None:
        """What old paragraph `i` has become, as far as its neighbours are concerned."""
        known = self._skeleton.pairs.get(i)
        if known is not None or i not in self.rest.old.texts:
            return known
        best = next(iter(self._old(i)), None)
        if best is None or self.rest.likeness(i, best).strength < ALIKE:
            return None
        return best if self._new(best)[:1] == [i] else None

    def _context(self, i: int, j: int) -> tuple[float, float]:
        """How near the neighbours went on both sides (0 to 2), and how many went elsewhere."""
        before, stray_before = self._side(i, j, -1)
        after, stray_after = self._side(i, j, 1)
        return before + after, stray_before + stray_after

    def _side(self, i: int, j: int, step: int) -> tuple[float, float]:
        for far in range(1, REACH + 1):
            x = i + step * far
            at_edge = j + 1 if step < 0 else self._sizes[1] - j
            if x in (-1, self._sizes[0]):
                return (0.5 / far, 0.0) if at_edge <= far + 1 else (0.0, 0.0)
            y = self._neighbour(x)
            distance = 0 if y is None else (y - j) * step
            if 0 < distance <= far + 2:
                return 1 / max(far, distance), 0.0
            if distance:
                return 0.0, 1 / far
        return 0.0, 0.0

    def _leads(self, i: int, j: int) -> tuple[float, float]:
        """How much stronger the pair is than the next best for `i`, and than that for `j`.

        The other half of a split or of a merge is no rival.
        """
        own = self._claim(i, j)
        ours = [self._claim(i, k) for k in self._old(i) if k != j and not self._are_split(i, j, k)]
        theirs = [
            self._claim(k, j) for k in self._new(j) if k != i and not self._are_merged(i, k, j)
        ]
        return own - max(ours, default=0.0), own - max(theirs, default=0.0)

    def _claim(self, i: int, j: int) -> float:
        """What counts between rivals: likeness, and neighbours a little."""
        context, _ = self._sides(i, j)
        return self.rest.likeness(i, j).strength + NEIGHBOURLY * context

    def _are_split(self, i: int, j: int, k: int) -> bool:
        one, other = self.rest.likeness(i, j), self.rest.likeness(i, k)
        halves = one.own > PART and other.own > PART and one.kept + other.kept < 1.25
        return abs(j - k) <= APART and halves

    def _are_merged(self, i: int, k: int, j: int) -> bool:
        one, other = self.rest.likeness(i, j), self.rest.likeness(k, j)
        halves = one.kept > PART and other.kept > PART and one.own + other.own < 1.25
        return abs(i - k) <= APART and halves

    def _distance(self, i: int, j: int) -> float:
        """How far apart they stand between the pairs around them (0 to 1); 1 if not between."""
        (before, low), (after, high) = self._skeleton.around(i)
        if not low < j < high:
            return 1.0
        return abs((i - before) / (after - before) - (j - low) / (high - low))

    def _size(self, i: int, j: int) -> float:
        """The logarithm of the words of the shorter one, at most 4."""
        return min(4.0, math.log(min(self.rest.old.sizes[i], self.rest.new.sizes[j])))


def _loose_keys(version: Version, paired: Collection[int]) -> list[str | None]:
    return [
        loose(text) if text and at not in paired and not _is_short(text) else None
        for at, text in enumerate(version.texts)
    ]


def _is_short(text: str) -> bool:
    return len(text) < LONG and words(text).total() < FEW_WORDS
