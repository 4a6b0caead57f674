"""A long document is read from its beginning while the rest of it is looked through."""

import threading

import pytest

from tui.core import session as sessions
from tui.core.documents import beginning
from tui.ui.widgets.document_view import DocumentView

PARAGRAPHS = 3000


def paragraph(number):
    return f"Paragraph {number} says that it is the {number}th, and not the {number + 1}th.\n\n"


@pytest.fixture
def slow(shelf, monkeypatch):
    """A long text in the shelf; opening all of it lasts until the event is set."""
    (shelf / "long.txt").write_text("".join(map(paragraph, range(1, PARAGRAPHS + 1))))
    monkeypatch.setattr(beginning, "LONG", 1 << 16)
    monkeypatch.setattr(beginning, "READ", 1 << 15)
    go_on = threading.Event()
    whole = sessions.open_as_chosen

    def opened(path, choice):
        if path.name == "long.txt":
            assert go_on.wait(30)
        return whole(path, choice)

    monkeypatch.setattr(sessions, "open_as_chosen", opened)
    yield go_on
    go_on.set()


class Reading:
    """The application while it reads a long text."""

    def __init__(self, app, pilot):
        self.app = app
        self.pilot = pilot

    @property
    def view(self):
        return self.app.screen.query_one(DocumentView)

    @property
    def shown(self):
        return "\n".join(self.view.render_line(y).text for y in range(self.view.size.height))

    @property
    def status(self):
        return self.app._reader.status.render_line(0).text

    async def finish(self, go_on):
        """The rest is read, and what waited for it done."""
        go_on.set()
        await self.app.workers.wait_for_complete(
            [worker for worker in self.app.workers if worker.group in ("open", "patience")]
        )
        await self.pilot.pause()


@pytest.fixture
def reading(app_on, slow):
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def start(name="long.txt"):
        app = app_on(name)
        async with app.run_test(size=(100, 30)) as pilot:
            await app._reader.opening.settled.wait()
            await pilot.pause()
            try:
                yield Reading(app, pilot)
            finally:
                slow.set()

    return start


async def test_the_beginning_is_there_before_the_rest(reading, slow):
    async with reading() as r:
        assert "Paragraph 1 says" in r.shown
        assert r.view.session is None
        assert "/~" in r.status
        await r.finish(slow)
        assert "Paragraph 1 says" in r.shown
        assert f"1/{PARAGRAPHS}" in r.status


async def test_what_stays_within_the_beginning_is_done_at_once(reading, slow):
    async with reading() as r:
        await r.pilot.press("j", "space", "j")
        cursor, shown = r.view.viewport.cursor, r.shown
        assert cursor > 2
        assert not slow.is_set()
        await r.finish(slow)
        assert (r.view.viewport.cursor, r.shown) == (cursor, shown)
        assert r.view.session is not None


async def test_a_key_that_needs_the_whole_waits_for_it(reading, slow):
    async with reading() as r:
        await r.pilot.press("G")
        assert "still reading long.txt" in r.status
        assert r.view.viewport.cursor == 0
        await r.finish(slow)
        assert r.view.viewport.cursor == PARAGRAPHS - 1
        assert "still reading" not in r.status


async def test_moving_on_from_the_end_of_the_beginning_waits(reading, slow):
    async with reading() as r:
        await r.pilot.press("5", "0", "0", "j")
        assert r.view.viewport.cursor == 0
        await r.finish(slow)
        assert r.view.viewport.cursor == 500


async def test_keys_behind_a_waiting_one_are_done_after_it_in_their_order(reading, slow):
    async with reading() as r:
        await r.pilot.press("G", "k", "t", *"far", "enter")
        assert r.app.screen is r.app._reader
        await r.finish(slow)
        await r.pilot.pause()
        assert r.view.viewport.cursor == PARAGRAPHS - 2
        (annotation,) = r.view.session.annotations.values()
        assert annotation.tags == ("far",)
        assert annotation.target.blocks[0].index == PARAGRAPHS - 2
        assert annotation.target.made_on == r.view.session.document.sha256 != ""


async def test_escape_ends_the_waiting(reading, slow):
    async with reading() as r:
        await r.pilot.press("G", "k", "escape")
        assert "still reading" not in r.status
        await r.pilot.press("j")
        assert r.view.viewport.cursor == 1
        await r.finish(slow)
        assert r.view.viewport.cursor == 1


