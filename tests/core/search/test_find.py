from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.documents import open_document
from tui.core.model import Block, Document
from tui.core.search import find
from tui.core.search.find import FEW, Match, goes_on, matches_in, next_match
from tui.core.search.needle import Needle
from tui.core.text import clean


def document(*texts):
    blocks = [Block("paragraph", text) for text in texts]
    return Document(Path("x.txt"), "txt", "txt/1", "x", blocks, range(len(blocks)), 1, "0")


def test_every_match_of_a_block_is_found_for_painting():
    assert matches_in("Date, update, date", "date") == [(0, 4), (8, 12), (14, 18)]
    assert matches_in("Date", "") == []


def test_the_next_match_starts_at_or_behind_the_offset():
    two = document("a date and a date", "none")
    assert next_match(two, "date", 0, 0) == Match(0, 2, 6)
    assert next_match(two, "date", 0, 2) == Match(0, 2, 6)
    assert next_match(two, "date", 0, 6) == Match(0, 13, 17)


def test_the_previous_match_ends_at_or_before_the_offset():
    two = document("a date", "a date and a date")
    assert next_match(two, "date", 1, 13, step=-1) == Match(1, 2, 6)
    assert next_match(two, "date", 1, 2, step=-1) == Match(0, 2, 6)


@pytest.mark.parametrize(("block", "offset", "step"), [(0, 6, 1), (2, 0, 1), (0, 2, -1)])
def test_finding_goes_round_and_may_return_to_the_only_match(block, offset, step):
    assert next_match(document("a date", "b", "c"), "date", block, offset, step=step) == Match(
        0, 2, 6
    )


def test_what_is_not_there_is_not_found():
    assert next_match(document("a", "b"), "date", 1, 0) is None
    assert next_match(document("a"), "", 0, 0) is None
    assert next_match(document(), "a", 0, 0) is None


def test_a_cancelled_search_finds_nothing():
    assert next_match(document("a", "b"), "b", 0, 0, cancelled=lambda: True) is None


@given(st.lists(st.text(alphabet="ab ", max_size=6), min_size=1, max_size=6), st.data())
def test_n_walks_over_every_match_and_shift_n_walks_back(texts, data):
    doc = document(*texts)
    every = [Match(i, *span) for i, text in enumerate(texts) for span in matches_in(text, "ab")]
    forward, at = [], (data.draw(st.integers(0, len(texts) - 1)), 0)
    for _ in every:
        match = next_match(doc, "ab", *at)
        forward.append(match)
        at = (match.block, match.end)
    assert sorted(forward, key=lambda m: (m.block, m.start)) == every
    for match, before in zip(forward[:0:-1], forward[-2::-1], strict=True):
        assert next_match(doc, "ab", match.block, match.start, step=-1) == before


@pytest.mark.parametrize(("step", "block"), [(1, 4), (-1, 1)])
def test_only_the_blocks_that_are_asked_for_are_looked_at(step, block):
    dates = document(*["date"] * 6)
    start = next_match(dates, "date", 3, 4 if step > 0 else 0, step=step, among=[1, 3, 4])
    assert start == Match(block, 0, 4)


PLAIN = ["date", "Up", "the", "x-y", "-", "*", "==", "> a", "- date", "====="]
FOLDED = [
    "été",
    "ﬁne",
    "“so”",
    "İt",
    "\u212a\u2160x",
    "д",
    "ДА",
    "Й",
    "ⓐ",
    "ẞ",
    "⁻−",
    "龙",
    "\xa0x",
]
UNSEEN = ["de\u0301", "da\u00adte", "d\u200bat", "е\u0306", "\ufeffdate"]
CHANGED = ["d\x01t", "\x7f", "a" + "\u20d0" * 9 + "t"]
WORDS = st.sampled_from([*PLAIN, *FOLDED, *UNSEEN, *CHANGED])
SOURCES = st.lists(st.tuples(WORDS, st.sampled_from([" ", "\n", "\n\n", "\t"])), max_size=60)


@given(
    SOURCES,
    st.text("datexupKÉ -*='дйЙ\u2401\ufffd⁻−\u20d0龙\u0301", min_size=1, max_size=4),
    st.data(),
    st.sampled_from([1, -1]),
)
def test_what_is_passed_over_by_its_source_holds_nothing(
    tmp_path_factory, pieces, needle, data, step
):
    path = tmp_path_factory.getbasetemp() / "found.txt"
    path.write_text("".join(word + gap for word, gap in pieces) + "end")
    text = open_document(path)
    assert text.raw is not None
    start = data.draw(st.integers(0, len(text.blocks) - 1))
    places = [(text, start, 0), (replace(text, raw=None), start, 0)]
    some, few = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 3))
    with patch.object(find, "CHECK_EVERY", some), patch.object(find, "FEW", few):
        with_source, without = (next_match(d, needle, b, o, step=step) for d, b, o in places)
    assert with_source == without


