"""The tour, walked by pressing what each step says."""

import pytest

from tests.ui.test_looks import drawn
from tests.ui.test_reader import NAMES, NARROW, reading
from tui.core.config import Config
from tui.core.keymap import keymap
from tui.core.library import Library
from tui.core.steps import STEPS
from tui.core.store.keeping import Keeping
from tui.core.tour import prepare_tour, reached
from tui.ui.app import PostilApp

# What each step asks for: actions by their id, and whatever else is typed.
WALK = {
    "move": ["{next_paragraph}"],
    "tag": ["{tag}", *"practice", "enter"],
    "last_tag": ["{next_paragraph}", "{last_tag}"],
    "count": ["{next_paragraph}", "3", "{tag}", *"three", "enter"],
    "undo": ["{undo}"],
    "redo": ["{redo}"],
    "note": ["{note}", *"mine", "{note_save}"],
    "highlight": ["{highlight}"],
    "repeat": ["{next_paragraph}", "{repeat}"],
    "status": ["{status}"],
    "find": ["{find}", *"lighthouse", "enter", "{next_match}"],
    "back": ["{back}"],
    "search": ["{search}", "#", *"practice", "enter", "enter"],
    "notes": ["{notes}"],
    "list_open": ["{list_down}", "{list_open}"],
    "help": ["{help}", *"star", "escape"],
    "document": ["{next_document}"],
}


@pytest.fixture
def tour_on(places):
    """Makes the application as `postil tour` does."""

    def make(preset="vim"):
        library = Library(prepare_tour(places), Keeping(places))
        return PostilApp(library, None, Config(keymap=keymap(preset)[0]), places)

    return make


def pressed(keys, sequence):
    for key in sequence:
        id_ = key.strip("{}")
        names = keys.action(id_).keys[0].split() if key != id_ else [key]
        yield from (NAMES.get(name, name) for name in names)


def strip_of(r):
    strip = r.reader._actors.touring.strip
    height = strip.region.height - 1 if strip.display else 0
    return " ".join(" ".join(strip.render_line(y).text.split()) for y in range(height))


@pytest.mark.parametrize(
    ("preset", "size"), [("vim", NARROW), ("vim", (40, 24)), ("arrows", (120, 40))]
)
async def test_the_tour_is_walked_by_pressing_what_each_step_says(tour_on, preset, size, places):
    keys = keymap(preset)[0]
    async with reading(tour_on(preset), size) as r:
        assert r.session.source.name == "tour.md"
        for at, step in enumerate(STEPS[:-1]):
            said = strip_of(r)
            assert f"Step {at + 1} of {len(STEPS)} · {step.title}" in said
            for key in WALK[step.id]:
                if key.startswith("{") and key != "{next_match}":
                    assert keys.told(key) in said, (step.id, key)
            assert keys.told("{tour_skip} skip · {tour_leave} leave") in said
            for name in pressed(keys, WALK[step.id]):
                await r.press(name)
        assert f"Step {len(STEPS)} of {len(STEPS)}" in strip_of(r)
        assert reached(places) == ""
        await r.press(*pressed(keys, ["{tour_leave}"]))
        assert strip_of(r) == ""


async def test_a_step_that_was_only_begun_is_not_done(tour_on):
    async with reading(tour_on()) as r:
        await r.press("j")
        assert "Step 2 of" in strip_of(r)
        await r.press("t", *"pra", "escape", "h", "k")
        assert "Step 2 of" in strip_of(r)


async def test_a_step_can_be_skipped_and_the_tour_goes_on_there_another_time(tour_on):
    async with reading(tour_on()) as r:
        await r.press("g", "full_stop", "g", "full_stop")
        assert "Step 3 of" in strip_of(r)
        await r.press("q")
    async with reading(tour_on()) as r:
        assert "Step 3 of" in strip_of(r)


async def test_leaving_the_tour_leaves_an_ordinary_reader(tour_on, places):
    async with reading(tour_on()) as r:
        await r.press("j", "g", "q")
        assert strip_of(r) == ""
        assert r.view.size.height == NARROW[1] - 2
        assert "postil tour goes on from here" in r.status
        await r.press("t", *"mine", "enter")
        assert strip_of(r) == ""
    assert reached(places) == "tag"


async def test_the_last_step_is_closed_by_skipping_it_and_the_tour_begins_anew(tour_on):
    async with reading(tour_on()) as r:
        for _ in STEPS[:-1]:
            await r.press("g", "full_stop")
        assert "gq close" in strip_of(r)
        await r.press("g", "full_stop")
        assert strip_of(r) == ""
    async with reading(tour_on()) as r:
        assert "Step 1 of" in strip_of(r)


async def test_no_other_library_has_the_strip_and_its_keys_say_so(app_on):
    async with reading(app_on()) as r:
        assert strip_of(r) == ""
        await r.press("g", "full_stop")
        assert "postil tour opens it" in r.status


async def test_the_tour_of_an_empty_library_has_the_strip_too(app_on, tmp_path):
    (tmp_path / "void").mkdir()
    app = app_on(None)
    app._reader._library.move_to(tmp_path / "void")
    async with reading(app) as r:
        await r.press("enter")
        await r.settle()
        assert "Step 1 of" in strip_of(r)


@pytest.mark.parametrize("size", [NARROW, (40, 24)], ids=["80", "40"])
async def test_the_text_stays_where_it_is_from_step_to_step(tour_on, size):
    async with reading(tour_on(), size) as r:
        heights = {r.view.size.height}
        for _ in STEPS[:-1]:
            await r.press("g", "full_stop")
            heights.add(r.view.size.height)
            assert strip_of(r)
    assert len(heights) == 1


async def test_the_strip_needs_no_colour(tour_on, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(tour_on()) as r:
        assert "Step 1 of" in drawn(r.app)
        assert "skip" in drawn(r.app)


async def test_other_keys_are_told_in_the_strip_as_soon_as_something_happens(tour_on):
    async with reading(tour_on()) as r:
        r.reader.desk.keymap = keymap("arrows")[0]
        await r.press("K")
        assert "Press Down:" in strip_of(r)
