from hypothesis import given
from hypothesis import strategies as st

from tui.core.actions import ACTIONS
from tui.core.keys import Invocation, KeyGrammar

KEYS = sorted({key for action in ACTIONS for seq in action.keys for key in seq.split()})


def typed(keys: list[str], *scopes: str) -> list[Invocation]:
    grammar = KeyGrammar(ACTIONS, scopes or ("reader", "app"))
    return [invocation for key in keys if (invocation := grammar.feed(key))]


def ids(keys: list[str], *scopes: str) -> list[str]:
    return [invocation.action.id for invocation in typed(keys, *scopes)]


def test_a_single_key_is_an_action():
    assert ids(["j"]) == ["next_paragraph"]


def test_a_sequence_is_an_action_only_when_it_is_complete():
    grammar = KeyGrammar(ACTIONS, ("reader", "app"))
    assert grammar.feed("g") is None
    assert grammar.pending == "g"
    invocation = grammar.feed("g")
    assert invocation
    assert invocation.action.id == "first"
    assert grammar.pending == ""


def test_a_number_before_a_key_is_its_count():
    assert [(i.action.id, i.count) for i in typed(list("12G3t40%"))] == [
        ("last", 12),
        ("tag", 3),
        ("percent", 40),
    ]


def test_a_zero_is_a_count_only_behind_another_digit():
    assert [(i.action.id, i.count) for i in typed(["0", "j", "1", "0", "j"])] == [
        ("next_paragraph", None),
        ("next_paragraph", 10),
    ]


def test_a_key_after_a_prefix_can_be_an_argument():
    (invocation,) = typed(["g", "h", "r"])
    assert (invocation.action.id, invocation.argument) == ("highlight_in", "r")


def test_a_digit_after_a_prefix_can_be_an_argument_and_no_other_key_is():
    (invocation,) = typed(["3", "g", "7"])
    assert (invocation.action.id, invocation.count, invocation.argument) == ("pinned_tag", 3, "7")
    assert ids(["g", "0", "g", "w"]) == []


def test_a_digit_can_be_a_key_of_its_own_and_no_count_then():
    (invocation,) = typed(["4"], "paint", "reader", "app")
    assert (invocation.action.id, invocation.argument) == ("paint_pinned", "4")
    assert ids(["0", "j"], "paint", "reader", "app") == ["next_paragraph"]


def test_a_slip_after_a_prefix_does_nothing_at_all():
    assert ids(["g", "w"]) == []
    assert ids(["d", "x", "j"]) == ["next_paragraph"]


def test_escape_forgets_what_was_typed():
    assert ids(["g", "escape", "g", "g"]) == ["first"]


def test_escape_while_something_is_pending_only_forgets_it():
    assert ids(["3", "escape"]) == ids(["m", "escape"]) == ids(["'", "escape"]) == []
    assert ids(["3", "escape", "escape", "j"]) == ["close", "next_paragraph"]


def test_a_key_of_its_own_comes_before_an_argument():
    assert ids(["'", "'", "'", "a", "`", "`", "`", "'"]) == [
        "last_place", "go_to_mark", "last_place", "go_to_mark",
    ]  # fmt: skip


def test_while_words_are_selected_their_keys_come_first_and_the_others_stay():
    scopes = ("words", "reader", "app")
    assert ids(["w", "b", "j", "0", "h", "}", "?"], *scopes) == [
        "next_word", "previous_word", "words_down", "paragraph_start",
        "highlight", "next_strictly", "help",
    ]  # fmt: skip
    assert [i.count for i in typed(["3", "w", "1", "0", "w"], *scopes)] == [3, 10]


def test_in_a_list_its_own_keys_count_and_those_of_the_reader_do_not():
    assert ids(["j", "t", "?"], "list", "app") == ["list_down", "help"]


def test_what_may_follow_a_prefix_is_told_with_its_title():
    grammar = KeyGrammar(ACTIONS, ("reader", "app"))
    grammar.feed("z")
    assert dict(grammar.continuations())["z"] == "Centre"


def test_a_count_without_end_stays_a_number():
    (invocation,) = typed(["9"] * 50 + ["j"])
    assert invocation.count == 999_999_999


@given(st.lists(st.sampled_from([*KEYS, "1", "0", "é", "left_shift"]), max_size=30))
def test_any_keys_leave_a_grammar_that_still_knows_the_first_action(keys):
    grammar = KeyGrammar(ACTIONS, ("reader", "app"))
    for key in keys:
        grammar.feed(key)
    grammar.reset()
    invocation = grammar.feed("j")
    assert invocation
    assert invocation.count is None


def test_a_sequence_that_is_none_is_told_until_the_next_key():
    grammar = KeyGrammar(ACTIONS, ("reader", "app"))
    for key in ("g", "Z"):
        assert not grammar.unknown
        assert grammar.feed(key) is None
    assert grammar.unknown == "gZ"
    grammar.feed("j")
    assert not grammar.unknown
    for keys in (("5", "Z"), ("g", "escape"), ("Z",)):
        for key in keys:
            grammar.feed(key)
        assert not grammar.unknown
