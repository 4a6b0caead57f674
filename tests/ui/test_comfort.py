"""Width, zen, the page mark and messages, by key."""

from tests.ui.test_reader import NARROW, WIDE, reading
from tests.ui.test_settings import drawn, settings  # noqa: F401 -- a fixture
from tui.core.config import Reading
from tui.ui.screens.messages import MessagesScreen


def long_text(shelf, paragraphs=60):
    text = "\n\n".join(f"Number {n} " + "has a good many words " * 12 for n in range(paragraphs))
    (shelf / "long.txt").write_text(text)
    return "long.txt"


async def test_the_text_gets_wider_and_narrower_and_stays_where_it_is(app_on, shelf):
    async with reading(app_on(long_text(shelf)), WIDE) as r:
        await r.press("2", "0", "G", "z", "t", "ctrl+e", "ctrl+e")
        top = r.reader.view.viewport.top
        for key, width in (("-", 50), ("-", 46), ("+", 50), ("=", 54)):
            await r.press(key)
            assert r.reader.view.column[1] == width
            assert r.reader.view.viewport.top[0] == top[0]
        assert r.reader.view.viewport.top == top


async def test_a_width_is_told_with_the_way_back(app_on):
    async with reading(app_on()) as r:
        await r.press("2", "-")
        assert "64 cells wide · = back to 72" in r.status
        await r.press("=")
        assert "72 cells wide, as in the settings" in r.status
        await r.press("9", "+")
        assert "72 cells wide, all there is room for" in r.status


async def test_a_width_chosen_by_key_stays_when_something_else_is_set(settings):  # noqa: F811
    async with settings.reading("[reading]\nspacing = 1\n") as r:
        await r.press("-")
        settings.write("[reading]\nspacing = 2\n")
        await settings.looked(r)
        assert r.reader.view.column[1] == 68
        assert r.reader.view.reading.spacing == 2
        settings.write("[reading]\nmeasure = 50\n")
        await settings.looked(r)
        assert r.reader.view.column[1] == 50


async def test_how_the_text_stands_is_taken_over_while_one_reads(settings, shelf):  # noqa: F811
    async with settings.reading("") as r:
        text = (
            "[reading]\nmargin = 9\nspacing = 0\njustify = true\noverlap = 5\ntypewriter = true\n"
        )
        settings.write(text)
        await settings.looked(r)
        view = r.reader.view
        assert view.reading == Reading(72, 9, 0, True, 5, True)
        assert view.column[1] == 80 - 7 - 18
        assert (view.viewport.overlap, view.viewport.typewriter) == (5, True)


async def test_zen_shows_only_the_text_and_the_same_key_ends_it(app_on):
    for leave in (("z", "enter"), ("escape",), ("q",)):
        async with reading(app_on(), WIDE) as r:
            before = drawn(r.app)
            await r.press("z", "enter")
            assert "brings the rest back" in drawn(r.app)
            await r.press("j")
            shown = drawn(r.app)
            assert "letter" not in shown
            assert "¶" not in shown.replace("8 paragraphs", "")
            assert "─" * 100 not in shown
            await r.press("k", *leave)
            assert drawn(r.app).splitlines()[:10] == before.splitlines()[:10]
            assert "¶ 1/8" in drawn(r.app)


async def test_in_zen_what_happens_is_said_and_the_text_does_not_move(app_on, shelf):
    async with reading(app_on(long_text(shelf)), NARROW) as r:
        await r.press("z", "enter", "5", "G")
        before = drawn(r.app).splitlines()
        await r.press("h")
        now = drawn(r.app).splitlines()
        assert "highlighted yellow" in now[-1]
        assert [line.replace("▌", " ").split() for line in now[:4]] == [
            line.split() for line in before[:4]
        ]
        await r.press("slash", *"number")
        assert drawn(r.app).splitlines()[-1].strip() == "number"
        await r.press("escape")
        assert r.reader.view.has_focus


async def test_a_pane_asked_for_ends_zen(app_on):
    for size in (WIDE, NARROW):
        async with reading(app_on(), size) as r:
            await r.press("z", "enter", "backslash")
            assert "letter" in drawn(r.app)


async def test_the_first_new_line_of_a_page_is_marked_until_the_next_key(app_on, shelf):
    async with reading(app_on(long_text(shelf)), NARROW) as r:
        await r.press("space")
        marked = [at for at, line in enumerate(drawn(r.app).splitlines()) if "›" in line]
        assert marked == [2]
        await r.press("h")
        assert "›" not in drawn(r.app)


async def test_the_last_messages_are_shown_whole(app_on):
    async with reading(app_on()) as r:
        r.reader.desk.warn("[b]/" + "very long " * 30 + "end[/b]")
        await r.pilot.pause()
        assert r.status.rstrip().endswith("… !")
        await r.press("exclamation_mark")
        assert isinstance(r.app.screen, MessagesScreen)
        shown = drawn(r.app)
        assert "[b]/very long" in shown
        assert "end[/b]" in shown
        await r.press("escape")
        assert r.app.screen is r.reader


async def test_the_minutes_left_follow_the_pace_of_the_reader(app_on, shelf, places):
    name = long_text(shelf)
    async with reading(app_on(name)) as r:
        assert "12 min left" in r.status
        timing, now = r.reader.desk.timing, [0.0]
        timing._clock = lambda: now[0]
        for _ in range(40):
            now[0] += 40
            await r.pilot.press("j")
        await r.settle()
        assert timing.pace.rate < 700
        rate = timing.pace.rate
        await r.press("q")
    async with reading(app_on(name)) as r:
        assert r.reader.desk.timing.pace.rate == round(rate)


async def test_a_selection_is_told_in_zen_and_ends_before_it(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("z", "enter", "j", "V")
        assert "V ¶ 2" in drawn(r.app)
        await r.press("escape")
        assert r.view.selection is None
        assert not r.reader._tree.region
        await r.press("escape")
        assert r.reader._tree.region
