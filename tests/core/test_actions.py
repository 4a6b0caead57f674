from itertools import combinations

from tui.core.actions import ACTIONS, groups, key_tables, parted, shown
from tui.core.keymap import can_meet


def test_every_action_has_a_key_a_title_and_a_help_text():
    for action in ACTIONS:
        assert action.keys
        assert all(action.keys)
        assert action.title
        assert action.help


def test_no_two_actions_share_an_id():
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_no_two_actions_that_can_meet_share_a_key():
    for one, other in combinations(ACTIONS, 2):
        if can_meet(one.scope, other.scope):
            assert not set(one.keys) & set(other.keys), (one.id, other.id)


def test_no_key_is_the_beginning_of_another_of_its_scope():
    for one, other in combinations(ACTIONS, 2):
        if one.scope == other.scope:
            for a in one.keys:
                for b in other.keys:
                    assert not f"{b} ".startswith(f"{a} "), (one.id, other.id)
                    assert not f"{a} ".startswith(f"{b} "), (one.id, other.id)


def test_every_key_that_needs_a_third_level_has_a_twin():
    hard = set("[]{}~@|\\")
    for action in ACTIONS:
        easy = [key for key in action.keys if not hard & set("".join(parted(key)[0]))]
        assert easy, action.id


def test_keys_are_shown_as_a_person_reads_them():
    assert shown("g g") == "gg"
    assert shown("ctrl+d") == "Ctrl+D"
    assert shown("shift+tab") == "Shift+Tab"
    assert shown("g h {y r g b p}") == "gh + y r g b p"
    assert shown("{1-9}") == "1-9"
    assert shown("{") == "{"
    assert shown("{") == "{"


def test_the_tables_hold_every_action_of_every_group():
    tables = key_tables()
    for group, actions in groups().items():
        assert f"**{group}**" in tables
        for action in actions:
            assert f"| {action.help} |" in tables
