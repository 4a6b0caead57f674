"""Where selectors are in a text that is not the one they were made on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tui.core.anchors.describe import fingerprint, ranges_of
from tui.core.anchors.earlier import Earlier, Today, aligned, of_past, of_selectors, within
from tui.core.anchors.phrase import LIKELY, LOST, SHORT, locate
from tui.core.anchors.recut import Recut, texts_of
from tui.core.model import SURE, Anchor, Candidate
from tui.core.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui.core.anchors.align import Alignment, Offer
    from tui.core.anchors.earlier import Passage
    from tui.core.anchors.past import Past
    from tui.core.model import AnchorState, Document, Range, Selector

EVEN = 0.5
"""The score from which on what is asked about is attached meanwhile."""
CLOSE = 0.15
"""Of two places whose scores are nearer than this neither is taken."""
MERGED = 1.25
"""A paragraph that has grown by this much may have taken up others."""
OFFERED = 5
"""Candidates that are kept at most."""

LONGEST = 20_000
"""Within a longer paragraph a place to read on from is not looked for: a key would wait."""

Reading = tuple[str, str]
"""The sha256 of a source and how it was cut into blocks."""


@dataclass(frozen=True, slots=True)
class _Trail:
    """Where a selector was found last, in which text, and how sure that was."""

    reading: Reading
    ranges: tuple[Range, ...]
    score: float
    selector: Selector


class Follower:
    """Follows selectors into a document, through its `past` as far as that is known."""

    def __init__(self, document: Document, past: Past | None) -> None:
        self._document = document
        self._today = Today(document)
        self._past = past
        self._recuts: dict[Reading, Recut | None] = {}
        self._trails: defaultdict[Reading, dict[int, _Trail]] = defaultdict(dict)

    def follow(self, selectors: Mapping[int, Selector]) -> dict[int, Anchor]:
        """The anchor of each selector, by annotation; those of one text are followed together."""
        readings: set[Reading] = set()
        anchors: dict[int, Anchor] = {}
        for id_, target in selectors.items():
            trail = self._trail(id_, target)
            if recut := self._recut_anchor(trail, target):
                anchors[id_] = recut
                continue
            self._trails[trail.reading][id_] = trail
            readings.add(trail.reading)
        for reading in readings:
            trails = self._trails[reading]
            earlier = self._earlier(reading, trails.values())
            wanted = {index for trail in trails.values() for index, _, _ in trail.ranges}
            offers = earlier.alignment.offers(wanted)
            for id_, trail in trails.items():
                if id_ in selectors and id_ not in anchors:
                    finder = _Finder(self._document, earlier, offers, selectors[id_])
                    anchors[id_] = finder.anchor(trail)
        return anchors

    def where(self, block: int, offset: int) -> tuple[int, int]:
        """Block and character where a place of the past is today, or near to it."""
        past = self._past
        if past is None or not 0 <= block < len(past.texts):
            return block, offset
        recut = self._recut(past.version)
        same = recut.where(block, offset) if recut else None
        if same or self._alignment is None:
            return same or (block, offset)
        alignment = self._alignment
        offers = alignment.offers([block])[block]
        if not offers:
            return alignment.near(block), 0
        old, new = past.texts[block], self._document.blocks[offers[0].index].text
        if offset and old != new and len(old) < LONGEST:
            found = locate(old, offset, len(old), new)
            offset = found.start if found else 0
        return offers[0].index, offset

    def _recut(self, reading: Reading) -> Recut | None:
        """Another reading beside today's text, where it is one of the same file."""
        if reading not in self._recuts:
            past, document, texts = self._past, self._document, None
            if reading[0] == document.sha256 and reading[1]:
                is_past = past is not None and past.version == reading
                texts = past.texts if past and is_past else texts_of(document, reading[1])
            same_cut = f"{reading[1]} ".startswith(f"{document.cut} ")
            recut = Recut(texts, document.blocks, same_cut=same_cut) if texts else None
            self._recuts[reading] = recut
        return self._recuts[reading]

    def _recut_anchor(self, trail: _Trail, target: Selector) -> Anchor | None:
        """The anchor of what stands in the same words in other paragraphs, if it does for sure.

        As it was found last, else as it was made: a cut between may have had no place for it.
        """
        if target.now and target.now.state == "orphan":
            return None
        own, score = _latest(target)
        made = (own.made_on, own.reading), ranges_of(own), score
        for reading, ranges, sure in ((trail.reading, trail.ranges, trail.score), made):
            recut = self._recut(reading) if sure >= SURE else None
            places = recut.places(ranges) if recut else ()
            if places:
                is_same = sure == 1
                state = _state(target, places) if is_same else "fuzzy"
                return Anchor(state, places, 1.0 if is_same else min(sure, 0.99))
        return None

    @cached_property
    def _alignment(self) -> Alignment | None:
        """Of the past with today's text; worked out once."""
        return aligned(self._past, self._today) if self._past else None

    def _trail(self, id_: int, target: Selector) -> _Trail:
        past = self._past
        latest, score = _latest(target)
        reading = latest.made_on, latest.reading
        known = past.anchors.get(id_) if past and reading != past.version else None
        if past and known and known.ranges:
            return _Trail(past.version, known.ranges, min(score, known.score), latest)
        if known:
            # What was lost once may come back word for word; anything else is to be asked about.
            score = min(score, SURE - 0.01)
        latest = within(latest)
        ranges = ranges_of(latest)
        if past and reading == past.version and max(ranges)[0] >= len(past.texts):
            # No place of that text, so only its words tell.
            reading = ("", "")
        return _Trail(reading, ranges, score, latest)

    def _earlier(self, reading: Reading, trails: Iterable[_Trail]) -> Earlier:
        past = self._past
        if past and reading == past.version and self._alignment:
            ranges = {range_ for trail in trails for range_ in trail.ranges}
            return of_past(past, ranges, self._alignment)
        return of_selectors([trail.selector for trail in trails], self._today)


