import pytest

from tests.making import RELATIONS, WORD, docx, packed, word_paragraph
from tui.core.documents import open_document
from tui.core.errors import UnreadableDocument

STYLES = f'<w:styles xmlns:w="{WORD}">' + "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
    "</w:style>"
    for name in ("Title", "heading 2", "Quote")
)
STYLES += "</w:styles>"
NOTES = (
    f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2"><w:p><w:r><w:t>The note.</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)


def related(*parts):
    rows = "".join(
        f'<Relationship Id="r{part}" Type="{RELATIONS}/{part}" Target="{part}.xml"/>'
        for part in parts
    )
    return {
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
        f'package/2006/relationships">{rows}</Relationships>'
    }


@pytest.fixture
def read(tmp_path):
    """Opens a file of those bytes."""

    def read(content, name="text.docx"):
        path = tmp_path / name
        path.write_bytes(content)
        return open_document(path)

    return read


def test_headings_quotes_tables_and_footnotes_are_read(read):
    table = "".join(
        "<w:tr>" + "".join(f"<w:tc>{word_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in ("ab", "cd")
    )
    body = (
        word_paragraph("The Margin", "Title")
        + "<w:p><w:r><w:t>Words</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        + word_paragraph("A section", "heading2")
        + word_paragraph("Quoted.", "Quote")
        + f"<w:tbl>{table}</w:tbl>"
    )
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:creator>A. Writer</dc:creator></cp:coreProperties>"
    )
    extra = {
        "word/styles.xml": STYLES,
        "word/footnotes.xml": NOTES,
        "docProps/core.xml": core,
        **related("styles", "footnotes"),
    }
    document = read(docx(body, extra=extra))
    assert (document.title, document.byline) == ("The Margin", "A. Writer")
    assert [(b.kind, b.level, b.quote_depth, b.marker, b.text) for b in document.blocks] == [
        ("heading", 1, 0, "", "The Margin"),
        ("paragraph", 0, 0, "", "Words[1]"),
        ("heading", 2, 0, "", "A section"),
        ("paragraph", 0, 1, "", "Quoted."),
        ("table", 0, 0, "", "a │ b\nc │ d"),
        ("footnote", 0, 0, "1", "The note."),
    ]


def test_entities_are_not_expanded(read):
    laughs = '<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    document = read(docx(word_paragraph("&a; &b; text &amp; more"), declared=laughs))
    assert [block.text for block in document.blocks] == ["&a; &b; text & more"]


def test_a_file_that_is_too_deep_or_goes_in_circles_is_read_by_its_text(read):
    deep = (
        "<w:tbl><w:tr><w:tc>" * 2000
        + word_paragraph("Down here.")
        + "</w:tc></w:tr></w:tbl>" * 2000
    )
    assert [b.text for b in read(docx(word_paragraph("First.") + deep)).blocks] == [
        "First.",
        "Down here.",
    ]


def test_what_unpacks_to_too_much_never_reaches_the_reader(read):
    with pytest.raises(UnreadableDocument, match="unpacks to more"):
        read(docx(word_paragraph("a" * (3 << 20))))


def test_control_characters_never_come_through(read):
    (block,) = read(docx(word_paragraph("x\u009b2J &#x9b;1m &#x202e;y"))).blocks
    assert block.text == "x\ufffd2J \ufffd1m \ufffdy"


def test_archives_that_are_no_documents_say_so(read):
    with pytest.raises(UnreadableDocument, match="a zip archive, not a document"):
        read(packed({"hello.txt": "Hello."}))
    with pytest.raises(UnreadableDocument, match="an old Office file"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    with pytest.raises(UnreadableDocument, match="without a text"):
        read(packed({"word/document.xml": ""}))
