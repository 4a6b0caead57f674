"""A process of its own takes texts into the index: what it does, and that it bothers nobody."""

import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from tui.core import edits
from tui.core.library import Library
from tui.core.model import Choice
from tui.core.search.fts import taking
from tui.core.search.fts.apart import Apart, _order
from tui.core.search.fts.index import StoredIndex
from tui.core.search.fts.state import state_of
from tui.core.search.fts.store import Store
from tui.core.search.query import parse
from tui.core.store.keeping import Keeping

LONG = 20_000
"""Paragraphs that take half a second."""


def never():
    return False


@pytest.fixture
def keeping(places):
    return Keeping(places)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def articles(tmp_path, keeping, aged):
    """Texts of every kind: with a strange name, read otherwise, long, unreadable, absent."""
    folder = tmp_path / "articles"
    folder.mkdir()
    library = Library(folder, keeping)
    strange = folder / os.fsdecode(b"caf\xe9 \n.txt")
    strange.write_text("A name of bytes.\n\nSecond.\n")
    lines = folder / "lines.txt"
    lines.write_bytes("Café one.\nCafé two.\n".encode("cp1252"))
    session = library.session(lines)
    library.perform(edits.reshape(session, Choice("line", "cp1252"), "read otherwise"))
    (folder / "nothing.txt").write_bytes(bytes(range(256)) * 9)
    many = folder / "many.txt"
    many.write_text("\n\n".join(f"Paragraph {n}." for n in range(2_500)))
    library.flush()
    aged(*folder.iterdir())
    return sorted([strange, lines, folder / "nothing.txt", many, folder / "absent.txt"])


@pytest.fixture
def two(tmp_path, aged):
    """A text that is put in at once, and one that takes long."""
    paths = tmp_path / "a.txt", tmp_path / "b.txt"
    for path, count in zip(paths, (2_500, LONG), strict=True):
        path.write_text("\n\n".join(f"Paragraph {n} zebra." for n in range(count)))
    aged(*paths)
    return list(paths)


@pytest.fixture
def children(monkeypatch):
    """The processes that were started."""
    started = []

    class Noted(subprocess.Popen):
        def __init__(self, *given, **options):
            super().__init__(*given, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return started


def held(store):
    """All that is in the index of texts."""
    with store.texts.reading() as connection:
        query = "SELECT path, stamp, version, about FROM source ORDER BY path"
        sources = connection.execute(query).fetchall()
        blocks = connection.execute("SELECT text, kind, level FROM block ORDER BY text").fetchall()
        words = connection.execute("SELECT count(*) FROM words WHERE words MATCH 'caf*'").fetchone()
    return sources, blocks, words


def finish():
    """Wait for large texts."""
    for thread in threading.enumerate():
        if thread.name == "large texts":
            thread.join(30)


def test_it_takes_in_what_this_process_would(articles, keeping, tmp_path, children):
    here, there = Store(tmp_path / "here", keeping), Store(tmp_path / "there", keeping)
    stamps = [
        dict(s for some in by.take_texts(articles, never) for s in some.items())
        for by in (here, Apart(there))
    ]
    assert stamps[0] == stamps[1]
    assert [path.name for path, now in stamps[0].items() if not now] == [
        "absent.txt",
        "nothing.txt",
    ]
    assert held(here) == held(there)
    assert len(children) == 1


def test_notes_in_a_folder_of_their_own_say_how_a_text_is_read(tmp_path, places, aged, children):
    source = tmp_path / "lines.txt"
    source.write_text("One.\nTwo.\n")
    keeping = Keeping(places, tmp_path / "notes")
    library = Library(tmp_path, keeping)
    library.perform(edits.reshape(library.session(source), Choice("line"), "read otherwise"))
    library.flush()
    aged(source)
    store = Store(tmp_path / "index", keeping)
    assert [*Apart(store).take_texts([source], never)]
    assert len(store.text(source).blocks) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="what a process is can be seen on Linux")
