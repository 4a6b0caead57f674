from dataclasses import replace
from datetime import UTC, date, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.errors import WrongUsage
from tui.core.model import Annotation, Resolution, Selector
from tui.core.search import pattern
from tui.core.search.match import Matcher
from tui.core.search.query import Query, parse
from tui.core.search.query.tree import Not
from tui.core.search.records import Where, record, record_of

HOUR = timedelta(hours=1)
NOTE = Annotation(
    0x0199AB00_0000_7000_8000_0000_C0FFEE00,
    "2026-03-04T23:30:00.000Z",
    "2026-03-09T12:00:00.000Z",
    Selector(exact="“Naïve” margins of\nthe page — 読書の余白", section=("Part One", "Print")),
    tags=("policy/us", "open question"),
    note="See https://x.org/a about the Résumé.",
    colour="red",
    status="open",
    starred=True,
    extra={"creator": "Ana", "origin": {"format": "csv"}},
)
BARE = Annotation(7, "2020-01-01T00:00:00+02:00", "", Selector(exact="x"), colour="blue")
WHERE = Where("essays/The Margin.md", lambda: "The wide Margin", lambda _: "moved")


def holds(query, annotation=NOTE, where=WHERE, **options):
    matcher = Matcher(parse(query, lambda: date(2026, 3, 10)), **options)
    return matcher.holds(record_of(annotation), where)


@pytest.mark.parametrize(
    "query",
    [
        "", "resume", "RÉSU", "naive", '"naive" margin', '"margins of the page"', "page -letter",
        '"the page - 読書"', "余白", "quote:書の", "open", "note:about -note:naive",
        "letter OR page", "(letter OR page) resume", "-(letter page)", "-letter",
        "/margins\\s+of/", "/MARGINS/i", "note:/R.sum.\\./", "quote:/^“N/", "-/letter/",
        "margnis~", "mragins~ -letter~", "note~resumee", "quote:pgae~ OR page", "the~",
        "#policy", "tag:policy/us", "tag:=policy/us", "tag:POL*", "tag:policy/*", "#*",
        'tag:"open question"', "tag:(x OR policy)", "-#pol",
        "title:wide", 'title:"wide margin"', "title:/^The/", "title:widee~", "heading:print",
        "heading:(part print)", "-heading:three",
        "path:essays/", "file:essays/*.md", "path:margin", "path:*MARGIN*", "-path:notes/",
        "is:note is:highlight is:tagged is:starred is:open is:moved is:imported",
        "-is:untagged -is:done -is:orphan -is:conflict -is:reply",
        "has:note has:tag has:colour has:link -has:conflict",
        "colour:RED by:ana id:0199ab id:c0ffee00 id:0199AB00-0000",
        "created:2026-03", "modified:2026-03-09", "modified:today OR modified:7d",
        "date:2026-03-04", "modified:thisweek -created:thisweek", "created:<2026-03-06",
        "created:2025..2026-03",
    ],
)  # fmt: skip
def test_a_query_holds_for_the_note_it_describes(query):
    assert holds(query)
    if query:
        assert not holds(f"-({query})")


@pytest.mark.parametrize(
    "query",
    [
        "sume", "argins", '"margin of"', "白紙", "note:margins", "quote:resume", "text:resume",
        "/MARGINS/", "/letter/", "the~ letter~", "mrgns~", "pegs~x",
        "#us", "tag:=policy", "tag:x*", "tag:policy/us/*", "-#policy", "tag:(policy x)",
        "title:page", "heading:margin", "path:margin/", "path:*.txt", "path:ssays/",
        "is:done", "is:orphan", "is:untagged", "has:conflict", "is:reply",
        "colour:blue", "by:An", "id:199ab", "id:c0ffee", "created:2026-04", "modified:>2026-03-09",
        "date:2026-03-06..2026-03-08", "modified:..2025",
    ],
)  # fmt: skip
def test_a_query_does_not_hold_for_a_note_it_does_not_describe(query):
    assert not holds(query)


@pytest.mark.parametrize(
    ("hours", "day", "other"), [(0, "2026-03-04", "2026-03-05"), (1, "2026-03-05", "2026-03-04")]
)
def test_days_are_those_of_the_readers_zone(hours, day, other):
    zone = timezone(hours * HOUR)
    assert holds(f"created:{day}", zone=zone)
    midnight = replace(NOTE, created=f"{day}T00:00:00.000Z")
    assert holds(f"created:{day}", midnight, zone=UTC)
    assert not holds(f"created:{other}", zone=zone)


def test_a_time_with_an_offset_counts_in_the_readers_zone_and_one_that_is_none_never():
    assert holds("created:2019-12-31", BARE, zone=timezone(0 * HOUR))
    assert not holds("modified:..2030", BARE)
    assert holds("created:>=0001 created:..9999", BARE)


def test_a_note_moved_below_another_heading_is_found_there():
    now = Resolution("moved", Selector(section=("Part Two",)))
    moved = replace(NOTE, target=replace(NOTE.target, now=now))
    assert holds("heading:two -heading:print", moved)


