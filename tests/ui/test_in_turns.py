"""Opening a box takes many short turns of the event loop, and what it needs is loaded apart."""

import asyncio
import threading

from textual.css import stylesheet
from textual.widget import Widget

from tests.ui.test_over import strips, styled
from tests.ui.test_reader import WIDE, reading
from tui.ui.screens import loading
from tui.ui.widgets.row_list import RowList


async def test_a_box_is_shown_once_and_then_it_is_complete(app_on, monkeypatch):
    async with reading(app_on(), WIDE) as r:
        shown, display = [], r.app._display

        def displayed(screen, renderable):
            if screen is not r.reader and renderable is not None:
                shown.append(screen.query_one(RowList).render_line(1).text)
            display(screen, renderable)

        monkeypatch.setattr(r.app, "_display", displayed)
        await r.press("question_mark")
        assert shown
        assert all("Next paragraph" in line for line in shown)


async def test_whatever_is_in_view_in_a_box_draws_itself_in_a_turn_of_its_own(app_on, monkeypatch):
    async with reading(app_on(), WIDE) as r:
        turn, drawn = 0, {}
        run, render_lines = asyncio.Handle._run, RowList.render_lines

        def turned(handle):
            nonlocal turn
            turn += 1
            return run(handle)

        def rendered(widget, crop):
            drawn.setdefault(widget, turn)
            return render_lines(widget, crop)

        monkeypatch.setattr(asyncio.Handle, "_run", turned)
        monkeypatch.setattr(Widget, "render_lines", rendered)
        await r.press("question_mark")
        here = [at for widget, at in drawn.items() if widget.screen is r.app.screen]
        assert len(here) >= 4
        assert len({*here}) == len(here)


async def test_a_box_that_takes_long_to_load_is_loaded_in_a_thread(app_on, monkeypatch):
    async with reading(app_on()) as r:
        threads, load = [], loading.import_module

        def loaded(name):
            threads.append((name, threading.current_thread() is threading.main_thread()))
            return load(name)

        monkeypatch.setattr(loading, "import_module", loaded)
        await r.press("a", "escape", "a", "escape")
        assert threads == [("tui.ui.screens.note_editor", False)]


async def test_another_theme_is_parsed_in_a_thread_and_once(app_on, monkeypatch):
    async with reading(app_on(), WIDE) as r:
        await r.press("question_mark", "escape")
        threads, parse = [], stylesheet.parse

        def parsed(*arguments, **how):
            threads.append(threading.current_thread() is threading.main_thread())
            return parse(*arguments, **how)

        monkeypatch.setattr(stylesheet, "parse", parsed)
        await r.press("c")
        assert r.app.theme == "postil-light"
        assert threads
        assert not any(threads)
        threads.clear()
        await r.press("question_mark")
        assert not threads


async def test_another_theme_leaves_nothing_of_the_one_before(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("h", "c", "ctrl+l")
        after = [styled(strip) for strip in strips(r.app.screen)]
    async with reading(app_on(theme="postil-light"), WIDE) as r:
        await r.press("ctrl+l")
        assert after == [styled(strip) for strip in strips(r.app.screen)]