@pytest.mark.parametrize("is_last", [True, False])
def test_it_goes_before_nobody_and_has_nothing_of_the_terminal(
    two, folder, keeping, children, is_last
):
    seen = []

    def look():
        # It waits for the answer.
        child = children[0].pid
        files = [str(file.readlink()) for file in Path(f"/proc/{child}/fd").iterdir()]
        known = ("pipe:", "/dev/null", str(folder))
        seen.append(
            [
                os.getpriority(os.PRIO_PROCESS, child),
                os.sched_getscheduler(child),
                os.getsid(child),
                [file for file in files if not file.startswith(known)],
            ]
        )
        return True

    assert [*Apart(Store(folder, keeping)).take_texts(two, look, is_last=is_last)] == []
    nice = 19 if is_last else os.getpriority(os.PRIO_PROCESS, 0)
    assert seen == [[nice, os.SCHED_BATCH, children[0].pid, []]]


def test_nothing_is_taken_in_before_somebody_says_that_it_is_waited_for(
    two, folder, keeping, children
):
    store = Store(folder, keeping)
    assert [*Apart(store).take_texts(two, lambda: True)] == []
    assert children[0].returncode == -signal.SIGKILL
    assert held(store)[0] == []


def test_what_lies_in_the_folder_one_is_in_is_not_run(
    articles, folder, keeping, tmp_path, monkeypatch
):
    hostile = tmp_path / "hostile"
    (hostile / "tui").mkdir(parents=True)
    for name in ("json.py", "sqlite3.py", "tui/__init__.py"):
        (hostile / name).write_text("raise SystemExit(f'{__file__} was run')")
    monkeypatch.chdir(hostile)
    monkeypatch.setattr(Store, "take_texts", None)
    assert [*Apart(Store(folder, keeping)).take_texts(articles, never)]


@pytest.mark.parametrize("python", ["", "/nowhere/python", "/bin/false", "/bin/echo"])
def test_where_no_process_can_be_started_this_one_takes_them_in(
    articles, folder, keeping, tmp_path, monkeypatch, python
):
    monkeypatch.setattr(sys, "executable", python)
    here, apart = Store(tmp_path / "here", keeping), Store(folder, keeping)
    [*here.take_texts(articles, never)]
    by = Apart(apart)
    [*by.take_texts(articles, never)]
    assert held(apart) == held(here)
    # It is not tried again.
    monkeypatch.setattr("tui.core.search.fts.apart._running", None)
    assert [*by.take_texts(articles, never)]


@pytest.mark.parametrize("at", [0, 1])
def test_a_process_that_is_killed_leaves_nothing_wrong(two, folder, keeping, children, at):
    index = StoredIndex(Store(folder, keeping), keeping, every=1e9)
    index.load(two, never)
    taken = index._engine.take_texts(
        Apart(index._store).take_texts(two, lambda: not at and children[0].kill())
    )
    for _ in range(at):
        next(taken)
    if at:
        children[0].kill()
    given_up = [source for some in taken for source in some]
    # Where it came to nothing it is not tried over and over.
    assert given_up == ([] if at else two)
    assert index._engine.stale() == ([two[1]] if at else [])
    assert len([h for b in index.search(parse("zebra"), 10**6, never) for h in b]) == 2_500 + LONG
    again = StoredIndex(Store(folder, keeping), keeping, every=1e9)
    list(again.refresh(two, never))
    assert state_of(again._store, two).behind == 0
    assert len([h for b in again.search(parse("zebra"), 10**6, never) for h in b]) == 2_500 + LONG


PARENT = """
import sys
from pathlib import Path
from tui.core.paths import user_places
from tui.core.search.fts.apart import Apart
from tui.core.search.fts.store import Store
from tui.core.store.keeping import Keeping

store = Store(Path(sys.argv[1]), Keeping(user_places()))
for taken in Apart(store).take_texts([*map(Path, sys.argv[2:])], lambda: False):
    print("taken", flush=True)
"""


