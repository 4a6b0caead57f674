"""The paragraphs of all sources in the index: put in slice by slice, and looked up."""

from __future__ import annotations

import json
import os
import secrets
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tui.core.search.fts import vocabulary
from tui.core.search.fts.analyser import words
from tui.core.search.fts.stamps import name_of
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from sqlite3 import Connection

    from tui.core.model import Block, Document
    from tui.core.search.fts.database import Database

SCHEMA = f"""
CREATE TABLE source (
    id INTEGER PRIMARY KEY, path BLOB UNIQUE, stamp TEXT, version TEXT DEFAULT '',
    about TEXT DEFAULT ''
);
CREATE TABLE block (id INTEGER PRIMARY KEY, text TEXT, kind TEXT, level INTEGER);
{vocabulary.SCHEMA};
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', tokenize = 'ascii', columnsize = 0, prefix = '1 2 3'
)"""
"""The `id` of a block is the number of its source, shifted, and its index."""
SHIFT = 28
SLICE = 2_000
"""Blocks put in or taken out in one go: others wait that long."""
ABOUT = ("format", "extractor", "title", "size", "sha256", "shape", "encoding", "byline")
"""Fields of a document that are kept as they are."""

T = TypeVar("T")


class Known(NamedTuple):
    """A text in the index: its number, what tells the file from another, and which text it is."""

    number: int
    stamp: str
    version: str


def put(connection: Connection, every: Iterable[tuple[Path, str, Document | None]]) -> None:
    """Make each document the text of its source, with this stamp; or none.

    All of them together have about a slice of blocks at most.
    """
    rows: dict[int, list[tuple[Any, ...]]] = {}
    for source, stamp, document in every:
        number = _numbered(connection, source)
        while _take_out(connection, number << SHIFT):
            pass
        # The last one counts, should a source be there under two names.
        blocks = document.blocks if document else ()
        rows[number] = _rows(number << SHIFT, blocks, range(len(blocks)))
        _finish(connection, (stamp, document, number))
    _put_in(connection, [one for own in rows.values() for one in own])


class Writer:
    """Puts the text of one source into the index, slice by slice.

    Until it is done the source has no stamp, and nobody takes what is there for the whole. Another
    one that begins with the same source overtakes this one.
    """

    def __init__(self, database: Database, source: Path) -> None:
        self._database = database
        self._claim = f"claimed by {secrets.token_hex(8)}"
        with database.writing() as connection:
            self._number = _numbered(connection, source)
            claim = self._claim, self._number
            connection.execute("UPDATE source SET stamp = ? WHERE id = ?", claim)
        self._first = self._number << SHIFT

    def write(self, stamp: str, document: Document, cancelled: Callable[[], bool]) -> bool:
        """Make `document` the text; False if that was cancelled or overtaken."""
        while self._do(_take_out, self._first):
            if cancelled():
                return False
        blocks = document.blocks
        for at in range(0, len(blocks), SLICE):
            rows = _rows(self._first, blocks, range(at, min(at + SLICE, len(blocks))))
            if cancelled() or not self._do(_put_in, rows):
                return False
        return self._do(_finish, (stamp, document, self._number))

    def _do(self, work: Callable[[Connection, T], bool], about: T) -> bool:
        """What `work` says, in a transaction of its own; False when it was overtaken."""
        with self._database.writing() as connection:
            query = "SELECT 1 FROM source WHERE id = ? AND stamp = ?"
            is_ours = connection.execute(query, (self._number, self._claim)).fetchone()
            return bool(is_ours) and work(connection, about)


def forget(connection: Connection, name: bytes) -> None:
    """Drop a source with all its paragraphs."""
    put(connection, [(Path(os.fsdecode(name)), "", None)])
    connection.execute("DELETE FROM source WHERE path = ?", (name,))


def known(connection: Connection) -> dict[bytes, Known]:
    """Every source whose text is in the index, or was found to be none."""
    rows = connection.execute("SELECT path, id, stamp, version FROM source")
    return {path: Known(*rest) for path, *rest in rows}


