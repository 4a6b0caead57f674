import pytest

from tests.making import CHAPTER, epub
from tui.core.documents import archive, open_document
from tui.core.errors import UnreadableDocument
from tui.core.links import footnote, heading


@pytest.fixture
def read(tmp_path):
    """Opens a book of those bytes."""

    def read(content, name="book.epub"):
        path = tmp_path / name
        path.write_bytes(content)
        return open_document(path)

    return read


def texts(document):
    return [block.text for block in document.blocks]


def test_chapters_come_in_the_order_of_the_spine_with_title_author_and_day(read):
    document = read(
        epub({"zwei": "<h1>First</h1><p>One.</p>", "a": "<p>Two.<img alt='Hand'/></p>"})
    )
    assert (document.title, document.byline) == ("The Margin", "A. Writer · 2026-02-03")
    assert texts(document) == ["First", "One.", "Two.Hand"]
    assert document.format == "epub"


def test_a_chapter_without_a_heading_has_that_of_the_contents(read):
    nav = '<nav epub:type="toc"><ol><li><a href="b.xhtml">The second</a></li></ol></nav>'
    item = '<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    chapters = {"a": "<h2>Own</h2><p>One.</p>", "b": "<p>Two.</p>", "n": nav}
    document = read(epub(chapters, items=item))
    found = [(block.kind, block.text) for block in document.blocks]
    assert found == [
        ("heading", "Own"),
        ("paragraph", "One."),
        ("heading", "The second"),
        ("paragraph", "Two."),
    ]


def test_footnotes_are_found_across_chapters_and_known_apart(read):
    mark = '<a epub:type="noteref" href="notes.xhtml#{}">1</a>'
    document = read(
        epub(
            {
                "a": f"<p>One{mark.format('n1')}.</p>",
                "b": f"<p>Two{mark.format('n2')}.</p>",
                "notes": '<aside id="n1"><p><a href="a.xhtml">↩</a> First.</p><p>More.</p></aside>'
                '<aside id="n2"><p>Second.</p></aside>',
            }
        )
    )
    assert texts(document) == ["One[1].", "Two[1-2].", "First.", "More.", "Second."]
    assert footnote(document, "1") == 2
    assert footnote(document, "1-2") == 4


def test_links_between_chapters_lead_to_headings(read):
    chapters = {
        "a": '<p>See <a href="b.xhtml#deep">there</a>.</p>',
        "b": "<h1>The Second</h1><p>One.</p><h2>Down There</h2><p id='deep'>Two.</p>",
    }
    document = read(epub(chapters))
    (link,) = document.blocks[0].spans
    assert link.target == "#down-there"
    assert heading(document, "down-there") == 3


def test_a_chapter_that_is_not_well_formed_is_read_as_a_page(read):
    document = read(epub({"a": b"<html><body><p>one<p>two &nbsp;&copy;<br>three</body>"}))
    assert texts(document) == ["one", "two \xa0©\nthree"]


def test_what_leads_out_of_the_book_is_not_followed(read):
    item = '<item id="{}" href="{}" media-type="application/xhtml+xml"/>'
    out = item.format("a", "../../../etc/hostname") + item.format("b", "file:///etc/hostname")
    assert read(epub({"a": "<p>One.</p>", "b": "<p>Two.</p>"}, items=out)).blocks == []
    with pytest.raises(UnreadableDocument, match="names no package"):
        read(epub({"a": "<p>One.</p>"}, root="../../../etc/hostname"))


def test_entities_of_a_book_stay_as_written(read):
    chapter = CHAPTER.format("<p>&x; &y; text.</p>").replace(
        "<html",
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "no">]><html',
        1,
    )
    assert texts(read(epub({"a": chapter.encode()}))) == ["&x; &y; text."]


def test_a_damaged_chapter_says_so_and_the_others_are_read(read):
    content = bytearray(epub({"a": "<p>One.</p>", "b": "<p>Two two two.</p>"}))
    at = content.find(b"book/a.xhtml") + len("book/a.xhtml")
    content[at + 5 : at + 40] = bytes(35)
    assert texts(read(bytes(content))) == ["[book/a.xhtml: damaged or encrypted]", "Two two two."]


def test_more_than_the_limits_is_refused(read, monkeypatch):
    bomb = "<p>" + "a" * (3 << 20) + "</p>"
    with pytest.raises(UnreadableDocument, match="unpacks to more"):
        read(epub({"a": bomb}))
    monkeypatch.setattr(archive, "MAX_TOTAL", 3000)
    with pytest.raises(UnreadableDocument, match="unpacks to more"):
        read(epub({name: "<p>x</p>" * 200 for name in "abc"}))
    monkeypatch.setattr(archive, "MAX_MEMBERS", 4)
    with pytest.raises(UnreadableDocument, match="more than 4 files"):
        read(epub({"a": "<p>One.</p>", "b": "<p>Two.</p>"}))


def test_what_comes_out_counts_not_what_the_archive_says(read):
    content = epub({"a": "<p>One.</p>" + "b" * (2 << 20)})
    # The size in the central directory, which is what one would believe.
    lying = bytearray(content)
    at = lying.rfind(b"book/a.xhtml") - 46 + 24
    lying[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(UnreadableDocument):
        read(bytes(lying))


def test_a_protected_book_says_so(read):
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>'
        '<enc:CipherReference URI="book/a.xhtml"/></enc:CipherData></enc:EncryptedData>'
        "</encryption>"
    )
    with pytest.raises(UnreadableDocument, match="DRM"):
        read(epub({"a": "<p>x</p>"}, extra={"META-INF/encryption.xml": encryption}))


@pytest.mark.parametrize(
    "content",
    [epub({"a": "<p>One.</p>"})[:400], b"PK\x03\x04", b"PK\x03\x04x" * 99],
    ids=["cut", "begun", "repeated"],
)
def test_half_a_book_says_that_it_is_damaged(read, content):
    with pytest.raises(UnreadableDocument, match="damaged"):
        read(content)


def test_a_book_is_known_by_its_content(read):
    assert read(epub({"a": "<p>One.</p>"}), "book.txt").format == "epub"
    assert texts(read(b"Just words.", "book.epub")) == ["Just words."]
