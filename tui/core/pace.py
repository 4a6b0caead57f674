"""How fast this reader reads, learned from how they move."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.core.model import Document

USUAL = 1380.0
"""Characters per minute before anything is known: 230 words of an English text."""
SLOWEST, FASTEST = 150.0, 6000.0
"""Characters per minute; who moves faster is looking for something."""
QUICKEST, LONGEST = 1.5, 180.0
"""Seconds between two steps of somebody who reads; in more they did something else."""
MEMORY = 600.0
"""Seconds of reading after which what was known before counts a third (1/e)."""
SAMPLE = 40
"""Blocks from which is told how much of the source a character takes."""


class Pace:
    """Smoothed characters per minute; times are seconds of any clock, passed in by the caller."""

    def __init__(self, rate: float = USUAL) -> None:
        self.rate = min(max(rate, SLOWEST), FASTEST)
        self._last: tuple[Document, int, float] | None = None

    def moved(self, document: Document, before: int, after: int, now: float) -> None:
        """A key moved the cursor from block `before` to `after` at `now`.

        A time counts when the step before ended where this one begins, and both lead on.
        """
        last = self._last
        if after == before and last and last[0] is document and last[1] == after:
            # Inside a tall paragraph: the time goes on.
            return
        self._last = (document, after, now)
        if not last or after <= before or (last[0] is not document) or last[1] != before:
            return
        seconds = now - last[2]
        if QUICKEST <= seconds <= LONGEST:
            read = sum(len(document.blocks[at].text) for at in range(before, after))
            self._learn(read * 60 / seconds, seconds)

    def _learn(self, rate: float, seconds: float) -> None:
        if SLOWEST <= rate <= FASTEST:
            self.rate += (rate - self.rate) * (1 - exp(-seconds / MEMORY))


def density(document: Document) -> float:
    """Units of the source's size for each character of text, told from its first blocks."""
    blocks = min(SAMPLE, len(document.blocks))
    characters = sum(len(document.blocks[at].text) for at in range(blocks))
    if not characters:
        return 1.0
    end = document.starts[blocks] if blocks < len(document.blocks) else document.size
    return (end - document.starts[0]) / characters or 1.0