def totals(connection: Connection) -> tuple[int, int]:
    """How many texts there are, and how many paragraphs."""
    rows = connection.execute("SELECT about FROM source WHERE about != ''")
    every = [json.loads(about) for (about,) in rows]
    return len(every), sum(about["count"] - len(about["rules"]) for about in every)


def found(
    connection: Connection, expression: str, first: int, last: int
) -> Iterator[tuple[int, list[int]]]:
    """The blocks for which it holds by the numbers of sources from `first` to `last`, ascending."""
    rows = connection.execute(
        "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid",
        (expression, first << SHIFT, ((last + 1) << SHIFT) - 1),
    )
    for number, ids in groupby((id_ for (id_,) in rows), lambda id_: id_ >> SHIFT):
        yield number, [id_ - (number << SHIFT) for id_ in ids]


def looked_through(
    connection: Connection,
    number: int,
    may_hold: Callable[[str], bool],
    among: Iterable[int] | None = None,
) -> list[int]:
    """The blocks of a source, or some of them, whose text may hold something: each is looked at."""
    first = number << SHIFT
    query, last = "SELECT id, text FROM block WHERE id BETWEEN ? AND ? ORDER BY id", 1 << SHIFT
    spans = [(0, last - 1)] if among is None else [(index, index) for index in sorted(among)]
    found = (row for a, z in spans for row in connection.execute(query, (first + a, first + z)))
    return [id_ - first for id_, text in found if may_hold(text)]


def blocks_found(
    connection: Connection, expression: str, most: int
) -> dict[int, set[int] | None] | None:
    """The blocks for which it holds by the numbers of their sources; None for more than `most`."""
    query = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
    rows = connection.execute(query, (expression, most + 1)).fetchall()
    if len(rows) > most:
        return None
    grouped = groupby(sorted(id_ for (id_,) in rows), lambda id_: id_ >> SHIFT)
    return {number: {id_ - (number << SHIFT) for id_ in ids} for number, ids in grouped}


def _numbered(connection: Connection, source: Path) -> int:
    path = name_of(source)
    connection.execute("INSERT OR IGNORE INTO source (path) VALUES (?)", (path,))
    row = connection.execute("SELECT id FROM source WHERE path = ?", (path,)).fetchone()
    return int(row[0])


def _take_out(connection: Connection, first: int) -> bool:
    """Take out the next blocks of a source; whether there were any."""
    rows = connection.execute(
        "SELECT id, text FROM block WHERE id >= ? AND id < ? LIMIT ?",
        (first, first + (1 << SHIFT), SLICE),
    ).fetchall()
    # Without their texts, which are those of the blocks, the words could not be taken out.
    connection.executemany(
        "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)",
        [(id_, words(fold(text))) for id_, text in rows],
    )
    connection.executemany("DELETE FROM block WHERE id = ?", [(id_,) for id_, _ in rows])
    return bool(rows)


def _rows(first: int, blocks: Sequence[Block], indexes: Iterable[int]) -> list[tuple[Any, ...]]:
    """What is put in of some blocks; made before others have to wait."""
    made = ((first + index, blocks[index]) for index in indexes)
    return [(id_, b.text, b.kind, b.level, words(fold(b.text))) for id_, b in made]


def _put_in(connection: Connection, rows: list[tuple[Any, ...]]) -> bool:
    connection.executemany("INSERT INTO block VALUES (?, ?, ?, ?)", [row[:4] for row in rows])
    tokens = [(row[0], row[4]) for row in rows]
    connection.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", tokens)
    vocabulary.learn(connection, (field for _, field in tokens))
    return True


def _finish(connection: Connection, about: tuple[str, Document | None, int]) -> bool:
    stamp, document, number = about
    version, rest = (document.version, _about(document)) if document else ("", "")
    query = "UPDATE source SET stamp = ?, version = ?, about = ? WHERE id = ?"
    connection.execute(query, (stamp, version, rest, number))
    return True


def _about(document: Document) -> str:
    fields = {name: getattr(document, name) for name in ABOUT}
    places = {"rules": list(document.rules), "headings": list(document.headings)}
    return json.dumps({**fields, **places, "count": len(document.blocks)})
