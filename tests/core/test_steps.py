"""The steps of the tour, done and not done."""

from pathlib import Path

import pytest

from tui.core.actions import ACTIONS
from tui.core.edits import Change, Edit
from tui.core.keymap import VIM, keymap
from tui.core.presets import PRESETS
from tui.core.steps import STEPS, Happened, Progress, progress_at
from tui.core.tour import keep_reached, reached

ONE = Edit("tagged", (Change(Path("a"), 1, None, None),))
TWO = Edit("tagged", ONE.changes * 2)
NOTHING = Edit("nothing", ())

DOING = {
    "move": Happened("next_paragraph", arrived=True),
    "tag": Happened("tag", ONE),
    "last_tag": Happened("last_tag", ONE),
    "count": Happened("tag", TWO),
    "undo": Happened("undo", ONE),
    "redo": Happened("redo", ONE),
    "note": Happened("note", ONE),
    "highlight": Happened("highlight", ONE),
    "repeat": Happened("repeat", ONE),
    "status": Happened("status", ONE),
    "find": Happened("next_match", arrived=True),
    "back": Happened("back", arrived=True),
    "search": Happened("search", arrived=True),
    "notes": Happened("notes"),
    "list_open": Happened("list_open"),
    "help": Happened("help"),
    "document": Happened("next_document", arrived=True),
}
OPENING = {"notes", "list_open", "help"}
"""Steps that are done as soon as their action begins."""


def test_every_step_but_the_last_can_be_done_and_goes_to_the_next():
    progress = Progress()
    for step in STEPS[:-1]:
        assert progress.step is step
        progress = progress.after(DOING[step.id])
    assert progress.last


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_a_step_is_not_done_by_what_another_one_asks_for(step):
    progress = progress_at(step.id)
    for id_, happened in DOING.items():
        # Three tags at once are a tag too.
        if id_ != step.id and (step.id, id_) != ("tag", "count"):
            assert progress.after(happened) == progress, id_


@pytest.mark.parametrize("id_", sorted(DOING.keys() - OPENING))
def test_to_begin_an_action_is_not_to_have_done_it(id_):
    progress = progress_at(id_)
    action = DOING[id_].action
    assert progress.after(Happened(action)) == progress
    assert progress.after(Happened(action, NOTHING)) == progress


def test_one_paragraph_is_not_several():
    assert progress_at("count").after(Happened("tag", ONE)) == progress_at("count")


def test_the_last_step_stays_whatever_happens():
    last = Progress(len(STEPS) - 1)
    assert [last.after(happened) for happened in DOING.values()] == [last] * len(DOING)
    assert last.on() == last


@pytest.mark.parametrize("preset", PRESETS)
def test_a_step_names_the_keys_of_the_reader(preset):
    keys = keymap(preset)[0]
    for at in range(len(STEPS)):
        heading, text = Progress(at).told(keys)
        assert heading.startswith(f"Step {at + 1} of {len(STEPS)} · ")
        assert "{" not in text.replace(keys.key_of("previous_strictly"), "")
    assert Progress().told(keys)[1].startswith(f"Press {keys.key_of('next_paragraph')}:")


def test_a_step_is_short_enough_for_a_strip():
    for at in range(len(STEPS)):
        assert max(map(len, Progress(at).told(VIM))) < 100


def test_steps_are_named_once_and_name_actions_that_exist():
    assert len({step.id for step in STEPS}) == len(STEPS)
    ids = {action.id for action in ACTIONS}
    assert {happened.action for happened in DOING.values()} <= ids


def test_progress_is_found_again_by_the_id_of_the_step(places):
    assert progress_at(reached(places)) == Progress()
    keep_reached(places, "undo")
    assert progress_at(reached(places)).step.id == "undo"


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"step": 3}', b"\xff", b'{"step": "gone"}'])
def test_damaged_progress_begins_the_tour_anew(places, damage):
    keep_reached(places, "undo")
    (places.state / "tour.json").write_bytes(damage)
    assert progress_at(reached(places)) == Progress()
