"""More of such files: what is broken, endless, deep or in circles, each as small as still tells."""

import gzip
import zlib
from io import BytesIO
from zipfile import ZipFile

from tests.making import CHAPTER, WORD, docx, epub, packed, pdf, word_paragraph

PROSE = "An ordinary paragraph that stands here, so that there is something to read. " * 4
ALIASES = "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcde", "bcdef", strict=True)
)
INCLUDED = "Title\n=====\n\n.. include:: /etc/hostname\n\n.. raw:: html\n   :file: /etc/hostname\n"
YAML = f"---\na: &a [x]\n{ALIASES}t: !!python/object/apply:os.system ['x']\n---\n\n{PROSE}"
RAW = f"<script>x()</script>\n\n<img src=x onerror=x>\n\n<!-- {'-' * 5_000}\n\n{PROSE}"
TARGETS = "[a](javascript:x()) [b](file:///etc/hostname) [c](data:text/html,x) [d](\x1b]8;;x)"
SURROGATES = b"ok \xed\xa0\x80\xed\xb0\x80 lone \xed\xa0\x80 end \xc0\xaf \xf5\x80\x80\x80\n"
COLUMNS = "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + "\n" + "|b" * 5_000 + "|\n"
REFERENCES = "".join(f"[{at}]: /{at}\n" for at in range(5_000)) + "\n" + "[x][1] " * 500
LAUGHS = '<!DOCTYPE html [<!ENTITY a "' + "haha" * 2_500 + '">]>'
ITEM = '<item id="{0}" href="{1}" media-type="{2}"/>'
XHTML = "application/xhtml+xml"
STYLES = (
    f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/>'
    '</w:style><w:style w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>'
    "</w:styles>"
)
LOCKED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
    'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>'
    '<enc:CipherReference URI="book/a.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>'
)


def _book(old, new, **members):
    """A book in whose package `old` stands no more."""
    with ZipFile(BytesIO(epub({"a": f"<p>{PROSE}</p>"}))) as made:
        files = {name: made.read(name).decode() for name in made.namelist()}
    assert any(old in content for content in files.values())
    return packed({name: text.replace(old, new) for name, text in files.items()} | members)


def _flipped(data, times=60):
    start = data.find(b"PK\x03\x04", 200) + 60
    return data[:start] + bytes(byte ^ 255 for byte in data[start:][:times]) + data[start + times :]


def _page(content="BT /F1 12 Tf 72 720 Td (text) Tj ET", old=b"", new=b""):
    made = pdf([content])
    assert old in made
    return made.replace(old, new)


def _filtered():
    """A page whose content is packed three times over."""
    data = b"x" * 10
    for _ in range(3):
        data = zlib.compress(data * 2_000, 9)
    filters = "/Filter[/FlateDecode/FlateDecode/FlateDecode]"
    stream = f"<</Length {len(data)}{filters}>>stream\n{data.decode('latin-1')}\nendstream"
    made = pdf(["(x) Tj"]).replace(b"/Contents 5 0 R", b"/Contents 6 0 R")
    return made + f"\n6 0 obj\n{stream}\nendobj\n".encode("latin-1")


