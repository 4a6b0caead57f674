"""Small files that try what a reader must not let happen, in every format."""

from tests.making import CHAPTER, RELATIONS, docx, epub, pdf, word_paragraph

PROSE = "An ordinary paragraph that stands here, so that there is something to read. " * 4
ESCAPES = "\x1b]52;c;cm0=\x07 \x1b[2J \x9b2J \u202ereversed"
AS_ENTITIES = "&#27;]52;c;cm0=&#7; &#x1b;[2J &#155;2J &#x202e;reversed"
IN_XML = "&#x9b;2J \u009b1m &#x202e;reversed \u2028"
OUT = "http://127.0.0.1:9"
REMOTE = (
    f'<html><head><meta http-equiv="refresh" content="0;url={OUT}/"><base href="{OUT}/">'
    f'<link rel="stylesheet" href="{OUT}/a.css"><script src="{OUT}/s.js"></script></head><body>'
    f'<p>{PROSE}</p><img src="{OUT}/i.png" alt="remote"><iframe src="file:///etc/hostname"></iframe>'
    f'<object data="{OUT}/o"></object></body></html>'
)
LAUGHS = (
    '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    f'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/hostname">'
    f'<!ENTITY % p SYSTEM "{OUT}/d">%p;]>'
)
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r9" Type="{RELATIONS}/attachedTemplate" Target="{OUT}/t.dotm" '
    'TargetMode="External"/></Relationships>'
)
CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
    "1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar "
    "<41> <001B005D00350032003B0007> <42> <009B0032004A> endbfchar endcmap end end"
)


def _mapped():
    font = "<</Type/Font/Subtype/Type1/BaseFont/Courier/ToUnicode 7 0 R>>"
    stream = f"<</Length {len(CMAP)}>>stream\n{CMAP}\nendstream"
    content = pdf([[(72, 720, 11, "AAA BBB plain reversed")]], more=[font, stream])
    return content.replace(b"/F1 3 0 R", b"/F1 6 0 R")


def _deep(tag, times=20_000):
    return f"<html><p>{PROSE}</p>" + f"<{tag}>" * times + PROSE


def _posts() -> str:
    """Ways without end to take a page for a thread."""
    outer = "".join(f"<div class='c{at}'>" for at in range(200))
    return f"{outer}<p>{PROSE * 3}</p>{'</div>' * 200}" * 90


FILES = {
    "escapes.txt": f"{PROSE}\n\n{ESCAPES}\n".encode(),
    "escapes.md": f"# {ESCAPES}\n\n[{ESCAPES}]({ESCAPES})\n".encode(),
    "escapes.html": f"<html><title>{AS_ENTITIES}</title><p>{AS_ENTITIES}<p>{ESCAPES}".encode(),
    "escapes.epub": epub({"a": f"<p>{IN_XML}</p>"}, title=IN_XML),
    "escapes.docx": docx(word_paragraph(IN_XML)),
    "escapes.pdf": _mapped(),
    "remote.html": REMOTE.encode(),
    "remote.epub": epub({"a": REMOTE.encode()}),
    "remote.docx": docx(word_paragraph(PROSE), extra={"word/_rels/document.xml.rels": TEMPLATE}),
    "laughs.html": f"{LAUGHS}<html><p>&c; &x; {PROSE}</p></html>".encode(),
    "laughs.epub": epub({"a": (LAUGHS + CHAPTER.format(f"<p>&c; &x; {PROSE}</p>")).encode()}),
    "laughs.docx": docx(word_paragraph(f"&c; &x; {PROSE}"), declared=LAUGHS),
    "deep.html": _deep("div").encode(),
    "lists.html": _deep("ul><li").encode(),
    "tables.html": _deep("table><tr><td").encode(),
    "inline.html": _deep("b><i").encode(),
    "comments.html": ("<html>" + "<!--" * 20_000 + PROSE).encode(),
    "attribute.html": f'<html><p class="{"a " * 500_000}">{PROSE}</p>'.encode(),
    "deep.epub": epub({"a": "<div>" * 20_000 + PROSE + "</div>" * 20_000}),
    "bomb.epub": epub({"a": "<p>" + "a" * (20 << 20) + "</p>"}),
    "bomb.docx": docx(word_paragraph("a" * (20 << 20))),
    "bomb.pdf": pdf(["BT /F1 12 Tf (x) Tj ET " * 200_000]),
    "script.pdf": pdf([[(72, 720, 11, PROSE[:60])]]).replace(
        b"/Pages 2 0 R>>", b"/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>", 1
    ),
    "far.pdf": pdf(["BT /F1 12 Tf 1e30 -1e30 Td (far) Tj 1e38 0 Td (nan) Tj ET"]),
    "box.pdf": pdf([[(72, 720, 11, "text")]], box="0 0 0 0"),
    "many.pdf": pdf([[(72, 720, 11, "text")]]).replace(b"/Count 1>>", b"/Count 2147483647>>"),
    "lying.txt": b"PK\x03\x04 and what follows is no archive",
    "empty.html": b"",
    "word.html": b"<pre>" + b"x" * 1_000_000 + b"\nA line. Another.\nAnd one more.\n",
    "boxes.html": ("<div class='share'>" * 200 + f"<p>{PROSE}</p>" * 5_000).encode(),
    "posts.html": _posts().encode(),
    "chat.txt": ("[12:34] <a> one\n" * 5 + "[1:11" * 100_000 + " <" * 100_000).encode(),
    "nul.html": b"<html>\x00<p>a\x00b</p>",
}
"""Contents by name; what is right about each is that nothing happens."""
