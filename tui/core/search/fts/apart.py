"""Texts taken into an index by a process of its own, which shares no lock of Python's with keys."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from subprocess import Popen

    from tui.core.search.fts.store import Cancelled, Store

BOOT = "import sys; sys.path[:] = sys.argv[1:]; from tui.core.search.fts.child import main; main()"
"""What the process runs: the modules that this one has, whatever lies in the folder it is in."""


class Apart:
    """Takes texts into the index of `store` in another process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._is_able = True

    def take_texts(
        self, sources: Sequence[Path], cancelled: Cancelled, *, is_last: bool = False
    ) -> Iterator[dict[Path, str]]:
        """What `Store.take_texts` does, yields and raises; `is_last` if it may take any time.

        That is done here where no process can be started: where a system has no room for one, or
        Python is part of another program. Of a process that was ended before any text was done,
        nothing is expected any more.
        """
        left = dict.fromkeys(sources)
        with _running() if self._is_able else nullcontext() as child:
            talk = _Talk(child, cancelled)
            talk.say(_order(self._store, sources, is_last=is_last))
            for numbers in talk.heard():
                taken = {sources[number]: stamp for number, stamp in numbers}
                for source in taken:
                    left.pop(source, None)
                yield taken
        if not talk.has_begun:
            self._is_able = False
            yield from self._store.take_texts(left, cancelled)
        elif not talk.is_over and len(left) == len(sources):
            yield dict.fromkeys(left, "")


class _Talk:
    """What is said between a `child`, if there is any, and who waits until it is `cancelled`."""

    def __init__(self, child: Popen[bytes] | None, cancelled: Cancelled) -> None:
        self.has_begun = self.is_over = False
        self._child = child
        self._cancelled = cancelled

    def say(self, line: bytes) -> None:
        """Tell the child something; that it ended is heard."""
        if self._child and self._child.stdin:
            with suppress(BrokenPipeError):
                self._child.stdin.write(line + b"\n")
                self._child.stdin.flush()

    def heard(self) -> Iterator[Any]:
        """What is done, until all is or the child ends; raises what it met with."""
        for line in self._child.stdout or () if self._child else ():
            try:
                said = json.loads(line)
            except ValueError:
                return
            self.has_begun = True
            if isinstance(said, list):
                yield said
            elif said is None and not self._cancelled():
                self.say(b"")
            else:
                self.is_over = True
                if said:
                    raise _error(**said)
                return


@contextmanager
def _running() -> Iterator[Popen[bytes] | None]:
    """The process, which is ended in the end; None where there can be none.

    No signal of the terminal reaches it, and nothing of the terminal is kept open by it.
    """
    # Imported here because most runs need no process.
    from subprocess import DEVNULL, PIPE, Popen

    command = [sys.executable or "", "-P", "-c", BOOT, *sys.path]
    try:
        child = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True)
    except OSError:
        yield None
        return
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def _order(store: Store, sources: Sequence[Path], *, is_last: bool) -> bytes:
    keeping = store.choices.keeping
    places = keeping.places
    order = {
        "is_last": is_last,
        "folder": str(store.folder),
        "places": [str(places.config), str(places.data), str(places.state)],
        "tree": str(keeping.tree) if keeping.tree else None,
        "sources": [*map(str, sources)],
    }
    return json.dumps(order).encode()


def _error(kind: str, code: int | None, text: str) -> Exception:
    """An error like the one that was met with in the process."""
    error: Exception = getattr(sqlite3, kind, OSError)(text)
    if isinstance(error, sqlite3.Error) and code is not None:
        error.sqlite_errorcode = code
    return error
