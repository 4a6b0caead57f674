"""Days and spans of days as they are typed: `2026-03`, `a..b`, `>=a`, `7d`, `lastmonth`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TypeAlias

from tui.core.errors import WrongUsage

Days: TypeAlias = tuple[date, date]
"""The first and the last day, both included."""
Bounds: TypeAlias = tuple[date | None, date | None]

EXPECTED = (
    "a date: 2026, 2026-03, 2026-03-05, 2026-03..2026-05, >=2026-03, 7d 3w 2m 1y, "
    "today yesterday thisweek lastweek thismonth lastmonth thisyear lastyear"
)
OPERATORS = (">=", "<=", ">", "<", "=")

_ABSOLUTE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_AGO = re.compile(r"([0-9]{1,5})([dwmy])")
_NAMED = re.compile(r"(this|last)(week|month|year)")
_ONE = timedelta(days=1)


def bounds(operator: str, text: str, today: date) -> Bounds:
    """The days that are meant by `text` behind one of `OPERATORS` or none.

    Raises `WrongUsage` when it is no date, or one that no calendar has.
    """
    try:
        return _bounds(operator, text, today)
    except (ValueError, OverflowError) as error:
        raise WrongUsage(f"“{text}” is no date") from error


def _bounds(operator: str, text: str, today: date) -> Bounds:
    first, between, last = text.partition("..")
    if between and not operator and (first or last):
        start = _days(first, today)[0] if first else None
        return start, _days(last, today)[1] if last else None
    if not operator and _AGO.fullmatch(text):
        # “In the last seven days” is what is meant, not the day a week ago.
        return _days(text, today)[0], None
    start, end = _days(text, today)
    if operator in (">", ">="):
        return (start if operator == ">=" else end + _ONE), None
    if operator in ("<", "<="):
        return None, (end if operator == "<=" else start - _ONE)
    return start, end


def _days(text: str, today: date) -> Days:
    """Raises ValueError or OverflowError."""
    if text in ("today", "yesterday"):
        day = today if text == "today" else today - _ONE
        return day, day
    if named := _NAMED.fullmatch(text):
        return _named(named[1] == "last", named[2], today)
    if ago := _AGO.fullmatch(text):
        day = _ago(int(ago[1]), ago[2], today)
        return day, day
    if absolute := _ABSOLUTE.fullmatch(text):
        return _absolute(*(int(part) if part else None for part in absolute.groups()))
    raise ValueError(text)


def _absolute(year: int | None, month: int | None = None, day: int | None = None) -> Days:
    start = date(year or 0, month or 1, day or 1)
    if day:
        return start, start
    return start, _month_end(start if month else start.replace(month=12))


def _named(last: bool, unit: str, today: date) -> Days:
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * last)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        start = _months_before(today.replace(day=1), int(last))
        return start, _month_end(start)
    return _absolute(today.year - last)


def _ago(count: int, unit: str, today: date) -> date:
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    return _months_before(today, count * (12 if unit == "y" else 1))


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    start = date(year, month + 1, 1)
    return min(start.replace(day=1) + timedelta(days=day.day - 1), _month_end(start))


def _month_end(day: date) -> date:
    if day.month == 12:
        return day.replace(day=31)
    return day.replace(month=day.month + 1, day=1) - _ONE
