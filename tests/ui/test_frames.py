"""What a key costs, told by what is done and not by a clock."""

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size

import tui
from tests.ui.test_reader import reading
from tui.ui import app as application
from tui.ui.screens import turns

WIDE = (120, 40)
PACKAGE = str(Path(tui.__file__).parent)
LONG = "long.txt"
WORDS = (
    "a postil answers the text line by line and goes on for as long as anybody asks it to do so. "
)


def write(folder: Path, paragraphs: int) -> None:
    """A text of paragraphs that are alike."""
    texts = (f"Number {n % 7} says that {WORDS * 3}" for n in range(paragraphs))
    (folder / LONG).write_text("\n\n".join(texts) + "\n")


def rows(view):
    """The rows of a view as the screen takes them."""
    return view.render_lines(view.size.region)


@pytest.mark.parametrize("key", ["j", "ctrl+e", "space", "G"])
async def test_a_key_draws_one_frame(app_on, shelf, monkeypatch, key):
    write(shelf, 100)
    async with reading(app_on(LONG), WIDE) as r:
        await r.press("j")
        frames = []
        display = r.app._display
        monkeypatch.setattr(
            r.app,
            "_display",
            lambda screen, frame: (frames.append(frame), display(screen, frame)),
        )
        await r.press(key)
        assert len([frame for frame in frames if frame]) == 1


async def test_a_row_that_moves_is_not_drawn_anew(app_on, shelf):
    write(shelf, 100)
    async with reading(app_on(LONG), WIDE) as r:
        await r.press("5", "ctrl+e")
        before = rows(r.view)
        await r.press("ctrl+e")
        kept = {id(strip) for strip in before} & {id(strip) for strip in rows(r.view)}
        assert len(kept) >= r.view.size.height - 1


async def test_what_has_one_style_is_written_in_one_piece(app_on, shelf):
    async with reading(app_on("essay.md"), WIDE) as r:
        await r.press("j", "h", "s")
        for strip in rows(r.view):
            assert all(one.style != other.style for one, other in pairwise(strip))


async def test_a_style_is_worked_out_when_its_part_is_drawn(app_on):
    async with reading(app_on("essay.md"), WIDE) as r:
        assert "document-view--heading" in r.view._component_styles
        assert "document-view--purple" not in r.view._component_styles
        await r.press("g", "h", "p")
        assert "document-view--purple" in r.view._component_styles


async def test_a_key_does_as_much_in_a_text_a_hundred_times_as_long(app_on, shelf):
    counts = []
    for paragraphs in (200, 20_000):
        write(shelf, paragraphs)
        async with reading(app_on(LONG), WIDE) as r:
            await r.press("G", "g", "g", "j", "space", "ctrl+e")
            counts.append(await calls(r, "j", "space", "ctrl+e", "k"))
    assert counts[1] <= 1.1 * counts[0]


async def calls(r, *keys: str) -> int:
    """The calls of functions of Postil while `keys` are pressed."""
    count = 0

    def called(frame, event, _):
        nonlocal count
        count += event == "call" and frame.f_code.co_filename.startswith(PACKAGE)

    sys.setprofile(called)
    try:
        await r.press(*keys)
    finally:
        sys.setprofile(None)
    return count


async def test_another_size_is_laid_out_at_once_and_a_dragged_border_now_and_then(
    app_on, monkeypatch
):
    async with reading(app_on(), WIDE) as r:
        start = application.time.monotonic() + 10
        for after, width, waits in ((0, 110, False), (0.02, 111, True), (1, 112, False)):
            now = start + after
            size = Size(width, 40)
            with monkeypatch.context() as patch:
                patch.setattr(application.time, "monotonic", lambda now=now: now)
                await r.app.on_event(events.Resize(size, size))
            assert (r.app._resize_event is not None) is waits
            await r.settle()


async def test_keys_that_wait_together_are_drawn_together_and_none_is_lost(
    app_on, shelf, monkeypatch
):
    write(shelf, 100)
    monkeypatch.setattr(turns, "TOGETHER", 60.0)
    async with reading(app_on(LONG), WIDE) as r:
        await r.press("j")
        drawn = []
        redraw = r.reader.views.redraw
        monkeypatch.setattr(r.reader.views, "redraw", lambda: (drawn.append(r.cursor), redraw()))
        for _ in range(40):
            r.app.post_message(events.Key("j", "j"))
        await r.settle()
        assert r.cursor == drawn[-1] == r.view.position.cursor == 41
        assert "42" in [line.split()[1] for line in r.text.splitlines() if "┃" in line]
        assert len(drawn) == 1