PLAIN = {
    "newlines.txt": b"\n" * 100_000,
    "spaces.txt": b" " * 1_000_000,
    "bidi.txt": "file \u202egpj.exe\u202c \u2066iso\u2069 \u200f\u200e \u061c\u200bwidth".encode(),
    "tags.txt": "tags \U000e0041\U000e007f, variations \u2708\ufe0f\ufe0e\u2060".encode(),
    "zalgo.txt": ("Z" + "\u0301\u0489" * 20_000 + " text").encode(),
    "wide.txt": ("漢字" * 200 + "\n\n👩‍👩‍👧‍👦🏳️‍🌈👍🏽 e\u0301 क्षि ﷽").encode(),
    "surrogates.txt": SURROGATES,
    "mixed.txt": PROSE.encode() + b"\n\ncaf\xe9 na\xefve \x93quoted\x94\n\n" + "café “”".encode(),
    "wide-le.txt": "Hello world, this is text.\n\nA second paragraph.\n".encode("utf-16-le"),
    "odd.txt": b"\xff\xfe" + "Hello world.\n".encode("utf-16-le") + b"X",
    "marks.txt": "\ufeffFirst.\n\n\ufeffSecond with a mark inside.\n".encode(),
    "cut.txt": ("é" * 50).encode()[:-1],
    "returns.txt": b"First paragraph.\r\rSecond one.\rsame block\r",
    "ends.txt": "a\r\nb\rc\nd\u2028e\u2029f\x85g\x0bh\x0ci\r\r\n\n\rj".encode(),
    "lines.txt": b"x\n" * 100_000,
    "many.txt": b"".join(b"Paragraph %d of many.\n\n" % at for at in range(20_000)),
    "line.txt": (PROSE * 4_000).encode(),
    "word.txt": b"x" * 1_000_000,
    "tabs.txt": b"\t" * 2_000 + b"deep\n\n" + b"a\tb\tc\n" * 20,
    "program.txt": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 200,
    "nested.txt": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "markup.txt": b"[red]red?[/red]\n\n[@click=app.quit]quit[/]\n\nunbalanced [/] [/foo] [\n\n",
    "packed.txt.gz": gzip.compress(b"\0" * (1 << 20)),
    "times.srt": b"1\n00:00:01,000 --> 00:00:02,000\n<i>Hello</i> \x1b[2J\nthere\n",
    "include.rst": INCLUDED.encode(),
}
MARKDOWN = {
    "quotes.md": (">" * 20_000 + f" deep\n\n{PROSE}").encode(),
    "lists.md": "".join("  " * at + "- x\n" for at in range(600)).encode(),
    "brackets.md": ("[" * 20_000 + "a" + "]" * 20_000).encode(),
    "links.md": b"[a](" * 20_000,
    "emphasis.md": b"*a **a " * 10_000 + b"\n\n" + b"a**b" + b"c* " * 10_000,
    "ticks.md": "".join("e" + "`" * at for at in range(1_000)).encode(),
    "references.md": REFERENCES.encode(),
    "columns.md": COLUMNS.encode(),
    "raw.md": RAW.encode(),
    "targets.md": TARGETS.encode(),
    "yaml.md": YAML.encode(),
    "open.md": f"---\ntitle: x\n\nNever closed.\n\n{PROSE}".encode(),
    "notes.md": b"a[^1] b[^1] c[^x]\n\n[^1]: see [^1]\n",
}
WEB = {
    "soup.html": ("<p>one<p>two<div>three<li>four</p></b><td>five" + "<p>x" * 1_000).encode(),
    "data.html": f"<p>{PROSE}</p><img src='data:image/png;base64,{'A' * 2_000_000}'>".encode(),
    "entities.html": ("<p>" + "&#0;&#27;&#155;&#x1b;[2J&#xD800;&bogus;" * 1_000).encode(),
    "lie.html": b"<html><meta charset=utf-8><p>caf\xe9 na\xefve " + PROSE.encode(),
    "seven.html": b"<meta charset=utf-7><p>+ADw-script+AD4-x()+ADw-/script+AD4- " + PROSE.encode(),
    "cells.html": ("<table>" + ("<tr>" + "<td>1</td>" * 50 + "</tr>") * 200 + "</table>").encode(),
    "script.html": b"<html><body><script>1</script></body></html>",
}
BOOKS = {
    "chapters.epub": epub({f"c{at}": f"<p>{'a' * (2 << 20)}</p>" for at in range(40)}),
    "quadratic.epub": epub({"a": (LAUGHS + CHAPTER.format("<p>" + "&a;" * 2_000)).encode()}),
    "outside.epub": _book('href="a.xhtml"', 'href="../../../../../etc/hostname"'),
    "root.epub": epub({"a": f"<p>{PROSE}</p>"}, root="../../../../etc/hostname"),
    "absolute.epub": _book('href="a.xhtml"', 'href="file:///etc/hostname"'),
    "circle.epub": epub(
        {"a": f"<p>{PROSE}</p>"},
        items='<item id="p" href="p.png" media-type="image/png" fallback="q"/>'
        '<item id="q" href="q.png" media-type="image/png" fallback="p"/>',
    ),
    "dangling.epub": _book("<spine>", '<spine><itemref idref="nope"/><itemref/>'),
    "again.epub": _book("<spine>", "<spine>" + '<itemref idref="a"/>' * 5_000),
    "bare.epub": packed({"mimetype": "application/epub+zip"}),
    "soup.epub": epub({"a": b"<html><body><p>one<p>two &nbsp; &copy; <br> <img src=x></body>"}),
    "sixteen.epub": epub({"a": CHAPTER.format(f"<p>{PROSE}</p>").encode("utf-16")}),
    "locked.epub": epub({"a": f"<p>{PROSE}</p>"}, extra={"META-INF/encryption.xml": LOCKED}),
    "half.epub": epub({"a": f"<p>{PROSE}</p>"})[:400],
    "flipped.epub": _flipped(epub({"a": f"<p>{PROSE}</p>"})),
    "page.epub": f"<html><p>{PROSE}</p></html>".encode(),
    "title.epub": epub({"a": f"<p>{PROSE}</p>"}, title="[red]t[/red] &#x9b;x " + "long " * 5_000),
}
WORDS = {
    "deep.docx": docx(
        "<w:tbl><w:tr><w:tc>" * 1_000 + word_paragraph(PROSE) + "</w:tc></w:tr></w:tbl>" * 1_000
    ),
    "controls.docx": docx(
        "<w:sdt><w:sdtContent>" * 200 + word_paragraph(PROSE) + "</w:sdtContent></w:sdt>" * 200
    ),
    "styles.docx": docx(word_paragraph(PROSE, "A"), extra={"word/styles.xml": STYLES}),
    "codes.docx": docx(
        word_paragraph(PROSE) + '<w:p><w:r><w:instrText>DDEAUTO "x"</w:instrText></w:r></w:p>'
    ),
    "empty.docx": docx(""),
    "other.docx": packed({"hello.txt": PROSE}),
    "old.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000,
}
PDFS = {
    "half.pdf": _page()[:300],
    "garbage.pdf": b"%PDF-1.4\n" + bytes(at * 7919 % 256 for at in range(20_000)),
    "loop.pdf": _page(old=b"/Kids[4 0 R]/Count 1", new=b"/Kids[2 0 R 2 0 R]/Count 2"),
    "arrays.pdf": pdf([[(72, 720, 11, "text")]], more=["[" * 20_000 + "]" * 20_000]),
    "filters.pdf": _filtered(),
    "scan.pdf": pdf(["q 100 0 0 100 72 600 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q"]),
    "password.pdf": pdf(
        ["(x) Tj"],
        trailer="/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4"
        f"/O<{'00' * 32}>/U<{'00' * 32}>>>",
    ),
    "pages.pdf": _page(
        old=b"/Kids[4 0 R]/Count 1", new=b"/Kids[%s]/Count 2000" % (b"4 0 R " * 2_000)
    ),
    "launch.pdf": _page(old=b"/Pages 2 0 R>>", new=b"/Pages 2 0 R/AA<</WC<</S/Launch/F(x)>>>>>>"),
    "page.pdf": f"<html><p>{PROSE}</p></html>".encode(),
}
FILES = PLAIN | MARKDOWN | WEB | BOOKS | WORDS | PDFS
