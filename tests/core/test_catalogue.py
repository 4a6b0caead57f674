from pathlib import Path

import pytest

from tui.core.catalogue import Catalogue, catalogued, find
from tui.core.search.hits import Entry
from tui.core.state import Reading

ROOT = Path("/home/ana/Essays")
README, ESSAY, LETTER, BRIEF = SOURCES = [
    ROOT / "readme.txt",
    ROOT / "essays" / "essay-2.md",
    ROOT / "essays" / "old" / "letter.txt",
    ROOT / "news" / "b.md",
]


@pytest.fixture
def catalogue():
    made = Catalogue()
    made.put(catalogued(ROOT, SOURCES))
    made.learn(
        [
            Entry(README, "Read me", 3, 0),
            Entry(ESSAY, "The Márgin and its readers", 64, 2),
            Entry(LETTER, "A letter", 3, 5),
            Entry(BRIEF, "ATACMS brief", 12, 0),
        ]
    )
    made.recall({LETTER: Reading(20, 100), BRIEF: Reading(30, 40, changed=True)})
    return made


@pytest.mark.parametrize(
    ("order", "sources"),
    [
        ("folder", [README, ESSAY, LETTER, BRIEF]),
        ("recent", [BRIEF, LETTER, README, ESSAY]),
        ("notes", [LETTER, ESSAY, README, BRIEF]),
        ("title", [LETTER, BRIEF, README, ESSAY]),
    ],
)
def test_documents_can_be_ordered(catalogue, order, sources):
    assert [item.source for item in catalogue.ordered(order)] == sources


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("margin", {ESSAY}),
        ("MARGIN", {ESSAY}),
        ("mgn", {ESSAY}),
        ("tma", {ESSAY}),
        ("old/l", {LETTER}),
        ("let old", {LETTER}),
        ("old let", {LETTER}),
        ("news", {BRIEF}),
        ("read", {README, ESSAY}),
        ("zzz", set()),
        ("margin zzz", set()),
    ],
)
def test_letters_find_titles_and_folders(catalogue, typed, found):
    assert find(typed, catalogue.items()).keys() == found


def test_letters_that_stand_together_hide_those_that_are_strewn(catalogue):
    assert find("lett", catalogue.items()).keys() == {LETTER}
    catalogue.revise(README, title="Solid evening text")
    assert find("lett", catalogue.items()).keys() == {LETTER}
    catalogue.revise(LETTER, title="Post")
    others = [item for item in catalogue.items() if item.source != LETTER]
    assert find("lett", others).keys() == {README}


def test_what_fits_best_has_the_highest_score(catalogue):
    scores = find("read", catalogue.items())
    assert scores[README] > scores[ESSAY]


def test_a_blank_finds_nothing_and_no_items_are_no_trouble(catalogue):
    assert find("margin", []) == {}
    assert find(" ", catalogue.items()) == {}


def test_what_was_known_stays_known_when_the_library_is_listed_again(catalogue):
    catalogue.put(catalogued(ROOT.parent, [BRIEF, ROOT / "new.txt"]))
    brief, new = catalogue.items()
    assert (brief.title, brief.percent, brief.changed) == ("ATACMS brief", 40, True)
    assert brief.folders == ("Essays", "news")
    assert find("essays/news", catalogue.items()).keys() == {BRIEF}
    assert (new.title, new.read_at) == ("new", 0)


def test_how_a_document_was_left_does_not_undo_what_is_known_of_it_now(catalogue):
    catalogue.revise(BRIEF, read_at=40, percent=60, changed=False)
    catalogue.recall({BRIEF: Reading(30, 40, changed=True)})
    assert (catalogue[BRIEF].percent, catalogue[BRIEF].changed) == (60, False)


def test_a_document_that_is_not_of_the_library_is_not_listed(catalogue):
    catalogue.revise(ROOT / "gone.txt", percent=5)
    catalogue.learn([Entry(ROOT / "gone.txt", "Gone", 1, 0)])
    catalogue.recall({ROOT / "gone.txt": Reading(1)})
    assert ROOT / "gone.txt" not in catalogue


def test_what_looks_the_same_is_not_news(catalogue):
    entry = Entry(README, "Read me", 4, 0)
    assert catalogue.learn([entry]) == [README]
    assert catalogue.learn([entry]) == []


def test_of_a_file_that_cannot_be_read_the_reason_is_kept(catalogue):
    catalogue.learn([Entry(README, "readme.txt", 0, 0, "binary, not text")])
    assert (catalogue[README].paragraphs, catalogue[README].problem) == (None, "binary, not text")


def test_all_is_known_once_every_source_was_looked_at(catalogue):
    assert catalogue.is_known
    catalogue.put(catalogued(ROOT, [*SOURCES, ROOT / "new.txt"]))
    assert not catalogue.is_known
    catalogue.learn([Entry(ROOT / "new.txt", "new", 0, 0, "it cannot be read")])
    assert catalogue.is_known
    assert not Catalogue().is_known
