from tui.core.actions import shown
from tui.core.keymap import VIM, collide, keymap


def test_a_text_names_the_key_that_works():
    readwise, _ = keymap("readwise")
    assert VIM.told("{undo} undo") == "u undo"
    assert readwise.told("{undo} undo") == "Z undo"


def test_a_count_and_a_key_of_one_character_are_written_together():
    arrows, _ = keymap("arrows")
    assert VIM.told("12{first}") == "12gg"
    assert arrows.told("12{first}") == "12 Home"


def test_braces_that_name_no_action_stay():
    assert VIM.told("{} {nothing} {UNDO} { undo }") == "{} {nothing} {UNDO} { undo }"


def test_an_action_without_a_key_is_named_by_its_title():
    keys, problems = keymap(own={"undo": ()})
    assert problems == []
    assert keys.told("{undo} undo") == "“Undo” undo"
    assert keys.hints({"undo": "undo", "note": "note"}) == [("a", "note")]


def test_help_texts_name_the_keys_that_work():
    keys, _ = keymap(own={"undo": ("Z",)})
    assert keys.action("remove").help == "Remove the annotation; Z brings it back"
    assert "brings" in VIM.action("remove").help
    assert not any("{" in action.help for action in VIM.actions)


def test_keys_of_ones_own_replace_those_of_the_preset():
    keys, problems = keymap("pager", {"undo": ("Z",), "half_up": ("u",)})
    assert problems == []
    assert keys.action("undo").keys == ("Z",)
    assert keys.action("half_down").keys == ("d", "ctrl+d")


def test_of_two_actions_with_one_key_the_readers_own_has_it_and_both_are_named():
    keys, problems = keymap(own={"note": ("N", "a")})
    (problem,) = problems
    assert "“N” is a key of both “note” and “previous_match”" in problem
    assert "“previous_match” is without a key" in problem
    assert keys.action("note").keys == ("N", "a")
    assert keys.action("previous_match").keys == ()


def test_of_two_keys_of_ones_own_the_first_counts():
    keys, (problem,) = keymap(own={"star": ("Q",), "note": ("a", "Q")})
    assert "“Q” is a key of both “star” and “note”" in problem
    assert keys.action("star").keys == ("Q",)
    assert keys.action("note").keys == ("a",)


def test_a_key_that_begins_another_is_said_whichever_is_the_longer():
    _, problems = keymap(own={"note": ("z",)})
    assert "“z” of “note” is the beginning of “zz” of “centre”" in problems[0]
    keys, (problem,) = keymap(own={"note": ("s n",)})
    assert "“s” of “status” is the beginning of “sn” of “note”" in problem
    assert keys.action("status").keys == ()


def test_a_key_may_mean_one_thing_over_the_text_and_another_in_a_list():
    assert keymap(own={"list_open": ("t",)})[1] == []
    assert keymap(own={"note_save": ("ctrl+l",)})[1] == []
    assert keymap(own={"list_open": ("?",)})[1]


def test_a_key_and_the_beginning_of_another_collide():
    assert collide("g", "g g")
    assert collide("g g", "g g")
    assert collide("g h", "g h {y r}")
    assert not collide("g", "G")
    assert not collide("' '", "' {a-z}")
    assert not collide("ctrl+d", "ctrl+d2")


def test_keys_of_several_strokes_are_shown_apart_where_they_have_names():
    assert shown("ctrl+x ctrl+e") == "Ctrl+X Ctrl+E"
    assert shown("] a") == "]a"
