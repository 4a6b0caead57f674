"""The help, with the keys of the place where one asks for it first."""

import importlib
import pkgutil

import pytest
from textual.screen import Screen

import tui.ui.screens
from tests.ui.test_every_action import EDITS, write_conflict
from tests.ui.test_looks import drawn
from tests.ui.test_reader import reading
from tui.core import contexts
from tui.core.actions import shown
from tui.core.contexts import Context
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
        ("g slash g l o s s enter question_mark", "In the search", "Select all results"),
        ("T question_mark", "In the list of tags", "c + y r g b p o t"),
        ("g p f1", "In the prompt for a document", "PgDn"),
        ("t f1", "In the tag prompt", "Backspace"),
        ("g u question_mark", "In a list", "Esc  q"),
        ("exclamation_mark question_mark", "In the messages", "Esc  q  !"),
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


def shown_keys(r):
    """All rows of the help, also those not in view, as one line."""
    rows = (" ".join(text for text, _ in row.parts) for row in r.app.screen._list._rows)
    return " ".join(" ".join(rows).split())


async def test_help_names_the_tags_that_have_keys(app_on):
    async with reading(app_on(pinned={2: "to read"})) as r:
        await r.press("question_mark", *"digit")
        assert "g + 1-9" in shown_keys(r)
        assert "has that digit as its key: 2 #to read" in shown_keys(r)


WITHOUT = {
    "ReaderScreen",
    "HelpScreen",
    "Hints",
    "ListBox",
    "OverText",
    "Over",
    "InTurns",
    "RowScreen",
}
"""The text and the help, which is all there is; letters at links; and what others are made of."""


def screens():
    """The classes of all screens."""
    for module in pkgutil.iter_modules(tui.ui.screens.__path__):
        found = vars(importlib.import_module(f"tui.ui.screens.{module.name}")).values()
        for one in found:
            if (
                isinstance(one, type)
                and issubclass(one, Screen)
                and "tui.ui.screens." in one.__module__
            ):
                yield one


def keys_of(context):
    """The fixed keys of a context, each as it is shown."""
    return [key for keys, _ in context.fixed for key in keys.split()]


SIGNS = {"exclamation_mark": "!"}


def bound_in(screen):
    """The keys that a screen of ours, or what it is made of, binds, as they are shown."""
    ours = [one for one in screen.__mro__ if one.__module__.startswith("tui.")]
    bindings = [binding for one in ours for binding in vars(one).get("BINDINGS", ())]
    return {shown(SIGNS.get(key, key)) for binding in bindings for key in binding.key.split(",")}


@pytest.mark.parametrize("screen", sorted({*screens()}, key=str), ids=lambda one: one.__name__)
def test_every_screen_has_help_that_tells_the_keys_it_binds(screen):
    if screen.__name__ not in WITHOUT:
        assert bound_in(screen) <= {*keys_of(screen.help_context)}


def shown_in(name):
    return lambda r: type(r.app.screen).__name__ == name


def back(r):
    return r.app.screen is r.reader


def line(text):
    return lambda r: r.app.screen._input.value == text


def marked(at):
    return lambda r: r.app.screen._list._rows.entry == at


def scrolled(rows):
    return lambda r: r.app.screen.query_one("VerticalScroll").scroll_offset.y == rows


def of_note(**fields):
    """The note of the second paragraph has these."""
    return lambda r: (
        r.app.screen is r.reader
        and all(getattr(r.note_of(1), name) == value for name, value in fields.items())
    )


