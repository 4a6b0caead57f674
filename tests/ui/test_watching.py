"""What other programs change is on the screen soon, and what is saved here is none of that."""

import subprocess
import sys
import threading
from contextlib import asynccontextmanager

import pytest

from tests.ui.conftest import ESSAY
from tests.ui.test_reader import WIDE, reading
from tests.ui.test_screens import until
from tui.core import edits, watcher
from tui.core.library import Library
from tui.core.search.query import parse
from tui.core.store.keeping import Keeping
from tui.ui.screens import filling, watching


@pytest.fixture
def elsewhere(places, shelf):
    """Writes a note on a text of the shelf from another program."""

    def write(name, text):
        library = Library(shelf, Keeping(places))
        session = library.session(shelf / name)
        library.perform(edits.write_note(session, [session.paragraph(0)], text))
        library.flush()

    return write


@pytest.fixture
def refused(monkeypatch):
    """The system watches nothing, and nobody looks by themselves."""
    from watchfiles import _rust_notify

    def refuse(*_):
        raise OSError("OS file watch limit reached.")

    monkeypatch.setattr(_rust_notify, "RustNotify", refuse)
    monkeypatch.setattr(watcher, "UNTOLD_EVERY", 3_600_000)


@asynccontextmanager
async def heard(app, size=WIDE):
    """The program reading, and hearing of changes."""
    async with reading(app, size) as r:
        await until(r.pilot, lambda: r.reader.opening.complete.is_set())
        await until(r.pilot, lambda: r.reader.watching._watcher is not None)
        # It has said that it hears now.
        await until(r.pilot, lambda: r.reader.watching._watcher._watched.files)
        await r.settle()
        yield r


def tree(r):
    list_ = r.reader._tree
    return "\n".join(list_.render_line(y).text for y in range(list_.size.height))


def found(r, words):
    batches = r.reader.desk.index.search(parse(words), 9, lambda: False)
    return [hit.source.name for batch in batches for hit in batch]


async def test_a_text_that_is_written_elsewhere_is_shown(app_on, shelf):
    async with heard(app_on()) as r:
        (shelf / "essay.md").write_text(f"First.\n\n{ESSAY}")
        await until(r.pilot, lambda: "First." in r.text)
        (shelf / "new").write_text(f"Second.\n\n{ESSAY}")
        (shelf / "new").replace(shelf / "essay.md")
        await until(r.pilot, lambda: "Second." in r.text)


async def test_a_text_in_another_view_is_heard_of_too(app_on, shelf, tmp_path):
    (tmp_path / "far.txt").write_text("Far away.")
    async with heard(app_on()) as r:
        await r.press("ctrl+w", "s")
        r.reader.opening.open(tmp_path / "far.txt", None)
        await until(r.pilot, lambda: len(r.reader.watching._watcher._watched.files) > 4)
        (tmp_path / "far.txt").write_text("Nearer.")
        await until(r.pilot, lambda: "Nearer." in r.text)


async def test_a_link_is_followed_to_what_changes(app_on, shelf, tmp_path):
    (tmp_path / "real.txt").write_text("Old.")
    (shelf / "link.txt").symlink_to(tmp_path / "real.txt")
    async with heard(app_on("link.txt")) as r:
        (tmp_path / "real.txt").write_text("Changed.")
        await until(r.pilot, lambda: "Changed." in r.text)


async def test_what_changed_under_an_open_box_is_shown_when_it_is_closed(app_on, shelf):
    async with heard(app_on()) as r:
        await r.press("question_mark")
        looked = []
        look = r.reader.watching.look
        r.reader.watching.look = lambda: (looked.append(1), look())
        (shelf / "essay.md").write_text(f"First.\n\n{ESSAY}")
        await until(r.pilot, lambda: looked)
        assert "First." not in r.text
        await r.press("escape")
        await until(r.pilot, lambda: "First." in r.text)


async def test_settings_are_put_on_as_soon_as_they_are_written(app_on, places):
    async with heard(app_on()) as r:
        places.config.mkdir(parents=True)
        (places.config / "config.toml").write_text("[reading]\nmeasure = 33\n")
        await until(r.pilot, lambda: r.view.column[1] == 33)


