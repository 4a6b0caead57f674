import threading
from dataclasses import replace
from datetime import datetime

import pytest

from tui.core import edits
from tui.core.anchors.describe import fingerprint
from tui.core.documents import open_document
from tui.core.library import Library
from tui.core.search.fts.index import StoredIndex
from tui.core.search.index import ScanIndex
from tui.core.search.query import parse
from tui.core.search.shelf import CAPACITY
from tui.core.search.snapshot import row
from tui.core.session import WHOLE_DOCUMENT
from tui.core.store.keeping import Keeping


def never():
    return False


def found(index, query, limit=100):
    hits = [hit for batch in index.search(parse(query), limit, never) for hit in batch]
    return [(hit.source.name, hit.number, hit.kind) for hit in hits]


def hits(index, query):
    return [hit for batch in index.search(parse(query), 100, never) for hit in batch]


def test_notes_come_before_text_and_no_paragraph_is_repeated(index):
    assert found(index, "date") == [
        ("a.txt", 2, "note"),
        ("a.txt", 1, "text"),
        ("a.txt", 4, "text"),
        ("b.md", 2, "text"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("#policy", [("a.txt", 1, "tag")]),
        ("tag:=policy", []),
        ("tag:=policy/us", [("a.txt", 1, "tag")]),
        ("note:date", [("a.txt", 2, "note")]),
        ("text:date -quote:set", [("a.txt", 4, "text"), ("b.md", 2, "text")]),
        ("quote:again", [("a.txt", 4, "text")]),
        ("history", [("a.txt", 1, "tag"), ("a.txt", 4, "tag")]),
        ("#history again", [("a.txt", 4, "text")]),
        ("#history text:date", [("a.txt", 1, "text"), ("a.txt", 4, "text")]),
        ("date -#history", [("a.txt", 2, "note"), ("b.md", 2, "text")]),
        ("cafe", [("a.txt", 2, "note")]),
        ("nobody", [("a.txt", 3, "text")]),
        ('"date was"', [("a.txt", 1, "text")]),
        ('"date wa"', []),
        ("policy changed", [("b.md", 3, "text")]),
        ("olicy", []),
    ],
)
def test_a_query_finds_what_it_says(index, query, expected):
    assert sorted(found(index, query)) == sorted(expected)


def test_an_empty_query_finds_every_annotation(index):
    assert sorted(kind for _, _, kind in found(index, "")) == ["note", "tag", "tag", "text"]


def test_the_limit_counts_notes_and_text_together(index):
    assert found(index, "date", 2) == found(index, "date")[:2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("path:b.md date", [("b.md", 2, "text")]),
        ("title:second date", [("b.md", 2, "text")]),
        ("heading:second unknown", [("b.md", 2, "text")]),
        ("counted OR policy", [("a.txt", 1, "tag"), ("a.txt", 3, "text"), ("b.md", 3, "text")]),
        ("-(date OR nobody) -#history", []),
        ("is:moved OR is:orphan", []),
        ("/[Pp]olicy c/", [("b.md", 3, "text")]),
        ("is:note", [("a.txt", 2, "note")]),
        ("colour:red", [("a.txt", 3, "text")]),
        ("modified:today -has:tag", [("a.txt", 2, "note"), ("a.txt", 3, "text")]),
    ],
)
def test_each_kind_of_term_finds_annotations_and_text(index, query, expected):
    assert sorted(found(index, query)) == sorted(expected)


def test_the_state_of_a_place_is_that_in_todays_text(index, shelf):
    source = shelf.root / "a.txt"
    source.write_text("A new beginning.\n\n" + source.read_text().replace("stood", "once was"))
    assert found(index, "is:moved note:date") == []
    assert found(index, "is:fuzzy") == [("a.txt", 3, "note")]
    assert len(found(index, "is:moved")) == 3


def test_a_text_is_looked_for_once_however_many_of_its_notes_are_asked_for(index, monkeypatch):
    asked = []
    take = index._opening.shelf.take
    monkeypatch.setattr(index._opening.shelf, "take", lambda s: asked.append(s.name) or take(s))
    assert found(index, "is:orphan OR title:zzz") == []
    assert asked == ["a.txt", "a.txt"]


