"""Where in its source each block is said to be."""

import re

import pytest
from lxml import etree

from tests.making import docx, epub, word_paragraph
from tui.core.documents import open_document
from tui.core.documents.archive import Archive
from tui.core.documents.source import read_file
from tui.core.model import Choice

PROSE = "A sentence about margins that is long enough to be taken for prose by anyone, number {}."
TEXTS = [PROSE.format(number) for number in range(6)]
BODY = f"""<nav><a href="/">Home</a></nav>
<div class="newsletter"><p>Sign up now.</p></div>
<div><h2>First</h2>
<p>{TEXTS[0]}</p><!-- a remark -->
<p><b>{TEXTS[1]}</b></p><hr>
<ul><li>{TEXTS[2]}</li><li><p>{TEXTS[3]}</p></li></ul></div>
<blockquote>
{TEXTS[4]}</blockquote><p>{TEXTS[5]}</p>"""
HEADS = {
    "plain": "",
    "doctype": "\n\n<!DOCTYPE html\n  PUBLIC 'x'\n  'y'>\n<html><title>T</title>\n",
    "fragment": "\ufeff\n<title>T</title>\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("shape", ["article", "page"])
def test_a_block_of_a_web_page_has_the_path_of_its_element_and_its_line(tmp_path, head, shape):
    path = tmp_path / "page.html"
    path.write_text(head + BODY, "utf-8")
    page = path.read_text("utf-8-sig")
    tree = etree.fromstring(page.encode(), etree.HTMLParser(encoding="utf-8"))
    blocks = open_document(path, Choice(shape)).blocks
    assert len(blocks) > 6
    for block in blocks:
        (element,) = tree.xpath(block.loc)
        assert " ".join("".join(element.itertext()).split()).startswith(block.text)
        assert f"<{element.tag}" in page.split("\n")[block.line_start - 1]
    assert len({block.loc for block in blocks}) == len(blocks)


def test_a_page_that_is_xml_is_counted_alike(tmp_path):
    path = tmp_path / "page.xhtml"
    spaced = "xmlns='http://www.w3.org/1999/xhtml'"
    path.write_text(
        f"\n<?xml version='1.0'?>\n<html {spaced}><body>\n<p>a</p><p>b</p></body></html>"
    )
    blocks = open_document(path).blocks
    assert [(block.loc, block.line_start) for block in blocks] == [
        ("/html/body/p[1]", 4),
        ("/html/body/p[2]", 4),
    ]


def test_a_block_of_a_book_has_a_cfi_that_leads_to_its_element(tmp_path):
    path = tmp_path / "book.epub"
    chapters = {"one": "<h1>One</h1><div><p>a</p><p>b <i>c</i></p></div>", "two": "<p>d</p><hr/>"}
    path.write_bytes(epub(chapters))
    archive = Archive(read_file(path))
    (name,) = (name for name in archive.names if name.endswith(".opf"))
    package = etree.fromstring(archive.read(name))
    items = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    blocks = open_document(path).blocks
    assert [block.text for block in blocks] == ["One", "a", "b c", "d", ""]
    for block in blocks:
        spine, inside = re.fullmatch(r"epubcfi\((/\d+/\d+)!((?:/\d+)+)\)", block.loc).groups()
        item = _follow(package, spine)
        chapter = f"{name.rpartition('/')[0]}/{items[item.get('idref')]}".lstrip("/")
        element = _follow(etree.fromstring(archive.read(chapter)), inside)
        assert "".join(element.itertext()) == block.text
    assert len({block.loc for block in blocks}) == len(blocks)


def _follow(element, steps):
    for step in steps.split("/")[1:]:
        assert int(step) % 2 == 0
        element = element[int(step) // 2 - 1]
    return element


def test_a_block_of_a_word_file_has_the_number_and_the_id_of_its_paragraph(tmp_path):
    path = tmp_path / "a.docx"
    same = word_paragraph("the same")
    body = same + word_paragraph("") + same
    named = 'xmlns:x="urn:w14" x:paraId="1A2B3C4D"'
    body += word_paragraph("named", "Heading1").replace("<w:p>", f"<w:p {named}>")
    path.write_bytes(docx(body))
    blocks = open_document(path).blocks
    assert [block.loc for block in blocks] == ["p1", "p3", "p4#1A2B3C4D"]
    assert [block.line_start for block in blocks] == [None] * 3
