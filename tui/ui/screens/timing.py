"""The reader's own pace: measured, remembered, and what it makes of the text that is left."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.core.pace import USUAL, Pace, density
from tui.core.reading import byline, minutes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.core.model import Document
    from tui.core.state import ReadingState


class Timing:
    """Keeps the pace of one reader over all documents; `clock` gives seconds."""

    def __init__(self, state: ReadingState, clock: Callable[[], float] = time.monotonic) -> None:
        self._state = state
        self._clock = clock
        self.pace = Pace(state.pace() or USUAL)
        self._kept = self.pace.rate
        self._measured: tuple[Document, float] | None = None

    def moved(self, document: Document, before: int, after: int) -> None:
        """A key moved the cursor."""
        self.pace.moved(document, before, after, self._clock())

    def left(self, document: Document, index: int = 0) -> int:
        """Minutes from block `index` to the end at this pace."""
        if not self._measured or self._measured[0] is not document:
            self._measured = document, density(document)
        return minutes(document, index, self.pace.rate * self._measured[1])

    def byline(self, document: Document) -> str:
        """The line below the title."""
        return byline(document, self.left(document))

    @property
    def is_new(self) -> bool:
        """Whether the pace is another than the one that is stored."""
        return self.pace.rate != self._kept

    def keep(self) -> None:
        """Store the pace when it is another."""
        if self.is_new:
            self._kept = self.pace.rate
            self._state.keep_pace(self._kept)