FOUND = "g slash g l o s s"
NOTED = "[^1]: " + " ".join(["word"] * 900)
FIXED = {
    ("In a list", "Esc"): ("g u", back),
    ("In a list", "q"): ("g u", back),
    ("In the messages", "Esc"): ("exclamation_mark", back),
    ("In the messages", "q"): ("exclamation_mark", back),
    ("In the messages", "!"): ("exclamation_mark", back),
    ("In the list of tags", "Esc"): ("T", back),
    ("In the list of tags", "q"): ("T", back),
    ("In the search", "Enter"): (FOUND, lambda r: r.app.screen._list.has_focus),
    ("In the search", "Down"): (FOUND, lambda r: r.app.screen._list.has_focus),
    ("In the search", "Ctrl+S"): (FOUND, lambda r: r.app.screen._naming.has_focus),
    ("In the search", "Tab"): (FOUND, shown_in("RefineBox")),
    ("In the search", "Esc"): (FOUND, back),
    ("In the search", "q"): (f"{FOUND} enter", back),
    ("In the tag prompt", "Enter"): ("t a", lambda r: r.note_of(0).tags == ("a",)),
    ("In the tag prompt", "Down"): ("t a enter t b enter t", marked(1)),
    ("In the tag prompt", "Ctrl+N"): ("t a enter t b enter t", marked(1)),
    ("In the tag prompt", "Up"): ("t a enter t b enter t down", marked(0)),
    ("In the tag prompt", "Ctrl+P"): ("t a enter t b enter t down", marked(0)),
    ("In the tag prompt", "Tab"): ("t a b c enter t a", line("abc")),
    ("In the tag prompt", "Backspace"): ("t a enter t", lambda r: r.note_of(0) is None),
    ("In the tag prompt", "Esc"): ("t a", back),
    ("In the prompt for a document", "Enter"): (
        "g p",
        lambda r: back(r) and r.session.source.name != "essay.md",
    ),
    ("In the prompt for a document", "Down"): ("g p pageup", marked(1)),
    ("In the prompt for a document", "Ctrl+N"): ("g p pageup", marked(1)),
    ("In the prompt for a document", "Up"): ("g p pageup down", marked(0)),
    ("In the prompt for a document", "Ctrl+P"): ("g p pageup down", marked(0)),
    ("In the prompt for a document", "PgDn"): ("g p pageup", marked(2)),
    ("In the prompt for a document", "PgUp"): ("g p pagedown", marked(0)),
    ("In the prompt for a document", "Esc"): ("g p", back),
    ("Over a footnote or a link", "j"): ("j enter", scrolled(1)),
    ("Over a footnote or a link", "k"): ("j enter j j", scrolled(1)),
    ("Over a footnote or a link", "Enter"): ("j enter", lambda r: back(r) and r.cursor == 1),
    ("Over a footnote or a link", "Esc"): ("j enter", lambda r: back(r) and r.cursor == 1),
    ("Over a footnote or a link", "q"): ("j enter", lambda r: back(r) and r.cursor == 1),
    ("Where does a note belong?", "Esc"): ("g o", back),
    ("Where does a note belong?", "q"): ("g o", back),
    ("While a note has two texts", "1"): ("g c", of_note(note="mine", conflicts=())),
    ("While a note has two texts", "2"): ("g c", of_note(note="theirs", conflicts=())),
    ("While a note has two texts", "Esc"): ("g c", of_note(conflicts=("theirs",))),
    ("While a note has two texts", "q"): ("g c", of_note(conflicts=("theirs",))),
}
"""The keys to get to a place, and what holds there after its fixed key, but not before."""


@pytest.mark.parametrize(("place", "key"), FIXED)
async def test_a_key_of_the_help_does_something_there(app_on, shelf, places, edited, place, key):
    before, holds = FIXED[place, key]
    if place == "Over a footnote or a link":
        (shelf / "essay.md").write_text(f"# One\n\nTwo[^1].\n\nThree.\n\n{NOTED}\n")
    elif place == "Where does a note belong?":
        edited({1: "one"}, EDITS[0])
    elif place == "While a note has two texts":
        write_conflict(shelf, places)
    pressed = {shown(name): name for name in ("ctrl+n", "ctrl+p", "ctrl+s", *KEYS)} | {
        "!": "exclamation_mark"
    }
    async with reading(app_on()) as r:
        await r.press(*before.split())
        assert not back(r)
        assert not held(holds, r)
        await r.press(pressed.get(key, key))
        assert holds(r)


KEYS = ("enter", "escape", "tab", "backspace", "up", "down", "pageup", "pagedown")


def held(holds, r):
    try:
        return holds(r)
    except AttributeError:
        return False


def test_there_is_a_row_for_every_fixed_key_and_no_other():
    every = [one for one in vars(contexts).values() if isinstance(one, Context)]
    assert {*FIXED} == {(one.title, key) for one in every for key in keys_of(one)}
