"""Themes, and what tells one state from another where there are few colours or none."""

import pytest
from textual import constants

from tests.ui.test_reader import reading
from tui.ui.render.paint import BASES, COLOURS


def style(view, name):
    return view.get_component_rich_style(f"document-view--{name}")


def shape(style):
    """What of a style is no colour."""
    return style.bold, style.underline, style.reverse, style.italic, style.dim, style.strike


def luminance(colour):
    shares = [part / 255 for part in colour.triplet]
    linear = [s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(style):
    """The ratio of WCAG 2, from 1 to 21."""
    light, dark = sorted((luminance(style.color), luminance(style.bgcolor)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


async def test_everything_in_the_theme_of_high_contrast_can_be_read(app_on):
    async with reading(app_on(theme="postil-contrast")) as r:
        text = style(r.view, "text")
        assert contrast(text) == 21
        for name in BASES:
            assert contrast(text + style(r.view, name)) >= 7, name
        for name in COLOURS:
            on = r.view.get_component_rich_style(f"document-view--on-{name}", partial=True)
            assert contrast(text + on) >= 7, name


@pytest.mark.parametrize("theme", ["postil-dark", "postil-light"])
async def test_text_is_easy_to_read_in_our_themes_and_numbers_can_be_read(app_on, theme):
    async with reading(app_on(theme=theme)) as r:
        text = style(r.view, "text")
        for name in BASES:
            is_sign = name in COLOURS or name.startswith("number")
            least = 1 if name == "rule" else 3 if is_sign else 4.5
            assert contrast(text + style(r.view, name)) >= least, name
        for name in COLOURS:
            on = r.view.get_component_rich_style(f"document-view--on-{name}", partial=True)
            assert contrast(text + on) >= 4.5, name


@pytest.mark.parametrize("theme", ["postil-dark", "postil-light", "postil-contrast"])
async def test_what_is_marked_in_a_list_can_be_read(app_on, theme):
    async with reading(app_on(theme=theme)) as r:
        await r.press("backslash")
        tree = r.reader._tree
        drawn = [piece for y in range(tree.size.height) for piece in tree.render_line(y)]
        words = [piece for piece in drawn if any(map(str.isalnum, piece.text))]
        assert len({piece.style for piece in words}) > 3
        for piece in words:
            assert contrast(piece.style) >= 4.5, piece.text


async def test_without_colours_every_mark_has_a_shape(app_on, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(app_on()) as r:
        plain = shape(style(r.view, "text"))
        marks = ("match", "match-current", "phrase", "on-red", "link")
        shapes = [shape(style(r.view, name)) for name in marks]
        assert plain not in shapes
        found, current, phrase, red, link = shapes
        assert len({found, current, phrase, link}) == 4
        assert red == phrase


async def test_a_highlighted_paragraph_has_another_bar_also_when_it_is_current(app_on):
    async with reading(app_on()) as r:
        await r.press("j")
        assert "┃  2" in r.text
        await r.press("h")
        assert "█  2" in r.text
        await r.press("j")
        assert "▌  2" in r.text


async def test_a_terminal_with_16_colours_is_given_its_own(app_on, monkeypatch):
    monkeypatch.setattr(constants, "COLOR_SYSTEM", "standard")
    async with reading(app_on()) as r:
        assert r.app.theme == "ansi-dark"
        assert shape(style(r.view, "match")) != shape(style(r.view, "text"))
        assert style(r.view, "on-red").bgcolor.number == 1
    async with reading(app_on(theme="nord")) as r:
        assert r.app.theme == "nord"


@pytest.mark.parametrize("colours", ["standard", "truecolor"])
async def test_without_colours_there_are_none_of_the_terminal_either(app_on, monkeypatch, colours):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(constants, "COLOR_SYSTEM", colours)
    async with reading(app_on(theme="ansi-light")) as r:
        seen = [r.app.theme]
        while (await r.press("c")) or r.app.theme not in seen:
            seen.append(r.app.theme)
        assert seen[:3] == ["postil-dark", "postil-light", "postil-contrast"]
        assert not any(name.startswith("ansi") for name in seen)


async def test_a_key_goes_through_the_themes_of_the_reader_first(app_on):
    async with reading(app_on(dark="nord", light="gruvbox")) as r:
        seen = []
        for _ in range(6):
            await r.press("c")
            seen.append(r.app.theme)
        assert seen[:1] == ["postil-light"]
        r.app.theme = "nord"
        await r.press("c")
        assert r.app.theme == "gruvbox"


async def test_without_colours_rows_below_what_was_drawn_can_be_asked_for(app_on, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(app_on()) as r:
        frame, r.view._frame = r.view._frame, []
        strips = r.view.render_lines(r.view.size.region)
        assert {strip.text.strip() for strip in strips} == {""}
        r.view._frame = frame
