"""The screen that lists the tags of the library."""

import pytest

from tests.ui.test_looks import drawn
from tests.ui.test_reader import NARROW, WIDE, reading
from tests.ui.test_screens import until
from tui.ui.screens.tags import sparkline


def tagged(*keys):
    return ["t", *"policy/us", "enter", "j", "t", *"grain,policy", "enter", *keys, "T"]


async def test_the_tree_and_what_is_known_of_a_tag(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*tagged())
        shown = drawn(r.app)
        assert [line.split("│")[0].split() for line in shown.splitlines()[2:5]] == [
            ["❯", "grain", "1", "✎"],
            ["policy", "2", "✎"],
            ["us", "1", "✎"],
        ]
        assert "often with policy 1" in shown
        await r.press("j")
        shown = drawn(r.app)
        assert "2 notes in 1 article" in shown
        assert "1 of them with this tag itself" in shown


async def test_a_tag_is_renamed_and_that_is_taken_back(app_on):
    async with reading(app_on(), NARROW) as r:
        await r.press(*tagged(), "j", "r", *(["backspace"] * 6), *"power", "enter")
        assert "renamed policy to power on 2 ✎" in drawn(r.app)
        assert r.note_of(0).tags == ("power/us",)
        assert r.note_of(1).tags == ("grain", "power")
        await r.press("u")
        assert "undone: renamed policy to power" in drawn(r.app)
        assert r.note_of(0).tags == ("policy/us",)
        await r.press("u")
        assert "nothing to undo here" in drawn(r.app)


async def test_tags_are_merged_and_described(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*tagged(), "m", *"policy", "enter")
        assert r.note_of(1).tags == ("policy",)
        await r.press("d", *"What states do.", "enter")
        assert "What states do." in drawn(r.app)
        await r.press("d", "!", "enter")
        assert "What states do.!" in drawn(r.app)


async def test_while_a_name_is_typed_the_last_row_says_what_for(app_on):
    async with reading(app_on(), NARROW) as r:
        await r.press(*tagged(), "j", "r")
        assert "new name of #policy · Enter do it · Esc leave it" in drawn(r.app)
        assert "r rename" not in drawn(r.app)
        await r.press("escape")
        assert "r rename" in drawn(r.app)
        await r.press("d")
        assert "what #policy means · Enter do it · Esc leave it" in drawn(r.app)


async def test_a_tag_too_long_for_the_last_row_is_cut_there(app_on):
    long = "long" * 30
    async with reading(app_on(), NARROW) as r:
        await r.press("t", *long, "enter", "T", "r")
        assert "new name of #longlong" in drawn(r.app)
        await r.press("escape", "p", "5", "p")
        assert "key 1 to 9  5 #longlong" in drawn(r.app)


@pytest.mark.parametrize(
    ("text", "message"),
    [("policy", "merged into itself"), ("policy/us", "the same or below"), ("#", "not a tag")],
)
async def test_what_cannot_be_done_is_said(app_on, text, message):
    async with reading(app_on(), WIDE) as r:
        await r.press(*tagged(), "j", "m", *text, "enter")
        assert message in drawn(r.app)
        await r.press("m", "escape", "escape")
        assert r.app.screen is r.reader


async def test_enter_searches_the_library_and_f_shows_only_what_has_the_tag(app_on):
    async with reading(app_on()) as r:
        await r.press(*tagged(), "f")
        await until(r.pilot, lambda: r.view.filter)
        assert r.view.filter.query == "#grain"
        assert list(r.view.filter.found) == [1]
        await r.press("T", "enter")
        assert r.app.screen._input.value == "#grain"


async def test_without_a_tag_it_says_how_to_make_one(app_on):
    async with reading(app_on()) as r:
        await r.press("T", "r", "enter", "f")
        assert "no tag yet: t puts one on a paragraph" in drawn(r.app)


def test_a_bar_stands_for_each_number():
    assert sparkline([0, 1, 4, 8]) == " ▁▄█"
    assert sparkline([0, 0]) == "  "


async def test_a_letter_that_can_be_no_key_of_a_tag_is_told(app_on):
    async with reading(app_on()) as r:
        await r.press("g", "Z")
        assert "gZ does nothing here" in r.status
        await r.press("t", "a", "enter", "T", "p", "x")
        foot = r.app.screen.query_one("#foot")
        assert "px does nothing here" in str(foot.content)
