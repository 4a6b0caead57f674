from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.errors import WrongUsage
from tui.core.search.query.dates import OPERATORS, bounds

THURSDAY = date(2026, 3, 5)


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("operator", "text", "first", "last"),
    [
        ("", "2026", "2026-01-01", "2026-12-31"),
        ("", "2024-02", "2024-02-01", "2024-02-29"),
        ("", "2026-3-5", "2026-03-05", "2026-03-05"),
        ("=", "2026-12", "2026-12-01", "2026-12-31"),
        (">=", "2026-02", "2026-02-01", ""),
        (">", "2026-02", "2026-03-01", ""),
        ("<=", "2026-02", "", "2026-02-28"),
        ("<", "2026-02", "", "2026-01-31"),
        ("", "2026-01..2026-02", "2026-01-01", "2026-02-28"),
        ("", "2026..", "2026-01-01", ""),
        ("", "..2025", "", "2025-12-31"),
        ("", "today", "2026-03-05", "2026-03-05"),
        ("", "yesterday", "2026-03-04", "2026-03-04"),
        ("", "thisweek", "2026-03-02", "2026-03-08"),
        ("", "lastweek", "2026-02-23", "2026-03-01"),
        ("", "thismonth", "2026-03-01", "2026-03-31"),
        ("", "lastmonth", "2026-02-01", "2026-02-28"),
        ("", "lastyear", "2025-01-01", "2025-12-31"),
        ("", "7d", "2026-02-26", ""),
        ("", "3w", "2026-02-12", ""),
        ("", "2m", "2026-01-05", ""),
        ("", "1y", "2025-03-05", ""),
        ("<", "7d", "", "2026-02-25"),
        ("", "1m..yesterday", "2026-02-05", "2026-03-04"),
    ],
)
def test_dates_are_days_from_and_to_inclusive(operator, text, first, last):
    assert bounds(operator, text, THURSDAY) == (day(first), day(last))


def test_a_month_ago_is_never_in_the_month_behind():
    assert bounds("", "1m", date(2026, 3, 31)) == (date(2026, 2, 28), None)


@given(
    st.sampled_from(["", *OPERATORS]),
    st.one_of(st.text(), st.text(alphabet="0123456789-.dwmy")),
    st.dates(),
)
def test_what_is_no_date_is_refused_and_nothing_else_happens(operator, text, today):
    try:
        bounds(operator, text, today)
    except WrongUsage as error:
        assert "is no date" in str(error)