MARKUP = [
    *[
        "**bo**ld",
        "l[in](http://a)k",
        "a&amp;b",
        "`co`de",
        "<b>x</b>",
        "\\*x",
        "![pic](a.png)",
        "[^1]",
    ],
    *[
        "# Head",
        "#",
        "- one",
        "  - two",
        "1. three",
        "> quoted",
        "> - four",
        "```",
        "    code",
        "---",
    ],
    *[
        "- - -",
        "***",
        "a | b",
        "--- | ---",
        "c \\| d",
        "===",
        "[^1]: note",
        "[ref]: http://a",
        "~~x~~",
    ],
    *["<div>", "</div>", "- [ ] todo", "\t", "x  ", "plain", "words", "Ünï", "a\x00b", "“so”", "│"],
]
PARTS = st.tuples(st.sampled_from(MARKUP), st.sampled_from([" ", "\n", "\n\n", "\n\n\n"]))


# The first example loads the parser.
@settings(deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=24), st.data(), st.sampled_from([1, -1]))
def test_what_is_passed_over_by_the_source_of_markdown_holds_nothing(
    tmp_path_factory, pieces, data, step
):
    path = tmp_path_factory.getbasetemp() / "found.md"
    path.write_text("".join(word + gap for word, gap in pieces) + "end")
    text = open_document(path)
    assert text.raw is not None
    every = st.integers(0, len(text.blocks) - 1)
    shown = text.blocks[data.draw(every)].text
    start = data.draw(st.integers(0, len(shown)))
    needle, origin = shown[start : data.draw(st.integers(start, len(shown)))], data.draw(every)
    some, few = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 3))
    with patch.object(find, "CHECK_EVERY", some), patch.object(find, "FEW", few):
        found = next_match(text, needle, origin, 0, step=step)
        assert found == next_match(replace(text, raw=None), needle, origin, 0, step=step)


@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from([str, str.swapcase]), st.data())
def test_what_stands_in_a_block_may_stand_in_its_source(words, spelt, data):
    source = "\n".join(words)
    text = clean(" ".join(source.split()).replace("\ufeff", ""))
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    needle = Needle(spelt(text[start : data.draw(st.integers(start, len(text)))]))
    assert needle.may_stand_in(source.encode()) or not needle.in_text(text)


@pytest.mark.parametrize("name", ["long.txt", "long.md"])
@pytest.mark.parametrize("rest", ["", "Café", "“It’s” – so…", "стул", "龙"])
def test_a_text_without_the_word_is_not_looked_at_block_by_block(tmp_path, monkeypatch, rest, name):
    path = tmp_path / name
    path.write_text("\n\n".join(f"Line {n}. {rest}" for n in range(3000)) + "\n\nThe odd one.\n")
    text = open_document(path)
    looked, real = [], Needle.in_text
    monkeypatch.setattr(Needle, "in_text", lambda self, t: looked.append(t) or real(self, t))
    assert next_match(text, "odd", 0, 0) == Match(3000, 4, 7)
    assert len(looked) <= 1 + FEW


def test_what_lacks_a_letter_is_passed_over_without_small_letters_being_made_of_it():
    class Raw(bytes):
        def lower(self):
            raise AssertionError

    assert not Needle("zebra").may_stand_in(Raw(b"A BRAVE text without the last letter."))
    assert Needle("zebra").may_stand_in(b"A ZEBRA.")


@pytest.mark.parametrize("step", [1, -1])
def test_blocks_out_of_one_chunk_are_not_passed_over(tmp_path, monkeypatch, step):
    path = tmp_path / "list.txt"
    path.write_text("- one\n- two\n- date\n\nAnother paragraph.\n\nAnd more of it.\n")
    text = open_document(path)
    monkeypatch.setattr(find, "CHECK_EVERY", 1)
    assert next_match(text, "date", 0, 0, step=step) == Match(2, 0, 4)
    assert next_match(text, "two", 4, 0, step=step) == Match(1, 0, 3)


@pytest.mark.parametrize("char", "‴⁗⁻₋︱︲﹘")
def test_what_is_folded_to_a_letter_that_is_folded_in_turn_is_not_passed_over(char):
    text = f"{char}−'’"
    assert Needle(text).in_text(text)
    assert Needle(text).may_stand_in(text.encode())


@given(
    st.lists(st.text("aáA\u0301 b-", max_size=6), min_size=1, max_size=6),
    st.text("aáA\u0301 b-", min_size=1, max_size=5),
    st.data(),
)
def test_what_goes_on_is_found_from_the_nearest_match_of_its_beginning_on(texts, needle, data):
    doc = document(*texts)
    origin = data.draw(st.integers(0, len(texts) - 1))
    less = needle[: data.draw(st.integers(0, len(needle)))]
    nearest = next_match(doc, less, origin, 0)
    if goes_on(less, needle):
        from_there = next_match(doc, needle, nearest.block, nearest.start) if nearest else None
        assert from_there == next_match(doc, needle, origin, 0)


def test_what_a_text_may_go_on_with():
    assert goes_on("zeb", "Zebra")
    assert goes_on("te", "té")
    assert not goes_on("zebra", "zeb")
    assert not goes_on("", "zeb")
    assert not goes_on("\u0301", "e")


@pytest.mark.parametrize("needle", ["│", "a │ b", "it’s", "bold", "mail&more", "*"])
def test_what_markdown_shows_and_its_source_has_not_is_found(tmp_path, needle):
    path = tmp_path / "note.md"
    words = "Words.\n\n" * 2 * FEW
    path.write_text(f"{words}a | b\n--- | ---\nc | d\n\nIt&rsquo;s **bo**ld, mail&amp;more \\*.\n")
    assert next_match(open_document(path), needle, 0, 0)
