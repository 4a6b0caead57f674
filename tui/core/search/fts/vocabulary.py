"""The words that were ever put into an index, by their length, and those that are near to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

SCHEMA = """
CREATE TABLE word (length INTEGER, word TEXT, PRIMARY KEY (length, word)) WITHOUT ROWID"""
SHORTEST = 3
"""Letters of a word that is kept: a shorter one is no slip away from one that may have any."""


def learn(connection: Connection, fields: Iterable[str]) -> None:
    """Keep the words of some fields of the index; those that leave it again do no harm."""
    found = set().union(*map(str.split, fields))
    rows = ((len(word), word) for word in found if len(word) >= SHORTEST)
    connection.executemany("INSERT OR IGNORE INTO word VALUES (?, ?)", sorted(rows))


def near(connection: Connection, word: str, most: int) -> list[str]:
    """The words at most so many slips away (optimal string alignment), the nearest first."""
    from rapidfuzz.distance.OSA import distance
    from rapidfuzz.process import extract

    lengths = len(word) - most, len(word) + most
    rows = connection.execute("SELECT word FROM word WHERE length BETWEEN ? AND ?", lengths)
    known = [known for (known,) in rows]
    found = extract(word, known, scorer=distance, processor=None, score_cutoff=most, limit=None)
    return [near for near, _, _ in found]
