from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import split_graphemes

from tui.core.documents import open_document
from tui.core.selection import called, select_paragraph, select_ranges, select_word, words

FROZEN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
LETTERS = st.sampled_from(
    [*"ab1é'’ -.\u0301\u200d漢字かﾊﾞ\u0e01\u0e34한한국👍🏽👩\U0001f1e9\U0001f1ea\ufe0f"]
)
TEXTS = st.text(LETTERS, max_size=40)
MOTIONS = st.sampled_from(["on", "back", "start", "end", "swap", "word", "next", "previous"])


def cut(text):
    return [text[start:end] for start, end in words(text)]


def document(tmp_path, *paragraphs):
    path = tmp_path / "text.md"
    path.write_text("\n\n".join(paragraphs) + "\n")
    return open_document(path)


def chosen(selection, document):
    return [document.blocks[b].text[start:end] for b, start, end in selection.ranges(document)]


def test_words_are_letters_and_digits_with_apostrophes_between_them():
    assert cut("It isn’t 'my' dog's 3rd, well-known (one).") == [
        "It", "isn’t", "my", "dog's", "3rd", "well", "known", "one",
    ]  # fmt: skip


def test_a_character_written_without_blanks_is_a_word():
    assert cut("漢字 and かな") == ["漢", "字", "and", "か", "な"]


def test_accents_and_vowel_signs_belong_to_their_word():
    assert cut("cafe\u0301 हिन्दी x") == ["cafe\u0301", "हिन्दी", "x"]


def test_text_without_a_word_is_one_word_and_no_text_is_none():
    assert cut("  * * *  ") == ["* * *"]
    assert cut(" \n ") == cut("") == []


@given(TEXTS)
def test_no_word_begins_or_ends_inside_a_grapheme_cluster(text):
    spans, _ = split_graphemes(text)
    edges = {0, *(end for _, end, _ in spans)}
    for start, end in words(text):
        assert start < end
        assert {start, end} <= edges
    assert list(words(text)) == sorted(words(text))


def test_paragraphs_between_anchor_and_head_are_ranges_without_the_rules(tmp_path):
    text = document(tmp_path, "one", "two", "---", "three")
    selection = select_paragraph(text, 1).reaching(text, 3)
    assert chosen(selection, text) == ["two", "three"]
    assert called(text, *selection.ends) == "¶ 2-3"
    assert chosen(selection.swapped().reaching(text, 0), text) == ["one", "two", "three"]
    assert called(text, *selection.reaching(text, 2).ends) == "¶ 2"


def test_words_are_taken_and_given_back_one_by_one(tmp_path):
    text = document(tmp_path, "One two, three four.")
    selection = select_word(text, 0, 5)
    assert chosen(selection, text) == ["two"]
    assert chosen(selection.stepped(text, 2), text) == ["two, three four"]
    assert chosen(selection.stepped(text, 2).stepped(text, -1), text) == ["two, three"]
    assert chosen(selection.stepped(text, -9), text) == ["One two"]
    assert chosen(selection.to_edge(text, 1), text) == ["two, three four."]
    assert chosen(selection.to_edge(text, 1).swapped().stepped(text, 1), text) == ["three four."]
    assert called(text, *selection.stepped(text, 1).ends) == "“two, three”"


def test_words_reach_into_other_paragraphs_up_to_their_far_edge(tmp_path):
    text = document(tmp_path, "One two.", "Three.", "Four five.")
    selection = select_word(text, 1, 0)
    assert chosen(selection.reaching(text, 2), text) == ["Three.", "Four five."]
    assert chosen(selection.reaching(text, 0), text) == ["One two.", "Three"]
    back = selection.reaching(text, 2).stepped(text, -1)
    assert chosen(back, text) == ["Three.", "Four"]
    assert called(text, *back.ends).startswith("“Three. … ")


def test_a_long_phrase_is_called_by_its_first_and_last_words(tmp_path):
    text = document(tmp_path, "One two three four five six seven eight nine.", "x" * 40)
    assert called(text, (0, 0, 3), (0, 0, 44)) == "“One two … eight nine”"
    assert called(text, (1, 1, 2), (1, 1, 40)) == f"“{'x' * 12} … {'x' * 12}”"


def test_what_an_annotation_is_on_is_selected_again_exactly(tmp_path):
    text = document(tmp_path, "One two three.", "Four five six.", "Seven.")
    for ranges in (
        ((0, 4, 13),), ((0, 0, 14), (1, 0, 14)), ((0, 4, 14), (1, 0, 14), (2, 0, 3)), ((1, 2, 3),),
    ):  # fmt: skip
        selection = select_ranges(text, ranges)
        assert selection.ranges(text) == ranges
        assert selection.fits(text)
    assert not selection.fits(document(tmp_path, "One."))


@FROZEN
@given(texts=st.lists(TEXTS, min_size=1, max_size=4), motions=st.lists(MOTIONS, max_size=25))
def test_no_motion_leaves_the_text_or_splits_a_character(tmp_path, texts, motions):
    text = document(tmp_path, *texts)
    if not len(text.blocks):
        return
    selection = select_word(text, 0, 0) or select_paragraph(text, 0)
    for motion in motions:
        block = selection.head[0]
        selection = {
            "on": lambda s: s.stepped(text, 2),
            "back": lambda s: s.stepped(text, -1),
            "start": lambda s: s.to_edge(text, -1),
            "end": lambda s: s.to_edge(text, 1),
            "swap": lambda s: s.swapped(),
            "word": lambda s: s.to_word(text, 7),
            "next": lambda s, b=block: s.reaching(text, min(b + 1, len(text.blocks) - 1)),
            "previous": lambda s, b=block: s.reaching(text, max(0, b - 1)),
        }[motion](selection)
        for index, start, end in selection.ranges(text):
            whole = text.blocks[index].text
            edges = {0, *(last for _, last, _ in split_graphemes(whole)[0])}
            assert 0 <= start <= end <= len(whole)
            assert {start, end} <= edges
            assert start < end or not whole.strip()