def test_it_ends_when_its_parent_is_killed(two, folder, keeping):
    command = [sys.executable, "-c", PARENT, str(folder), *map(str, two)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline()
        parent.kill()
    with (folder / "text.db.lock").open("rb") as file:
        # The process has that for as long as it is there.
        fcntl.flock(file, fcntl.LOCK_EX)
    store = Store(folder, keeping)
    assert sum(about != "" for *_, about in held(store)[0]) == 1
    index = StoredIndex(store, keeping, every=1e9)
    list(index.refresh(two, never))
    assert state_of(store, two).behind == 0 and not index.trouble


UNASKED = "from tui.core.search.fts import child; child.ASK_EVERY = 1e9; child.main()"


def test_it_ends_at_once_when_its_input_does(two, folder, keeping):
    store = Store(folder, keeping)
    command = [sys.executable, "-c", UNASKED]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdin.write(_order(store, two, is_last=False) + b"\n\n")
        child.stdin.flush()
        assert child.stdout.readline() == b"null\n"
        assert json.loads(child.stdout.readline())[0][0] == 0
        child.stdin.close()
        assert child.stdout.read() == b""
    assert sum(about != "" for *_, about in held(store)[0]) == 1


def wreck(folder):
    path = folder / "text.db"
    data = path.read_bytes()
    path.write_bytes(data[:20_000] + b"\x5a" * (len(data) - 20_000))


def block(folder):
    folder.write_text("a file where the folder should be")


@pytest.mark.parametrize("harm", [wreck, block])
def test_what_goes_wrong_there_is_met_with_here(two, articles, keeping, tmp_path, harm):
    said = []
    for name in ("alpha", "omega"):
        store = Store(tmp_path / name, keeping)
        if harm is wreck:
            [*store.take_texts(two[:1], never)]
            store.texts.close()
        harm(store.folder)
        taker = Apart(store) if name == "omega" else store
        with pytest.raises((sqlite3.Error, OSError)) as caught:
            [*taker.take_texts(articles, never)]
        code = getattr(caught.value, "sqlite_errorcode", None)
        text = str(caught.value).replace(name, "alpha")
        said.append((isinstance(caught.value, sqlite3.DatabaseError), code, text))
    assert said[0] == said[1]


def counted(monkeypatch):
    """Which texts were given to another process."""
    given = []
    real = Apart.take_texts

    def noted(self, sources, cancelled, *, is_last):
        given.extend(source.name for source in sources)
        return real(self, sources, cancelled, is_last=is_last)

    monkeypatch.setattr(Apart, "take_texts", noted)
    return given


def reading(folder, keeping):
    return StoredIndex(Store(folder, keeping), keeping, every=1e9, is_apart=True)


def all_are_large(monkeypatch, wait=0.0):
    monkeypatch.setattr(taking, "CAPACITY", 0)
    monkeypatch.setattr(taking, "MUCH", 0)
    monkeypatch.setattr(taking, "WAIT", wait)


def test_little_work_is_done_here_and_much_is_not(two, folder, keeping, monkeypatch):
    given = counted(monkeypatch)
    monkeypatch.setattr(taking, "MUCH", two[1].stat().st_size)
    index = reading(folder, keeping)
    list(index.refresh(two[:1], never))
    assert given == []
    list(index.refresh(two, never))
    assert given == ["b.txt"]
    assert state_of(index._store, two).behind == 0


def test_what_is_large_waits_until_somebody_searches(two, folder, keeping, monkeypatch):
    given = counted(monkeypatch)
    all_are_large(monkeypatch, wait=600.0)
    monkeypatch.setattr(taking, "CAPACITY", two[1].stat().st_size - 1)
    index = reading(folder, keeping)
    entries = list(index.refresh(two, never))
    # Nothing else waits for it, and nothing is begun twice.
    assert [entry.source for entry in entries] == two
    assert given == ["a.txt"]
    list(index.refresh(two, never))
    found = [h for b in index.search(parse("zebra"), 10**6, never) for h in b]
    finish()
    assert given == ["a.txt", "b.txt"]
    assert state_of(index._store, two).behind == 0
    assert [h for b in index.search(parse("zebra"), 10**6, never) for h in b] == found


def test_a_search_takes_in_no_text_that_is_being_taken_in(two, folder, keeping, monkeypatch):
    given = counted(monkeypatch)
    monkeypatch.setattr(taking, "MUCH", 0)
    index = reading(folder, keeping)
    entries = index.refresh(two, never)
    next(entries)
    index._due = 0.0
    assert len([h for b in index.search(parse("zebra"), 10**6, never) for h in b]) == 2_500 + LONG
    with index._looking:
        pass
    assert len(list(entries)) == 1
    assert given == ["a.txt", "b.txt"]


def test_what_is_large_is_taken_in_without_a_search_too(two, folder, keeping, monkeypatch):
    all_are_large(monkeypatch)
    index = reading(folder, keeping)
    list(index.refresh(two, never))
    finish()
    assert state_of(index._store, two).behind == 0


def test_what_is_large_is_left_where_nobody_waits_for_it(two, folder, keeping, monkeypatch):
    given = counted(monkeypatch)
    all_are_large(monkeypatch)
    index = reading(folder, keeping)
    entries = []
    for entry in index.refresh(two, lambda: len(entries) == len(two)):
        entries.append(entry)
    finish()
    assert len(entries) == len(two)
    assert given == []


def test_a_large_text_that_is_written_to_over_and_over_is_not_taken_in_all_the_time(
    two, folder, keeping, aged, monkeypatch
):
    given = counted(monkeypatch)
    all_are_large(monkeypatch)
    now = [0.0]
    monkeypatch.setattr(taking, "time", SimpleNamespace(monotonic=lambda: now[0]))
    real = taking.Taking.take
    took = iter([5.0, 5.0, 5.0])

    def long(self, *given, **options):
        yield from real(self, *given, **options)
        now[0] += next(took) if options else 0.0

    monkeypatch.setattr(taking.Taking, "take", long)
    index = reading(folder, keeping)
    for at, sources in ((0.0, two[:1]), (54.0, two), (61.0, two)):
        now[0] = at
        aged(two[0])
        list(index.refresh(sources, never))
        finish()
    assert given == ["a.txt", "b.txt", "a.txt"]


def test_damage_that_is_met_with_there_is_mended(two, folder, keeping, monkeypatch):
    all_are_large(monkeypatch)
    index = reading(folder, keeping)
    failing = iter([sqlite3.DatabaseError("database disk image is malformed")])
    real = Apart.take_texts

    def once(self, sources, cancelled, *, is_last):
        for error in failing:
            raise error
        yield from real(self, sources, cancelled, is_last=is_last)

    monkeypatch.setattr(Apart, "take_texts", once)
    list(index.refresh(two, never))
    finish()
    with index._looking:
        pass
    finish()
    assert state_of(index._store, two).behind == 0 and not index.trouble


def test_what_cannot_be_put_in_is_said_and_not_tried_over_and_over(
    two, folder, keeping, monkeypatch
):
    all_are_large(monkeypatch)
    index = reading(folder, keeping)

    def full(self, sources, cancelled, *, is_last):
        yield from ()
        raise OSError("no space left on device")

    monkeypatch.setattr(Apart, "take_texts", full)
    list(index.refresh(two, never))
    finish()
    assert "no space left" in index.trouble
    assert index._engine.stale() == []
    assert len([h for b in index.search(parse("zebra"), 10**6, never) for h in b]) == 2_500 + LONG
