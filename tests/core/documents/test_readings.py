"""Notes stay where they are when another reader cuts the same text."""

import pytest

from tests.making import docx, epub, pdf, word_paragraph
from tui.core.documents import formats
from tui.core.edits import add_tags
from tui.core.library import Library
from tui.core.session import open_session

WORDS = [f"Paragraph number {word} tells of the margin." for word in ("one", "two", "three")]


def noted(path, keeping, index):
    library = Library(path.parent, keeping)
    session = library.session(path)
    library.perform(add_tags(session, [session.paragraph(index)], tags=["here"]))
    library.flush()
    return session.document.blocks[index].text


def found(path, keeping):
    session = open_session(path, keeping)
    (anchor,) = session.anchors.values()
    return anchor.state, session.document.blocks[anchor.block].text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.epub", epub({"a": "".join(f"<p>{text}</p>" for text in WORDS)})),
        ("a.docx", docx("".join(map(word_paragraph, WORDS)))),
        ("a.pdf", pdf([[(72, 720 - 40 * at, 11, text) for at, text in enumerate(WORDS)]])),
        ("a.html", "".join(f"<p>{text}</p>" for text in WORDS).encode()),
    ],
    ids=["epub", "docx", "pdf", "html"],
)
def test_a_note_is_found_again_in_every_format(tmp_path, keeping, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    text = noted(path, keeping, 1)
    assert text == WORDS[1]
    assert found(path, keeping) == ("exact", text)
    assert path.read_bytes() == content


def test_a_note_made_on_the_plain_text_is_found_by_the_reader_that_came_later(
    tmp_path, keeping, monkeypatch
):
    path = tmp_path / "a.html"
    path.write_text("\n\n".join(f"<p>{text}</p>" for text in WORDS))
    plain = formats.BY_NAME["txt"]
    with monkeypatch.context() as before:
        before.setitem(formats.BY_ENDING, ".html", plain)
        noted(path, keeping, 1)
    state, text = found(path, keeping)
    assert text == WORDS[1]
    assert state in ("exact", "moved", "fuzzy")
