"""From the parser's nested tokens to a flat run of blocks, their inside not parsed yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

    from tui.core.model import Kind

BULLETS = "•◦▪"


@dataclass(slots=True)
class Part:
    """A block to be: `content` is Markdown, or for code the text itself; lines are 0-based."""

    kind: Kind
    content: str
    lines: tuple[int, int]
    level: int = 0
    marker: str = ""
    quote_depth: int = 0
    info: str = ""
    cells: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class ListLevel:
    """A list being read; `number` is the next one, None for bullets."""

    number: int | None
    delimiter: str = "."
    step: int = 1

    def next_marker(self, depth: int) -> str:
        """What stands before the next item, the list being the `depth`th inside another."""
        if self.number is None:
            return BULLETS[(depth - 1) % len(BULLETS)]
        marker = f"{self.number}{self.delimiter}"
        self.number += self.step
        return marker


class PartReader:
    """Walks the tokens once, remembering the lists, quotes and footnotes it is inside."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._lists: list[ListLevel] = []
        self._marker = ""
        self._item: Token | None = None
        self._footnote: str | None = None
        self._quotes = 0
        self._heading: Token | None = None
        self._table: Part | None = None

    def take(self, token: Token) -> None:
        """Follow one token."""
        handler = getattr(self, f"_{token.type}", None)
        if handler:
            handler(token)

    def _bullet_list_open(self, _: Token) -> None:
        self._lists.append(ListLevel(None))

    def _ordered_list_open(self, token: Token) -> None:
        self._lists.append(ListLevel(int(token.attrs.get("start", 1) or 0), token.markup or "."))

    def _bullet_list_close(self, _: Token) -> None:
        self._lists.pop()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, token: Token) -> None:
        self._item = token
        self._marker = self._lists[-1].next_marker(len(self._lists))

    def _list_item_close(self, _: Token) -> None:
        # An item without any text is still an item.
        if self._marker and self._item:
            self._add("item", "", self._item)

    def _blockquote_open(self, _: Token) -> None:
        self._quotes += 1

    def _blockquote_close(self, _: Token) -> None:
        self._quotes -= 1

    def _footnote_reference_open(self, token: Token) -> None:
        self._footnote = str(token.meta.get("label", ""))
        self._marker = self._footnote

    def _footnote_reference_close(self, _: Token) -> None:
        self._footnote = None
        self._marker = ""

    def _heading_open(self, token: Token) -> None:
        self._heading = token

    def _heading_close(self, _: Token) -> None:
        self._heading = None

    def _inline(self, token: Token) -> None:
        if self._table is not None:
            self._table.cells[-1].append(token.content)
        elif self._heading:
            # Its inline token knows nothing of the line that underlines it.
            level = int(self._heading.tag[1])
            self._add("heading", token.content, self._heading, level=level)
        elif self._footnote is not None:
            self._add("footnote", token.content, token)
        else:
            self._add("item" if self._lists else "paragraph", token.content, token)

    def _fence(self, token: Token) -> None:
        info = (token.info.split() or [""])[0]
        self._add("code", token.content.expandtabs(4).rstrip("\n"), token, info=info)

    _code_block = _fence

    def _html_block(self, token: Token) -> None:
        text = token.content.strip()
        # A comment is not meant to be read; other HTML is shown as it stands, never interpreted.
        if not (text.startswith("<!--") and text.endswith("-->")):
            self._add("code", text, token, info="html")

    def _hr(self, token: Token) -> None:
        self._add("rule", "", token)

    def _table_open(self, token: Token) -> None:
        self._add("table", "", token)
        self._table = self.parts[-1]

    def _table_close(self, _: Token) -> None:
        self._table = None

    def _tr_open(self, _: Token) -> None:
        if self._table is not None:
            self._table.cells.append([])

    def _add(
        self, kind: Kind, content: str, token: Token, *, level: int = 0, info: str = ""
    ) -> None:
        nested = kind in ("item", "footnote")
        first, end = token.map or (0, 1)
        if kind == "item" and not content:
            # What is empty ends where it begins: blank lines may be counted behind it.
            end = first
        self.parts.append(
            Part(
                kind,
                content,
                (first, max(first, end - 1)),
                level=len(self._lists) if kind == "item" else level,
                marker=self._marker if nested else "",
                quote_depth=self._quotes,
                info=info,
            )
        )
        if kind != "heading":
            self._marker = ""


def parts_of(tokens: Iterable[Token]) -> list[Part]:
    """The blocks of a parsed document in reading order."""
    reader = PartReader()
    for token in tokens:
        reader.take(token)
    return reader.parts
