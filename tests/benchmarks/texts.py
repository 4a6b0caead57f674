"""The documents that are opened: made here, always the same, in the formats that programs read."""

import html
import math
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIRST, FOUND, LAST = "Firstwordshown", "Herestandsit", "Lastwordshown"
"""Words at the start of the first paragraph, of the one with the needle, of the last."""
NEEDLE = "zebracorn"
SYLLABLES = [*map("".join, zip("bcdfglmnprstvwxyaeoi", "aeiouaeiouaeioealnrt", strict=True))]


@dataclass(frozen=True)
class Text:
    """So many paragraphs of about so many words; keys go so many lines and pages down."""

    paragraphs: int
    words: int
    lines: int = 20
    pages: int = 5


TEXTS = {
    "news": Text(12, 62, lines=8, pages=1),
    "novel": Text(12_000, 39),
    "huge": Text(100_000, 71),
}


def paragraphs(text: Text) -> Iterator[str]:
    """One by one; common words are as common as in prose, lengths of paragraphs vary as there."""
    rng = random.Random(42)
    words = sorted(
        {"".join(rng.choices(SYLLABLES, k=k)) for k in (1, 2, 2, 3, 4) for _ in range(800)}
    )
    rng.shuffle(words)
    weights = [1 / (rank + 3) for rank in range(len(words))]
    pool = rng.choices(words, weights, k=300_000)
    for number in range(text.paragraphs):
        count = max(12, round(rng.lognormvariate(math.log(text.words) - 0.18, 0.6)))
        at = rng.randrange(len(pool) - count)
        chosen = pool[at : at + count]
        chosen[0] = chosen[0].capitalize()
        for comma in range(9, count - 1, 11):
            chosen[comma] += "."
            chosen[comma + 1] = chosen[comma + 1].capitalize()
        if number == text.paragraphs * 2 // 3:
            chosen[:0] = [FOUND, "behind", NEEDLE]
        marks = {0: FIRST, text.paragraphs - 1: LAST}
        yield " ".join([*([marks[number]] if number in marks else ()), *chosen]) + "."


def made(folder: Path, name: str, suffix: str) -> Path:
    """The file of that text, alone in its folder; made when it is not there."""
    path = folder / f"{name}-{suffix}" / f"{name}.{suffix}"
    if not path.exists():
        path.parent.mkdir()
        text = TEXTS[name]
        if suffix == "epub":
            write_epub(path, list(paragraphs(text)), chapter=40 if name == "novel" else 100)
        else:
            path.write_text("\n\n".join(paragraphs(text)) + "\n")
    return path


CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A text</dc:title>
<dc:creator>Nobody</dc:creator><dc:identifier id="id">text</dc:identifier>
<dc:language>en</dc:language></metadata>
<manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>{items}</manifest>
<spine toc="ncx">{refs}</spine></package>"""
CONTENTS = """<?xml version="1.0"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head/>
<docTitle><text>A text</text></docTitle><navMap>{points}</navMap></ncx>"""
CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A chapter</title></head>
<body>{body}</body></html>"""
ITEM = '<item id="c{0}" href="c{0}.xhtml" media-type="application/xhtml+xml"/>'
REF = '<itemref idref="c{0}"/>'
POINT = (
    '<navPoint id="n{0}" playOrder="{1}"><navLabel><text>Chapter {1}</text></navLabel>'
    '<content src="c{0}.xhtml"/></navPoint>'
)


def write_epub(path: Path, texts: list[str], chapter: int) -> None:
    """A book of so many paragraphs a chapter."""
    chapters = [texts[at : at + chapter] for at in range(0, len(texts), chapter)]

    def each(form: str) -> str:
        return "".join(form.format(at, at + 1) for at in range(len(chapters)))

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("book.opf", PACKAGE.format(items=each(ITEM), refs=each(REF)))
        book.writestr("toc.ncx", CONTENTS.format(points=each(POINT)))
        for at, part in enumerate(chapters):
            body = "\n".join(f"<p>{html.escape(text)}</p>" for text in part)
            book.writestr(f"c{at}.xhtml", CHAPTER.format(body=body))
