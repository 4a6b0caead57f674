"""Whatever happens to the file of the index, answers stay right."""

import math
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading

import pytest

from tui.core import edits
from tui.core.library import Library
from tui.core.search.fts.index import StoredIndex
from tui.core.search.fts.state import state_of, trouble_with
from tui.core.search.fts.store import Store
from tui.core.search.query import parse
from tui.core.store.keeping import Keeping
from tui.core.store.tagbook import NAME, TagBook

TEXTS = 30


def never():
    return False


@pytest.fixture
def library(tmp_path, places, aged):
    """Thirty articles with a note on each."""
    folder = tmp_path / "articles"
    folder.mkdir()
    library = Library(folder, Keeping(places))
    for number in range(TEXTS):
        source = folder / f"{number:02}.txt"
        source.write_text(f"Text {number} of a shelf.\n\nIts second part.\n")
        session = library.session(source)
        library.perform(edits.write_note(session, [session.paragraph(0)], f"note{number}"))
    library.flush()
    aged(*folder.iterdir())
    return library


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def filled(library, stored):
    """An index that has taken in everything."""
    index = stored()
    list(index.refresh(library.sources(), never))
    assert not index.trouble
    return index


def found(index, query):
    return [(h.source.name, h.number) for b in index.search(parse(query), 100, never) for h in b]


def is_right(index):
    notes = [len(found(index, f"note:note{n}")) for n in (3, 7)]
    return notes == [1, 1] and len(found(index, "text:second")) == TEXTS


def finish(index):
    """Wait for what goes on in a thread."""
    with index._looking:
        pass


def wreck_nothing(path):
    path.unlink()


def wreck_all(path):
    path.write_bytes(b"This is no database at all. " * 500)


def empty(path):
    path.write_bytes(b"")


def flip(path):
    data = bytearray(path.read_bytes())
    data[1000:] = bytes(byte ^ 0x5A for byte in data[1000:])
    path.write_bytes(data)


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def other_form(path):
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name)")
    connection.close()


DAMAGES = [wreck_nothing, wreck_all, empty, flip, cut, other_form]