def test_a_paragraph_and_what_is_written_about_it_count_as_one():
    both = record([NOTE, BARE], "The text itself.", ("Part One",))
    for query in ("text:itself #policy colour:blue", "itself resume heading:part -is:done"):
        assert Matcher(parse(query)).holds(both)


def test_a_paragraph_without_annotations_is_of_no_kind():
    bare = record((), "The text itself.")
    for query in ("is:untagged", "has:note", "created:..9999", "#*", "id:0", "colour:red"):
        assert not Matcher(parse(f"itself {query}")).holds(bare)
        assert Matcher(parse(f"itself -{query}")).holds(bare)


@pytest.mark.parametrize(
    ("query", "in_text", "bare"),
    [
        ("a", True, True),
        ("text:a -#b", True, True),
        ("a path:x/ title:y heading:z", True, True),
        ("#b OR a", True, True),
        ("#b a", True, False),
        ("note:a", False, False),
        ("a is:open", True, False),
        ("-a", False, False),
        ("path:x/", False, False),
        ("(a OR #b) (note:c OR -d)", True, True),
    ],
)
def test_texts_are_read_only_where_they_can_hold_what_is_asked_for(query, in_text, bare):
    matcher = Matcher(parse(query))
    assert (matcher.looks_in_text, matcher.finds_bare_text) == (in_text, bare)


@pytest.mark.parametrize(
    ("query", "ruled_out"),
    [
        ("path:essays/ a", False),
        ("path:notes/ a", True),
        ("-path:essays/ a", True),
        ("path:notes/ OR a", False),
        ("(path:notes/ OR title:page) a", True),
        ("-(path:essays/ a)", False),
        ("-(path:essays/ OR a)", True),
        ("a", False),
        ("", False),
    ],
)
def test_a_source_that_cannot_fulfil_the_query_is_told_without_its_text(query, ruled_out):
    assert Matcher(parse(query)).rules_out(WHERE) is ruled_out


def test_what_is_to_be_marked_is_every_place_of_what_is_wanted():
    one = replace(NOTE, note="alpha beta gamma alhpa Alphabet")
    matcher = Matcher(parse("(alpha~ OR /g.m/) -beta"))
    assert matcher.spans(record_of(one), "note") == [(0, 5), (11, 14), (17, 22)]
    assert matcher.spans(record_of(one), "tag_text") == []


def test_only_what_is_nearly_so_is_not_sure():
    near, exact = replace(NOTE, note="The lettre."), replace(NOTE, note="The letter.")
    for query in ("letter~", "letter~ the", "letter~ OR absent"):
        matcher = Matcher(parse(query))
        assert matcher.is_sure(record_of(exact))
        assert not matcher.is_sure(record_of(near))
    assert Matcher(parse("letter~ OR the")).is_sure(record_of(near))


def test_a_pattern_that_takes_too_long_is_stopped_and_named(monkeypatch):
    monkeypatch.setattr(pattern, "SECONDS", 0.01)
    slow = replace(NOTE, note="a" * 60 + "b")
    with pytest.raises(WrongUsage, match=r"/\(a\|aa\)\+\$/ takes too long"):
        Matcher(parse("note:/(a|aa)+$/")).holds(record_of(slow))


TERMS = st.sampled_from(
    ["alpha", "bet", '"alpha beta"', "alpah~", "/al.ha/", "note:beta", "#x", "tag:=x", "is:open",
     "created:2026", "path:a", "title:t", "has:tag", "text:gamma", "quote:beta"]
)  # fmt: skip
QUERIES = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        inner.map(lambda one: f"-({one})"),
        st.tuples(inner, st.sampled_from(["", " OR"]), inner).map(
            lambda parts: f"({parts[0]}{parts[1]} {parts[2]})"
        ),
    ),
    max_leaves=6,
)
WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "alhpa"]), max_size=4).map(" ".join)
NOTES = st.builds(
    lambda note, quote, tags, status: Annotation(
        1, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", Selector(exact=quote), tags, note,
        status=status,
    ),
    WORDS, WORDS, st.sampled_from([(), ("x",), ("x/y", "z")]), st.sampled_from([None, "open"]),
)  # fmt: skip


@given(QUERIES, st.lists(NOTES, max_size=2), WORDS)
def test_a_query_or_its_opposite_holds_and_no_text_that_fits_is_passed_over(text, notes, words):
    query, found = parse(text), record(notes, words)
    matcher = Matcher(query)
    assert matcher.holds(found, WHERE) != Matcher(Query(Not(query.node))).holds(found, WHERE)
    if matcher.holds(found, WHERE):
        assert not matcher.rules_out(WHERE)
        assert matcher.score(found, WHERE) >= 0
        if not notes:
            assert matcher.may_hold_in(words)
        if not notes and matcher.spans(found, "text"):
            assert matcher.finds_bare_text
