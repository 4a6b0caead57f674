"""The page shown before the program is there is the one that the program shows, or none."""

import os
import shutil
import termios
from pathlib import Path

import pyte
import pytest

from tests.terminal.terminal import UNKNOWN, Terminal
from tui.core.paths import Places, user_places
from tui.core.store.tagbook import TagBook
from tui.early import Page, state_folder

ARTICLES = Path(__file__).parent.parent.parent / "articles"
TAKEN_OVER = b"\x1b[?1000h"
"""What the screen library writes first: the page of before the program ends there."""
PLACE = "¶ 3/12".encode()
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ARTICLES, tmp_path / "articles", ignore=shutil.ignore_patterns("*.notes.json"))
    return tmp_path


@pytest.fixture
def article(folder):
    return folder / "articles" / "news" / "atacms-brief.txt"


def cells(raw, size):
    """Every cell with its colours, as a terminal shows what was written to it."""
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(UNKNOWN.sub("", raw.decode(errors="replace")))
    return [[tuple(screen.buffer[y][x]) for x in range(size[0])] for y in range(size[1])]


def leave_at_the_third(arguments, folder, size, env=()):
    with Terminal(arguments, cwd=folder, size=size, env=env) as terminal:
        terminal.wait_for("¶ 1/12")
        terminal.type("jjh")
        terminal.wait_for("¶ 3/12", "highlight")
        if size[0] >= 100:
            terminal.wait_for("Washington l… 1✎")
            # A page is kept of what is complete.
            terminal.wait_until(lambda: all(map(is_known, terminal.text.splitlines())))
        terminal.type("q")
        assert terminal.wait_closed() == 0


def is_known(line):
    """Whether the library pane has the size of the article in this line, if there is one."""
    return "○" not in line or " ¶ │" in line


def shown_early(terminal):
    """What was written before the program was there, and after."""
    terminal.wait_until(lambda: PLACE in terminal.raw.partition(TAKEN_OVER)[2])
    return terminal.raw.partition(TAKEN_OVER)[0]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"COLORTERM": ""}])
def test_the_page_is_the_first_frame_cell_by_cell(folder, article, size, env):
    leave_at_the_third([article], folder, size, env)
    with Terminal([article], cwd=folder, size=size, env=env) as terminal:
        early = shown_early(terminal)
        assert PLACE in early
        terminal.wait_until(lambda: cells(early, size) == cells(terminal.raw, size))
        terminal.type("q")
        assert terminal.wait_closed() == 0


def test_a_folder_opens_with_the_page_of_what_was_read_last_in_it(folder, article):
    size = SIZES[1]
    leave_at_the_third([article], folder, size)
    with Terminal([], cwd=folder, size=size) as terminal:
        assert PLACE not in shown_early(terminal)
        terminal.wait_for("1✎", "○ The margin")
        terminal.wait_until(lambda: all(map(is_known, terminal.text.splitlines())))
        terminal.type("q")
        terminal.wait_closed()
    with Terminal([], cwd=folder, size=size) as terminal:
        early = shown_early(terminal)
        terminal.wait_until(lambda: cells(early, size) == cells(terminal.raw, size))
        terminal.type("K")
        terminal.wait_until(lambda: PLACE.decode() not in terminal.text)
        terminal.type("q")
        terminal.wait_closed()
    with Terminal([article], cwd=folder, size=size) as terminal:
        # It was another page of the same library that was left last.
        assert PLACE not in shown_early(terminal)


def _touch(folder, article):
    article.write_text(article.read_text() + "\n\nOne more.\n")


def _annotate(folder, article):
    Path(f"{article}.notes.json").unlink()


def _settings(folder, article):
    config = user_places().config
    config.mkdir(parents=True)
    (config / "config.toml").write_text("[reading]\nmeasure = 50\n")


def _new_file(folder, article):
    (article.parent / "new.txt").write_text("New.\n")


def _position(folder, article):
    places = user_places()
    file = places.document(article) / "position.json"
    file.with_name("other").write_text('{"cursor": 2, "top": 2, "offset": 0}')
    file.with_name("other").replace(file)


@pytest.mark.parametrize("change", [_touch, _annotate, _settings, _new_file, _position])
def test_nothing_is_shown_early_of_what_changed_meanwhile(folder, article, change):
    leave_at_the_third([article], folder, SIZES[0])
    change(folder, article)
    with Terminal([article], cwd=folder) as terminal:
        terminal.wait_for("¶ 3/1")
        assert "¶".encode() not in terminal.raw.partition(TAKEN_OVER)[0]


def test_nor_when_a_tag_has_another_colour(folder, article):
    book = TagBook(folder / ".postil-tags.json")
    book.describe("a", "One.")
    leave_at_the_third([article], folder, SIZES[0])
    book.describe("a", colour="red")
    with Terminal([article], cwd=folder) as terminal:
        assert PLACE not in shown_early(terminal)


def test_nor_on_a_terminal_of_another_size_or_other_colours(folder, article):
    leave_at_the_third([article], folder, SIZES[0])
    for size, env in ((SIZES[1], {}), (SIZES[0], {"NO_COLOR": "1"})):
        with Terminal([article], cwd=folder, size=size, env=env) as terminal:
            assert PLACE not in shown_early(terminal)


def test_a_start_that_fails_gives_the_terminal_back(folder, article):
    leave_at_the_third([article], folder, SIZES[0])
    page = Page([str(article)])
    places = user_places()
    kept = [*(places.state / "pages").iterdir()]
    assert [file.name for file in kept] != []
    broken = {"POSTIL_NOTHING": "", "PYTHONPATH": str(_without_screen_library(folder))}
    with Terminal([article], cwd=folder, env=broken) as terminal:
        assert terminal.wait_closed() == 1
        assert PLACE in terminal.raw
        assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(PLACE)
        assert termios.tcgetattr(terminal._fd)[3] & termios.ECHO
    assert page.attributes is None


def _without_screen_library(folder):
    """A folder for the import path whose `textual` cannot be imported."""
    package = folder / "broken" / "textual"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('broken')")
    return os.pathsep.join([str(package.parent), str(ARTICLES.parent)])


def test_keys_typed_before_the_program_is_there_are_not_lost(folder, article):
    leave_at_the_third([article], folder, SIZES[0])
    with Terminal([article], cwd=folder) as terminal:
        terminal.wait_until(lambda: PLACE in terminal.raw)
        terminal.type("jj")
        terminal.wait_for("¶ 5/12")
        terminal.type("q")
        assert terminal.wait_closed() == 0
        assert "jj" not in terminal.text


def test_pages_are_kept_where_the_state_is(monkeypatch, tmp_path):
    assert state_folder() == str(user_places().state)
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert isinstance(user_places(), Places)
    assert state_folder() == str(user_places().state)