@pytest.mark.parametrize("name", ["notes.db", "text.db"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_made_anew_at_the_next_start(
    filled, library, stored, folder, name, damage
):
    filled._store.notes.close()
    filled._store.texts.close()
    damage(folder / name)
    index = stored()
    list(index.refresh(library.sources(), never))
    assert is_right(index)
    finish(index)
    list(index.refresh(library.sources(), never))
    assert is_right(index) and not index.trouble
    state = state_of(index._store, library.sources())
    assert (state.notes, state.texts, state.behind) == (TEXTS, TEXTS, 0)


@pytest.mark.parametrize("name", ["notes.db", "text.db"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_is_damaged_while_it_is_in_use_gives_no_wrong_answer(
    filled, folder, name, damage
):
    damage(folder / name)
    assert is_right(filled)
    finish(filled)
    assert is_right(filled)


def test_damage_that_is_met_while_looking_for_changes_is_mended(filled, library, folder, aged):
    wreck_all(folder / "text.db")
    (library.root / "05.txt").write_text("A giraffe.\n")
    aged(library.root / "05.txt")
    filled._start(filled._look)
    finish(filled)
    assert not filled.trouble
    assert state_of(filled._store, library.sources()).behind == 0
    assert found(filled, "giraffe") == [("05.txt", 1)]


def test_results_that_were_given_before_the_damage_are_not_given_again(filled, monkeypatch):
    found_before = filled._found

    def breaking(query, limit, cancelled, *, at_hand):
        yield next(found_before(query, limit, cancelled))
        raise sqlite3.DatabaseError("database disk image is malformed")

    whole = found(filled, "text:second")
    monkeypatch.setattr(filled, "_found", breaking)
    assert found(filled, "text:second") == whole
    assert filled.trouble
    finish(filled)


def test_an_edit_is_not_lost_when_the_index_has_to_be_made_anew(filled, library, folder):
    library.subscribe(lambda edit, _: filled.follow(edit))
    session = library.session(library.sources()[0])
    library.perform(edits.write_note(session, [session.paragraph(1)], "zebra"))
    for file in folder.glob("*.db"):
        wreck_all(file)
    assert found(filled, "zebra") == [("00.txt", 2)]
    finish(filled)
    assert found(filled, "zebra") == [("00.txt", 2)]
    assert ("00.txt", 2) in found(filled, "note:zebra")


def test_an_index_that_is_removed_while_it_is_in_use_is_filled_again(filled, library, folder):
    shutil.rmtree(folder)
    assert is_right(filled)
    finish(filled)
    assert state_of(filled._store, library.sources()).behind == 0


def test_what_cannot_be_written_is_searched_without_an_index(library, places, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    keeping = Keeping(places)
    store = Store(blocked / "index", keeping)
    index = StoredIndex(store, keeping, every=math.inf)
    entries = list(index.refresh(library.sources(), never))
    assert len(entries) == TEXTS
    assert is_right(index)
    assert index.trouble and trouble_with(store)
    assert [use.tag for use in index.tags()] == []


def test_without_full_text_search_lists_are_read_through(library, stored, monkeypatch):
    monkeypatch.setattr(
        "tui.core.search.fts.notes.SCHEMA", "CREATE VIRTUAL TABLE x USING absent (x)"
    )
    index = stored()
    list(index.refresh(library.sources(), never))
    assert "no such module" in index.trouble
    assert is_right(index)


def test_what_was_broken_off_is_checked_and_taken_up_again(filled, library, stored, monkeypatch):
    filled._store.texts.set_value("at work", "1")
    looked = []
    monkeypatch.setattr(
        "tui.core.search.fts.database.Database._is_whole", lambda self: looked.append(self) or False
    )
    index = stored()
    list(index.refresh(library.sources(), never))
    assert [database.path.name for database in looked] == ["text.db"]
    assert is_right(index)
    assert not index._store.texts.value("at work")


def test_a_first_build_that_is_cancelled_goes_on_the_next_time(library, stored):
    asked = iter(range(10_000))
    index = stored()
    list(index.refresh(library.sources(), lambda: next(asked) > TEXTS + 10))
    assert is_right(index)
    list(index.refresh(library.sources(), never))
    assert state_of(index._store, library.sources()).behind == 0


def test_a_large_text_is_put_in_by_slices_and_not_taken_for_whole_before(
    library, stored, aged, monkeypatch
):
    monkeypatch.setattr("tui.core.search.fts.store.TOGETHER", 3)
    monkeypatch.setattr("tui.core.search.fts.texts.SLICE", 4)
    source = library.root / "large.txt"
    source.write_text("\n\n".join(f"Paragraph {n} zebra." for n in range(50)))
    aged(source)
    index = stored()
    index.load([source], never)
    asked = iter(range(1000))
    list(index._taking.take([source], lambda: next(asked) > 5))
    assert state_of(index._store, [source]).behind == 1
    assert len(found(index, "zebra")) == 50
    list(index._taking.take([source], never))
    assert state_of(index._store, [source]).behind == 0
    assert len(found(index, "zebra")) == 50


def test_a_change_of_another_program_is_found_by_the_next_search_but_one(
    library, places, folder, aged
):
    keeping = Keeping(places)
    index = StoredIndex(Store(folder, keeping), keeping, root=lambda: library.root, every=0)
    list(index.refresh(library.sources(), never))
    other = Library(library.root, keeping)
    session = other.session(library.sources()[4])
    other.perform(edits.write_note(session, [session.paragraph(1)], "zebra"))
    other.flush()
    (library.root / "05.txt").write_text("A giraffe.\n")
    aged(library.root / "05.txt")
    index._due = 0.0
    found(index, "zebra")
    finish(index)
    assert found(index, "zebra") == [("04.txt", 2)]
    assert found(index, "giraffe") == [("05.txt", 1)]


def test_two_indexes_of_one_library_may_fill_it_at_once(library, stored):
    failures = []

    def fill(index):
        try:
            for _ in range(3):
                list(index.refresh(library.sources(), never))
                assert is_right(index) and not index.trouble
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=fill, args=(stored(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


FILL = """
import math, sys
from pathlib import Path
from tui.core.paths import user_places
from tui.core.search.fts.index import StoredIndex
from tui.core.search.fts.store import Store
from tui.core.store.keeping import Keeping

keeping = Keeping(user_places())
sources = sorted(Path(sys.argv[1]).glob("*.txt"))
while True:
    index = StoredIndex(Store(Path(sys.argv[2]), keeping), keeping, every=math.inf)
    print("begin", flush=True)
    for _ in index.rebuild(sources, lambda: False):
        print("entry", flush=True)
    assert not index.trouble, index.trouble
"""


def process(library, folder):
    command = [sys.executable, "-c", FILL, str(library.root), str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("lines", [1, 2, 20, 40, 75])
def test_a_killed_indexer_leaves_nothing_wrong(library, stored, folder, lines):
    filler = process(library, folder)
    for _ in range(lines):
        assert filler.stdout.readline()
    filler.send_signal(signal.SIGKILL)
    filler.wait()
    filler.stdout.close()
    index = stored()
    list(index.refresh(library.sources(), never))
    assert is_right(index) and not index.trouble
    connection = sqlite3.connect(folder / "notes.db")
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    connection.close()


def test_a_search_is_right_while_another_process_makes_the_index_anew(library, stored, folder):
    index = stored()
    list(index.refresh(library.sources(), never))
    filler = process(library, folder)
    try:
        for _ in range(60):
            assert filler.stdout.readline()
            assert is_right(index)
    finally:
        filler.kill()
        filler.wait()
        filler.stdout.close()
        finish(index)


def test_a_tag_that_was_renamed_is_found_by_its_new_name(library, stored, aged):
    session = library.session(library.sources()[2])
    library.perform(edits.add_tags(session, [session.paragraph(0)], ["policy"]))
    library.flush()
    aged(*library.root.iterdir())
    index = stored()
    list(index.refresh(library.sources(), never))
    assert found(index, "#policy") == [("02.txt", 1)]
    TagBook(library.root / NAME).follow("policy", "politics")
    index._store._keeping.aliases.forget()
    list(index.refresh(library.sources(), never))
    assert found(index, "#policy") == []
    assert found(index, "#politics") == [("02.txt", 1)]


def test_nothing_is_left_beside_the_sources(filled, library):
    names = {path.name.removesuffix(".notes.json") for path in library.root.iterdir()}
    assert names == {f"{number:02}.txt" for number in range(TEXTS)}