def test_the_state_of_a_text_that_is_gone_is_none_that_can_be_asked_for(index, shelf):
    (shelf.root / "a.txt").unlink()
    assert found(index, "is:orphan OR is:moved OR is:fuzzy") == []
    assert len(found(index, "-is:orphan")) == 4


def test_what_is_only_nearly_so_comes_last(index, shelf):
    session = shelf.session(shelf.sources()[1])
    index.follow(edits.write_note(session, [session.paragraph(0)], "polics"))
    assert found(index, "policy~") == [
        ("a.txt", 1, "tag"),
        ("b.md", 1, "note"),
        ("b.md", 3, "text"),
    ]
    shelf.sources()[0].write_text("A policx.\n")
    list(index.refresh(shelf.sources(), never))
    assert found(index, "text:policy~") == [("b.md", 3, "text"), ("a.txt", 1, "text")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("date sort:path", ["a1", "a2", "a4", "b2"]),
        ("date -sort:position", ["b2", "a4", "a2", "a1"]),
        ("sort:path", ["a1", "a2", "a3", "a4"]),
        ("sort:created", ["a4", "a3", "a2", "a1"]),
        ("-sort:modified", ["a1", "a2", "a3", "a4"]),
        ("date sort:created", ["a2", "a1", "a4", "b2"]),
        ("-sort:path limit:2", ["a4", "a3"]),
        ("date -sort:position limit:2", ["b2", "a4"]),
        ("date sort:position limit:3", ["a1", "a2", "a4"]),
        ("date~ -sort:path", ["b2", "a4", "a2", "a1"]),
    ],
)
def test_results_come_in_the_order_that_is_asked_for(index, shelf, query, expected):
    # Each a moment later than the one before.
    session = shelf.session(shelf.root / "a.txt")
    changes = []
    for at, (id_, one) in enumerate(sorted(session.annotations.items())):
        time = f"2026-01-0{at + 1}T00:00:00.000Z"
        moved = replace(one, created=time, modified=time)
        changes.append(edits.Change(session.source, id_, one, moved))
    index.follow(edits.Edit("", tuple(changes)))
    assert [f"{name[0]}{number}" for name, number, _ in found(index, query)] == expected


def groups(index, query):
    return [(hit.group, hit.source.name[0], hit.number) for hit in hits(index, query)]


def test_results_stand_in_groups_and_one_with_two_tags_in_both(index):
    assert groups(index, "is:tagged group:tag sort:path") == [
        ("#policy/us", "a", 1),
        ("#history", "a", 1),
        ("#history", "a", 4),
    ]
    assert [name for name, _, _ in groups(index, "group:tag")][-2:] == ["without a tag"] * 2


def test_groups_by_path_and_by_day_hold_the_text_too(index, shelf):
    assert [name.rpartition("/")[2] for name, _, _ in groups(index, "date group:path")] == [
        "a.txt", "a.txt", "a.txt", "b.md",
    ]  # fmt: skip
    today = datetime.now().astimezone().date().isoformat()
    assert [name for name, _, _ in groups(index, "date group:day")] == [
        today, today, "without a note", "without a note",
    ]  # fmt: skip


def test_the_path_in_the_library_is_what_a_folder_means(shelf, make, aged):
    inner = shelf.root / "inner"
    inner.mkdir()
    (inner / "c.txt").write_text("A date in a folder.\n")
    aged(inner / "c.txt")
    index = make()
    list(index.refresh(shelf.sources(), never))
    assert found(index, "date path:inner/") == [("c.txt", 1, "text")]
    assert len(found(index, "date path:*.md")) == 1
    assert found(index, "date path:articles") == []


def test_a_hit_says_what_was_found_and_where(index):
    hit = hits(index, "note:date")[0]
    assert hit.title == "a"
    assert hit.block == 1
    assert hit.snippet == "Check the date and the place."
    assert hit.marks == ((10, 14),)
    assert hit.annotation is not None


def test_an_edit_is_found_by_the_next_search_and_so_is_its_undoing(index, shelf):
    session = shelf.session(shelf.sources()[1])
    shelf.subscribe(lambda edit, _: index.follow(edit))
    shelf.perform(edits.write_note(session, [session.paragraph(1)], "Fresh thought"))
    assert found(index, "fresh") == [("b.md", 2, "note")]
    shelf.undo(session.source)
    assert found(index, "fresh") == []


