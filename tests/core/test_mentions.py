from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.mentions import OFFERED, Known, begun, mentionable, mentions
from tui.core.model import Annotation, Selector
from tui.core.note_preview import preview
from tui.core.search.mentioning import offers

ROOT = Path("/shelf")
ID = 0x0199_0000_0000_7000_8000_0000_3F9A_01BC


def note(text, id_=ID, path="essay.md", number=3, title="The margin"):
    annotation = Annotation(id_, "", "", Selector(), note=text)
    return mentionable(ROOT / path, ROOT, title, annotation, number)


def document(path="essay.md", title="The margin"):
    return mentionable(ROOT / path, ROOT, title)


@pytest.mark.parametrize(
    ("before", "typed"),
    [
        ("see [[", ""),
        ("see [[gl", "gl"),
        ("[[a]] and [[the b", "the b"),
        ("see [", None),
        ("see [[a]]", None),
        ("see [[essay.md|wo", None),
        ("plain", None),
    ],
)
def test_a_mention_is_begun_by_two_brackets_and_is_over_when_it_is_whole(before, typed):
    assert begun(before) == typed


def test_a_mention_is_readable_and_names_the_path_and_the_end_of_the_id():
    assert note("Who said\nso?").written == "[[essay.md#3f9a01bc|Who said so?]]"
    assert document().written == "[[essay.md|The margin]]"
    assert len(note("word " * 99).written) < 100


def test_a_mention_holds_nothing_that_markdown_would_take_for_its_own():
    one = note("use `x`", path="my_notes/a*b*_[c].md", number=None)
    assert one.written.startswith("[[my_notes/")
    blocks, leading = preview(f"See {one.written}", Known([one]))
    assert [block.text for block in blocks] == ["See use 'x'"]
    assert leading[0].to is one


def test_a_mention_leads_to_what_it_was_made_of():
    every = [note("one"), note("two", ID + 1), document(), document("verse/poem.txt", "Night")]
    known = Known(every)
    for one in every:
        (found,) = mentions(f"see {one.written}.")
        assert known.meant(found) is one


@given(st.text(min_size=1).filter(lambda t: "\0" not in t and t.strip("./")), st.text())
def test_whatever_path_and_words_a_mention_is_one_and_found_again(path, words):
    one = note(words, path=path.strip("/").replace("..", "_"), title="t")
    (found,) = mentions(one.written)
    assert found.path == one.path
    assert Known([one]).meant(found) is one


def test_a_mention_follows_a_moved_document():
    known = Known([note("one", path="old/essay.md"), document("old/essay.md")])
    for written in ("[[essay.md#3f9a01bc|one]]", "[[essay.md|x]]", "[[new/essay.md]]"):
        (found,) = mentions(written)
        assert known.meant(found)


def test_a_mention_of_what_is_gone_or_not_clear_leads_nowhere():
    known = Known([document("a/x.md"), document("b/x.md"), note("one")])
    for written in ("[[x.md]]", "[[c/x.md]]", "[[essay.md#00000000|one]]"):
        (found,) = mentions(written)
        assert known.meant(found) is None


def test_where_two_ids_end_alike_the_path_says_which_is_meant():
    here, there = note("one", path="a.md"), note("two", ID + (1 << 40), path="b.md")
    (found,) = mentions(there.written)
    assert Known([here, there]).meant(found) is there


def test_nothing_typed_offers_all_in_their_order_and_letters_the_best():
    every = [note("the glass is empty", 2), note("a gloss", 1), document("x.md", "Glossary")]
    assert offers("", every) == every
    assert [o.words for o in offers("empty", every)] == ["the glass is empty"]
    assert [o.words or o.title for o in offers("glos", every)][:2] == ["Glossary", "a gloss"]
    assert offers("zzz", every) == []
    assert [o.words for o in offers("Mar Glo", every)] == ["a gloss"]


def test_beyond_the_newest_notes_a_mention_still_leads_somewhere_but_is_not_offered():
    every = [note("n", id_) for id_ in range(OFFERED + 1)]
    known = Known([*every, document()])
    assert known.offered == [*every[:-1], document()]
    (found,) = mentions(every[-1].written)
    assert known.meant(found) is every[-1]


def shown(text, *every):
    blocks, leading = preview(text, Known(every))
    return [block.text for block in blocks], leading


def test_a_preview_shows_mentions_as_their_words_and_marks_one_that_leads_nowhere():
    one = note("Who said so?")
    texts, leading = shown(
        f"See {one.written}, *not* [[gone.md|that]] or [[essay.md#3f9a01bc]].", one
    )
    assert texts == ["See Who said so?, not that [?] or Who said so?."]
    assert [(at.block, at.start, at.to) for at in leading] == [(0, 4, one), (0, 34, one)]


def test_a_preview_shows_the_address_of_a_link_and_leaves_styles_on_their_words():
    blocks, _ = preview("**a [b](http://x.org) c** <http://y.org> [[n.md|d]] *e*", Known())
    (block,) = blocks
    assert block.text == "a b (http://x.org) c http://y.org d [?] e"
    styled = {(s.style, block.text[s.start : s.end]) for s in block.spans}
    assert styled == {
        ("strong", "a b (http://x.org) c"),
        ("link", "b"),
        ("link", "http://y.org"),
        ("del", "d [?]"),
        ("em", "e"),
    }


def test_a_preview_leaves_code_as_it_is_and_swallows_nothing_like_front_matter():
    texts, leading = shown("---\na: b\n---\n\n`[[essay.md]]`\n\n```\n[[essay.md]]\n```", document())
    assert texts[-2:] == ["[[essay.md]]", "[[essay.md]]"]
    assert "a: b" in texts
    assert leading == []


def test_a_preview_makes_hostile_text_visible():
    texts, _ = shown("a\x1b[31m [b](http://x\x07y) ![c](\x1b)\u202e")
    assert not any(c in "".join(texts) for c in "\x1b\x07\u202e")


@given(st.text(alphabet="[]|#*`_ <>()!ab\n-.>"))
def test_a_preview_of_anything_has_its_spans_within_its_text(text):
    for block in preview(text, Known())[0]:
        assert all(0 <= s.start <= s.end <= len(block.text) for s in block.spans)
