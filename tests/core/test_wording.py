from hypothesis import given
from hypothesis import strategies as st

from tui.core.anchors.wording import LARGEST, differences, excerpt, joined

TEXTS = st.text("ab cd.’\n　紙本年é", max_size=60)


def marked(runs):
    """The runs with brackets around what the other text has differently."""
    return "".join(f"[{text}]" if changed else text for text, changed in runs)


def shown(old, new):
    return tuple(map(marked, differences(old, new)))


@given(TEXTS, TEXTS)
def test_the_runs_of_two_texts_give_the_texts_back(old, new):
    was, now = differences(old, new)
    assert (joined(was), joined(now)) == (old, new)


@given(TEXTS, TEXTS)
def test_what_is_not_marked_is_the_same_on_both_sides(old, new):
    was, now = ([text for text, changed in runs if not changed] for runs in differences(old, new))
    assert "".join("".join(was).split()) == "".join("".join(now).split())


def test_a_replaced_word_is_marked_on_both_sides():
    was, now = shown("a scholion argued with it", "a scholion quarrelled with it")
    assert was == "a scholion [argued] with it"
    assert now == "a scholion [quarrelled] with it"


def test_words_that_were_added_are_marked_where_they_stand_and_nothing_beside_them():
    was, now = shown("It answered it.", "It answered it line by line.")
    assert (was, now) == ("It answered it.", "It answered it [line by line].")


def test_a_text_that_was_only_wrapped_anew_has_no_difference():
    assert shown("one two\nthree", "one\ntwo   three") == ("one two\nthree", "one\ntwo   three")


def test_chinese_is_compared_character_by_character():
    assert shown("他在书边写字", "他在纸边写字") == ("他在[书]边写字", "他在[纸]边写字")


def test_an_apostrophe_does_not_break_a_word():
    assert shown("I don’t know", "I do know") == ("I [don’t] know", "I [do] know")


def test_a_word_that_is_everywhere_is_no_junk():
    same = "the cat and " * 200
    was, now = shown(f"Begin {same}end", f"Start {same}stop")
    assert (was, now) == (f"[Begin] {same}[end]", f"[Start] {same}[stop]")


def test_texts_too_long_to_be_compared_differ_between_what_they_begin_and_end_with():
    size = int(LARGEST**0.5) + 1
    was, now = shown(f"Same {'x ' * size}end", f"Same {'y ' * size}end")
    assert was == f"Same [{('x ' * size).strip()}] end"
    assert now == f"Same [{('y ' * size).strip()}] end"


def test_an_excerpt_keeps_the_differences_and_some_words_beside_them():
    long = "word " * 40
    runs = [(long, False), ("old", True), (" " + long, False), ("older", True), (long, False)]
    assert marked(excerpt(runs, 12)) == "… word word [old] word word … word word [older]word word …"


def test_an_excerpt_of_a_text_without_differences_is_its_beginning():
    assert marked(excerpt([("word " * 40, False)], 12)) == "word word …"


def test_what_is_short_enough_is_not_cut():
    runs = [("a word ", False), ("old", True), (" behind", False)]
    assert excerpt(runs, 12) == runs
