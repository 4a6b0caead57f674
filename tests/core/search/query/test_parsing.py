from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui.core.errors import QueryError
from tui.core.search.query import Query, parse, unparse
from tui.core.search.query.fields import NAMES
from tui.core.search.query.parser import DEEPEST, SETTERS
from tui.core.search.query.tree import (
    And,
    By,
    Colour,
    Dated,
    Fuzzy,
    Has,
    Id,
    Is,
    Not,
    Or,
    PathLike,
    Regex,
    Sort,
    Tag,
    Text,
)

THURSDAY = date(2026, 3, 5)
SAVED = {
    "questions": "is:open sort:created",
    "two words": "a OR b",
    "broken": "is:nonsense",
    "outer": "x saved:broken",
    "round": "saved:round x",
    "nothing": "",
}


def read(text):
    return parse(text, lambda: THURSDAY, lambda: SAVED)


def node(text):
    return read(text).node


A, B, C = Text("a"), Text("b"), Text("c")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", And()),
        ("  ", And()),
        ("date", Text("date")),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ('"a  phrase"', Text("a phrase", whole=True)),
        ("“a phrase”", Text("a phrase", whole=True)),
        ('"not closed', Text("not closed")),
        ('"not who"*', Text("not who")),
        ('""', And()),
        ("a OR b", Or((A, B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("(a OR b) OR c", Or((A, B, C))),
        ("a or b", And((A, Text("or"), B))),
        ("-a b", And((Not(A), B))),
        ("NOT a", Not(A)),
        ("-(a b)", Not(And((A, B)))),
        ("NOT -a", A),
        ("-(-a)", A),
        ("a -b OR -c", Or((And((A, Not(B))), Not(C)))),
        ("word~", Fuzzy("word")),
        ("note~word note:word~", And((Fuzzy("word", "note"), Fuzzy("word", "note")))),
        ("/a b/ix", Regex("a b", "ix")),
        (r"/a\/b/", Regex(r"a\/b")),
        ("note:/x/", Regex("x", "", "note")),
        ("#policy/us", Tag("policy/us")),
        ("tag:policy", Tag("policy")),
        ("tag:=policy", Tag("policy", "exact")),
        ("tag:pol* #pol*", And((Tag("pol", "prefix"), Tag("pol", "prefix")))),
        ("tag:policy/*", Tag("policy/", "prefix")),
        ("tag:*", Tag("", "prefix")),
        ('tag:"open question" #"x y"', And((Tag("open question"), Tag("x y")))),
        ("tag:(a OR =b)", Or((Tag("a"), Tag("b", "exact")))),
        ("#(a -b)", And((Tag("a"), Not(Tag("b"))))),
        ("tag:(a note:b)", And((Tag("a"), Text("b", "note")))),
        ("note:(a OR b) c", And((Or((Text("a", "note"), Text("b", "note"))), C))),
        ("note:date quote:x", And((Text("date", "note"), Text("x", "quote")))),
        ("text:x title:y heading:z",
         And((Text("x", "text"), Text("y", "title"), Text("z", "heading")))),
        ('note:"two words"', Text("two words", "note", whole=True)),
        ("-note:x", Not(Text("x", "note"))),
        ("is:open has:note", And((Is("open"), Has("note")))),
        ("is:(open OR done)", Or((Is("open"), Is("done")))),
        ("path:essays/ file:*.md", And((PathLike("essays/"), PathLike("*.md")))),
        ('path:"my texts/"', PathLike("my texts/")),
        ("colour:red by:Ana", And((Colour("red"), By("Ana")))),
        ("id:0199AB-c", Id("0199abc")),
        ("created:2026", Dated("created", date(2026, 1, 1), date(2026, 12, 31))),
        ("saved:questions a", And((Is("open"), A))),
        ('-saved:"two words"', Not(Or((A, B)))),
        ("saved:nothing a", A),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_a_tree(typed, expected):
    assert node(typed) == expected


@pytest.mark.parametrize(
    "pasted",
    [
        "10:30",
        "http://x.org/a",
        "Note:",
        "#",
        "-",
        "--json",
        "C#",
        'a"b',
        "author:ann",
        "a-b",
        ":)",
        "f(x)",
        "and/or",
        "/usr/lib/python",
        "~/notes",
        "~",
        "x=y",
        "OR",
        "AND",
        "note~",
    ],
)
def test_what_is_no_syntax_is_plain_text(pasted):
    assert node(pasted) == (Fuzzy("note") if pasted == "note~" else Text(pasted))


@pytest.mark.parametrize(
    ("typing", "expected"),
    [
        ("a OR", A),
        ("a AND", A),
        ("a NOT", A),
        ("a (", A),
        ("a (b OR", And((A, B))),
        ("a ()", A),
        ("(a OR b", Or((A, B))),
        ("a OR OR b", Or((A, And((Text("OR"), B))))),
    ],
)
def test_a_query_that_is_still_being_typed_means_what_is_there(typing, expected):
    assert node(typing) == expected


def test_brackets_of_a_word_belong_to_it_also_in_brackets():
    assert node("(a OR f(x)) b") == And((Or((A, Text("f(x)"))), B))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a sort:path", Query(A, Sort("path"))),
        ("-sort:modified a", Query(A, Sort("modified", reverse=True))),
        ("NOT sort:modified", Query(And(), Sort("modified", reverse=True))),
        ("a OR b group:tag limit:20", Query(Or((A, B)), group="tag", limit=20)),
        ("a (b sort:score)", Query(And((A, B)), Sort("score"))),
        ("saved:questions", Query(Is("open"), Sort("created"))),
        ("saved:questions sort:path", Query(Is("open"), Sort("path"))),
    ],
)
def test_order_groups_and_limit_belong_to_the_whole_query(typed, expected):
    assert read(typed) == expected


@pytest.mark.parametrize(
    ("typed", "column", "words"),
    [
        ("a note:", 8, "note: expects a word"),
        ("note: x", 6, "note: expects a word"),
        ('note:""', 6, "nothing stands behind note:"),
        ("(tag:)", 6, "tag: expects a tag"),
        ("tag:/", 5, "is not a tag"),
        ("x is:opne", 6, "did you mean “open”?"),
        ("is:zzz", 4, "one of note, highlight"),
        ("is:deleted", 4, "the trash"),
        ("has:reply", 5, "does not know"),
        ("created:maybe", 9, "“maybe” is no date"),
        ("created:2026-02-30", 9, "is no date"),
        ("created:..", 9, "is no date"),
        ("modified:99999y", 10, "is no date"),
        ("date:>9999", 7, "is no date"),
        ("/(/", 1, "is no regular expression"),
        ("sort:size", 6, "one of modified"),
        ("group:x", 7, "one of path"),
        ("-group:tag", 2, "takes no minus"),
        ("limit:0", 7, "a number from 1 on"),
        ("limit:many", 7, "a number from 1 on"),
        ("id:xyz", 4, "is no beginning of an id"),
        ("saved:", 7, "a saved query: there are questions, two words, broken"),
        ("saved:none", 7, "no saved query “none”: there are questions"),
        ("saved:question", 7, "did you mean “questions”?"),
        ("a saved:broken", 9, "in the saved query “broken”: column 4"),
        ("saved:outer", 7, "column 7: in the saved query “broken”: column 4: there is no"),
        ("saved:round", 7, "leads to itself"),
        ("(" * (DEEPEST + 1), DEEPEST + 1, "brackets within each other"),
    ],
)
def test_a_known_name_without_a_good_value_is_an_error_with_its_column(typed, column, words):
    with pytest.raises(QueryError, match=f"^column {column}: ") as caught:
        read(typed)
    assert words in str(caught.value)
    assert caught.value.column == column


PIECES = st.sampled_from(
    [
        *(f"{name}:" for name in (*NAMES, *SETTERS)), *"()-#\"“~/*=<>", "OR", "AND", "NOT", " ",
        " ", "a", "b", "note", "open", "2026", "2026-03", "..", "7d", "path", "tag", "x y", "/x/i",
        "é", "\n", "\x1b", "\0", "日本", "\\", "[", "policy/us", "questions", "round", "lastmonth",
    ]
)  # fmt: skip
TYPED = st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join))


@settings(max_examples=500)
@given(TYPED)
@example("((((" * 20)
@example("/" + "(" * 500 + "/")
@example("-" * 2000 + "a")
@example("NOT " * 2000 + "a")
@example("#/ tag:=#")
@example("x (AND a")
@example("bquote:[ quote~[")
@example("tag:“*x*#")
@example("x (a OR b(")
@example('(/foo "x/i"')
def test_any_text_is_a_query_or_a_query_error_and_written_out_means_the_same(text):
    try:
        query = read(text)
    except QueryError:
        return
    assert read(unparse(query)) == query