def test_a_refresh_does_not_lose_an_edit_that_is_not_on_the_disk_yet(index, shelf):
    session = shelf.session(shelf.sources()[0])
    shelf.subscribe(lambda edit, _: index.follow(edit))
    shelf.perform(edits.write_note(session, [session.paragraph(0)], "Fresh thought"))
    shelf.perform(edits.remove(session, [1]))
    for _ in range(2):
        list(index.refresh(shelf.sources(), never))
        assert found(index, "note:fresh") == [("a.txt", 1, "note")]
        assert found(index, "note:check") == []
        shelf.flush()


def test_what_another_program_changed_later_is_found_after_a_refresh(index, shelf, places):
    source = shelf.sources()[0]
    session = shelf.session(source)
    shelf.subscribe(lambda edit, _: index.follow(edit))
    shelf.perform(edits.write_note(session, [session.paragraph(0)], "mine"))
    shelf.flush()
    other = Library(source.parent, Keeping(places))
    theirs = other.session(source)
    other.perform(edits.write_note(theirs, [theirs.paragraph(0)], "theirs"))
    other.flush()
    list(index.refresh(shelf.sources(), never))
    assert found(index, "note:theirs") == [("a.txt", 1, "note")]


def test_tags_are_counted_over_the_library_the_most_used_first(index):
    uses = index.tags()
    assert [(use.tag, use.annotations, use.documents) for use in uses] == [
        ("history", 2, 1),
        ("policy/us", 1, 1),
    ]
    assert uses[0].last_used >= uses[1].last_used > ""


def test_a_tag_is_called_as_it_was_first_written(index, shelf):
    session = shelf.session(shelf.sources()[1])
    index.follow(edits.add_tags(session, [session.paragraph(1)], ["HISTORY"]))
    assert next((use.tag, use.annotations, use.documents) for use in index.tags()) == (
        "history",
        3,
        2,
    )


def test_each_source_becomes_an_entry_and_an_unreadable_one_has_a_problem(shelf, make):
    good, binary = shelf.sources()[0], shelf.root / "c.txt"
    binary.write_bytes(bytes(range(256)) * 4)
    (shelf.root / "b.md.notes.json").write_text("not JSON")
    entries = list(make().refresh(shelf.sources(), never))
    assert [(e.source.name, e.title, e.paragraphs, e.annotations) for e in entries] == [
        ("a.txt", "a", 4, 4),
        ("b.md", "Second", 3, 0),
        ("c.txt", "c.txt", 0, 0),
    ]
    assert entries[0].source == good and not entries[0].problem
    assert "b.md.notes.json" in entries[1].problem
    assert "c.txt" in entries[2].problem


def test_a_note_whose_source_is_gone_is_still_found(index, shelf):
    (shelf.root / "a.txt").unlink()
    assert found(index, "note:date") == [("a.txt", None, "note")]


def test_a_note_stands_where_its_paragraph_stands_today(index, shelf):
    source = shelf.root / "a.txt"
    source.write_text("A new beginning.\n\n" + source.read_text())
    assert found(index, "note:date") == [("a.txt", 3, "note")]


def test_a_note_on_the_document_has_no_paragraph(index, shelf):
    session = shelf.session(shelf.sources()[1])
    index.follow(edits.write_note(session, [WHOLE_DOCUMENT], "Overall fine"))
    assert found(index, "overall") == [("b.md", None, "note")]


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_cancelled_search_stops(index, after):
    asked = iter(range(100))
    batches = index.search(parse("date"), 100, lambda: next(asked) >= after)
    assert sum(map(len, batches)) < len(found(index, "date"))


def test_newer_and_shorter_notes_and_whole_words_rank_higher(index, shelf):
    session = shelf.session(shelf.sources()[1])
    for block, note in [(0, "zebras " + "and so on " * 40), (1, "zebras"), (2, "zebra")]:
        index.follow(edits.write_note(session, [session.paragraph(block)], note))
    assert [number for _, number, _ in found(index, "zebra")] == [3, 2, 1]


