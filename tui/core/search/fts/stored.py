"""A document as it is in the index: nothing is read or cut into blocks anew."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.core.documents import open_as_chosen
from tui.core.documents.lazy import LazyBlocks
from tui.core.errors import UnreadableDocument
from tui.core.model import Block, Document
from tui.core.search.fts.stamps import name_of
from tui.core.search.fts.texts import SHIFT

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.model import Choice
    from tui.core.search.fts.database import Database

PAGE = 128
"""Blocks fetched together where they are read in order."""


def stored_document(
    database: Database, source: Path, stamp: str, choice: Choice
) -> Document | None:
    """The document of a source, if its text is in the index with this stamp; without `starts`.

    `choice` is how it was read.
    """
    with database.reading() as connection:
        row = connection.execute(
            "SELECT id, version, about FROM source WHERE path = ? AND stamp = ? AND about != ''",
            (name_of(source), stamp),
        ).fetchone()
    if not row:
        return None
    number, version, about = row
    fields = json.loads(about)
    reader = _Reader(database, source, choice, number, version)
    blocks, digest = LazyBlocks(fields.pop("count"), reader.block), fields.pop("sha256")
    return Document(path=source, blocks=blocks, starts=(), digest=digest, **fields)


class _Reader:
    """The blocks of a source in the index, or in its file where they are not there any more.

    Of a text that was changed meanwhile they are empty.
    """

    def __init__(
        self, database: Database, source: Path, choice: Choice, number: int, version: str
    ) -> None:
        self._database = database
        self._source = source
        self._choice = choice
        self._number = number
        self._version = version
        self._page: dict[int, Block] = {}
        self._last = -1
        self._document: Document | None = None

    def block(self, index: int) -> Block:
        """Block `index`; those that follow it are fetched with it where one reads on."""
        block = self._page.get(index)
        if block is None:
            page = self._fetched(index, PAGE if index == self._last + 1 else 1)
            block = page.get(index) or self._read(index)
            self._page = page
        self._last = index
        return block

    def _read(self, index: int) -> Block:
        if self._document is None:
            with suppress(UnreadableDocument):
                self._document, _ = open_as_chosen(self._source, self._choice)
        document = self._document
        is_same = document is not None and document.version == self._version
        return document.blocks[index] if document and is_same else Block("paragraph", "")

    def _fetched(self, index: int, count: int) -> dict[int, Block]:
        first = (self._number << SHIFT) + index
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT block.id, block.text, block.kind, block.level FROM source JOIN block"
                " WHERE source.id = ? AND version = ? AND block.id BETWEEN ? AND ?",
                (self._number, self._version, first, first + count - 1),
            ).fetchall()
        return {id_ - first + index: Block(k, text, level=level) for id_, text, k, level in rows}
