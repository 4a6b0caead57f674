"""A document that takes long to open: what is told of it, and going back to where one was."""

import threading
from contextlib import asynccontextmanager

import pytest

from tests.ui.test_reader import WIDE, Reader
from tests.ui.test_screens import until
from tui.core import session as sessions
from tui.core.work import step
from tui.ui.screens import progress


@pytest.fixture
def slow(monkeypatch):
    """The letter takes until an event is set, and tells how far it is if it is asked to."""
    monkeypatch.setattr(progress, "BLINK", 0.01)
    monkeypatch.setattr(progress, "EVERY", 0.01)
    whole = sessions.open_as_chosen

    class Slow:
        go_on = threading.Event()
        ended = threading.Event()
        tells = True
        opened = 0

    def opened(path, choice):
        if path.name == "letter.txt":
            Slow.opened += 1
            try:
                while not Slow.go_on.wait(0.01):
                    if Slow.tells:
                        step(3, 90, "page")
            finally:
                Slow.ended.set()
        return whole(path, choice)

    monkeypatch.setattr(sessions, "open_as_chosen", opened)
    yield Slow
    Slow.go_on.set()


@pytest.fixture
def reading(slow):
    @asynccontextmanager
    async def start(app):
        async with app.run_test(size=WIDE) as pilot:
            try:
                yield Reader(app, pilot)
            finally:
                # The loop waits for the thread, and ends before the fixture above does.
                slow.go_on.set()

    return start


async def press(r, *keys):
    """Without waiting for what is opened."""
    await r.pilot.press(*keys)
    await r.pilot.pause()


def source(r):
    return r.session and r.session.source.name


async def opening(r):
    """The essay is there, and the letter is being opened."""
    await until(r.pilot, lambda: source(r) == "essay.md")
    await until(r.pilot, r.reader.opening.complete.is_set)
    await press(r, "3", "G", "J")
    await until(r.pilot, lambda: "opening letter.txt" in r.status)


async def test_what_takes_long_says_how_far_it_is_and_is_shown_in_the_end(app_on, slow, reading):
    async with reading(app_on()) as r:
        await opening(r)
        await until(r.pilot, lambda: "opening letter.txt · page 3 of 90 · Esc stops" in r.status)
        slow.go_on.set()
        await until(r.pilot, lambda: source(r) == "letter.txt")
        assert "opening" not in r.status
        assert "opening" not in " ".join(one.text for one in r.reader.status.said)


async def test_a_mark_moves_where_it_is_not_known_how_far_it_is(app_on, slow, reading):
    slow.tells = False
    async with reading(app_on()) as r:
        await opening(r)
        for mark in progress.MARKS:
            await until(r.pilot, lambda mark=mark: f"letter.txt · {mark.strip()} " in r.status)


async def test_what_opens_at_once_says_nothing(app_on, slow, reading, monkeypatch):
    monkeypatch.setattr(progress, "BLINK", 3600)
    slow.go_on.set()
    async with reading(app_on()) as r:
        told = []
        monkeypatch.setattr(r.reader.desk, "progress", told.append)
        await until(r.pilot, lambda: source(r) == "essay.md")
        await press(r, "J")
        await until(r.pilot, lambda: source(r) == "letter.txt")
        assert told == []


@pytest.mark.parametrize("tells", [True, False])
async def test_escape_goes_back_to_where_one_was(app_on, slow, reading, tells):
    slow.tells = tells
    async with reading(app_on()) as r:
        await opening(r)
        await press(r, "escape")
        await until(r.pilot, lambda: "letter.txt was not opened" in r.status)
        assert source(r) == "essay.md"
        assert r.cursor == 2
        assert r.reader.desk.source.name == "essay.md"
        if tells:
            assert slow.ended.wait(20)
            assert r.reader.desk.library.opened(r.reader.desk.library.root / "letter.txt") is None
        slow.go_on.set()
        await press(r, "j")
        assert r.cursor == 3
        await press(r, "J")
        await until(r.pilot, lambda: source(r) == "letter.txt")


async def test_escape_closes_a_box_before_it_stops_an_opening(app_on, slow, reading):
    async with reading(app_on()) as r:
        await opening(r)
        await press(r, "question_mark")
        await until(r.pilot, lambda: r.app.screen is not r.reader)
        await press(r, "escape")
        await until(r.pilot, lambda: r.app.screen is r.reader)
        await until(r.pilot, lambda: "opening letter.txt" in r.status)
        slow.go_on.set()
        await until(r.pilot, lambda: source(r) == "letter.txt")


async def test_a_first_document_that_is_given_up_leaves_an_empty_view_and_the_library(
    app_on, slow, reading
):
    async with reading(app_on("letter.txt")) as r:
        await until(r.pilot, lambda: "opening letter.txt" in r.status)
        await press(r, "escape")
        await until(r.pilot, lambda: "letter.txt was not opened" in r.text)
        assert source(r) is None
        await until(r.pilot, r.reader.opening.complete.is_set)
        slow.go_on.set()
        await press(r, "K")
        await until(r.pilot, lambda: source(r) == "essay.md")


async def test_another_document_ends_the_opening_of_the_one_before(app_on, slow, reading):
    async with reading(app_on()) as r:
        await opening(r)
        await press(r, "J")
        await until(r.pilot, lambda: source(r) == "poem.txt")
        assert slow.ended.wait(20)
        assert slow.opened == 1
        assert "letter" not in r.status
