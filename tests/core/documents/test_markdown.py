from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.documents import inline, open_document
from tui.core.documents.inline import parse_inline
from tui.core.documents.reparsing import parser

SAMPLE = """\
---
title: "The sample"
author: A writer
---

# First *chapter*

A paragraph with *emphasis*, **strong**, `code`, ~~gone~~ and a [link](https://example.org "t").
It goes on[^1] after a soft break, hard\\
break.

> A quote.
>
> > A deeper one.

- one
- two
  1. inner
  2. more

     second paragraph of more

```python
x = 1
\tif x:
```

| a | b |
| --- | --- |
| 1 | **2** |

***

![A hand](hand.png)

Text with ![an image](i.png) inside.

[^1]: The *note*.

<!-- nobody reads this -->
<div>raw [red]html[/red]</div>
"""


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "sample.md"
    path.write_text(SAMPLE)
    return open_document(path)


def test_every_kind_of_block_is_found_with_its_lines(sample):
    found = [
        (b.kind, b.text.split("\n")[0][:24], b.level, b.marker, b.quote_depth, sample.lines(at)[0])
        for at, b in enumerate(sample.blocks)
    ]
    assert found == [
        ("heading", "First chapter", 1, "", 0, 6),
        ("paragraph", "A paragraph with emphasi", 0, "", 0, 8),
        ("paragraph", "A quote.", 0, "", 1, 12),
        ("paragraph", "A deeper one.", 0, "", 2, 14),
        ("item", "one", 1, "•", 0, 16),
        ("item", "two", 1, "•", 0, 17),
        ("item", "inner", 2, "1.", 0, 18),
        ("item", "more", 2, "2.", 0, 19),
        ("item", "second paragraph of more", 2, "", 0, 21),
        ("code", "x = 1", 0, "", 0, 23),
        ("table", "a │ b", 0, "", 0, 28),
        ("rule", "", 0, "", 0, 32),
        ("image", "A hand", 0, "", 0, 34),
        ("paragraph", "Text with an image insid", 0, "", 0, 36),
        ("footnote", "The note.", 0, "1", 0, 38),
        ("code", "<div>raw [red]html[/red]", 0, "", 0, 41),
    ]


def test_front_matter_gives_title_and_byline_and_is_no_block(sample):
    assert (sample.title, sample.byline, sample.format) == ("The sample", "A writer", "md")


def test_spans_cover_what_they_style(sample):
    block = sample.blocks[1]
    styled = {(s.style, block.text[s.start : s.end], s.target) for s in block.spans}
    assert styled == {
        ("em", "emphasis", ""),
        ("strong", "strong", ""),
        ("code", "code", ""),
        ("del", "gone", ""),
        ("link", "link", "https://example.org"),
        ("ref", "[1]", "1"),
    }
    assert "link. It goes on[1] after a soft break, hard\nbreak." in block.text


def test_an_underlined_heading_has_the_line_that_underlines_it(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("One\n===\n\ntwo\nlines\n-----\n\n# three\n")
    read = open_document(path)
    found = [(b.text, b.level, *read.lines(at)) for at, b in enumerate(read.blocks)]
    assert found == [("One", 1, 1, 2), ("two lines", 2, 4, 6), ("three", 1, 8, 8)]


def test_the_words_for_an_image_are_plain(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("![a *b* **c** `d` [e](f) ![g](h)\ni](j.png)\n\nSee ![*this*](k) here.\n")
    blocks = open_document(path).blocks
    assert [(b.kind, b.text) for b in blocks] == [
        ("image", "a b c d e g i"),
        ("paragraph", "See this here."),
    ]


def test_tables_keep_their_cells_and_code_its_lines(sample):
    assert sample.blocks[10].rows == (("a", "b"), ("1", "2"))
    assert sample.blocks[9].text == "x = 1\n    if x:"
    assert sample.blocks[9].info == "python"


MARKS = "ab é字 .,;:/()'\"-+=#|%$~*_`[]<>&!^{}\\@\n\x7f\u00ad"


@pytest.mark.parametrize(
    "shape", ["{0}a{0}", "{0}{1}a{1}{0}", "{0}a{1}(b)", "a{0}amp;{1}", "{0}b:c{1}"]
)
def test_what_has_no_mark_is_read_as_the_parser_reads_it(shape, monkeypatch):
    texts = [shape.format(*marks) for marks in product(MARKS, repeat=2)]
    read = [parse_inline(parser, text, {})[:2] for text in texts]
    monkeypatch.setattr(inline, "SIGNS", ("",))
    for text, found in zip(texts, read, strict=True):
        assert parse_inline(parser, text, {})[:2] == found, text


def test_a_table_of_words_and_numbers_is_read_without_the_parser(tmp_path, monkeypatch):
    path = tmp_path / "table.md"
    path.write_text("| a | b |\n| --- | --- |\n" + "| 1,5 % | two (2) |\n" * 50 + "| *em* | 3 |\n")
    parsed, parse = [], parser().inline.parse

    def counted(content, *rest):
        parsed.append(content)
        return parse(content, *rest)

    monkeypatch.setattr(parser().inline, "parse", counted)
    assert open_document(path).blocks[0].rows[-1] == ("em", "3")
    assert {*parsed} == {"*em*"}


def test_a_rule_has_no_number(sample):
    assert sample.rules == [11]
    assert sample.paragraphs == 15
    assert sample.number(12) == 12


def test_the_title_is_the_first_heading_of_level_one_else_the_file_name(tmp_path):
    path = tmp_path / "on_reading-well.md"
    path.write_text("## Minor\n\ntext\n\n# Major `x`\n")
    assert open_document(path).title == "Major x"
    path.write_text("text\n")
    assert open_document(path).title == "on reading well"


def test_entities_do_not_smuggle_control_characters(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("&#27;[31m &#x9b; [x](<java\x1bscript:1>)\n\n```\x1b\n\x1b]0;x\x07\n```\n")
    document = open_document(path)
    for block in document.blocks:
        parts = [block.text, block.info, block.marker, *(span.target for span in block.spans)]
        assert all(c.isprintable() or c == "\ufffd" for part in parts for c in part)


@pytest.mark.parametrize(
    "wild",
    [
        "[" * 50_000,
        "*a " * 20_000,
        "> " * 5_000 + "x",
        "- " * 3_000 + "x",
        "`" * 30_000,
        "![" * 9_000,
    ],
    ids=lambda wild: wild[:2],
)
def test_what_is_meant_to_choke_a_parser_is_still_shown(tmp_path, wild):
    path = tmp_path / "wild.md"
    path.write_text(wild + "\n\nlast words\n")
    document = open_document(path)
    assert "last words" in document.blocks[-1].text
    assert all(block.text is not None for block in document.blocks)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab \n#>*_`[]()!|-1.~^:<&\\é漢\t"), max_size=120))
def test_any_markdown_opens_with_spans_inside_their_text(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "a.md"
    path.write_text(text)
    document = open_document(path)
    for block in document.blocks:
        assert all(0 <= s.start < s.end <= len(block.text) for s in block.spans)
    for index in range(len(document.blocks)):
        first, last = document.lines(index)
        assert 1 <= first <= last


def test_documents_know_nothing_of_each_other(tmp_path):
    one, other = tmp_path / "one.md", tmp_path / "other.md"
    one.write_text("A [link][x].\n\n[x]: https://one.example\n")
    other.write_text("A [link][x].\n")
    first, second = open_document(one), open_document(other)
    assert [span.target for span in first.blocks[0].spans] == ["https://one.example"]
    assert second.blocks[0].text == "A [link][x]."
