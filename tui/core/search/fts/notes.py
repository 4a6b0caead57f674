"""The annotations of all sources in the index: put in source by source, and looked up."""

from __future__ import annotations

import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.core.model import AS_FOUND, Choice
from tui.core.search.copies import fingerprints
from tui.core.search.fts import vocabulary
from tui.core.search.fts.analyser import words
from tui.core.search.fts.facets import facets
from tui.core.search.fts.narrowing import of_source
from tui.core.search.fts.stamps import name_of
from tui.core.search.snapshot import row
from tui.core.store.schema import annotation_of, row_of
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from sqlite3 import Connection

    from tui.core.model import Annotation
    from tui.core.search.fts.narrowing import Expression
    from tui.core.search.snapshot import Row, Rows

SCHEMA = f"""
CREATE TABLE source (
    id INTEGER PRIMARY KEY, path BLOB UNIQUE, stamp TEXT, problem TEXT, shape TEXT, encoding TEXT
);
CREATE TABLE note (
    id INTEGER PRIMARY KEY, source INTEGER, own TEXT, created TEXT, modified TEXT, data TEXT
);
CREATE UNIQUE INDEX note_of ON note (source, own);
CREATE TABLE tagged (note INTEGER, tag TEXT, PRIMARY KEY (note, tag)) WITHOUT ROWID;
CREATE TABLE place (
    source INTEGER, note INTEGER, version INTEGER, block INTEGER,
    PRIMARY KEY (source, note, version, block)
) WITHOUT ROWID;
CREATE TABLE copy (print TEXT, note INTEGER, PRIMARY KEY (print, note)) WITHOUT ROWID;
{vocabulary.SCHEMA};
CREATE VIRTUAL TABLE words USING fts5 (
    note, quote, tags, heading, facets,
    tokenize = 'ascii', columnsize = 0, prefix = '1 2 3'
)"""
"""The `id` of a note is its time in ms, shifted, and a number: the newest ones have the largest."""
SHIFT = 20
FARTHEST = 1 << 40
"""Behind the last block of any text; what others store may be more than the engine takes."""
NO_BLOCK = -1
"""Says that a version is known, whatever blocks an annotation is on there."""
KEPT = 8_192
"""Rows that stay made: the next keystroke mostly finds the same."""


class Taken(NamedTuple):
    """The notes of a source as they were read, what tells them from others, and what was wrong.

    With them stands how the source is to be read.
    """

    source: Path
    stamp: str
    annotations: dict[int, Annotation]
    problem: str
    choice: Choice = AS_FOUND


class Seen(NamedTuple):
    """What told the notes of a source from other versions, what was wrong, and what was chosen."""

    stamp: str
    problem: str = ""
    choice: Choice = AS_FOUND


def put(connection: Connection, every: Iterable[Taken]) -> None:
    """Make the annotations of some sources those that were taken; writes those that changed."""
    new: list[tuple[int, Row, str]] = []
    for source, stamp, taken, problem, choice in every:
        number = _numbered(connection, source)
        rows = connection.execute("SELECT own, id, data FROM note WHERE source = ?", (number,))
        before = {own: (id_, data) for own, id_, data in rows}
        data = {f"{a.id:x}": (a, json.dumps(row_of(a))) for a in taken.values()}
        kept = {own for own in data.keys() & before.keys() if data[own][1] == before[own][1]}
        _remove(connection, number, [before[own] for own in before if own not in kept])
        new += [(number, row(a), text) for own, (a, text) in data.items() if own not in kept]
        connection.execute(
            "UPDATE source SET stamp = ?, problem = ?, shape = ?, encoding = ? WHERE id = ?",
            (stamp, problem, choice.shape, choice.encoding, number),
        )
    fields: list[str] = []
    # Ascending, as the engine can keep many only so before it has to write them.
    for number, one, text in sorted(new, key=lambda item: item[1].changed):
        fields += _add(connection, number, one, text)
    vocabulary.learn(connection, fields)