def test_searching_while_edits_arrive_never_fails(index, shelf):
    session = shelf.session(shelf.sources()[1])
    edit = edits.write_note(session, [session.paragraph(1)], "date")
    stop = threading.Event()
    failures = []

    def follow():
        try:
            while not stop.is_set():
                index.follow(edit)
                index.follow(edit.inverse())
        except Exception as error:
            failures.append(error)

    thread = threading.Thread(target=follow)
    thread.start()
    for _ in range(8):
        assert len(found(index, "date")) >= 4
        list(index.refresh(shelf.sources(), never))
        index.tags()
    stop.set()
    thread.join()
    assert not failures


@pytest.fixture
def parsed(monkeypatch):
    """The names of the documents that an index opens for itself."""
    names = []

    def opening(source, choice):
        names.append(source.name)
        return open_document(source), ""

    monkeypatch.setattr("tui.core.store.chosen.open_as_chosen", opening)
    return names


def test_a_document_that_is_open_is_not_opened_again(shelf, places, parsed):
    index = ScanIndex(Keeping(places), shelf.document)
    entries = list(index.refresh(shelf.sources(), never))
    assert [(e.source.name, e.paragraphs) for e in entries] == [("a.txt", 4), ("b.md", 3)]
    assert found(index, "nobody") == [("a.txt", 3, "text")]
    assert parsed == ["b.md"]


def test_a_document_in_another_folder_than_the_query_names_is_not_opened(shelf, places, parsed):
    index = ScanIndex(Keeping(places), root=lambda: shelf.root)
    index.load(shelf.sources(), never)
    assert found(index, "date path:*.md") == [("b.md", 2, "text")]
    assert parsed == ["b.md"]


def test_a_document_opened_later_is_borrowed_from_then_on(shelf, places, parsed):
    other = Library(shelf.root, Keeping(places))
    index = ScanIndex(Keeping(places), other.document)
    assert list(index.refresh(shelf.sources(), never))
    source = shelf.root / "a.txt"
    document = other.session(source).document
    opened = index._opening.shelf.take(source)
    assert opened.document is document
    assert index._opening.shelf.take(source) is opened
    assert parsed == ["a.txt", "b.md"]


def test_a_document_that_cannot_be_kept_is_not_opened_just_for_its_title(shelf, parsed, make):
    large = shelf.root / "large.txt"
    with large.open("wb") as file:
        file.truncate(CAPACITY + 1)
    entry = next(make().refresh([large], never))
    assert (entry.title, entry.paragraphs, entry.problem) == ("large", None, "")
    assert parsed == []


def test_an_edit_makes_one_row_and_no_copy_of_the_others(shelf, places, monkeypatch):
    index = ScanIndex(Keeping(places))
    index.load(shelf.sources(), never)
    index.tags()
    made = []
    monkeypatch.setattr(
        "tui.core.search.index.row", lambda annotation: made.append(annotation) or row(annotation)
    )
    before = index._rows[shelf.root / "a.txt"]
    session = shelf.session(shelf.root / "a.txt")
    monkeypatch.setattr(
        "tui.core.search.index.TagCounts", lambda _: pytest.fail("all tags were counted anew")
    )
    for tag in ("history", "new"):
        edit = edits.add_tags(session, [session.paragraph(0)], [tag])
        index.follow(edit)
        session.apply(edit.changes)
    assert len(made) == 1
    assert index._rows[shelf.root / "a.txt"] is before
    assert [use.tag for use in index.tags()] == ["history", "new", "policy/us"]


def test_annotations_of_the_same_paragraph_are_known_from_every_source(shelf, index, places):
    _, b = shelf.sources()
    b.write_text("The date,  again.\n\n“THE DATE” WAS SET.\n\nThe date was set.\n")
    library = Library(shelf.root, Keeping(places))
    library.subscribe(lambda edit, _: index.follow(edit))
    session = library.session(b)
    print_ = fingerprint("the date WAS\nset.")

    def known():
        return [(s.name, one.tags) for s, one in index.same_paragraph(print_)]

    first = [("a.txt", ("policy/us", "history"))]
    assert known() == first
    library.perform(edits.add_tags(session, [session.phrase(2, "date")], ["b"]))
    assert known() == [*first, ("b.md", ("b",))]
    library.perform(edits.add_tags(session, [session.phrase(2, "date")], ["c"]))
    assert known() == [*first, ("b.md", ("b", "c"))]
    (note,) = session.annotations.values()
    library.perform(edits.pin(session, note, session.paragraph(0)))
    assert known() == first
    library.undo(b)
    assert known() == [*first, ("b.md", ("b", "c"))]
    library.flush()
    index.load(shelf.sources(), never)
    assert known() == [*first, ("b.md", ("b", "c"))]
    library.undo(b)
    library.undo(b)
    assert known() == first
    assert index.same_paragraph("") == []


