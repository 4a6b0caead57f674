"""What can be told of an index on the disk: how much is in it, and whether it is up to date."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.core.errors import reason
from tui.core.search.fts import notes, texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui.core.search.fts.store import Store


@dataclass(frozen=True, slots=True)
class State:
    """So many `notes`, `texts` and `paragraphs` are in `folder`, in so many bytes.

    `behind` are sources that have to be looked at again; `trouble` says why it cannot be used.
    """

    folder: Path
    notes: int = 0
    texts: int = 0
    paragraphs: int = 0
    size: int = 0
    behind: int = 0
    trouble: str = ""


def state_of(store: Store, sources: Sequence[Path]) -> State:
    """The state of the index of `sources`; an index that is not there is not made."""
    if not (store.notes.is_there and store.texts.is_there):
        return State(store.folder, behind=len(sources))
    try:
        with store.reading() as (note, text):
            size = store.notes.size + store.texts.size
            known = notes.seen(note), texts.known(text)
            behind = sum(1 for source in sources if not store.is_current(source, *known))
            return State(
                store.folder, notes.total(note), *texts.totals(text), size=size, behind=behind
            )
    except (sqlite3.Error, OSError) as error:
        return State(store.folder, behind=len(sources), trouble=said(error))


def trouble_with(store: Store) -> str:
    """Why there can be no index, "" if there can; makes none."""
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
        for database in (store.notes, store.texts):
            if database.is_there:
                database.set_value("looked at", "")
    except (sqlite3.Error, OSError) as error:
        return said(error)
    nearest = next(folder for folder in (store.folder, *store.folder.parents) if folder.exists())
    return "" if nearest.is_dir() and os.access(nearest, os.W_OK) else f"{nearest} is not writable"


def said(error: Exception) -> str:
    """What went wrong, in a few words."""
    return reason(error) if isinstance(error, OSError) else str(error)
