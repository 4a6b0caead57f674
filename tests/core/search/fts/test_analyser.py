"""Whatever the matcher finds is among the tokens of the index."""

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.search.fts.test_same_answers import GLUE, WORDS
from tui.core.search.fts.analyser import facet, tokens, wanted
from tui.core.search.fts.days import FIRST, LAST, cover, parts_of
from tui.core.search.needle import Needle
from tui.core.text import fold

pieces = st.sampled_from([*WORDS, *GLUE, "日本 語x", "\u0301", "_", "ａｂ", "İ", "Ǆ"])
texts = st.lists(pieces, max_size=8).map("".join) | st.text(max_size=12)


def is_among(sought, text):
    """Whether the index has `text` for `sought`: its tokens stand there in a row."""
    row, goes_on = wanted(sought)
    held = list(tokens(fold(text)))
    return any(
        held[at : at + len(row) - 1] == row[:-1]
        and _fits(held[at + len(row) - 1], row[-1], goes_on)
        for at in range(len(held) - len(row) + 1)
        if row
    )


def _fits(held, last, goes_on):
    return held.startswith(last) if goes_on else held == last


@settings(max_examples=600)
@given(st.data(), texts, st.booleans())
def test_a_text_in_which_something_is_found_has_its_tokens(data, text, whole):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    sought = data.draw(st.sampled_from([text[start:end], text[start:], *WORDS]))
    found = Needle(sought, word_start=True, word_end=whole).in_folded(fold(text))
    assert not found or not wanted(sought)[0] or is_among(sought, text)


def test_the_last_character_of_a_run_without_blanks_is_a_token():
    assert list(tokens(fold("日本語 x"))) == ["日本", "本語", "語", "x"]
    assert (
        is_among("語", "日本語") and is_among("本語", "日本語") and not is_among("日語", "日本語")
    )


def test_tokens_are_no_syntax_of_the_engine():
    assert not set('"() *:-/') & set(facet("tag", 'a"b/(c)*:-'))
    assert facet("tag", "policy/us").startswith(facet("tag", "policy"))


days = st.dates(FIRST - timedelta(days=500), LAST)


@given(days, days, days)
@example(date(2024, 2, 29), date(2024, 1, 1), date(2024, 12, 31))
def test_a_span_of_days_covers_each_of_its_days_and_no_other(day, since, until):
    parts = set(cover(since.isoformat(), until.isoformat()))
    own = parts_of(f"{day.isoformat()}T10:00:00")
    if max(since, FIRST) <= day <= until:
        assert parts & set(own)
    elif day >= FIRST and until >= FIRST:
        assert not parts & set(own)


def test_a_span_of_many_years_needs_few_words():
    assert len(list(cover("", "~"))) < 150
    assert len(list(cover("2020-02-03", "2025-11-07"))) < 100
