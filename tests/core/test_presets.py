"""What every preset must hold, and what each one promises."""

from itertools import combinations

import pytest

from tui.core.actions import ACTIONS, parted
from tui.core.keymap import VIM, can_meet, collide, keymap
from tui.core.presets import PRESETS
from tui.core.sequences import parse_sequence


@pytest.fixture(params=PRESETS)
def preset(request):
    return request.param


def test_a_preset_names_only_actions_that_exist(preset):
    assert set(PRESETS[preset]) <= {action.id for action in ACTIONS}


def test_every_action_has_a_key_in_every_preset(preset):
    keys, problems = keymap(preset)
    assert problems == []
    for action in keys.actions:
        assert action.keys, action.id
        assert tuple(map(parse_sequence, action.keys)) == action.keys
        assert len(set(action.keys)) == len(action.keys)


def test_no_key_of_a_preset_is_another_one_nor_the_beginning_of_it(preset):
    for one, other in combinations(keymap(preset)[0].actions, 2):
        if can_meet(one.scope, other.scope):
            for a in one.keys:
                for b in other.keys:
                    assert not collide(a, b), (one.id, a, other.id, b)


def test_a_preset_says_nothing_that_the_registry_says_already(preset):
    for id_, keys in PRESETS[preset].items():
        assert keys != VIM.action(id_).keys, id_


def test_every_key_of_a_preset_that_needs_a_third_level_has_a_twin(preset):
    hard = set("[]{}~@|\\")
    for action in keymap(preset)[0].actions:
        assert any(not hard & set("".join(parted(key)[0])) for key in action.keys), action.id


def keys_of(preset, *ids):
    keys = keymap(preset)[0]
    return [keys.action(id_).keys[0] for id_ in ids]


def test_vim_is_the_registry():
    assert keymap("vim")[0] == VIM
    assert VIM.actions == ACTIONS


def test_pager_moves_the_text_with_the_keys_of_a_pager():
    moves = keys_of("pager", "half_down", "half_up", "line_down", "line_up")
    assert moves == ["d", "u", "j", "k"]


def test_readwise_has_the_letters_of_its_namesake():
    assert keys_of("readwise", "note", "highlight", "undo") == ["N", "H", "Z"]


def test_arrows_moves_without_a_letter():
    def has_no_letter(key):
        return not any(len(part) == 1 and part.isalpha() for part in key.replace("+", " ").split())

    far = {"first", "last", "next_section", "previous_section", "next_annotation",
           "previous_annotation", "back", "forward", "next_document",
           "previous_document"}  # fmt: skip
    moving = ("Move", "While words are selected", "In a pane or list")
    stays = {"list_pin", "list_remove"}
    for action in keymap("arrows")[0].actions:
        moves = action.group in moving and action.id not in stays
        if moves or action.id in far:
            assert has_no_letter(action.keys[0]), action.id
