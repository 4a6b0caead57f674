import textwrap
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.documents import chunks, open_document
from tui.core.documents.shapes import detect, wrapping
from tui.core.errors import WrongUsage
from tui.core.model import Choice

SENTENCES = (
    "The margin was left empty on purpose.",
    "Readers filled it with glosses, objections, drawings of hands and an occasional sum.",
    "Nobody who has ruled a page by hand thinks of white space as waste.",
    "A note written beside a line is read together with it, which is why it may be short.",
    "When paper grew cheap the habit spread to people who owned only three or four books.",
    "Some wrote for themselves, some for a friend, and a few for whoever came after them.",
)
PARAGRAPHS = [
    " ".join(SENTENCES[at % 6 :] + SENTENCES[: at % 6 + 1]) + f" So {at}." for at in range(14)
]


def wrapped(width, first="", rest=""):
    return [
        textwrap.fill(text, width, initial_indent=first, subsequent_indent=rest)
        for text in PARAGRAPHS
    ]


SHAPES = {
    "blank": "\n\n".join(PARAGRAPHS),
    "line": "\n".join(PARAGRAPHS),
    "wire": "A title\nA publisher\n****\n" + "\n".join(PARAGRAPHS),
    "wrapped": "\n\n".join(wrapped(72)),
    "indent": "\n".join(wrapped(70, "    ")),
    "hanging": "\n".join(wrapped(70, "", "    ")),
    "double": "\n\n\n".join(text.replace("\n", "\n\n") for text in wrapped(70)),
}


def document(folder, text, name="a.txt"):
    path = folder / name
    path.write_text(text)
    return open_document(path)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_recognised_and_gives_its_paragraphs(tmp_path, shape):
    read = document(tmp_path, SHAPES[shape] + "\n")
    assert read.shape == shape
    assert [block.text for block in read.blocks] == PARAGRAPHS
    assert read.paragraphs == len(PARAGRAPHS)


def test_text_without_any_mark_is_split_where_a_line_ends_early(tmp_path):
    read = document(tmp_path, "\n".join(wrapped(72)))
    assert read.shape == "solid"
    right = sum((Counter(PARAGRAPHS) & Counter(b.text for b in read.blocks)).values())
    assert right >= len(PARAGRAPHS) * 0.5


@pytest.mark.parametrize("stars", ["***", "****", "* * * *", "  ********  "])
def test_wire_form_gives_title_byline_and_exactly_twelve_paragraphs(tmp_path, stars):
    body = "\n".join(f"Paragraph {n} says what officials said." for n in range(12))
    read = document(tmp_path, f"Grain talks resume\nThe sample desk\n{stars}\n{body}")
    assert (read.shape, read.title, read.byline) == (
        "wire",
        "Grain talks resume",
        "The sample desk",
    )
    assert [read.number(at) for at in range(len(read.blocks))] == list(range(1, 13))
    assert read.lines(0)[0] == 4


def test_a_line_of_asterisks_further_down_is_a_rule_and_no_wire_form(tmp_path):
    read = document(tmp_path, "First.\n\nSecond.\n\n* * *\n\nThird.\n")
    assert read.shape == "blank"
    assert [block.kind for block in read.blocks] == ["paragraph", "paragraph", "rule", "paragraph"]
    assert read.number(2) is None
    assert read.number(3) == 3
    assert read.index(3) == 3


def test_headings_items_quotes_and_code_are_told_apart(tmp_path):
    read = document(
        tmp_path,
        """\
CHAPTER ONE

An ordinary paragraph, long enough not to be taken for anything else than it is.

Underlined
==========

> quoted words
> go on

- one
- two
  goes on
    - nested

1. first
2. second

    def f(x):
        return x + 1;
""",
    )
    assert [(b.kind, b.text, b.level, b.marker, b.quote_depth) for b in read.blocks] == [
        ("heading", "CHAPTER ONE", 2, "", 0),
        (
            "paragraph",
            "An ordinary paragraph, long enough not to be taken for anything else than it is.",
            0,
            "",
            0,
        ),
        ("heading", "Underlined", 1, "", 0),
        ("paragraph", "quoted words go on", 0, "", 1),
        ("item", "one", 1, "-", 0),
        ("item", "two goes on", 1, "-", 0),
        ("item", "nested", 3, "-", 0),
        ("item", "first", 1, "1.", 0),
        ("item", "second", 1, "2.", 0),
        ("code", "def f(x):\n    return x + 1;", 0, "", 0),
    ]
    assert read.headings == [0, 2]
    assert read.title == "CHAPTER ONE"