def forget(connection: Connection, name: bytes) -> None:
    """Drop a source with all its annotations."""
    put(connection, [Taken(Path(os.fsdecode(name)), "", {}, "")])
    connection.execute("DELETE FROM source WHERE path = ?", (name,))


def seen(connection: Connection) -> dict[bytes, Seen]:
    """What is known of the notes of each source."""
    found = connection.execute("SELECT path, stamp, problem, shape, encoding FROM source")
    return {path: Seen(now, problem, Choice(*choice)) for path, now, problem, *choice in found}


def total(connection: Connection) -> int:
    """How many annotations there are."""
    (count,) = connection.execute("SELECT count(*) FROM note").fetchone()
    return int(count)


def sources(connection: Connection) -> list[tuple[int, bytes]]:
    """The sources with their numbers."""
    return connection.execute("SELECT id, path FROM source").fetchall()


def found(
    connection: Connection, expression: Expression, *, oldest_first: bool = False
) -> Iterator[tuple[int, Row]]:
    """The rows for which `expression` holds, with the numbers of their sources, newest first.

    They are fetched as they are asked for; those of one moment come in the order of the store.
    """
    order = "ASC" if oldest_first else "DESC"
    if isinstance(expression, str):
        rows = connection.execute(
            "SELECT note.source, note.own, note.data FROM words CROSS JOIN note"
            f" ON note.id = words.rowid WHERE words MATCH ? ORDER BY words.rowid {order}",
            (expression,),
        )
    elif expression:
        rows = connection.execute(f"SELECT source, own, data FROM note ORDER BY id {order}")
    else:
        return
    for number, own, data in rows:
        yield number, _row(own, data)


def sources_found(
    connection: Connection, expression: str, most: int
) -> dict[int, set[int] | None] | None:
    """The numbers of the sources in which it holds for a note; None for more than `most` notes.

    On which blocks those notes are is not said: None stands for any.
    """
    rows = connection.execute(
        "SELECT note.source FROM words CROSS JOIN note ON note.id = words.rowid"
        " WHERE words MATCH ? LIMIT ?",
        (expression, most + 1),
    ).fetchall()
    return None if len(rows) > most else dict.fromkeys(number for (number,) in rows)


def of(connection: Connection, number: int) -> Rows:
    """The rows of the source of that number, by their ids."""
    rows = connection.execute("SELECT own, data FROM note WHERE source = ?", (number,))
    made = (_row(own, data) for own, data in rows)
    return {one.annotation.id: one for one in made}


def blocks_of(connection: Connection, number: int, version: str) -> set[int] | None:
    """The blocks of a source that are annotated, none left out; None where that cannot be told.

    It can be told of a text of the `version` on which its annotations were made or found last.
    """
    query = "SELECT note, version = ?, block FROM place WHERE source = ?"
    rows = connection.execute(query, (_digest(version), number)).fetchall()
    if {note for note, _, _ in rows} != {note for note, is_it, _ in rows if is_it}:
        return None
    return {block for _, is_it, block in rows if is_it} - {NO_BLOCK}


def one(connection: Connection, source: Path, id_: int) -> Annotation | None:
    """A single annotation."""
    found = connection.execute(
        "SELECT note.own, note.data FROM source JOIN note ON note.source = source.id"
        " WHERE source.path = ? AND note.own = ?",
        (name_of(source), f"{id_:x}"),
    ).fetchone()
    return _row(*found).annotation if found else None


def tagged(connection: Connection) -> Iterator[tuple[int, int, str, str, str]]:
    """Every use of a tag: number of the source, id, created, modified, tag."""
    rows = connection.execute(
        "SELECT note.source, note.own, note.created, note.modified, tagged.tag"
        " FROM tagged CROSS JOIN note ON note.id = tagged.note"
    )
    return (
        (number, int(own, 16), created, changed, tag) for number, own, created, changed, tag in rows
    )