def test_notes_can_be_named_the_newest_first_and_then_documents(shelf, index):
    second = shelf.session(shelf.root / "b.md")
    shelf.perform(edits.write_note(second, [second.paragraph(1)], "Which date?"))
    shelf.flush()
    list(index.refresh(shelf.sources(), never))
    found = [(one.path, one.title, one.number, one.words) for one in index.mentionable(shelf.root)]
    assert found == [
        ("b.md", "Second", 2, "Which date?"),
        ("a.txt", "a", 2, "Check the date and the place."),
        ("a.txt", "a", None, ""),
        ("b.md", "Second", None, ""),
    ]


def test_naming_notes_reads_no_disk(shelf, index):
    list(index.refresh(shelf.sources(), never))
    before = index.mentionable(shelf.root)
    for source in shelf.sources():
        source.unlink()
    assert index.mentionable(shelf.root) == before


def test_a_search_finds_what_was_taken_in_so_far_and_it_is_told_how_far_that_is(
    shelf, make, monkeypatch
):
    monkeypatch.setattr("tui.core.search.fts.store.TOGETHER", 1)
    session = shelf.session(shelf.sources()[1])
    shelf.perform(edits.write_note(session, [session.paragraph(1)], "Check the policy."))
    shelf.flush()
    index = make()
    assert (index.looked, found(index, "note:check")) == ((0, 0), [])
    seen = []

    def cancelled():
        seen.append((index.looked, [name for name, _, _ in found(index, "note:check")]))
        return False

    index.load(shelf.sources(), cancelled)
    assert ((1, 2), ["a.txt"]) in seen
    assert index.looked is None
    assert sorted(found(index, "note:check")) == [("a.txt", 2, "note"), ("b.md", 2, "note")]


def test_words_a_slip_away_are_guessed_where_little_is_found(index, make, shelf):
    def guessed(query, found_before=()):
        batches = index.guesses(parse(query), found_before, 100, never)
        return [(hit.source.name, hit.number, hit.guess) for batch in batches for hit in batch]

    if not isinstance(index, StoredIndex):
        assert guessed("polixy") == []
        return
    assert guessed("polixy") == [("a.txt", 1, "policy"), ("b.md", 3, "policy")]
    assert guessed("polixy -unknown #policy") == [("a.txt", 1, "policy")]
    assert guessed("dat") == guessed('"polixy is"') == guessed("-polixy") == []
    every = hits(index, "policy")
    assert guessed("policy", every) == []
    assert guessed("polixy", every * 3) == []


def test_an_edit_of_many_paragraphs_is_known_whole(shelf, index):
    path = shelf.root / "many.txt"
    path.write_text("\n\n".join(f"Paragraph {number}." for number in range(300)))
    list(index.refresh(shelf.sources(), never))
    assert index.tags()
    shelf.subscribe(lambda edit, _: index.follow(edit))
    session = shelf.session(path)
    places = [session.paragraph(block) for block in range(300)]
    shelf.perform(edits.add_tags(session, places, ["many"]))
    assert {use.tag: use.annotations for use in index.tags()}["many"] == 300
    assert len(found(index, "#many", 500)) == 300
    shelf.undo(path)
    assert "many" not in {use.tag for use in index.tags()}
    assert found(index, "#many") == []


def test_a_note_is_found_by_its_last_words_however_often_it_was_searched_before(shelf, index):
    session = shelf.session(shelf.root / "b.md")
    place = [session.paragraph(1)]
    shelf.subscribe(lambda edit, _: index.follow(edit))
    for word, before in (("first", "none"), ("second", "first"), ("third", "second")):
        shelf.perform(edits.write_note(session, place, f"the {word} version"))
        assert len(found(index, f"note:{word}")) == 1
        assert found(index, f"note:{before}") == []
