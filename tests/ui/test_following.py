"""Links and footnotes by key."""

import pytest

from tests.ui.test_reader import NARROW, reading
from tests.ui.test_settings import drawn
from tui.ui.screens import following
from tui.ui.screens.popup import Popup

LINKS = """\
# Links

One [here](letter.txt).

See [the web](https://example.org/a/very/long/path), a note[^n], [out](../../secret)
and [up](#links).

A claim[^n].

Nothing.

[^n]: The [b]note[/b] says *so*.
"""


@pytest.fixture
def opened(shelf, monkeypatch):
    """The addresses that were given to a browser."""
    (shelf / "links.md").write_text(LINKS)
    found = []
    monkeypatch.setattr(following, "_has_browser", lambda: True)
    monkeypatch.setattr(following, "_open", lambda address: found.append(address) or True)
    return found


async def test_the_only_link_is_followed_at_once_and_there_is_a_way_back(app_on, opened):
    async with reading(app_on("links.md")) as r:
        await r.press("j", "enter")
        assert r.session.source.name == "letter.txt"
        await r.press("ctrl+o")
        assert r.session.source.name == "links.md"
        assert r.cursor == 1


async def test_several_links_get_letters_and_esc_leaves(app_on, opened):
    async with reading(app_on("links.md")) as r:
        await r.press("2", "j")
        before = r.text
        await r.press("g", "x")
        for shown in ("See ahe web", "a notesn]", "dut and fp"):
            assert shown in r.text.replace("\n       ", " "), r.text
        assert "a letter follows its link" in r.status
        await r.press("escape")
        assert r.text == before
        await r.press("enter", "x")
        assert r.text == before
        assert not opened


async def test_an_address_is_copied_shown_whole_and_opened_only_when_asked(app_on, opened):
    async with reading(app_on("links.md")) as r:
        await r.press("2", "j", "enter", "a")
        assert isinstance(r.app.screen, Popup)
        assert "https://example.org/a/very/long/path" in drawn(r.app)
        assert r.app.clipboard == "https://example.org/a/very/long/path"
        await r.press("escape")
        assert not opened
        await r.press("enter", "a", "enter")
        assert opened == ["https://example.org/a/very/long/path"]
        assert "opened in the browser" in r.status


async def test_a_footnote_is_shown_over_the_text_as_written(app_on, opened):
    for leave in ("escape", "enter", "q"):
        async with reading(app_on("links.md"), NARROW) as r:
            await r.press("3", "j", "enter")
            assert "The [b]note[/b] says so." in drawn(r.app)
            await r.press(leave)
            assert r.app.screen is r.reader
            assert r.cursor == 3


async def test_what_is_not_followed_is_said(app_on, opened):
    async with reading(app_on("links.md")) as r:
        await r.press("4", "j", "enter")
        assert "no link in this paragraph" in r.status
        await r.press("2", "k", "enter", "d")
        assert "../../secret is not in the folder" in r.status
        await r.press("enter", "f")
        assert r.cursor == 0


async def test_without_a_browser_the_address_is_only_copied(app_on, opened, monkeypatch):
    monkeypatch.setattr(following, "_has_browser", lambda: False)
    async with reading(app_on("links.md")) as r:
        await r.press("2", "j", "enter", "a", "enter")
        assert "no browser could be opened here" in r.status
        assert not opened
