"""Colours and keys of tags: given in the list of tags, seen wherever a tag stands."""

from functools import partial

import pytest
from textual import constants

from tests.ui.test_looks import drawn
from tests.ui.test_reader import NARROW, WIDE, reading
from tests.ui.test_screens import until
from tests.ui.test_themes import contrast
from tui.core.store.tagbook import TagBook, book_path
from tui.core.tags import TAG_COLOURS

TAGGED = ("t", *"policy/us", "enter", "j", "t", *"grain", "enter", "k")
THEMES = ("postil-dark", "postil-light", "postil-contrast")


def book_of(r):
    return TagBook(book_path(r.reader.desk.library.root))


def styles_of(r, words):
    """The styles in which `words` stand on the screen, in the order of rows."""
    found = []
    for strip in r.app.screen._compositor.render_strips():
        found += [segment.style for segment in strip if words in segment.text]
    return found


def colours_of(r, words):
    return [style.color.get_truecolor().hex for style in styles_of(r, words)]


def are_shown(r, words, count):
    return len(styles_of(r, words)) >= count


def variable(r, name):
    return r.app.get_css_variables()[name].lower()


async def test_a_colour_is_given_in_the_list_and_taken_away_by_the_same_key(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*TAGGED, "T", "j", "c")
        assert "colour  y yellow  r red  g green" in drawn(r.app)
        await r.press("b")
        assert "policy is blue" in drawn(r.app)
        assert "colour blue" in drawn(r.app)
        assert book_of(r).entries()["policy"].colour == "blue"
        await r.press("j")
        assert "colour blue, from the level above" in drawn(r.app)
        await r.press("k", *"cb")
        assert "policy has no colour now" in drawn(r.app)
        assert not book_of(r).entries()
        await r.press(*"cx")
        assert "no colour x: y r g b p o t" in drawn(r.app)


async def test_a_key_is_given_in_the_list_and_taken_from_another_tag(app_on):
    async with reading(app_on(), NARROW) as r:
        await r.press(*TAGGED, "T", *"p3")
        assert "grain has the key 3 now" in drawn(r.app)
        assert "key 3" in drawn(r.app).splitlines()[2]
        await r.press("j", "j", "p")
        assert "key 1 to 9  3 #grain" in drawn(r.app)
        await r.press("3")
        assert "policy/us has the key 3 now, no longer grain" in drawn(r.app)
        await r.press("escape", "j", "j", *"g3")
        assert r.note_of(2).tags == ("policy/us",)
        await r.press("T", "j", "j", *"p3")
        assert "policy/us has no key now" in drawn(r.app)
        await r.press("escape", *"g3")
        assert "no tag has the key 3" in r.status


async def test_half_a_key_is_forgotten_by_escape_and_nothing_closes(app_on):
    async with reading(app_on(), NARROW) as r:
        await r.press(*TAGGED, "T", "c", "escape", "b")
        assert type(r.app.screen).__name__ == "TagsScreen"
        assert not book_of(r).entries()


async def test_keys_of_the_tags_file_come_before_those_of_the_settings(app_on):
    async with reading(app_on(pinned={1: "x", 2: "y"}), WIDE) as r:
        await r.press(*TAGGED, "T", *"p1", "escape")
        await r.press("j", *"g1", *"g2")
        assert r.note_of(1).tags == ("y",)
        await r.press("g")
        await r.pilot.pause(0.5)
        shown = drawn(r.app)
        assert "1 #grain" in shown
        assert "2 #y" in shown
        await r.press("escape", "B")
        assert "1 #grain  2 #y" in r.status


async def test_a_pinned_tag_of_the_settings_goes_by_its_new_name(app_on):
    async with reading(app_on(pinned={1: "policy"}), WIDE) as r:
        await r.press(*TAGGED, "T", "j", "r", *(["backspace"] * 6), *"power", "enter", "escape")
        await r.press("j", "j", *"g1")
        assert r.note_of(2).tags == ("power",)


async def test_colour_and_key_go_along_with_a_new_name_and_come_back_with_undo(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*TAGGED, "T", "j", *"cb", *"p4", "r", *(["backspace"] * 6), *"power", "enter")
        assert "renamed policy to power" in drawn(r.app)
        assert "colour blue" in drawn(r.app)
        signs = r.reader.desk.signs
        assert (signs.colour("power/us"), signs.digits) == ("blue", {4: "power"})
        await r.press("u")
        assert (signs.colour("policy/us"), signs.digits) == ("blue", {4: "policy"})
        assert signs.colour("power") == ""