def test_short_lines_that_each_end_a_sentence_are_a_paragraph_each(tmp_path):
    lines = [textwrap.shorten(text, 70, placeholder="") + "." for text in PARAGRAPHS[:12]]
    read = document(tmp_path, "\n".join(lines))
    assert (read.shape, [block.text for block in read.blocks]) == ("line", lines)


def test_a_few_blank_lines_do_not_join_paragraphs_of_a_line_each(tmp_path):
    lines = [" ".join([text] * 2) for text in PARAGRAPHS]
    read = document(tmp_path, "\n".join(lines[:7]) + "\n\n" + "\n".join(lines[7:]))
    assert [block.text for block in read.blocks] == lines


def test_double_spaced_text_without_wider_gaps_is_never_a_single_block(tmp_path):
    read = document(tmp_path, "\n\n".join("\n".join(wrapped(70)).split("\n")))
    assert read.shape == "double"
    right = sum((Counter(PARAGRAPHS) & Counter(b.text for b in read.blocks)).values())
    assert right >= len(PARAGRAPHS) * 0.5
    endless = "\n\n".join(textwrap.wrap("words go on without a stop " * 80, 70))
    assert document(tmp_path, endless).shape == "blank"


def test_a_list_of_lines_with_air_between_stays_a_list(tmp_path):
    lines = [
        "Wheat prices rose again on Monday as rain spread over the plains",
        "A ferry ran aground near the harbour and nobody aboard was hurt",
        "The council will vote on the bridge before the end of the month",
        "Three galleries open late this week and none of them asks a fee",
        "An old printing press was found below the floor of a school hall",
    ]
    read = document(tmp_path, "\n\n".join(lines * 4))
    assert [block.text for block in read.blocks] == lines * 4


def test_a_long_text_without_any_end_of_paragraph_is_not_one_block(tmp_path):
    assert len(document(tmp_path, "word\n" * 3000).blocks) == 3000


def test_prose_between_verse_and_lists_is_prose(tmp_path):
    poem = "\n".join(f"  A line of verse, the {n}th," for n in range(8))
    parts = [poem, *wrapped(70), poem]
    front = "\n".join(f"  {n}. A chapter    {n * 10}" for n in range(200, 700))
    read = document(tmp_path, "\n\n".join([front, poem, *(f"{p}\n\n{poem}" for p in parts)]))
    found = [block.text for block in read.blocks if block.kind == "paragraph"]
    assert set(PARAGRAPHS) <= set(found)
    assert sum(block.kind == "verse" for block in read.blocks) >= len(PARAGRAPHS)


def test_prose_wrapped_by_hand_at_no_certain_width_is_prose(tmp_path):
    widths = (60, 64, 68, 72)
    ragged = [textwrap.fill(text, widths[at % 4]) for at, text in enumerate(PARAGRAPHS)]
    uneven = "\n".join(
        line
        for at in range(40)
        for line in textwrap.wrap(PARAGRAPHS[at % 14], widths[at % 4])[at % 2 : at % 2 + 1]
    ).lower()
    read = document(tmp_path, "\n\n".join([*ragged, uneven]))
    assert {block.kind for block in read.blocks} == {"paragraph"}


def test_long_lines_of_verse_are_verse(tmp_path):
    lines = [
        "Arms and the man I sing, who first from the coasts of the Trojan",
        "Came to the Latin land, an exile by fate, and the shore there,",
        "Much was he tossed on the lands and much on the deep by the powers,",
        "Many the things he suffered in war until he had founded a city.",
    ]
    poem = "\n".join(lines)
    read = document(tmp_path, f"{poem}\n\n" + "\n\n".join(PARAGRAPHS))
    assert (read.blocks[0].kind, read.blocks[0].text) == ("verse", poem)


def test_a_line_of_spaces_of_any_kind_is_a_blank_line(tmp_path):
    read = document(tmp_path, "\u00a0\n\nOne\n\u2003\n\u3000 \t\nTwo\n\ufeff\n\u00a0\u00a0Three\n")
    found = [(b.text, read.lines(at)[0]) for at, b in enumerate(read.blocks)]
    assert found == [("One", 3), ("Two", 6), ("Three", 8)]


