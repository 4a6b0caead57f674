"""One disposable SQLite file: opened, shared, checked, and made anew when anything is wrong."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import sqlite3
import threading
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 60.0
"""Seconds to wait for another process that writes: one that runs when no other wants to may have
begun a tenth of a second of work that takes it several on a busy machine."""
_PRAGMAS = (
    "synchronous = NORMAL",
    "temp_store = MEMORY",
    "cache_size = -8000",
    # What is taken in the first time makes it long, and it would stay so.
    "journal_size_limit = 8000000",
)
_BUMP = "UPDATE meta SET value = value + 1 WHERE name = 'generation'"
_META = "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID"


class Database:
    """The file `path` with the tables of `schema`; raises `sqlite3.Error` or OSError.

    `form` names schema, analyser and program: a file of any other form is made anew. Any thread may
    read, each search with a connection of its own; one writes at a time.
    """

    def __init__(self, path: Path, schema: str, form: str) -> None:
        self.path = path
        self._schema = schema
        self._form = form
        self._idle: list[sqlite3.Connection] = []
        self._inode = 0
        self._writer = threading.RLock()
        self._opening = threading.RLock()
        weakref.finalize(self, _close, self._idle)

    def open(self) -> None:
        """Make sure that the file is there, of our form and whole; raises nothing else."""
        with self._opening:
            if self._inode and self._inode == _inode(self.path):
                return
            self._forget()
            with self._swapping():
                if not self._is_ours():
                    self._replace()
            self._inode = _inode(self.path)

    @property
    def is_there(self) -> bool:
        """Whether there is a file, of whatever form."""
        return self.path.exists()

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        sizes = [about_file(self.path.with_name(self.path.name + end)) for end in ("", "-wal")]
        return sum(about.st_size for about in sizes if about)

    def reset(self) -> None:
        """Put an empty file in the place of this one; whoever has it open goes on with the old."""
        with self._opening, self._writer:
            self._forget()
            with self._swapping():
                self._replace()
            self._inode = _inode(self.path)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the file until it is given back."""
        self.open()
        inode = self._inode
        connection = self._taken() or self._connected()
        try:
            connection.execute("BEGIN")
            yield connection
        except sqlite3.DatabaseError:
            connection.close()
            raise
        except BaseException:
            self._give_back(connection, inode)
            raise
        else:
            self._give_back(connection, inode)

    @contextlib.contextmanager
    def writing(self, *, silently: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction, which is kept unless something is raised.

        Nobody who remembers what was in the file takes notice of what is written `silently`.
        """
        self.open()
        with self._writer:
            connection = self._taken() or self._connected()
            try:
                connection.execute("BEGIN IMMEDIATE")
                if not silently:
                    connection.execute(_BUMP)
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                connection.close()
                raise
            self._give_back(connection, self._inode)

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Say in the file that it is written to; if that is found and nobody does, it is checked.

        Nothing that a killed writer leaves should be damaged, but to look costs little.
        """
        self.open()
        descriptor = os.open(self._beside("lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if self._is_alone(descriptor) and self.value("at work") and not self._is_whole():
                self.reset()
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            self.set_value("at work", "1")
            yield
            if self._is_alone(descriptor):
                self.set_value("at work", "")
        finally:
            os.close(descriptor)

    def value(self, name: str) -> str:
        """What was remembered under a name, "" if nothing."""
        with self.reading() as connection:
            found = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def set_value(self, name: str, value: str) -> None:
        """Remember something."""
        with self.writing(silently=True) as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """Close what is open; it is opened again when it is needed."""
        with self._opening:
            self._forget()
            self._inode = 0

    def _taken(self) -> sqlite3.Connection | None:
        with self._opening:
            return self._idle.pop() if self._idle else None

    def _give_back(self, connection: sqlite3.Connection, inode: int) -> None:
        with self._opening:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if inode == self._inode:
                self._idle.append(connection)
            else:
                connection.close()

    def _forget(self) -> None:
        _close(self._idle)

    def _connected(self) -> sqlite3.Connection:
        # A generator that asks may go on in another thread.
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(
            address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _is_ours(self) -> bool:
        try:
            connection = self._connected()
        except sqlite3.Error:
            return False
        try:
            found = connection.execute("SELECT value FROM meta WHERE name = 'form'").fetchone()
            return found is not None and found[0] == self._form
        except sqlite3.OperationalError as error:
            # Somebody is busy with it: that says nothing against it.
            return "locked" in str(error)
        except sqlite3.Error:
            return False
        finally:
            connection.close()

    def _is_whole(self) -> bool:
        try:
            with self.reading() as connection:
                return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
        except sqlite3.DatabaseError:
            return False

    def _is_alone(self, descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def _swapping(self) -> Iterator[None]:
        """One process at a time: files that belong together are put into the place together."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._beside("swap"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _replace(self) -> None:
        """Make an empty file under another name, whole, and put it into the place."""
        new = self._beside(f"{os.getpid()}-{secrets.token_hex(4)}")
        try:
            connection = sqlite3.connect(new, isolation_level=None)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(f"BEGIN; {_META}; {self._schema}; COMMIT")
                # Not from the beginning: what is remembered of an older file is of another one.
                start = str(secrets.randbits(32))
                birth = secrets.token_hex(8)
                new_rows = (("form", self._form), ("generation", start), ("birth", birth))
                connection.executemany("INSERT INTO meta VALUES (?, ?)", new_rows)
            finally:
                connection.close()
            # What an older file had not taken over yet must not get into the new one.
            for ending in ("-wal", "-shm"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
            new.replace(self.path)
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                new.with_name(new.name + ending).unlink(missing_ok=True)

    def _beside(self, what: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{what}")


class GoneError(sqlite3.OperationalError):
    """The file is another one than it was: what was put in is not there."""


def generation(connection: sqlite3.Connection) -> int:
    """Another number after each change."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()
    return int(found[0])


def birth(connection: sqlite3.Connection) -> str:
    """What tells a file from the one that comes in its place."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'birth'").fetchone()
    return str(found[0])


def _close(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


def about_file(path: Path) -> os.stat_result | None:
    """What is known of a file, None where it is not there."""
    try:
        return path.stat()
    except OSError:
        return None


def _inode(path: Path) -> int:
    about = about_file(path)
    return about.st_ino if about else 0
