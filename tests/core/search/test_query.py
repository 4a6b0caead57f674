import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.search.query import Not, Query, Tag, Text, parse


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("date", (Text("date"),)),
        ("two words", (Text("two"), Text("words"))),
        ('"a  phrase"', (Text("a phrase", whole=True),)),
        ("“a phrase”", (Text("a phrase", whole=True),)),
        ('"not closed', (Text("not closed"),)),
        ('""', ()),
        ("#policy/us", (Tag("policy/us"),)),
        ("tag:policy", (Tag("policy"),)),
        ("tag:=policy", (Tag("policy", exact=True),)),
        ('tag:"open question"', (Tag("open question"),)),
        ("note:date quote:x text:y", (Text("date", "note"), Text("x", "quote"), Text("y", "text"))),
        ('note:"two words"', (Text("two words", "note", whole=True),)),
        ("-date -#policy", (Not(Text("date")), Not(Tag("policy")))),
        ("-note:x", (Not(Text("x", "note")),)),
    ],
)
def test_what_is_typed_becomes_terms(typed, terms):
    assert parse(typed) == Query(terms)


@pytest.mark.parametrize(
    "pasted",
    [
        "10:30",
        "http://x.org/a",
        "note:",
        "tag:",
        "#",
        "-",
        "--json",
        "C#",
        'a"b',
        "author:ann",
        "a-b",
    ],
)
def test_what_is_no_syntax_is_plain_text(pasted):
    assert parse(pasted) == Query((Text(pasted),))


@given(st.text())
def test_no_text_is_an_error_and_each_can_be_explained(text):
    assert parse(text).explain()


@pytest.mark.parametrize(
    ("typed", "explained"),
    [
        ("", "everything"),
        ("tag:policy note:date", "tagged policy or below, and the note has “date”"),
        ("#policy date", "tagged policy or below, and “date” anywhere"),
        ("tag:=policy -draft", "tagged policy exactly, and no “draft” anywhere"),
        ("-#policy -text:x", "not tagged policy or below, and the text has no “x”"),
    ],
)
def test_a_query_is_explained_in_plain_english(typed, explained):
    assert parse(typed).explain() == explained