def test_a_block_that_was_looked_at_is_kept(tmp_path):
    blocks = document(tmp_path, SHAPES["blank"]).blocks
    assert blocks[3] is blocks[3]


def test_blocks_kept_are_bounded(tmp_path):
    texts = [f"Paragraph {n} has words." for n in range(2000)]
    blocks = document(tmp_path, "\n\n".join(texts)).blocks
    first = blocks[0]
    # Going through all of them pushes none out.
    assert [block.text for block in blocks] == texts
    assert blocks[0] is first
    assert [blocks[at].text for at in range(2000)] == texts
    assert blocks[0] is not first and blocks[0] == first


def test_of_wrapped_prose_the_width_of_each_paragraph_is_not_worked_out(tmp_path, monkeypatch):
    def measured(lines):
        raise AssertionError(lines)

    monkeypatch.setattr(chunks, "own_width", measured)
    read = document(tmp_path, SHAPES["wrapped"])
    assert [block.text for block in read.blocks] == PARAGRAPHS


def test_verse_keeps_its_lines(tmp_path):
    poem = "The lamp is low,\nthe page is white,\nand someone wrote\nbeside it: night."
    read = document(tmp_path, f"{poem}\n\nI read the line\nand then the note\nand then the line\n")
    assert [block.kind for block in read.blocks] == ["verse", "verse"]
    assert read.blocks[0].text == poem


def test_a_paragraph_that_begins_with_a_year_is_no_list(tmp_path):
    read = document(tmp_path, "1984. was a year in which many people read a book of that name.\n")
    assert read.blocks[0].kind in ("paragraph", "item")
    assert "was a year" in read.blocks[0].text


def test_the_shape_can_be_chosen(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("one\ntwo\n\nthree\n")
    assert [b.text for b in open_document(path, Choice("line")).blocks] == ["one", "two", "three"]
    with pytest.raises(WrongUsage, match="no such shape: round; there are wire, line"):
        open_document(path, Choice("round"))


def test_blocks_are_built_one_by_one_from_either_end(tmp_path):
    blocks = document(tmp_path, SHAPES["blank"]).blocks
    assert blocks[-1].text == PARAGRAPHS[-1]
    assert [b.text for b in blocks[1:3]] == PARAGRAPHS[1:3]
    with pytest.raises(IndexError):
        blocks[len(PARAGRAPHS)]


def test_where_blocks_begin_is_ascending_and_below_the_size(tmp_path):
    read = document(tmp_path, SHAPES["wrapped"])
    assert list(read.starts) == sorted(read.starts)
    assert read.starts[0] == 0
    assert read.starts[-1] < read.size


@settings(max_examples=60, deadline=None)
@given(st.integers(45, 120), st.sampled_from(["", "  "]))
def test_the_width_of_wrapping_is_found(width, indent):
    text = "\n\n".join(wrapped(width, indent))
    assert wrapping(text.split("\n")).share > 0.85
    assert detect(text) == "wrapped"


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("abC. \n\t\u00a0é漢;"), max_size=200),
    st.sampled_from([None, *SHAPES, "solid", "verse"]),
)
def test_what_is_shown_of_prose_is_the_text_in_order(tmp_path_factory, text, shape):
    path = tmp_path_factory.mktemp("any") / "a.txt"
    path.write_text(text)
    read = open_document(path, Choice(shape))
    shown = " ".join(block.text for block in read.blocks)
    assert "".join(shown.split()) == "".join(text.split())
    assert list(read.starts) == sorted(read.starts)
    lines = text.split("\n")
    for at, block in enumerate(read.blocks):
        first, last = read.lines(at)
        assert lines[first - 1].split()[0] == block.text.split()[0]
        assert lines[last - 1].split()[-1] == block.text.split()[-1]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB. \n\t-*>1=#\f“漢\x1b"), max_size=200))
def test_no_text_breaks_the_reader_and_no_word_is_lost(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "a.txt"
    path.write_text(text)
    read = open_document(path)
    shown = "".join([read.title, read.byline or "", *(b.marker + b.text for b in read.blocks)])
    for char in "aB1漢":
        # Of a page's head only what is repeated may go.
        assert "\f" in text or shown.count(char) >= text.count(char)
    for at in range(len(read.blocks)):
        first, last = read.lines(at)
        assert first <= last
        number = read.number(at)
        assert number is None or read.index(number) == at
