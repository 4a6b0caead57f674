"""What finding costs, told by what is done and not by a clock, and that nothing of it is lost."""

import asyncio

import pytest
from textual import events
from textual._compositor import LayoutUpdate

from tests.ui.test_frames import LONG, WIDE, rows, write
from tests.ui.test_reader import reading
from tui.ui.screens import finding


@pytest.fixture
def looks(monkeypatch):
    """The text and the block to begin with, for each time that a document was looked through."""
    found, real = [], finding.next_match

    def noted(document, needle, block, *arguments, **options):
        found.append((needle, block))
        return real(document, needle, block, *arguments, **options)

    monkeypatch.setattr(finding, "next_match", noted)
    return found


async def at_once(r, letters):
    """Type letters that all wait before the first of them is taken; `\\r` is Enter."""
    for letter in letters:
        name = {"/": "slash", "\r": "enter"}.get(letter, letter)
        r.app.post_message(events.Key(name, letter))
    # They go from the app to the line, and what is in it from there to the screen.
    for _ in range(4):
        await r.settle()


@pytest.mark.parametrize("enter", ["\r", ""])
async def test_what_is_typed_at_once_is_not_looked_for_letter_by_letter(app_on, looks, enter):
    async with reading(app_on()) as r:
        await at_once(r, f"/answered it line by line{enter}")
        assert r.cursor == 4
        assert looks[-1][0] == "answered it line by line"
        assert len(looks) < 4


async def test_what_is_typed_at_once_is_drawn_with_what_is_found(app_on, monkeypatch):
    monkeypatch.setattr(finding, "TOGETHER", 60.0)
    async with reading(app_on(), WIDE) as r:
        found, display = [], r.app._display
        monkeypatch.setattr(
            r.app, "_display", lambda *frame: (found.append(r.view._found), display(*frame))
        )
        await at_once(r, "/answered\r")
        assert r.cursor == 4
        assert found
        assert all(found)


async def test_the_way_back_from_a_match_that_is_found_after_enter(app_on):
    async with reading(app_on()) as r:
        await r.press("j")
        await at_once(r, "/answered\r")
        assert r.cursor == 4
        await r.press("ctrl+o")
        assert r.cursor == 1


async def test_each_letter_goes_on_from_the_match_of_those_before(app_on, looks):
    async with reading(app_on()) as r:
        for key in ("slash", *"answ"):
            await r.press(key)
        assert r.cursor == 4
        assert looks == [("a", 0), ("an", 0), ("ans", 4), ("answ", 4)]


async def test_more_of_what_is_not_there_is_not_looked_for(app_on, looks):
    async with reading(app_on()) as r:
        await r.press("slash", *"answerz")
        assert "“answerz” is not in this document" in r.status
        before = len(looks)
        await r.press(*"zzz")
        assert "“answerzzzz” is not in this document" in r.status
        assert len(looks) == before
        await r.press(*["backspace"] * 4)
        assert r.cursor == 4


async def test_steps_to_matches_that_are_typed_at_once_are_all_taken(app_on, shelf):
    write(shelf, 30)
    async with reading(app_on(LONG), WIDE) as r:
        await at_once(r, "/number\rnnnnNn")
        assert r.cursor == 4
        await r.press("n", "N", "N")
        assert r.cursor == 3


async def test_less_of_it_is_looked_for_from_the_beginning_again(app_on):
    async with reading(app_on()) as r:
        await r.press("slash", *"answered")
        assert r.cursor == 4
        await r.press(*["backspace"] * 7)
        assert r.cursor == 0


async def test_another_find_begins_where_the_reader_is(app_on, looks):
    async with reading(app_on()) as r:
        await r.press("slash", *"postil", "enter", "G", "slash", "p")
        assert looks[-1] == ("p", 8)


async def test_the_find_bar_leaves_the_text_and_the_panes_as_they_are_drawn(
    app_on, shelf, monkeypatch
):
    write(shelf, 30)
    async with reading(app_on(LONG), WIDE) as r:
        before = [id(strip) for strip in rows(r.view)]
        frames, display = [], r.app._display
        monkeypatch.setattr(
            r.app, "_display", lambda screen, frame: (frames.append(frame), display(screen, frame))
        )
        await r.press("slash")
        assert [id(strip) for strip in rows(r.view)] == before
        await r.press("escape")
        assert [id(strip) for strip in rows(r.view)] == before
        assert not any(isinstance(frame, LayoutUpdate) for frame in frames)


async def test_a_view_that_is_closed_while_nothing_is_drawn_leaves_no_frozen_screen(
    app_on, monkeypatch
):
    monkeypatch.setattr(finding, "TOGETHER", 0.5)
    async with reading(app_on(), WIDE) as r:
        await r.press("ctrl+w", "s")
        closing = r.view
        r.reader._actors.finding._hold()
        assert r.app._batch_count
        await r.press("ctrl+w", "q")
        assert not closing.is_attached
        async with asyncio.timeout(10):
            while r.app._batch_count:
                await asyncio.sleep(0.01)
