"""The paragraphs that have no equal in the other version: which of them resemble which."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from tui.core.anchors.wordforms import loose, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RAREST = 12
"""Words of a paragraph by which others are looked for."""
COMMON = 60
"""A word of more paragraphs than this finds none."""
FOUND = 5
"""Paragraphs found that share most of both, and as many that may be a part."""


class Likeness(NamedTuple):
    """How alike an old and a new paragraph are, each figure from 0 to 1.

    `ratio` is that of the characters; `kept` the share of the old one's words that the new one has,
    `own` the share of the new one's words that the old one had, both by weight; `part` how well the
    shorter one fits into the longer; `same` whether letters and digits are equal; `strength` is all
    of it in one figure.
    """

    ratio: float
    kept: float
    own: float
    part: float
    same: bool
    strength: float


class Side:
    """Unpaired paragraphs of one version, normalised, by index; finds those that share words."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self.texts = texts
        self.loose = {at: loose(text) for at, text in texts.items()}
        self.words = {at: words(text) for at, text in texts.items()}
        self.hefts: dict[int, float] = {}
        """The weight of each text's words together."""
        self.sizes = {at: max(1, count.total()) for at, count in self.words.items()}
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        """Where each word stands."""
        self.equal: defaultdict[str, list[int]] = defaultdict(list)
        """Where each loose text stands."""
        for at, count in self.words.items():
            self.equal[self.loose[at]].append(at)
            for word in count:
                self.places[word].append(at)


class Rest:
    """The old and the new paragraphs without a pair, compared when asked for."""

    def __init__(self, old: Mapping[int, str], new: Mapping[int, str]) -> None:
        self.old = Side(old)
        self.new = Side(new)
        total = len(old) + len(new)
        often = Counter({word: len(at) for word, at in self.old.places.items()})
        often.update({word: len(at) for word, at in self.new.places.items()})
        self._weights = {word: math.log(1 + total / many) for word, many in often.items()}
        for side in (self.old, self.new):
            side.hefts = {at: self._heft(count) for at, count in side.words.items()}
        self._likeness: dict[tuple[int, int], Likeness] = {}

    def like_old(self, i: int) -> list[int]:
        """New paragraphs that may be old paragraph `i`."""
        return self._found(i, self.old, self.new)

    def like_new(self, j: int) -> list[int]:
        """Old paragraphs that may have become new paragraph `j`."""
        return self._found(j, self.new, self.old)

    def likeness(self, i: int, j: int) -> Likeness:
        """How alike old paragraph `i` and new paragraph `j` are."""
        known = self._likeness.get((i, j))
        if known is None:
            known = self._likeness[i, j] = self._compare(i, j)
        return known

    def _compare(self, i: int, j: int) -> Likeness:
        old, new = self.old.texts[i], self.new.texts[j]
        plain = fuzz.ratio(self.old.loose[i], self.new.loose[j])
        ratio = max(fuzz.ratio(old, new), plain) / 100
        theirs = self.new.words[j]
        common = sum(
            self._weights[word] * min(many, theirs[word])
            for word, many in self.old.words[i].items()
            if word in theirs
        )
        kept, own = common / self.old.hefts[i], common / self.new.hefts[j]
        part = fuzz.partial_ratio(old, new) / 100 if max(kept, own) > 0.5 else ratio
        both = 2 * kept * own / (kept + own) if common else 0.0
        size = min(self.old.sizes[i], self.new.sizes[j])
        contained = max(kept, own) * part * min(1, size / 8)
        strength = max((ratio + both) / 2, 0.85 * contained)
        same = self.old.loose[i] == self.new.loose[j]
        return Likeness(ratio, kept, own, part, same, strength)

    def _heft(self, count: Counter[str]) -> float:
        return sum(self._weights[word] * many for word, many in count.items()) or 1e-9

    def _found(self, at: int, here: Side, there: Side) -> list[int]:
        shared: defaultdict[int, float] = defaultdict(float)
        places = [
            (len(there.places[word]), word) for word in here.words[at] if word in there.places
        ]
        for many, word in heapq.nsmallest(RAREST, places):
            if many <= COMMON:
                for where in there.places[word]:
                    shared[where] += self._weights[word]
        own = here.hefts[at]
        found = heapq.nlargest(8 * FOUND, shared, key=shared.__getitem__)
        whole = heapq.nlargest(FOUND, found, key=lambda x: shared[x] / max(own, there.hefts[x]))
        part = heapq.nlargest(FOUND, found, key=lambda x: shared[x] / min(own, there.hefts[x]))
        equal = _nearest(there.equal.get(here.loose[at], ()), at)
        return list(dict.fromkeys([*equal, *whole, *part]))


def _nearest(places: Iterable[int], at: int) -> list[int]:
    return heapq.nsmallest(FOUND, places, key=lambda place: abs(place - at))