@pytest.mark.parametrize("theme", THEMES)
async def test_a_tag_is_drawn_in_its_colour_wherever_it_stands_and_can_be_read(app_on, theme):
    async with reading(app_on(theme=theme), WIDE) as r:
        book_of(r).describe("policy", colour="orange")
        await r.press(*TAGGED)
        await r.reader.desk.look_at_tags()
        await r.pilot.pause()
        orange = variable(r, "tag-orange")
        # Below the paragraph and in the notes pane; in the list of tags; in the prompt, over these;
        # in a result and in its preview; in the tags to refine by.
        for keys, words, count in (
            ([], "policy/us", 2),
            (["T", "j"], "us", 2),
            (["escape", "t"], "policy/us", 3),
            (["escape", "g", "slash", *"margin"], "#policy/us", 2),
            (["tab"], "policy/us", 1),
        ):
            await r.press(*keys)
            await until(r.pilot, partial(are_shown, r, words, count))
            assert colours_of(r, words).count(orange) >= 1, keys
            for style in styles_of(r, words):
                if style.color.get_truecolor().hex == orange:
                    assert contrast(style) >= 4.5, keys


@pytest.mark.parametrize("theme", THEMES)
async def test_every_colour_of_a_tag_can_be_read_also_in_the_marked_row(app_on, theme):
    async with reading(app_on(theme=theme), WIDE) as r:
        await r.press(*TAGGED, "T")
        rows = r.app.screen._list
        for name in TAG_COLOURS:
            for cursor in ("", "cursor", "cursor-focused"):
                style = rows._style(f"tag-{name}", cursor)
                assert style.color.get_truecolor().hex == variable(r, f"tag-{name}")
                assert contrast(style) >= 4.5, (name, cursor)


async def test_a_tag_without_a_colour_looks_as_one_did_before_there_were_any(app_on):
    async with reading(app_on(), WIDE) as r:
        book_of(r).describe("policy", colour="orange")
        await r.press(*TAGGED)
        await r.reader.desk.look_at_tags()
        await r.pilot.pause()
        accent = variable(r, "accent")
        assert colours_of(r, "grain") == [accent] * 2


async def test_without_colours_a_tag_has_none(app_on, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(app_on(), WIDE) as r:
        book_of(r).describe("policy", colour="orange")
        await r.press(*TAGGED)
        await r.reader.desk.look_at_tags()
        await r.pilot.pause()
        for style in styles_of(r, "#policy/us"):
            assert len({*style.color.triplet}) == 1
            assert contrast(style) >= 4.5


async def test_a_terminal_with_16_colours_is_given_its_own_for_tags(app_on, monkeypatch):
    monkeypatch.setattr(constants, "COLOR_SYSTEM", "standard")
    async with reading(app_on(), WIDE) as r:
        book_of(r).describe("policy", colour="teal")
        await r.press(*TAGGED)
        await r.reader.desk.look_at_tags()
        await r.pilot.pause()
        assert {style.color.number for style in styles_of(r, "#policy/us")} == {6}
        await r.press("T")
        rows = r.app.screen._list
        for name in ("mark", "text", "title", *(f"tag-{colour}" for colour in TAG_COLOURS)):
            style = rows._style(name, "cursor-focused")
            assert style.bold
            assert style.bgcolor.is_default, name


async def test_what_another_program_writes_into_the_tags_file_is_seen(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*TAGGED)
        book_of(r).describe("grain", colour="red", digit=7)
        await until(r.pilot, lambda: r.reader.desk.signs.digits == {7: "grain"})
        assert variable(r, "tag-red") in colours_of(r, "grain")
        book_of(r).path.write_text("[1")
        await r.reader.desk.look_at_tags()
        assert r.reader.desk.signs.colour("grain") == "red"


async def test_colours_are_there_when_the_text_is(app_on, shelf):
    TagBook(shelf / ".postil-tags.json").describe("grain", colour="red")
    async with reading(app_on(), WIDE) as r:
        await r.press(*TAGGED)
        assert variable(r, "tag-red") in colours_of(r, "grain")


async def test_a_tag_that_no_note_has_yet_is_listed_and_offered_when_it_is_described(app_on, shelf):
    TagBook(shelf / ".postil-tags.json").describe("grain", "Corn.", digit=2)
    async with reading(app_on(), WIDE) as r:
        await r.press("T")
        assert "0 notes in 0 articles" in drawn(r.app)
        assert "key 2" in drawn(r.app)
        await r.press("escape", "t", "g", "r", "enter", "j", *"g2")
        assert r.note_of(0).tags == r.note_of(1).tags == ("grain",)


async def test_a_tag_that_no_note_has_yet_is_renamed_and_that_is_taken_back(app_on, shelf):
    TagBook(shelf / ".postil-tags.json").describe("grain", "Corn.", digit=2)
    async with reading(app_on(), WIDE) as r:
        await r.press("T", "r", *(["backspace"] * 5), *"corn", "enter")
        assert "renamed grain to corn" in drawn(r.app)
        assert r.reader.desk.signs.digits == {2: "corn"}
        await r.press("u")
        assert "undone: renamed grain to corn" in drawn(r.app)
        assert r.reader.desk.signs.digits == {2: "grain"}
        await r.press("u")
        assert "nothing to undo here" in drawn(r.app)