def copies(connection: Connection, fingerprint: str) -> list[tuple[int, Annotation]]:
    """The annotations on paragraphs of that fingerprint, with the numbers of their sources."""
    rows = connection.execute(
        "SELECT note.source, note.own, note.data FROM copy CROSS JOIN note ON note.id = copy.note"
        " WHERE copy.print = ?",
        (fingerprint,),
    )
    return [(number, _row(own, data).annotation) for number, own, data in rows]


@lru_cache(KEPT)
def _row(own: str, data: str) -> Row:
    return row(annotation_of(int(own, 16), json.loads(data)))


def _numbered(connection: Connection, source: Path) -> int:
    path = name_of(source)
    connection.execute("INSERT OR IGNORE INTO source (path) VALUES (?)", (path,))
    found = connection.execute("SELECT id FROM source WHERE path = ?", (path,)).fetchone()
    return int(found[0])


def _remove(connection: Connection, number: int, rows: Iterable[tuple[int, str]]) -> None:
    for id_, data in rows:
        for print_ in fingerprints(annotation_of(0, json.loads(data))):
            connection.execute("DELETE FROM copy WHERE print = ? AND note = ?", (print_, id_))
        connection.execute("DELETE FROM tagged WHERE note = ?", (id_,))
        connection.execute("DELETE FROM place WHERE source = ? AND note = ?", (number, id_))
        connection.execute("DELETE FROM words WHERE rowid = ?", (id_,))
        connection.execute("DELETE FROM note WHERE id = ?", (id_,))


def _add(connection: Connection, number: int, one: Row, data: str) -> list[str]:
    """Put one in; returns its fields as they are in the index."""
    annotation, record = one.annotation, one.record
    id_ = _free(connection, one.changed)
    # As others store them times may be anything, even what no database takes.
    times = (ascii(annotation.created)[1:-1], ascii(annotation.modified)[1:-1])
    fields = (id_, number, f"{annotation.id:x}", *times, data)
    connection.execute("INSERT INTO note VALUES (?, ?, ?, ?, ?, ?)", fields)
    headings = "\n".join(map(fold, record.headings))
    texts = [words(text) for text in (record.note, record.quote, record.tag_text, headings)]
    connection.execute(
        "INSERT INTO words (rowid, note, quote, tags, heading, facets) VALUES (?, ?, ?, ?, ?, ?)",
        (id_, *texts, f"{facets(annotation)} {of_source(number)}"),
    )
    places = ((number, id_, *place) for place in _places(annotation))
    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?)", places)
    tags = [(id_, tag) for tag in annotation.tags]
    connection.executemany("INSERT OR IGNORE INTO tagged VALUES (?, ?)", tags)
    prints = [(print_, id_) for print_ in fingerprints(annotation)]
    connection.executemany("INSERT INTO copy VALUES (?, ?)", prints)
    return texts


def _places(annotation: Annotation) -> set[tuple[int, int]]:
    """Versions of the text with the blocks that it may be on; none if it is on no block of any."""
    target = annotation.target
    every = (target, target.now.place if target.now else target)
    known = {
        (_digest(f"{place.made_on} {place.reading}"), block)
        for place in every
        for block in (NO_BLOCK, *(min(part.index, FARTHEST) for part in place.blocks))
    }
    return known if target.blocks else set()


def _digest(version: str) -> int:
    """A number as large as the engine keeps, for what tells one version from another."""
    digest = hashlib.blake2b(version.encode("utf-8", "replace"), digest_size=7)
    return int.from_bytes(digest.digest())


def _free(connection: Connection, changed: int) -> int:
    """The next free id of a moment; in the moments behind it where all are taken."""
    first = changed << SHIFT
    following = (changed + 1) << SHIFT
    (last,) = connection.execute(
        "SELECT max(id) FROM note WHERE id >= ? AND id < ?", (first, following)
    ).fetchone()
    if last is None:
        return first
    return int(last) + 1 if last + 1 < following else _free(connection, changed + 1)


def counts(connection: Connection) -> dict[int, int]:
    """How many annotations the sources of these numbers have."""
    return dict(connection.execute("SELECT source, count(*) FROM note GROUP BY source").fetchall())
