import shutil

import pytest

from tests.making import packed
from tui.core.documents import formats, open_document
from tui.core.documents import pandoc as reader
from tui.core.errors import UnreadableDocument
from tui.core.model import Choice

RST = """The Margin
==========

Words with *emphasis* and a note [1]_.

.. include:: {secret}

.. raw:: html
   :file: {secret}

- one
- two

.. [1] The note.
"""
installed = pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")


@pytest.fixture
def without(monkeypatch):
    """A machine on which pandoc is not installed."""
    monkeypatch.setattr(formats, "_installed", lambda program: False)


@installed
def test_restructured_text_is_read_by_pandoc_which_includes_nothing(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    path = tmp_path / "text.rst"
    path.write_text(RST.format(secret=secret))
    document = open_document(path)
    found = [(block.kind, block.text) for block in document.blocks]
    assert (document.format, document.title) == ("rst", "The Margin")
    assert ("paragraph", "Words with emphasis and a note[1].") in found
    assert ("footnote", "The note.") in found
    assert ("item", "one") in found
    assert "secret" not in str(found)


@installed
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.org", "* The Margin\nWords with /emphasis/."),
        ("text.tex", "\\section{The Margin}\nWords with \\emph{emphasis}."),
        ("text.rtf", "{\\rtf1 {\\pard Words with emphasis.\\par}}"),
        ("named.txt", "{\\rtf1 {\\pard Words with emphasis.\\par}}"),
        (
            "text.fb2",
            '<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0">'
            "<body><section><p>Words with <emphasis>emphasis</emphasis>.</p></section></body>"
            "</FictionBook>",
        ),
    ],
)
def test_what_pandoc_knows_can_be_read(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content)
    assert open_document(path).blocks[-1].text == "Words with emphasis."


def test_without_pandoc_a_text_is_read_as_it_stands_with_a_hint(tmp_path, without):
    path = tmp_path / "text.rst"
    path.write_text("The Margin\n==========\n\nWords.\n")
    document = open_document(path)
    assert [block.text for block in document.blocks] == ["The Margin", "Words."]
    assert document.byline == "read as plain text; as reStructuredText: install pandoc"


def test_without_pandoc_what_is_no_text_names_it(tmp_path, without):
    path = tmp_path / "text.odt"
    path.write_bytes(packed({"mimetype": "application/vnd.oasis.opendocument.text"}))
    with pytest.raises(UnreadableDocument, match=r"OpenDocument text .* install pandoc"):
        open_document(path)


def test_what_pandoc_cannot_read_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "_installed", lambda program: True)
    path = tmp_path / "text.org"
    path.write_text("Words.")
    monkeypatch.setattr(reader, "_COMMAND", ["false"])
    assert open_document(path).byline == "read as plain text: pandoc could not read it"
    path = tmp_path / "text.rtf"
    path.write_text("{\\rtf1 Words.}")
    with pytest.raises(UnreadableDocument, match="pandoc could not read it"):
        open_document(path)
    monkeypatch.setattr(reader, "_COMMAND", ["no-such-program"])
    with pytest.raises(UnreadableDocument, match="could not be started"):
        open_document(path)


def test_a_shape_makes_a_text_of_any_markup(tmp_path):
    path = tmp_path / "text.rst"
    path.write_text("one\ntwo")
    assert [block.text for block in open_document(path, Choice("line")).blocks] == ["one", "two"]
