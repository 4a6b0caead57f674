"""Text put together piece by piece, with the styles that lie over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.model import Span
from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from tui.core.model import Style


class StyledText:
    """Text and spans being put together; styles nest."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._open: list[tuple[Style, int, str]] = []
        self._spans: list[Span] = []

    @property
    def text(self) -> str:
        """The text so far, safe to show."""
        return clean("".join(self._parts))

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans so far, by where they begin."""
        return self._within(len(self.text))

    @property
    def last(self) -> str:
        """The last character so far, "" before the first."""
        return self._parts[-1][-1] if self._parts else ""

    def add(self, text: str) -> None:
        """Go on with `text`."""
        if text:
            self._parts.append(text)
            self._length += len(text)

    def new_line(self) -> None:
        """Go on in another line, without blanks at the end of this one; never in an empty one."""
        while self.last == " ":
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
            if not self._parts[-1]:
                self._parts.pop()
        if self.last not in ("", "\n"):
            self.add("\n")

    def open(self, style: Style, target: str = "") -> None:
        """Begin a style."""
        self._open.append((style, self._length, clean_line(target)))

    def close(self) -> None:
        """End the style that began last."""
        if self._open:
            style, start, target = self._open.pop()
            self._spans.append(Span(start, self._length, style, target))

    def styled(self, text: str, style: Style, target: str) -> None:
        """Go on with `text` in a style of its own."""
        self.open(style, target)
        self.add(text)
        self.close()

    def trimmed(self) -> tuple[str, tuple[Span, ...]]:
        """Text and spans, every style closed, without white space behind the text."""
        while self._open:
            self.close()
        text = self.text.rstrip()
        return text, self._within(len(text))

    def _within(self, end: int) -> tuple[Span, ...]:
        kept = (Span(s.start, min(s.end, end), s.style, s.target) for s in self._spans)
        return tuple(sorted((s for s in kept if s.start < s.end), key=lambda s: (s.start, -s.end)))
