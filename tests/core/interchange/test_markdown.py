from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tui.core.interchange import export
from tui.core.interchange.rows import Row
from tui.core.model import Anchor, Annotation, BlockRange, Selector

NOW = "2026-11-22T13:15:02.123Z"


def row(quote="A quote.", note="", tags=(), paragraph=3, path="a.txt", title="Title"):
    blocks = (BlockRange(0, "0", 0, len(quote)),) if paragraph else ()
    annotation = Annotation(1, NOW, NOW, Selector(blocks, quote), tags=tuple(tags), note=note)
    return Row(Path(path), title, paragraph, Anchor("exact"), annotation)


def markdown(*rows):
    return "".join(export(rows, "markdown"))


def test_an_annotation_is_its_quote_its_place_its_tags_and_its_note():
    assert markdown(row(note="Check *this*.\n\n1. now", tags=["policy/us", "open question"])) == (
        "# Title\n\na.txt\n\n"
        "- > A quote.\n\n"
        "  ¶ 3 #policy/us #open-question\n\n"
        "  Check *this*.\n\n"
        "  1. now\n"
    )


def test_each_article_has_its_own_heading():
    text = markdown(row(), row(), row(path="b.txt", title="Other"))
    assert text.count("# Title") == 1
    assert "\n\n# Other\n\nb.txt\n" in text


def test_a_note_on_the_article_has_no_quote():
    assert "- on the whole article\n\n  Fine.\n" in markdown(row("", "Fine.", paragraph=None))


def test_the_lines_of_a_quote_stay_lines():
    assert "- > roses\\\n  > \u00a0\u00a0violets\n  >\n  > end\n" in markdown(
        row("roses\n  violets\n\nend")
    )


foreign = st.text(alphabet='a `*_#>-+=~[]<!&;1.|\\\n\t\r\x1b"é', max_size=30)


@given(foreign, foreign, foreign, foreign)
def test_no_foreign_text_breaks_the_structure(title, quote, note, tag):
    text = markdown(*[row(quote, note, [tag], title=f"x{title}") for _ in range(2)])
    tokens = MarkdownIt().parse(text)
    outer = [token.tag for token in tokens if token.level == 0 and token.nesting == 1]
    items = [token for token in tokens if token.type == "list_item_open" and token.level == 1]
    assert outer == ["h1", "p", "ul"]
    assert len(items) == 2
    assert "\x1b" not in text


words = st.text(alphabet='a`*_#>-+=~[]<!&;1.|\\"é( )', min_size=1, max_size=30)


@given(words.filter(str.strip))
def test_a_quote_is_shown_as_it_was_written(quote):
    tokens = MarkdownIt().parse(markdown(row(quote)))
    at = next(i for i, token in enumerate(tokens) if token.type == "blockquote_open")
    assert tokens[at + 1].type == "paragraph_open"
    shown = "".join(child.content for child in tokens[at + 2].children)
    assert shown.strip() == quote.strip()
