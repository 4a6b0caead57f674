"""Plain text as a document: split by its shape, blocks built from byte offsets."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from tui.core.documents.chunks import is_plain, pieces
from tui.core.documents.lazy import LazyBlocks
from tui.core.documents.shapes import GREEDY, SHAPES, STARS, detect, wrapping
from tui.core.documents.solid import solid_spans
from tui.core.documents.source import SNIFFED
from tui.core.errors import WrongUsage
from tui.core.model import Block, Document
from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui.core.documents.source import Source

EXTRACTOR = "txt/1"

NARROWEST = 40

_FILLED = rb"[^\n]*[^\s][^\n]*"
_BY_LINE = re.compile(_FILLED)
_BY_BLANK = re.compile(_FILLED + rb"(?:\n" + _FILLED + rb")*")
_BY_INDENT = re.compile(_FILLED + rb"(?:\n(?![ \t])" + _FILLED + rb")*")
_BY_HANG = re.compile(_FILLED + rb"(?:\n(?=[ \t])" + _FILLED + rb")*")
_BY_TWO_BLANKS = re.compile(_FILLED + rb"(?:\n(?:[ \t]*\n)?" + _FILLED + rb")*")
_SPLIT = {
    "wire": _BY_LINE,
    "line": _BY_LINE,
    "indent": _BY_INDENT,
    "hanging": _BY_HANG,
    "double": _BY_TWO_BLANKS,
}


def open_text(source: Source, shape: str | None = None) -> Document:
    """The document of a plain text; `shape` overrides what is detected.

    Raises `WrongUsage` for a shape that does not exist.
    """
    if shape is not None and shape not in SHAPES:
        raise WrongUsage(f"no such shape: {shape}; there are {', '.join(SHAPES)}")
    sample = source.data[:SNIFFED].decode("utf-8", "replace")
    chosen = shape or detect(sample)
    title, byline, body = _wire_head(source.data) if chosen == "wire" else ("", None, 0)
    reader = TextReader(source.data, chosen, _width(sample))
    reader.read(body)
    return Document(
        path=source.path,
        format="txt",
        extractor=EXTRACTOR,
        title=title or reader.title or name_of(source.path),
        blocks=LazyBlocks(len(reader.starts), reader.block),
        starts=reader.starts,
        size=len(source.data),
        sha256=source.sha256,
        shape=chosen,
        encoding=source.encoding,
        byline=byline,
        rules=reader.rules,
        headings=reader.headings,
    )


class TextReader:
    """Where the blocks of `data` are; only those that are not plain paragraphs are kept whole.

    `width` is that at which the text was wrapped, 0 if it was not.
    """

    def __init__(self, data: bytes, shape: str, width: int) -> None:
        self._data = data
        self._shape = shape
        self._width = width
        self.starts = array("Q")
        self._ends = array("Q")
        self._lines = array("Q")
        self._special: dict[int, Block] = {}
        self.rules: list[int] = []
        self.headings: list[int] = []

    @property
    def title(self) -> str:
        """The heading that the text begins with, if it does."""
        return self.block(0).text if self.headings[:1] == [0] else ""

    def read(self, body: int) -> None:
        """Find every block from byte `body` on."""
        data = self._data
        line, at = 1, 0
        for start, end in self._spans(body):
            line += data.count(b"\n", at, start)
            at = start
            chunk = data[start:end]
            if is_plain(chunk):
                self._add(start, end, line)
            else:
                self._add_pieces(start, end, line)

    def block(self, index: int) -> Block:
        """Build block `index`."""
        special = self._special.get(index)
        if special:
            return special
        chunk = self._data[self.starts[index] : self._ends[index]]
        return _paragraph(chunk, self._lines[index])

    def _spans(self, body: int) -> Iterator[tuple[int, int]]:
        if self._shape == "solid":
            return solid_spans(self._data, body, self._width)
        pattern = _SPLIT.get(self._shape, _BY_BLANK)
        return (match.span() for match in pattern.finditer(self._data, body))

    def _add(self, start: int, end: int, line: int) -> None:
        self.starts.append(start)
        self._ends.append(end)
        self._lines.append(line)

    def _add_pieces(self, start: int, end: int, line: int) -> None:
        lines = self._data[start:end].decode("utf-8", "replace").split("\n")
        if self._shape == "double":
            lines = [text for text in lines if text.strip()]
        elif self._shape in ("indent", "hanging"):
            lines = [text.strip() for text in lines]
        alone = self._shape not in ("solid", "hanging", "indent", "double")
        for piece in pieces(lines, self._width, alone=alone):
            index = len(self.starts)
            if piece.kind != "paragraph" or piece.quote_depth:
                self._special[index] = piece.block(line)
            if piece.kind == "rule":
                self.rules.append(index)
            elif piece.kind == "heading":
                self.headings.append(index)
            self._add(start, end, line)


def _paragraph(chunk: bytes, line: int) -> Block:
    text = chunk.decode("utf-8", "replace")
    last = line + text.count("\n")
    words = " ".join(text.split())
    return Block("paragraph", clean(words.replace("\ufeff", "")), line, last)


def _width(sample: str) -> int:
    """The width at which the text was wrapped, 0 if it was not."""
    found = wrapping([text.rstrip() for text in sample.expandtabs().split("\n")])
    # Nobody wraps prose at the length of a line of verse.
    return found.width if found.share >= GREEDY - 0.25 and found.width >= NARROWEST else 0


def _wire_head(data: bytes) -> tuple[str, str | None, int]:
    """Title, publisher, and where the text begins: behind the line of asterisks."""
    head: list[str] = []
    for match in _BY_LINE.finditer(data):
        text = match[0].decode("utf-8", "replace").strip()
        if STARS.fullmatch(text) and len(head) >= 2:
            return clean_line(head[0]), clean_line(head[1]), match.end()
        head.append(text)
        if len(head) > 2:
            break
    return "", None, 0


def name_of(path: Path) -> str:
    """A title for a text that has none: its file name, read as words."""
    stem = path.stem.replace("_", " ").replace("-", " ").strip()
    return clean_line(stem or path.name)
