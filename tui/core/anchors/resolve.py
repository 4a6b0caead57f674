"""From stored selectors to places in today's text, never silently to a wrong one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from tui.core.anchors.describe import fingerprint
from tui.core.model import Anchor, Candidate
from tui.core.text import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.core.model import BlockRange, Document, Range, Selector

SIMILAR = 0.75
ORPHAN = Anchor("orphan", score=0.0)


def resolve(selectors: Mapping[int, Selector], document: Document) -> dict[int, Anchor]:
    """Where each selector is today.

    The source it was made on: offsets hold, no other work. Else a paragraph is found by its
    fingerprint, among equals by its neighbours; an edited one only between the same neighbours, and
    is then `fuzzy`. Several equal candidates are `ambiguous`; what is not found is an `orphan`.
    """
    changed = _Changed(document)
    return {
        id_: _settled(target, document) or _unchanged(target, document) or changed.resolve(target)
        for id_, target in selectors.items()
    }


def _settled(target: Selector, document: Document) -> Anchor | None:
    """What its reader decided on this text."""
    now = target.now
    if now is None or now.place.made_on != document.sha256:
        return None
    if now.state == "orphan":
        return Anchor("orphan", score=0.0, near=_near(target, document), settled=True)
    found = _unchanged(now.place, document)
    return replace(found, state=now.state, score=now.score) if found else None


def _near(target: Selector, document: Document) -> int:
    return max(0, min(target.blocks[0].index, len(document.blocks) - 1))


def _unchanged(target: Selector, document: Document) -> Anchor | None:
    if not target.blocks:
        return Anchor("exact")
    held = target.made_on == document.sha256 and target.blocks[-1].index < len(document.blocks)
    return (
        Anchor("exact", tuple((b.index, b.start, b.end) for b in target.blocks)) if held else None
    )


class _Changed:
    """A document that is not the one the selectors were made on."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks

    @cached_property
    def _prints(self) -> list[str]:
        return [fingerprint(block.text) for block in self._blocks]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for index, print_ in enumerate(self._prints):
            places[print_].append(index)
        return places

    def resolve(self, target: Selector) -> Anchor:
        parts = [self._part(target, part) for part in target.blocks]
        found = [part for part in parts if not isinstance(part, Anchor)]
        if len(found) < len(parts):
            return next(part for part in parts if isinstance(part, Anchor))
        ranges = tuple(range_ for range_, _ in found)
        score = min(score for _, score in found)
        if score < 1:
            return Anchor("fuzzy", ranges, score)
        stayed = all(r[0] == b.index for r, b in zip(ranges, target.blocks, strict=True))
        return Anchor("exact" if stayed else "moved", ranges)

    def _part(self, target: Selector, part: BlockRange) -> tuple[Range, float] | Anchor:
        same = self._places.get(part.fingerprint, [])
        if len(same) > 1:
            same = self._best_by_neighbours(same, target)
        if len(same) > 1:
            offers = tuple(Candidate(((i, 0, len(self._blocks[i].text)),), 0.5) for i in same[:9])
            return Anchor("ambiguous", score=0.5, candidates=offers)
        if same:
            return self._inside(same[0], target, part, 1.0)
        return self._edited(target, part)

    def _best_by_neighbours(self, candidates: list[int], target: Selector) -> list[int]:
        agreement = {index: self._agreement(index, target) for index in candidates}
        best = max(agreement.values())
        return [index for index in candidates if agreement[index] == best]

    def _agreement(self, index: int, target: Selector) -> int:
        last = index + len(target.blocks)
        before = self._prints[max(0, index - len(target.before)) : index]
        after = self._prints[last : last + len(target.after)]
        pairs = [*zip(reversed(before), reversed(target.before), strict=False)]
        pairs += zip(after, target.after, strict=False)
        return sum(today == then for today, then in pairs)

    def _edited(self, target: Selector, part: BlockRange) -> tuple[Range, float] | Anchor:
        """The one paragraph that stands between the same two neighbours, if it is much alike."""
        if len(target.blocks) > 1 or not (target.before or target.after):
            return ORPHAN
        between = [i for i in self._between(target) if self._agreement(i, target) >= 1]
        if len(between) != 1:
            return ORPHAN
        text = self._blocks[between[0]].text
        if part.end - part.start < len(target.exact) or target.exact in text:
            return self._inside(between[0], target, part, 0.99)
        score = SequenceMatcher(
            None, normalise(target.exact), normalise(text), autojunk=False
        ).ratio()
        whole = (between[0], 0, len(text))
        return (whole, round(score, 2)) if score >= SIMILAR else ORPHAN

    def _between(self, target: Selector) -> set[int]:
        behind = {i + 1 for i in self._places.get(target.before[-1], [])} if target.before else {0}
        end = {len(self._blocks) - 1}
        ahead = {i - 1 for i in self._places.get(target.after[0], [])} if target.after else end
        return behind & ahead

    def _inside(
        self, index: int, target: Selector, part: BlockRange, score: float
    ) -> tuple[Range, float] | Anchor:
        """The phrase inside its re-found paragraph, or the whole of it."""
        text = self._blocks[index].text
        quote = target.exact if len(target.blocks) == 1 else text[part.start : part.end]
        if text[part.start : part.end] == quote:
            return (index, part.start, part.end), score
        if fingerprint(quote) == part.fingerprint:
            return (index, 0, len(text)), score
        if text.count(quote) != 1:
            return ORPHAN if quote not in text else Anchor("ambiguous", score=0.5)
        start = text.index(quote)
        return (index, start, start + len(quote)), score