async def test_a_text_that_comes_is_listed_and_found_without_a_search_screen(app_on, shelf):
    async with heard(app_on()) as r:
        (shelf / "verse" / "comet.txt").write_text("Unheardof.")
        await until(r.pilot, lambda: "comet" in tree(r))
        await until(r.pilot, lambda: found(r, "Unheardof") == ["comet.txt"])
        (shelf / "verse" / "comet.txt").unlink()
        await until(r.pilot, lambda: "comet" not in tree(r))
        await until(r.pilot, lambda: found(r, "Unheardof") == [])


async def test_notes_on_a_text_that_is_not_open_are_counted_and_found(app_on, elsewhere):
    async with heard(app_on()) as r:
        elsewhere("letter.txt", "faraway")
        await until(r.pilot, lambda: "1✎" in tree(r))
        await until(r.pilot, lambda: found(r, "note:faraway") == ["letter.txt"])


async def test_what_is_saved_here_is_no_news(app_on):
    async with heard(app_on()) as r:
        said, taken = [], []
        r.reader.watching._filling.catch_up = taken.append
        r.reader.watching._watcher._tell = lambda changed: said.append(changed)
        await r.press("j", "a", *"mine", "escape")
        assert await r.reader.saver.finish()
        sidecar = r.session.sidecar.path
        await until(r.pilot, lambda: any(sidecar in (changed or ()) for changed in said))
        r.reader.watching.heard(frozenset({sidecar}))
        await r.settle()
        assert taken == []
        assert "another program" not in r.status


async def test_a_library_that_was_empty_shows_what_comes(app_on, shelf):
    for path in [*shelf.rglob("*.md"), *shelf.rglob("*.txt")]:
        path.unlink()
    async with heard(app_on(None)) as r:
        assert "nothing to read" in r.text
        (shelf / "first.txt").write_text("Here I am.")
        await until(r.pilot, lambda: "first" in tree(r))


async def test_where_nothing_can_be_watched_the_disk_is_asked_when_the_reader_is_back(
    refused, app_on, shelf
):
    async with heard(app_on()) as r:
        (shelf / "essay.md").write_text(f"First.\n\n{ESSAY}")
        (shelf / "verse" / "comet.txt").write_text("Unheardof.")
        r.reader.watching.focused()
        await until(r.pilot, lambda: "First." in r.text)
        await until(r.pilot, lambda: "comet" in tree(r))


async def test_untold_changes_of_a_library_are_looked_for_seldom(refused, app_on, monkeypatch):
    async with heard(app_on()) as r:
        started = []
        monkeypatch.setattr(r.reader.watching._filling, "start", lambda: started.append(1))
        r.reader.watching.heard(None)
        r.reader.watching.heard(None)
        assert started == []


def test_what_a_child_does_counts_as_work_too():
    busy = "import time\nwhile time.process_time() < 0.1: pass"
    _, took = filling._timed(subprocess.run, [sys.executable, "-c", busy])
    assert took >= 0.09


async def test_a_disk_that_takes_its_time_is_asked_once_more_when_it_answered(app_on, monkeypatch):
    asked, answered = [], threading.Event()

    def looked_at(sessions):
        asked.append(sessions)
        assert answered.wait(20)
        return []

    async with heard(app_on()) as r:
        monkeypatch.setattr(watching, "_looked_at", looked_at)
        for _ in range(5):
            r.reader.watching.look()
        await until(r.pilot, lambda: asked)
        assert len(asked) == 1
        answered.set()
        await until(r.pilot, lambda: not r.reader.watching._looking)
        assert len(asked) == 2


async def test_nothing_is_heard_of_any_more_when_the_program_ends(app_on):
    async with heard(app_on()) as r:
        watch = r.reader.watching
    watch.wait()
    assert not watch._watcher._thread.is_alive()


async def test_the_library_of_the_tour_is_heard_of(app_on, shelf):
    for path in [*shelf.rglob("*.md"), *shelf.rglob("*.txt")]:
        path.unlink()
    async with heard(app_on(None)) as r:
        await r.press("enter")
        await until(r.pilot, lambda: r.session is not None)
        tour = r.reader.desk.library.root
        await until(r.pilot, lambda: tour in r.reader.watching._watcher._watched.folders)
        (tour / "comet.txt").write_text("Unheardof.")
        await until(r.pilot, lambda: "comet" in tree(r))
