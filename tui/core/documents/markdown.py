"""Markdown as a document: blocks found at once, their inside parsed when it is looked at."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from tui.core.documents.inline import parse_inline
from tui.core.documents.lazy import LazyBlocks
from tui.core.documents.parts import Part, parts_of
from tui.core.documents.tables import aligned
from tui.core.documents.text import name_of, open_text
from tui.core.model import Block, Document
from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from tui.core.documents.source import Source

EXTRACTOR = "md/1"
MAX_SIZE = 64 << 20
"""Bytes beyond which Markdown is read as plain text: its tokens would fill the memory."""


def open_markdown(source: Source) -> Document:
    """The document of a Markdown text; one the parser fails on is read as plain text."""
    parser = _parser()
    env: dict[str, Any] = {}
    try:
        if len(source.data) > MAX_SIZE:
            return open_text(source)
        tokens = parser.parse(source.data.decode("utf-8", "replace"), env)
    except (RecursionError, IndexError, ValueError):
        return open_text(source)
    return _document(source, MarkdownReader(parser, env, parts_of(tokens)), _front_matter(tokens))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """One for all documents: it keeps nothing of a text, and takes 200 kB and longer than a page.

    Its rules are compiled here and now, because several threads may come to use it at once.
    """
    # Beyond its limit of nesting the parser drops text: without one it fails, and text is not lost.
    parser = MarkdownIt("commonmark", {"maxNesting": 100_000})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False).use(front_matter_plugin)
    parser.core.ruler.disable(["inline", "text_join", "footnote_tail"])
    inline = parser.inline
    for ruler in (parser.core.ruler, parser.block.ruler, inline.ruler, inline.ruler2):
        ruler.getRules("")
    return parser


def _document(source: Source, reader: MarkdownReader, front: dict[str, str]) -> Document:
    parts = reader.parts
    headings = [at for at, part in enumerate(parts) if part.kind == "heading"]
    first = next((at for at in headings if parts[at].level == 1), None)
    heading = reader.block(first).text if first is not None else ""
    byline = " · ".join(front[key] for key in ("author", "byline", "date") if front.get(key))
    starts = list(accumulate((len(part.content) + 1 for part in parts), initial=0))
    return Document(
        path=source.path,
        format="md",
        extractor=EXTRACTOR,
        title=front.get("title") or heading or name_of(source.path),
        blocks=LazyBlocks(len(parts), reader.block),
        starts=starts[:-1],
        size=starts[-1],
        sha256=source.sha256,
        encoding=source.encoding,
        byline=byline or None,
        rules=[at for at, part in enumerate(parts) if part.kind == "rule"],
        headings=headings,
    )


class MarkdownReader:
    """Builds blocks from parts; `env` holds the link addresses found by the parser."""

    def __init__(self, parser: MarkdownIt, env: dict[str, Any], parts: list[Part]) -> None:
        self._parser = parser
        self._env = env
        self.parts = parts

    def block(self, index: int) -> Block:
        """Build block `index`."""
        part = self.parts[index]
        if part.kind in ("code", "rule"):
            return self._block(part, text=clean(part.content), info=clean_line(part.info))
        if part.kind == "table":
            return self._table(part)
        text, spans, tokens = parse_inline(self._parser, part.content, self._env)
        picture = _lone_picture(tokens)
        if picture and part.kind == "paragraph":
            address = clean_line(str(picture.attrs.get("src", "")))
            return self._block(part, kind="image", text=text, info=address)
        return self._block(part, text=text, spans=spans)

    def _table(self, part: Part) -> Block:
        rows = tuple(
            tuple(parse_inline(self._parser, cell, self._env)[0].replace("\n", " ") for cell in row)
            for row in part.cells
        )
        return self._block(part, text=aligned(rows), rows=rows)

    @staticmethod
    def _block(part: Part, **fields: Any) -> Block:
        first, last = part.lines
        return Block(
            **{
                "kind": part.kind,
                "line_start": first + 1,
                "line_end": last + 1,
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


def _front_matter(tokens: Sequence[Token]) -> dict[str, str]:
    """The plain `key: value` lines at the top of the file; anything nested is passed over."""
    if not tokens or tokens[0].type != "front_matter":
        return {}
    found: dict[str, str] = {}
    for line in tokens[0].content.splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip() == key and value.strip():
            found[key.lower()] = clean_line(value.strip().strip("\"'"))
    return found
