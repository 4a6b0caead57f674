"""Plain text as a document: split by its shape, blocks built from byte offsets."""

from __future__ import annotations

from array import array
from functools import cached_property
from typing import TYPE_CHECKING

from tui.core.documents.chunks import pieces
from tui.core.documents.heads import frame_of
from tui.core.documents.lazy import LazyBlocks
from tui.core.documents.lines import LineNumbers
from tui.core.documents.pages import unpaged
from tui.core.documents.shapes import SHAPES, detect, detect_wire, has_wide_gaps, width_of
from tui.core.documents.snapshot import STEP, spare
from tui.core.documents.solid import solid_spans
from tui.core.documents.source import SNIFFED
from tui.core.documents.splits import add_lone, chunks, gaps
from tui.core.errors import WrongUsage
from tui.core.model import Block, Document
from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui.core.documents.chunks import Piece
    from tui.core.documents.heads import Frame
    from tui.core.documents.snapshot import Data
    from tui.core.documents.source import Source

EXTRACTOR = "txt/1"

_WITHIN = frozenset({"indent", "hanging", "solid", "double"})
"""Shapes that break lines without blank ones between paragraphs: all is prose."""


def open_text(source: Source, shape: str | None = None) -> Document:
    """The document of a plain text; `shape` overrides what is detected.

    Raises `WrongUsage` for a shape that does not exist.
    """
    if shape is not None and shape not in SHAPES:
        raise WrongUsage(f"no such shape: {shape}; there are {', '.join(SHAPES)}")
    data = unpaged(source.data)
    frame = frame_of(data, wire=shape in (None, "wire"))
    sample = data[frame.start : min(frame.end, frame.start + SNIFFED)].decode("utf-8", "replace")
    split = _split(sample, frame, shape)
    reader = TextReader(data, split, sample, _verse(sample, shape))
    reader.read(frame.start, frame.end)
    spare(data)
    return Document(
        path=source.path,
        format="txt",
        extractor=EXTRACTOR,
        title=frame.title or reader.title or name_of(source.path),
        blocks=LazyBlocks(len(reader.starts), reader.block),
        starts=reader.starts,
        size=len(data),
        digest=source.digest,
        shape="wire" if frame.wire else shape or split,
        encoding=source.encoding,
        byline=frame.byline,
        rules=reader.rules,
        headings=reader.headings,
        raw=data,
        count_lines=reader.lines,
    )


def _split(sample: str, frame: Frame, shape: str | None) -> str:
    """How the text itself is split; the body of wire form has a shape of its own."""
    if frame.wire:
        return detect_wire(sample)
    return "line" if shape == "wire" else shape or detect(sample)


def _verse(sample: str, shape: str | None) -> bool | None:
    """Whether lines are verse where a reader said so of a text that does not look like it."""
    if shape not in ("verse", "wrapped") or shape == detect(sample):
        return None
    return shape == "verse"


class TextReader:
    """Where the blocks of `data` are; only those that are not plain paragraphs are kept whole.

    `sample` is the beginning of the text, from which the width of its lines is judged; `verse`
    says whether they are verse, None where each chunk is judged by itself.
    """

    def __init__(self, data: Data, shape: str, sample: str, verse: bool | None = None) -> None:
        self._verse = verse
        self._data = data
        self._width = width_of(sample, shape)
        # Without wider gaps where paragraphs end, only a line that ends early tells.
        self._solid = shape == "solid" or (shape == "double" and not has_wide_gaps(sample))
        self._shape = shape
        self._chunks = chunks(shape)
        self._end = len(data)
        self.starts = array("Q")
        self._special: dict[int, Piece] = {}
        self.rules: list[int] = []
        self.headings: list[int] = []

    @property
    def title(self) -> str:
        """The heading that the text begins with, if it does."""
        return self.block(0).text if self.headings[:1] == [0] else ""

    def read(self, start: int, end: int) -> None:
        """Find every block of `data[start:end]`."""
        self._end = end
        if self._solid:
            for span in solid_spans(self._data, start, end, self._width):
                self._add_pieces(*span)
            return
        find, at, spared = self._chunks.search, start, start
        while match := find(self._data, at, end):
            first, at = match.span()
            if match.lastindex:
                self.starts.append(first)
                at = add_lone(self.starts, self._data, at, end, gaps(self._shape))
            else:
                self._add_pieces(first, at)
            if at - spared > STEP:
                spare(self._data)
                spared = at

    def block(self, index: int) -> Block:
        """Build block `index`."""
        special = self._special.get(index)
        if special:
            return special.block()
        words = " ".join(self._chunk(index).decode("utf-8", "replace").split())
        return Block("paragraph", clean(words.replace("\ufeff", "")))

    def lines(self, index: int) -> tuple[int, int]:
        """The first and the last line of block `index` in the source, from 1."""
        chunk, special = self._chunk(index), self._special.get(index)
        first = self._numbers.at(self.starts[index])
        if not special:
            return first, first + self._numbers.ends_in(chunk.rstrip())
        before = [number for _, number in self._lines(chunk)]
        return first + before[special.first], first + before[special.last]

    @cached_property
    def _numbers(self) -> LineNumbers:
        return LineNumbers(self._data)

    def _chunk(self, index: int) -> bytes:
        """That of block `index`, found again: few of them are ever looked at."""
        start = self.starts[index]
        if self._solid:
            return self._data[slice(*next(solid_spans(self._data, start, self._end, self._width)))]
        match = self._chunks.match(self._data, start, self._end)
        return match[0] if match else b""

    def _add_pieces(self, start: int, end: int) -> None:
        lines = [line for line, _ in self._lines(self._data[start:end])]
        for piece in pieces(
            lines, self._width, alone=self._shape not in _WITHIN, verse=self._verse
        ):
            index = len(self.starts)
            if piece.kind != "paragraph" or piece.quote_depth:
                self._special[index] = piece
            if piece.kind == "rule":
                self.rules.append(index)
            elif piece.kind == "heading":
                self.headings.append(index)
            self.starts.append(start)

    def _lines(self, chunk: bytes) -> Iterator[tuple[str, int]]:
        """The filled lines of a chunk, each with how many the source has before it in the chunk."""
        before = 0
        for line in chunk.decode("utf-8", "replace").split("\n"):
            if line.strip():
                yield line.strip() if self._shape in _WITHIN else line.rstrip("\r"), before
            before += 1 + line.count("\r")


def name_of(path: Path) -> str:
    """A title for a text that has none: its file name, read as words."""
    stem = path.stem.replace("_", " ").replace("-", " ").strip()
    return clean_line(stem or path.name)
