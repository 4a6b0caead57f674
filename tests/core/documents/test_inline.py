"""Text without signs of Markdown is what the parser would make of it, and does not ask it."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.documents import inline
from tui.core.documents.reparsing import parser

PIECES = ["a", "é", " ", "\t", "\n", "  \n", ".", "!", "#", "-", ">", "1) ", "\x1b", "http://a.b"]
MARKED = ["*a*", "_a_", "`a`", "~~a~~", "[a](b)", "![a](b)", "[^1]", "<a@b.c>", "&amp;", "\\*"]
TEXTS = st.lists(st.sampled_from(PIECES + MARKED), max_size=7).map("".join).map(str.strip)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_text_without_signs_is_what_the_parser_makes_of_it(content):
    found = inline.parse_inline(parser, content, {})[:2]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inline, "SIGNS", ("",))
        assert inline.parse_inline(parser, content, {})[:2] == found


@pytest.mark.parametrize("content", ["Only words, (here) and there!", "A line\n  and another"])
def test_the_parser_is_not_asked_about_words(content):
    def asked():
        raise AssertionError(content)

    text, spans, _ = inline.parse_inline(asked, content, {})
    assert (text.split(), spans) == (content.split(), ())


def test_a_text_of_words_does_not_load_the_parser(tmp_path):
    path = tmp_path / "words.md"
    path.write_text("Only words, (here) and there.\n\n" * 50)
    code = (
        "import sys; from pathlib import Path; from tui.core.documents import open_document;"
        "blocks = open_document(Path(sys.argv[1])).blocks;"
        "print(len([block.text for block in blocks]), 'markdown_it' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["50", "False"]
