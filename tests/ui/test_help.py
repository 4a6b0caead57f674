"""The help, with the keys of the place where one asks for it first."""

import pytest

from tests.ui.test_looks import drawn
from tests.ui.test_reader import reading
from tui.core.keymap import keymap
from tui.ui.screens.help import HelpScreen
from tui.ui.screens.note_editor import NoteEditor
from tui.ui.screens.search import SearchScreen


async def test_a_click_in_the_help_on_a_key_that_is_only_shown_does_nothing(app_on):
    async with reading(app_on()) as r:
        await r.press("backslash", "question_mark", "enter")
        assert r.app.screen is r.reader
        await r.press("question_mark")
        await r.pilot.click(r.app.screen._list, offset=(3, 1))
        await r.settle()
        assert r.app.screen is r.reader


def first_title(app):
    return next(row.parts[0][0] for row in app.screen._list._rows if row.parts)


@pytest.mark.parametrize(
    ("keys", "title", "own"),
    [
        ("question_mark", "Move", "j  Down"),
        ("backslash question_mark", "In a pane or list", "Enter  l  Right"),
        ("a f1", "In the note editor", "Esc"),
        ("g slash f1", "In the search", "Enter  Down"),
        ("g slash g l o s s enter question_mark", "In the search", "/  i"),
        ("t f1", "In the tag prompt", "Backspace"),
        ("g u question_mark", "In a list", "Esc  q"),
        ("exclamation_mark question_mark", "In a list", "Esc  q"),
    ],
)
async def test_help_shows_the_keys_of_the_place_first(app_on, keys, title, own):
    async with reading(app_on()) as r:
        await r.press(*keys.split())
        assert isinstance(r.app.screen, HelpScreen)
        assert first_title(r.app) == title
        assert own in drawn(r.app)


async def test_help_in_a_box_closes_to_the_box_and_does_nothing(app_on):
    async with reading(app_on()) as r:
        await r.press("a", *"what", "f1", *"star", "enter")
        assert isinstance(r.app.screen, NoteEditor)
        await r.press(*" now", "f1", "escape", "question_mark", "escape")
        assert r.note_of(0).note == "what now?"
        assert not r.note_of(0).starred


async def test_a_question_mark_in_a_query_is_typed(app_on):
    async with reading(app_on()) as r:
        await r.press("g", "slash", "question_mark")
        assert isinstance(r.app.screen, SearchScreen)
        assert r.app.screen._input.value == "?"


async def test_the_help_of_the_search_tells_what_can_be_typed(app_on):
    async with reading(app_on()) as r:
        await r.press("g", "slash", "f1", *"is:open")
        assert first_title(r.app) == "What can be typed"
        assert "an annotation of that kind" in drawn(r.app)


async def test_help_goes_by_the_keys_of_the_reader(app_on):
    own, _ = keymap(own={"help": ("f2",), "note_save": ("ctrl+s",)})
    async with reading(app_on(keymap=own)) as r:
        await r.press("a", "f1")
        assert isinstance(r.app.screen, NoteEditor)
        await r.press("f2")
        assert isinstance(r.app.screen, HelpScreen)
        assert "Ctrl+S" in drawn(r.app)
