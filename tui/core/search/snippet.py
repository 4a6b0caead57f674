"""The part of a text around its first match, on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.search.needle import Span

WIDTH = 120
LEAD = 40
"""Characters kept in front of the first match, at most."""


def snippet(text: str, spans: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """At most `WIDTH` characters safe to show, and where `spans` lie in them.

    Cut at words where there are any; an ellipsis stands for what is left out.
    """
    start, end = _window(text, spans[0] if spans else (0, 0))
    shown, marks = "…" if text[:start].strip() else "", []
    at = start
    for first, last in spans:
        first, last = max(first, at), min(last, end)
        if first < last:
            shown += clean_line(text[at:first])
            marked = clean_line(text[first:last])
            marks.append((len(shown), len(shown) + len(marked)))
            shown += marked
            at = last
    shown += clean_line(text[at:end]) + ("…" if text[end:].strip() else "")
    return shown, tuple(marks)


def _window(text: str, first: Span) -> Span:
    """The part to show: from a word's start on, to a word's end."""
    begin = len(text) - len(text.lstrip())
    stop = len(text.rstrip())
    if stop - begin <= WIDTH:
        return begin, max(begin, stop)
    start = max(begin, min(first[0] - LEAD, stop - WIDTH + 1))
    if start > begin:
        start = _after_blank(text, start, first[0])
    end = min(stop, start + WIDTH - 2)
    if end < stop:
        end = max(text.rfind(" ", first[1], end), text.rfind("\n", first[1], end))
        end = end if end > start else start + WIDTH - 2
    return start, end


def _after_blank(text: str, start: int, limit: int) -> int:
    blank = text.find(" ", start, limit)
    return start if blank < 0 else blank + 1
