"""From stored selectors to places in today's text, never silently to a wrong one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tui.core.anchors.describe import fingerprint, ranges_of
from tui.core.model import Anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui.core.anchors.follow import Follower
    from tui.core.anchors.past import Past
    from tui.core.model import Document, Selector


def resolve(
    selectors: Mapping[int, Selector], document: Document, past: Past | None = None
) -> dict[int, Anchor]:
    """Where each selector is today, by annotation; `past` is the text it was last anchored to."""
    return Resolver(document, lambda: past).resolve(selectors)


class Resolver:
    """Finds selectors in one document; what was worked out for one serves the next.

    On the text that a selector was made on its offsets hold, and no other work is done; only else
    is the past loaded.
    """

    def __init__(self, document: Document, load: Callable[[], Past | None]) -> None:
        self._document = document
        self._load = load

    @cached_property
    def _past(self) -> Past | None:
        return self._load()

    @cached_property
    def _follower(self) -> Follower:
        # Comparing texts needs a library that takes a while to load, and most texts stay the same.
        from tui.core.anchors.follow import Follower

        return Follower(self._document, self._past)

    def resolve(self, selectors: Mapping[int, Selector]) -> dict[int, Anchor]:
        """The anchor of each selector, by annotation."""
        anchors: dict[int, Anchor] = {}
        changed: dict[int, Selector] = {}
        for id_, target in selectors.items():
            anchor = self.held(target) or self._known(id_)
            if anchor:
                anchors[id_] = anchor
            else:
                changed[id_] = target
        return anchors | (self._follower.follow(changed) if changed else {})

    def where(self, block: int, offset: int = 0) -> tuple[int, int]:
        """Block and character where a place of the past is today, or near to it.

        Not for annotations: it is a place to read on from, however likely.
        """
        return self._follower.where(block, offset) if self._past else (block, offset)

    def _known(self, id_: int) -> Anchor | None:
        """The anchor of an older selector that was found in this very text before."""
        past = self._past
        return past.anchors.get(id_) if past and past.is_of(self._document) else None

    def held(self, target: Selector) -> Anchor | None:
        """The anchor of what was made or decided on this very text."""
        now = target.now
        if now and self._is_of_today(now.place):
            if now.state == "orphan":
                return Anchor("orphan", score=0.0, near=target.blocks[0].index, settled=True)
            return Anchor(now.state, ranges_of(now.place), now.score)
        return Anchor("exact", ranges_of(target)) if self._is_of_today(target) else None

    def _is_of_today(self, target: Selector) -> bool:
        document, blocks = self._document, target.blocks
        if not blocks or target.made_on != document.sha256:
            return target.made_on == document.sha256 or not blocks
        if blocks[-1].index >= len(document.blocks):
            return False
        if target.reading:
            return target.reading == document.reading
        # An older sidecar does not tell how the text was cut: the words do.
        return all(
            fingerprint(document.blocks[part.index].text) == part.fingerprint for part in blocks
        )
