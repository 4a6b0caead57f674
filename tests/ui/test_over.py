"""What is seen around a box is what lies below it, as it is now."""

import asyncio

from textual.color import Color

from tests.ui.test_reader import WIDE, reading
from tests.ui.test_screens import until
from tui.core import edits
from tui.ui.screens.in_turns import draw_ahead


def strips(screen):
    return screen._compositor.render_strips()


def styled(strip):
    """Text, colours and marks of each cell."""
    return [
        (letter, style and (style.color, style.bgcolor, style.bold, style.dim))
        for text, style, _ in strip
        for letter in text
    ]


async def test_around_a_box_over_the_text_nothing_changes(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("j")
        below = [styled(strip) for strip in strips(r.reader)]
        await r.press("t")
        above = [styled(strip) for strip in strips(r.app.screen)]
        box = r.app.screen.children[0].region
        for y in range(WIDE[1] - 1):
            if not box.y <= y < box.bottom:
                assert above[y] == below[y]
            assert above[y][: box.x] == below[y][: box.x]
            assert above[y][box.right :] == below[y][box.right :]


async def test_behind_a_box_in_the_middle_the_text_steps_back(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("question_mark")
        tint = r.app.screen.styles.background
        assert 0 < tint.a < 1
        below, above = (strips(screen)[5] for screen in (r.reader, r.app.screen))
        (letter, before), (same, after) = styled(below)[1], styled(above)[1]
        assert letter == same
        assert after[1] == (Color.from_rich_color(before[1]) + tint).rich_color


async def test_what_changes_below_a_box_is_seen_around_it(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("t")
        drawn = "".join(strip.text for strip in strips(r.app.screen))
        assert "from afar" not in drawn
        r.reader.desk.library.perform(
            edits.write_note(r.session, [r.session.paragraph(6)], "from afar")
        )
        r.reader.update()
        await until(r.pilot, lambda: "from afar" in "".join(s.text for s in strips(r.app.screen)))


async def test_at_another_size_the_text_below_is_as_large(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("question_mark")
        await r.pilot.resize_terminal(90, 30)
        await r.settle()
        rows = strips(r.app.screen)
        assert len(rows) == 30
        assert {strip.cell_length for strip in rows} == {90}


async def test_a_box_that_is_closed_while_it_is_drawn_ahead_is_no_error(app_on):
    async with reading(app_on()) as r:
        await r.press("question_mark")
        box = r.app.screen
        # What lies below has to be drawn anew.
        box.refresh()
        ahead = asyncio.create_task(draw_ahead(box))
        await asyncio.sleep(0)
        await r.app.pop_screen()
        await ahead
        assert r.app.screen is r.reader