async def test_the_beginning_takes_no_notes(places, slow, shelf):
    from tui.core import edits
    from tui.core.errors import PostilError
    from tui.core.store.keeping import Keeping

    text = sessions.open_beginning_of(shelf / "long.txt", Keeping(places))
    edit = edits.add_tags(text, [text.paragraph(0)], ["x"])
    with pytest.raises(PostilError, match="still being read"):
        text.check(edit.changes)


async def test_a_document_left_behind_its_beginning_is_shown_when_it_is_there(
    reading, slow, monkeypatch
):
    from tui.core.state import Position, ReadingState

    def position(_, source):
        return Position(2000, 2000, 0) if source.name == "long.txt" else None

    monkeypatch.setattr(ReadingState, "position", position)
    async with reading("letter.txt") as r:
        r.app._reader.desk.open(r.app._reader.desk.library.root / "long.txt", None)
        await r.pilot.pause()
        assert "Paragraph 1 says" not in r.shown
        await r.finish(slow)
        assert "Paragraph 2001 says" in r.shown


async def test_what_cannot_be_read_to_its_end_says_so(reading, slow, monkeypatch, shelf):
    async with reading() as r:
        await r.pilot.press("G")
        (shelf / "long.txt").unlink()
        await r.finish(slow)
        assert "long.txt" in r.shown + r.status
        assert "still reading" not in r.status
        assert r.view.session is None


@pytest.fixture
def many(shelf, app_on):
    """The application in a text of many paragraphs."""
    (shelf / "many.txt").write_text("".join(map(paragraph, range(1, 501))))
    return app_on("many.txt")


async def settled(app, pilot):
    await app.workers.wait_for_complete([w for w in app.workers if w.group == "patience"])
    await pilot.pause()


async def test_tagging_many_paragraphs_is_worked_out_beside_the_event_loop(many, monkeypatch):
    threads = set()
    describe = sessions.describe
    monkeypatch.setattr(
        sessions, "describe", lambda *a: threads.add(threading.current_thread()) or describe(*a)
    )
    async with many.run_test(size=(100, 30)) as pilot:
        await many._reader.opening.read.wait()
        await pilot.press(*"300t")
        await settled(many, pilot)
        await pilot.press(*"many", "enter")
        await settled(many, pilot)
        tags = [one.tags for one in many._reader.view.session.annotations.values()]
        assert tags == [("many",)] * 300
        assert threads and threading.main_thread() not in threads
        await pilot.press("u")
        assert not many._reader.view.session.annotations


async def test_keys_typed_while_many_paragraphs_are_looked_at_reach_what_opens(many):
    async with many.run_test(size=(100, 30)) as pilot:
        await many._reader.opening.read.wait()
        await pilot.press(*"300t", *"typed", "enter", "j")
        await settled(many, pilot)
        await settled(many, pilot)
        await settled(many, pilot)
        session = many._reader.view.session
        assert [one.tags for one in session.annotations.values()] == [("typed",)] * 300
        assert many._reader.view.viewport.cursor == 1


async def test_escape_while_many_paragraphs_are_described_changes_nothing(many, monkeypatch):
    go_on = threading.Event()
    describe = sessions.describe
    monkeypatch.setattr(sessions, "describe", lambda *a: go_on.wait(30) and describe(*a))
    async with many.run_test(size=(100, 30)) as pilot:
        await many._reader.opening.read.wait()
        await pilot.press(*"300h")
        await pilot.pause()
        for _ in range(100):
            if "describing" in many._reader.status.render_line(0).text:
                break
            await pilot.pause(0.01)
        await pilot.press("escape", "j")
        go_on.set()
        await settled(many, pilot)
        assert not many._reader.view.session.annotations
        assert many._reader.view.viewport.cursor == 1
        assert not many._reader.desk.is_working


async def test_a_second_view_waits_for_the_whole(reading, slow):
    async with reading() as r:
        await r.pilot.press("ctrl+w", "s")
        assert "still reading" in r.status
        await r.finish(slow)
        assert len(r.app._reader.views.all) == 2


async def test_the_place_in_the_beginning_is_remembered_when_one_leaves_before_the_rest(
    reading, slow, shelf
):
    async with reading() as r:
        await r.pilot.press("j", "j")
        assert await r.app._reader.leave()
        r.app._reader.remember()
        assert r.app._reader.desk.state.position(shelf / "long.txt").cursor == 2
