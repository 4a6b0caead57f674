import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.documents.test_text import PARAGRAPHS, document, wrapped
from tui.core.documents.pages import unpaged

HEADS = ["{n}          KATRINE", "A NOVEL          {n}"]


def paged(text, *, head="", foot="", length=20):
    """The text in pages of `length` lines."""
    lines = text.split("\n")
    pages = [lines[at : at + length] for at in range(0, len(lines), length)]
    framed = []
    for at, page in enumerate(pages):
        above = [head.format(n=at + 11), ""] if head else []
        below = ["", "", foot.format(n=at + 1)] if foot else []
        framed.append("\n".join([*above, *page, *below]))
    return "\n\f".join(framed) + "\n"


@pytest.mark.parametrize("indent", ["", "    "])
@pytest.mark.parametrize("head", ["", "KATRINE", "{n}          KATRINE"])
@pytest.mark.parametrize(
    "foot", ["", "              {n}", "- {n} -", "Lane     Novel     [Page {n}]"]
)
def test_page_heads_and_numbers_are_taken_away_and_paragraphs_go_on(tmp_path, head, foot, indent):
    text = ("\n" if indent else "\n\n").join(wrapped(66, indent))
    source = paged(text, head=head, foot=foot)
    read = document(tmp_path, source)
    assert [block.text for block in read.blocks] == PARAGRAPHS
    lines = source.split("\n")
    for at, block in enumerate(read.blocks):
        first, last = read.lines(at)
        assert lines[first - 1].strip("\f ").startswith(block.text[:30])
        assert block.text.endswith(lines[last - 1].strip("\f "))


def test_a_page_that_ends_with_a_paragraph_ends_it(tmp_path):
    pages = ["\n\n".join(wrapped(66)[at : at + 2]) for at in range(0, 14, 2)]
    source = "\n\n\f".join(f"{page}\n\n{at}" for at, page in enumerate(pages, 1))
    assert [block.text for block in document(tmp_path, source).blocks] == PARAGRAPHS


def test_pages_without_a_head_stay_as_they_are(tmp_path):
    read = document(tmp_path, "A first page.\n\fA second page.\n")
    assert [(b.text, read.lines(at)[0]) for at, b in enumerate(read.blocks)] == [
        ("A first page.", 1),
        ("A second page.", 2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"{n}\n\nA paragraph of some words." for n in range(9)),
        "\f".join(
            f"CHAPTER {n}\n\nIt begins.\n\nIt goes on.\n\nIt ends in {n}.\n\n" for n in range(9)
        ),
        "\f".join(f"Day {n}\n\nIt begins.\n\nIt goes on.\n\nIt ends in {n}.\n\n" for n in range(9)),
        "\f".join("Again\n" for _ in range(9)),
        "In\n\n1812\n\nit began,\n\n\fin\n\n1820\n\nit ended.\n",
    ],
    ids=["numbers", "chapters", "days", "one line a page", "years"],
)
def test_lines_that_only_look_like_page_heads_are_left(tmp_path, text):
    assert unpaged(text.encode()).split() == text.encode().split()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB1 \n\f.é"), max_size=150))
def test_taking_pages_away_keeps_the_length_and_the_count_of_lines(text):
    data = text.encode()
    found = unpaged(data)
    assert len(found) == len(data)
    assert found.count(b"\n") + found.count(b"\r") == data.count(b"\n")
    kept = found.split()
    assert not kept or set(kept) <= set(data.split())


def test_a_wrapped_line_is_what_it_was_after_all_pages_are_gone():
    text = textwrap.fill(" ".join(PARAGRAPHS), 66)
    assert unpaged(paged(text, foot="{n}").encode()).decode().split() == text.split()
