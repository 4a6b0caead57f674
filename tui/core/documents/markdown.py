"""Markdown as a document: blocks found at once, their inside parsed when it is looked at."""

from __future__ import annotations

from array import array
from functools import cached_property
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

from tui.core.documents.inline import SIGNS, parse_inline
from tui.core.documents.lazy import LazyBlocks
from tui.core.documents.lines import LineNumbers
from tui.core.documents.reparsing import Pieces, parser, tokens_of
from tui.core.documents.snapshot import STEP, spare
from tui.core.documents.splits import add_lone
from tui.core.documents.stretches import GAPS, STRETCH, front_matter_end
from tui.core.documents.tables import aligned
from tui.core.documents.text import name_of, open_text
from tui.core.model import Block, Document
from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from tui.core.documents.parts import Part
    from tui.core.documents.snapshot import Data
    from tui.core.documents.source import Source

EXTRACTOR = "md/1"
_GOING_ON = ("fence", "html_block")
MAX_PIECE = 64 << 20
"""Bytes that cannot be cut beyond which Markdown is read as plain text: its tokens would fill the
memory."""


def open_markdown(source: Source) -> Document:
    """The document of a Markdown text; one the parser fails on is read as plain text."""
    reader = MarkdownReader(source.data)
    try:
        reader.read()
    except (RecursionError, IndexError, ValueError):
        return open_text(source)
    spare(source.data)
    return _document(source, reader)


def _document(source: Source, reader: MarkdownReader) -> Document:
    front = reader.front_matter
    byline = " · ".join(front[key] for key in ("author", "byline", "date") if front.get(key))
    return Document(
        path=source.path,
        format="md",
        extractor=EXTRACTOR,
        title=front.get("title") or reader.title or name_of(source.path),
        blocks=LazyBlocks(len(reader.starts), reader.block),
        starts=reader.starts,
        size=len(source.data),
        digest=source.digest,
        encoding=source.encoding,
        byline=byline or None,
        rules=reader.rules,
        headings=reader.headings,
        raw=source.data,
        signs=tuple(sign.encode() for sign in (*SIGNS, "|")),
        count_lines=reader.lines,
    )


class MarkdownReader:
    """Where the blocks of `data` are; they are parsed piece by piece, and again when looked at.

    What of a text has no signs of Markdown at the beginnings of its lines is not parsed at first.
    """

    def __init__(self, data: Data) -> None:
        self._data = data
        self._env: dict[str, Any] = {}
        self._pieces = Pieces(data)
        self._main: int | None = None
        self.front_matter: dict[str, str] = {}
        self.starts = array("Q")
        self.rules: list[int] = []
        self.headings: list[int] = []

    @property
    def title(self) -> str:
        """The first heading of the first level."""
        return self.block(self._main).text if self._main is not None else ""

    def read(self) -> None:
        """Find every block, and the addresses that links and footnotes refer to.

        Raises what the parser does when it fails, and ValueError for what is too long for it.
        """
        data = self._data
        at = spared = front_matter_end(data)
        self.front_matter = _front_matter(data[:at].decode("utf-8", "replace"))
        while match := STRETCH.search(data, at):
            start, at = match.span()
            if match.lastindex:
                self.starts.append(start)
                if match.end(1) == at:
                    at = add_lone(self.starts, data, at, len(data), GAPS)
            else:
                at = self._add(start, at)
            if at - spared > STEP:
                spare(data)
                spared = at

    def _add(self, start: int, end: int) -> int:
        """Parse a piece, and more behind it if it is not complete; returns where it ends."""
        tokens = self._tokens(start, end)
        more = 1
        while tokens and tokens[-1].type in _GOING_ON and end < len(self._data):
            # Twice as many each time: a fence that is never closed goes on to the end.
            following = islice(STRETCH.finditer(self._data, end), more)
            end = max((match.end() for match in following), default=len(self._data))
            tokens = self._tokens(start, end)
            more *= 2
        lengths = map(len, self._data[start:end].splitlines(keepends=True))
        lines = list(accumulate(lengths, initial=start))
        for part in self._pieces.add(start, end, len(self.starts), tokens):
            self._note(len(self.starts), part)
            self.starts.append(lines[part.lines[0]])
        return end

    def _tokens(self, start: int, end: int) -> list[Token]:
        if end - start > MAX_PIECE:
            raise ValueError(end)
        return tokens_of(self._data, start, end, self._env)

    def _note(self, index: int, part: Part) -> None:
        if part.kind == "rule":
            self.rules.append(index)
        elif part.kind == "heading":
            self.headings.append(index)
            if part.level == 1 and self._main is None:
                self._main = index

    def block(self, index: int) -> Block:
        """Build block `index`."""
        part, _ = self._pieces.part(index, self.starts[index])
        if part.kind in ("code", "rule"):
            return self._block(part, text=clean(part.content), info=clean_line(part.info))
        if part.kind == "table":
            return self._table(part)
        text, spans, tokens = parse_inline(parser, part.content, self._env)
        picture = _lone_picture(tokens)
        if picture and part.kind == "paragraph":
            address = clean_line(str(picture.attrs.get("src", "")))
            return self._block(part, kind="image", text=text, info=address)
        return self._block(part, text=text, spans=spans)

    def lines(self, index: int) -> tuple[int, int]:
        """The first and the last line of block `index` in the source, from 1."""
        part, at = self._pieces.part(index, self.starts[index])
        before = self._numbers.at(at)
        return before + part.lines[0], before + part.lines[1]

    @cached_property
    def _numbers(self) -> LineNumbers:
        return LineNumbers(self._data)

    def _table(self, part: Part) -> Block:
        rows = tuple(
            tuple(parse_inline(parser, cell, self._env)[0].replace("\n", " ") for cell in row)
            for row in part.cells
        )
        return self._block(part, text=aligned(rows), rows=rows)

    @staticmethod
    def _block(part: Part, **fields: Any) -> Block:
        return Block(
            **{
                "kind": part.kind,
                "level": part.level,
                "marker": clean_line(part.marker),
                "quote_depth": part.quote_depth,
                **fields,
            }
        )


def _lone_picture(tokens: Sequence[Token]) -> Token | None:
    pictures = [token for token in tokens if token.type == "image"]
    rest = (t for t in tokens if t.type != "image" and (t.type != "text" or t.content.strip()))
    return pictures[0] if len(pictures) == 1 and not any(rest) else None


def _front_matter(text: str) -> dict[str, str]:
    """The plain `key: value` lines at the top of the file; anything nested is passed over."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip() == key and value.strip():
            found[key.lower()] = clean_line(value.strip().strip("\"'"))
    return found
