"""A key's frame: when it is painted, what for, and that it is what a whole frame would be."""

import asyncio
import sys

import pyte
import pytest
from rich.console import Console
from textual import events
from textual.geometry import Size
from textual.widget import Widget

from tests.ui.test_frames import LONG, WIDE, write
from tests.ui.test_reader import reading
from tui.ui.painting import RowUpdate
from tui.ui.widgets.library_tree import LibraryTree
from tui.ui.widgets.note_list import NoteList

MOVES = {"j": "j", "ctrl+e": "\x05", "space": " "}
CALLS = {"j": 2_500, "ctrl+e": 1_000, "space": 5_400}
"""More calls of functions, of all libraries, than a key takes: by a half, when this was written."""


@pytest.fixture
def frames(monkeypatch):
    """What an app puts on its terminal, in its order."""

    def watch(app):
        seen = []
        display = app._display

        def shown(screen, frame):
            if frame is not None:
                seen.append(frame)
            display(screen, frame)

        monkeypatch.setattr(app, "_display", shown)
        return seen

    return watch


@pytest.mark.parametrize("key", MOVES)
async def test_a_key_is_on_the_terminal_when_it_was_taken(app_on, shelf, frames, key):
    write(shelf, 100)
    async with reading(app_on(LONG), WIDE) as r:
        await r.press(key)
        seen = frames(r.app)
        loop, turns = asyncio.get_running_loop(), []
        loop.call_soon(turns.append, 1)
        await r.app.on_event(events.Key(key, MOVES[key]))
        assert [type(frame) for frame in seen] == [RowUpdate]
        assert not turns
        await r.settle()
        assert len(seen) == 1


@pytest.mark.parametrize("key", MOVES)
async def test_a_key_draws_no_pane_anew_but_the_row_that_differs(app_on, shelf, monkeypatch, key):
    write(shelf, 100)
    async with reading(app_on(LONG), WIDE) as r:
        await r.press(key)
        rows = 0

        def asked(self, crop):
            nonlocal rows
            rows += crop.height
            return Widget.render_lines(self, crop)

        for kind in (LibraryTree, NoteList):
            monkeypatch.setattr(kind, "render_lines", asked)
        await r.press(key)
        # How far the text was read stands beside its title.
        assert rows <= 1


async def test_only_the_rows_that_differ_are_painted(app_on, frames):
    async with reading(app_on(), WIDE) as r:
        await r.press("j", "j")
        seen = frames(r.app)
        await r.press("j")
        (frame,) = seen
        # Those of two paragraphs, the status line, and how far the text was read.
        assert len(frame.rows) <= 6


async def test_what_was_painted_row_by_row_is_what_a_whole_frame_would_be(app_on, shelf, frames):
    write(shelf, 100)
    console = Console(force_terminal=True, color_system="truecolor", width=WIDE[0])

    def screen(*frames):
        found = pyte.Screen(*WIDE)
        stream = pyte.Stream(found)
        for frame in frames:
            stream.feed(frame.render_segments(console).replace("\n", "\r\n"))
        return [[found.buffer[y][x] for x in range(WIDE[0])] for y in range(WIDE[1])]

    async with reading(app_on(LONG), WIDE) as r:
        whole = lambda: r.reader._compositor.render_update(full=True)  # noqa: E731
        seen = frames(r.app)
        seen.append(whole())
        keys = "j ctrl+e space h j k x G 5 | g g V j escape L j L g j / w o r d enter n escape u"
        for key in keys.split():
            await r.press("vertical_line" if key == "|" else key)
            assert screen(*seen) == screen(whole()), key
            # What is told to be drawn anew was drawn.
            assert not r.reader._compositor._dirty_regions


async def test_what_waits_to_be_drawn_is_drawn_although_the_terminal_tells_its_size_again(
    app_on, frames
):
    async with reading(app_on(), WIDE) as r:
        seen = frames(r.app)
        # A toast that is yet to be laid out leaves the frame to the library.
        r.reader.view.refresh()
        r.reader._screen_resized(r.app.size)
        await r.settle()
        assert seen


async def test_a_key_takes_few_calls(app_on, shelf):
    write(shelf, 20_000)
    async with reading(app_on(LONG), WIDE) as r:
        await r.press("G", "g", "g", *MOVES)
        for key, typed in MOVES.items():
            count = 0

            def called(_, event, __):
                nonlocal count
                count += event == "call"

            await r.settle()
            sys.setprofile(called)
            try:
                await r.app.on_event(events.Key(key, typed))
            finally:
                sys.setprofile(None)
            assert count < CALLS[key], f"{key}: {count}"


async def test_what_a_key_set_off_comes_before_the_next_key(app_on):
    async with reading(app_on()) as r:
        await r.press("g", "t", "j")
        assert r.reader.focused is not r.view
        for key, typed in (("enter", "\r"), ("G", "G")):
            r.app.post_message(events.Key(key, typed))
        await r.settle()
        # Enter went back to the text, and the key behind it is for that.
        assert r.reader.focused is r.view
        assert r.cursor == 8


async def test_another_size_is_drawn_once_with_the_same_text_at_the_top(app_on, shelf, frames):
    write(shelf, 100)
    async with reading(app_on(LONG), WIDE) as r:
        await r.press("space", "space")
        top = r.view.position.top
        seen = frames(r.app)
        size = Size(110, 35)
        r.app._driver._size = size
        await r.app.on_event(events.Resize(size, size))
        await r.settle()
        assert len(seen) == 1
        assert r.view.position.top == top
        seen.clear()
        await r.press("ctrl+e")
        assert type(seen[0]) is RowUpdate
