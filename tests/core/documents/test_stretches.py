"""Markdown parsed piece by piece is the same as parsed at once."""

from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tui.core.documents import markdown, reparsing
from tui.core.documents.markdown import MarkdownReader
from tui.core.documents.source import read_source
from tui.core.documents.stretches import STRETCH, front_matter_end

LINES = st.sampled_from(
    [
        "",
        "",
        "",
        "  ",
        "\t",
        "Words",
        "more words",
        "“Quoted,” she said",
        "*emphasis* first",
        "**strong** first",
        "__init__ is",
        "*",
        "* item",
        "- item",
        "-",
        "+",
        "1. one",
        "2) two",
        "1984 was",
        "# Heading",
        "## Other ##",
        "#",
        "#tag",
        "===",
        "---",
        "----",
        "...",
        "***",
        "> quote",
        ">",
        "```",
        "~~~",
        "````python",
        "<div>",
        "</div>",
        "<!-- open",
        "closed -->",
        "<pre>",
        "</pre>",
        "<?php",
        "?>",
        "a | b",
        "| a | b |",
        "--- | ---",
        "|---|---|",
        "[one]: /address",
        "[One]: <> 'title",
        "[one]",
        "[^1]: The note",
        "a note[^1]",
        "title: x",
        "![a](b.png)",
        "\x0c",
        "\x00",
        "\u00a0",
        "\u2028line",
        "é",
    ]
)
INDENTS = st.sampled_from(["", "", "", " ", "  ", "   ", "    ", "      ", "\t", "> ", "- ", "1. "])


@st.composite
def texts(draw):
    lines = draw(st.lists(st.tuples(INDENTS, LINES), max_size=24))
    return "\n".join(indent + line for indent, line in lines) + draw(st.sampled_from(["", "\n"]))


WILD = st.text(st.sampled_from("ab1# -*_`~<>[]()|:=.!^\\\n\n\n\t"), max_size=120)


def at_once(data):
    """The reader of a text that is one piece, however long."""
    reader = MarkdownReader(data)
    start = front_matter_end(data)
    try:
        reader._add(start, len(data))
    except (RecursionError, IndexError, ValueError):
        assume(False)
    return reader


def in_pieces(data):
    reader = MarkdownReader(data)
    reader.read()
    return reader


def blocks(reader):
    return [reader.block(index) for index in range(len(reader.starts))]


@given(st.one_of(texts(), texts(), WILD))
@settings(max_examples=600, deadline=None)
def test_the_blocks_of_all_pieces_are_those_of_the_whole(text):
    data = text.encode()
    whole, pieces = at_once(data), in_pieces(data)
    assert blocks(pieces) == blocks(whole)
    assert pieces.starts == whole.starts
    assert pieces.headings == whole.headings
    assert pieces.rules == whole.rules
    assert pieces.title == whole.title


def parsed_sizes(monkeypatch, data):
    """How many bytes the parser is given each time while the blocks of `data` are found."""
    sizes = []

    def counting(data, start, end, env):
        sizes.append(end - start)
        return reparsing.tokens_of(data, start, end, env)

    monkeypatch.setattr(markdown, "tokens_of", counting)
    in_pieces(data)
    return sizes


def test_prose_is_not_parsed_until_it_is_looked_at(monkeypatch):
    prose = b"It was late.\n\n\xe2\x80\x9cWell,\xe2\x80\x9d *she* said,\nand 1984 was over.\n\n"
    assert parsed_sizes(monkeypatch, b"# One\n\n" + prose * 500) == [len("# One\n\n")]


def test_what_stands_between_paragraphs_is_parsed_alone(monkeypatch):
    data = b"A list:\n\n- one\n\n- two\n\n      code\n\nText.\n\n> quote\n\nMore.\n\n" * 300
    assert max(parsed_sizes(monkeypatch, data)) < 40


def test_a_fence_that_is_never_closed_is_not_parsed_once_for_each_paragraph(monkeypatch):
    data = b"```\n" + b"Code, code.\n\nMore of it.\n\n" * 2000
    assert sum(parsed_sizes(monkeypatch, data)) < 4 * len(data)


def test_a_piece_too_long_for_the_parser_makes_the_whole_a_plain_text(tmp_path, monkeypatch):
    monkeypatch.setattr(markdown, "MAX_PIECE", 1000)
    path = tmp_path / "a.md"
    path.write_text("# Title\n\n" + "- item\n" * 200)
    assert markdown.open_markdown(read_source(path)).format == "txt"
    path.write_text("# Title\n\n" + "Words.\n\n- item\n\n" * 200)
    assert markdown.open_markdown(read_source(path)).format == "md"


def test_a_long_piece_is_not_parsed_again_for_each_key(monkeypatch):
    reader = in_pieces(b"- item of a long list\n" * 2000)
    monkeypatch.setattr(reparsing, "tokens_of", None)
    assert reader.block(1999).text == "item of a long list"


def seconds(data):
    def once():
        begin = process_time()
        sum(1 for _ in STRETCH.finditer(data))
        return process_time() - begin

    return max(min(once() for _ in range(3)), 0.004)


RUNS = {
    "spaces": b" ",
    "blank lines": b" \n",
    "long blank lines": b" " * 500 + b"\n",
    "stars": b"*",
    "lines of stars": b"**\n",
    "digits": b"1",
    "indented lines": b"    a\n\n",
    "items": b"- a\n\n",
    "half paragraphs": b"a\n-\n\n",
    "paragraphs": b"a\na\n\n",
}


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_run_of_anything_is_looked_at_once(run):
    short, long = ((run * (size // len(run) + 1))[:size] for size in (1 << 17, 1 << 19))
    assert seconds(long) < seconds(short) * 9
