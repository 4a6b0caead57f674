"""What a reader can choose of how a source is read: its shapes, and the encodings it may be in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from tui.core.documents.encodings import ENCODINGS, encoding_named, encoding_of, makes_sense
from tui.core.documents.formats import BY_NAME, format_of
from tui.core.documents.shapes import SHAPES
from tui.core.documents.source import SNIFFED, File, read_beginning, read_head
from tui.core.documents.text import open_text
from tui.core.model import Choice
from tui.core.text import clean_line

if TYPE_CHECKING:
    from tui.core.documents.source import Source
    from tui.core.model import Document

WEB = ("article", "page")
LOOKED_AT = 1 << 18
"""Bytes by which two encodings are told from each other."""
SHOWN, WORDS = 60, 20
"""Characters and words of a text that show what an encoding makes of it."""

_TELLING = re.compile(r"[!-~]*+[^\x00-\x7f\s\ufeff]\S*+")
_TITLES = {
    "article": "the article",
    "page": "the whole page",
    "wire": "wire form",
    "line": "a paragraph a line",
    "blank": "paragraphs between blank lines",
    "wrapped": "prose between blank lines",
    "indent": "paragraphs with a first indent",
    "hanging": "paragraphs with a hanging indent",
    "solid": "paragraphs to a short line",
    "double": "double-spaced lines",
    "verse": "verse",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A source in an `encoding`; `choice` is "" where that is what it is found to be in.

    `sample` are its first words beyond ASCII then.
    """

    choice: str
    encoding: str
    sample: str = ""


def reading_title(document: Document) -> str:
    """How a document was read, in words: its shape, or else its format, and its encoding."""
    shape = shape_title(document.shape or document.format)
    return shape if document.encoding == "utf-8" else f"{shape}, {document.encoding}"


def shape_title(shape: str) -> str:
    """What a shape is, in words; a format stands for the shape that its reader finds."""
    return _TITLES.get(shape) or BY_NAME[shape].title


def has_encoding(document: Document) -> bool:
    """Whether the source is a text, which may be in one encoding or another."""
    return BY_NAME[document.format].has_encoding


def chosen(shape: str | None = None, encoding: str | None = None) -> Choice:
    """The choice of what was asked for by name; raises `WrongUsage` for no encoding."""
    return Choice(shape or None, encoding_named(encoding) if encoding else None)


def shapes_of(document: Document) -> tuple[str, ...]:
    """The shapes in which its source can be read, the first of them by itself; () for no choice.

    Those that make the same of its beginning count as one. May block; raises `UnreadableDocument`.
    """
    if document.format == "html":
        return WEB
    if not BY_NAME[document.format].is_text:
        return ()
    source = read_beginning(document.path, SNIFFED, document.encoding)
    found = open_text(source).shape or ""
    made: dict[object, str] = dict([_own(source)])
    for shape in dict.fromkeys((found, *SHAPES)):
        if shape != "wire" or found == "wire":
            made.setdefault(_made(open_text(source, shape)), shape)
    return tuple(made.values())


def _own(source: Source) -> tuple[object, str]:
    """What a text is made without a choice, and what that is called."""
    file = File(source.path, bytes(source.data), "utf-8")
    format_ = format_of(file)
    if format_.program:
        # It takes a while, and makes something else anyway.
        return None, format_.name
    own = format_.open(file, None)
    return _made(own), (own.shape if own.format == "txt" else None) or format_.name


def after(choice: Choice, shapes: tuple[str, ...], count: int = 1) -> Choice:
    """The choice with the shape that is `count` behind its own in a round of all `shapes`."""
    at = shapes.index(choice.shape) if choice.shape in shapes else 0
    following = (at + count) % len(shapes)
    return Choice(shapes[following] if following else None, choice.encoding)


def encodings_of(document: Document) -> list[Reading]:
    """The encodings that a text may be in, first the one that is found; each makes another text.

    A text that is the same in all of them has but one. May block; raises `UnreadableDocument`.
    """
    raw = read_head(document.path, LOOKED_AT).data
    found = encoding_of(raw, raw[:SNIFFED], _declared(document, raw))
    made = {raw.decode(found, "replace"): Reading("", found)}
    for name in ENCODINGS:
        if makes_sense(raw, name):
            made.setdefault(raw.decode(name, "replace"), Reading(name, name))
    return [replace(reading, sample=_sample(text)) for text, reading in made.items()]


def _made(document: Document) -> object:
    """What a shape makes of a text."""
    blocks = document.blocks
    return document.title, tuple((block.kind, block.text, block.level) for block in blocks)


def _declared(document: Document, raw: bytes) -> str:
    if document.format != "html":
        return ""
    # Loaded already: it has read the document.
    from tui.core.documents.webpage import declared_in

    return declared_in(raw)


def _sample(text: str) -> str:
    """Its first words beyond ASCII, or its first words."""
    telling = islice((word[0] for word in _TELLING.finditer(text)), WORDS)
    words = " ".join(dict.fromkeys(telling)) or " ".join(text[: 2 * SHOWN].split())
    return clean_line(words[:SHOWN])
