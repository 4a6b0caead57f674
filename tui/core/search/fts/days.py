"""Stored times as tokens of year, month and day, and a span of time as few of them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, LAST = date(1970, 1, 1), date(2099, 12, 31)
ODD = "odd"
"""Stands for what is no day between the two: it may be anything, and is always looked at."""
_DAY = re.compile(r"((\d{4})-\d\d)-\d\d(T.*)?", re.ASCII)


def parts_of(moment: str) -> tuple[str, ...]:
    """Year, month and day of a time, as `2026`, `2026-03` and `2026-03-05`."""
    day = _DAY.fullmatch(moment)
    if day is None or not FIRST.isoformat() <= moment[:10] <= LAST.isoformat():
        return (ODD,)
    return day[2], day[1], moment[:10]


def cover(since: str, until: str) -> Iterator[str]:
    """Parts, one of which every time has that lies between the two; both may be open: `""`, `~`."""
    yield ODD
    day, last = _clipped(since, FIRST), _clipped(until, LAST)
    while day <= last:
        for part, end in (
            (f"{day.year}", date(day.year, 12, 31) if day.month == day.day == 1 else None),
            (f"{day:%Y-%m}", _month_end(day) if day.day == 1 else None),
            (day.isoformat(), day),
        ):
            if end and end <= last:
                yield part
                day = end + timedelta(days=1)
                break


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _clipped(moment: str, otherwise: date) -> date:
    try:
        return min(max(date.fromisoformat(moment[:10]), FIRST), LAST)
    except ValueError:
        return otherwise
