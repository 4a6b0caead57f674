import pytest
from hypothesis import given

from tests.core.search.query.test_parsing import TYPED, read
from tui.core.errors import QueryError
from tui.core.search.query import explain


@pytest.mark.parametrize(
    ("typed", "explained"),
    [
        ("", "everything"),
        ("tag:policy note:date", "tagged policy or below, and the note has “date”"),
        ("#policy date", "tagged policy or below, and “date” anywhere"),
        ("tag:=policy -draft", "tagged policy exactly, and no “draft” anywhere"),
        ("-#policy -text:x", "not tagged policy or below, and the text has no “x”"),
        ("#pol*", "tagged pol…"),
        ("a OR b c", "“a” anywhere or (“b” anywhere, and “c” anywhere)"),
        ("(a OR b) c", "(“a” anywhere or “b” anywhere), and “c” anywhere"),
        ("-(a b)", "not (“a” anywhere, and “b” anywhere)"),
        ("word~ -title:/x/i", "“word” or nearly that anywhere, and the title has no match of /x/i"),
        ("is:open -is:starred", "open, and not starred"),
        ("path:a/ path:*.md path:x", "in the folder a/, and in a file like *.md, and "
         "in a file with “x” in its path"),
        ("created:2026-03-05", "created on 5 March 2026"),
        ("modified:7d", "changed on 26 February 2026 or later"),
        ("date:..2025", "created or changed on 31 December 2025 or earlier"),
        ("created:lastmonth", "created from 1 February 2026 to 28 February 2026"),
        ("colour:red by:Ana id:01", "coloured red, and written by Ana, and with the id 01…"),
        ("a sort:modified group:tag limit:5",
         "“a” anywhere; the latest change first; grouped by tag; at most 5"),
        ("-sort:path", "everything; by path from the end"),
        ("saved:questions", "open; the newest first"),
    ],
)  # fmt: skip
def test_a_query_is_explained_in_plain_english(typed, explained):
    assert explain(read(typed)) == explained


@given(TYPED)
def test_every_query_can_be_explained_on_one_line_that_cannot_act_on_a_terminal(text):
    try:
        explained = explain(read(text))
    except QueryError:
        return
    assert explained
    assert not any(char < " " or char == "\x7f" for char in explained)