def _latest(target: Selector) -> tuple[Selector, float]:
    """The place that was decided on last, else that which was made, and how sure it is."""
    now = target.now
    return (now.place, now.score) if now and now.place.blocks else (target, 1.0)


def _state(target: Selector, ranges: tuple[Range, ...]) -> AnchorState:
    if target.now and target.now.state == "pinned":
        return "pinned"
    stayed = [index for index, _, _ in ranges] == [part.index for part in target.blocks]
    return "exact" if stayed else "moved"


@dataclass(frozen=True, slots=True)
class _Found:
    range: Range
    score: float


class _Finder:
    """Makes an anchor of what is offered for the paragraphs of one selector."""

    def __init__(
        self,
        document: Document,
        earlier: Earlier,
        offers: Mapping[int, list[Offer]],
        target: Selector,
    ) -> None:
        self._document = document
        self._earlier = earlier
        self._offers = offers
        self._target = target
        self._now = target.now

    def anchor(self, trail: _Trail) -> Anchor:
        """The anchor, no surer than the `trail` was."""
        found = [self._places(range_) for range_ in trail.ranges]
        near = self._earlier.alignment.near(trail.ranges[0][0])
        if not any(found):
            settled = self._now is not None and self._now.state == "orphan"
            return Anchor("orphan", score=0.0, near=near, settled=settled)
        best = [places[0] for places in found if places]
        ranges = tuple(sorted({place.range for place in best}))
        score = round(min(trail.score, *(place.score for place in best)), 2)
        if len(best) < len(found):
            score = min(score, SURE - 0.01)
        if min(place.score for place in best) >= SURE and self._is_worded_so(trail, ranges):
            return Anchor(_state(self._target, ranges), ranges, near=near)
        if score >= SURE:
            return Anchor("fuzzy", ranges, min(score, 0.99), near=near)
        candidates = self._candidates(found) or (Candidate(ranges, score),)
        rivals = len(candidates) > 1 and candidates[0].score - candidates[1].score < CLOSE
        if rivals or score < EVEN:
            return Anchor("ambiguous", (), score, candidates, near)
        return Anchor("fuzzy", ranges, score, candidates, near)

    def _text(self, ranges: tuple[Range, ...]) -> str:
        blocks = self._document.blocks
        return "\n".join(blocks[index].text[start:end] for index, start, end in ranges)

    def _is_worded_so(self, trail: _Trail, ranges: tuple[Range, ...]) -> bool:
        """Whether these are the words that the selector was made for, or pinned to."""
        return normalise(self._text(ranges)) == normalise(trail.selector.exact)

    def _candidates(self, found: list[list[_Found]]) -> tuple[Candidate, ...]:
        if len(found) > 1:
            return ()
        return tuple(
            Candidate((place.range,), round(place.score, 2)) for place in found[0][:OFFERED]
        )

    def _places(self, range_: Range) -> list[_Found]:
        """Where a part of the selector may be, the likeliest first."""
        passage = self._earlier.passage(range_)
        refused = self._now.refused if self._now else ()
        offers = [
            offer
            for offer in self._offers[range_[0]]
            if not refused or fingerprint(self._document.blocks[offer.index].text) not in refused
        ]
        if passage.is_whole:
            return [self._whole(passage, offer) for offer in offers]
        found = [
            place for offer in offers if (place := self._phrase(passage, offer.index, offer.score))
        ]
        if not found and offers:
            best = offers[0]
            beside = (best.index + 1, best.index - 1)
            places = (self._beside(passage, index, best.score) for index in beside)
            found = [place for place in places if place]
        return sorted(found, key=lambda place: -place.score)

    def _whole(self, passage: Passage, offer: Offer) -> _Found:
        """A paragraph, or what it is now of one that took up others."""
        text = self._document.blocks[offer.index].text
        place = (offer.index, 0, len(text))
        if len(text) > MERGED * len(passage.text):
            found = locate(passage.text, 0, len(passage.text), text)
            if found and found.share >= LIKELY and found.end - found.start < len(text) / MERGED:
                place = (offer.index, found.start, found.end)
        return _Found(place, offer.score)

    def _phrase(self, passage: Passage, index: int, score: float) -> _Found | None:
        """The annotated phrase of `passage` in block `index`, which the passage may have become."""
        text = self._document.blocks[index].text
        found = locate(passage.text, passage.start, passage.end, text)
        if found is None or found.share < LOST:
            return None
        if found.share < LIKELY:
            score = min(score, found.share, SURE - 0.01)
        else:
            score = min(score, SURE + (1 - SURE) * (found.share - LIKELY) / (1 - LIKELY))
        return _Found((index, found.start, found.end), score)

    def _beside(self, passage: Passage, index: int, score: float) -> _Found | None:
        """A phrase that a split left in the paragraph beside; a short one is in many."""
        long_enough = passage.end - passage.start >= SHORT
        if not long_enough or not 0 <= index < len(self._document.blocks):
            return None
        return self._phrase(passage, index, score)
