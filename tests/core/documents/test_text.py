import textwrap
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.documents import open_document
from tui.core.documents.shapes import detect, wrapping
from tui.core.errors import WrongUsage

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
    assert read.blocks[0].line_start == 4


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
    assert [b.text for b in open_document(path, shape="line").blocks] == ["one", "two", "three"]
    with pytest.raises(WrongUsage, match="no such shape: round; there are wire, line"):
        open_document(path, shape="round")


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
@given(st.text(alphabet=st.sampled_from("aB. \n\t-*>1=#\f“漢\x1b"), max_size=200))
def test_no_text_breaks_the_reader_and_no_word_is_lost(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "a.txt"
    path.write_text(text)
    read = open_document(path)
    shown = "".join([read.title, read.byline or "", *(b.marker + b.text for b in read.blocks)])
    for char in "aB1漢":
        assert shown.count(char) >= text.count(char)
    for at, block in enumerate(read.blocks):
        assert block.line_start <= block.line_end
        number = read.number(at)
        assert number is None or read.index(number) == at
