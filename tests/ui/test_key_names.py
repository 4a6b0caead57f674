"""What arrives of a key, from the terminal to the action."""

import pytest
from textual import events

from tests.ui.test_reader import reading
from tui.ui.key_names import MODIFIERS, key_names


@pytest.mark.parametrize(
    ("key", "character", "names"),
    [
        ("j", "j", ("j",)),
        ("G", "G", ("G",)),
        ("left_curly_bracket", "{", ("{",)),
        ("space", " ", ("space",)),
        ("ctrl+m", None, ("enter",)),
        ("alt+j", "j", ("escape", "j")),
        ("alt+j", None, ("escape", "j")),
        ("alt+shift+g", "G", ("escape", "G")),
        ("alt+down", None, ("alt+down",)),
        ("alt+ctrl+j", None, ("alt+ctrl+j",)),
    ],
)
def test_a_key_event_stands_for_these_keys(key, character, names):
    assert key_names(events.Key(key, character)) == names


@pytest.mark.parametrize("key", sorted(MODIFIERS))
def test_a_modifier_alone_is_no_key(key):
    assert key_names(events.Key(key, None)) == ()


async def test_a_modifier_does_not_end_a_sequence(app_on):
    async with reading(app_on()) as r:
        await r.press("2", "left_shift", "G")
        assert r.cursor == 1
        await r.press("d", "left_shift", "caps_lock", "h")
        assert not r.session.annotations


async def test_escape_and_keys_in_haste_end_a_selection_and_go_on(app_on):
    async with reading(app_on()) as r:
        await r.press("V", "alt+j")
        assert (r.view.selection, r.cursor) == (None, 1)
        await r.press("v")
        r.app.post_message(events.Key("alt+shift+g", "G"))
        await r.settle()
        assert (r.view.selection, r.cursor) == (None, 8)


@pytest.mark.parametrize("pane", [(), ("backslash",)])
async def test_what_is_pasted_over_the_text_or_a_list_does_nothing(app_on, pane):
    async with reading(app_on()) as r:
        await r.press("j", "V", *pane)
        before = r.text, r.status, r.view.selection
        r.app.post_message(events.Paste("ddhjtx\nq\x1b"))
        await r.settle()
        assert (r.text, r.status, r.view.selection) == before
        assert not r.session.annotations
        assert r.app.is_running
