"""The indexes of all libraries in the cache folder; those that nobody needs are removed."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.search.fts.database import about_file

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = 86_400
UNUSED = 90 * DAY
"""Seconds after which an index goes that was not used."""
GONE = 7 * DAY
"""The same where the library is not there: it may be on a disk that is plugged in now and then."""
_NAME = "library"
"""The file that holds the path of the library; its time is that of the last use."""
_IS_INDEX = re.compile("[0-9a-f]{16}").fullmatch


@dataclass(frozen=True, slots=True)
class Kept:
    """An index in the cache folder: of which library, so many bytes, used last then (Unix time).

    `library` is None where an older Postil did not say.
    """

    folder: Path
    library: Path | None
    size: int
    used: float

    @property
    def is_gone(self) -> bool:
        """Whether its library is not there."""
        return self.library is not None and not os.path.isdir(self.library)  # noqa: PTH112 - raises nothing


def mark_used(folder: Path, library: Path) -> None:
    """Say of which library the index in `folder` is, and that it is used today."""
    path, name = folder / _NAME, os.fsencode(os.path.realpath(library))
    with suppress(OSError):
        if _read(path) != name:
            path.write_bytes(name)
        elif path.stat().st_mtime < time.time() - DAY:
            os.utime(path)


def kept_in(cache: Path) -> Iterator[Kept]:
    """The indexes in a folder, whoever uses them."""
    with suppress(OSError):
        for folder in sorted(cache.iterdir()):
            if _IS_INDEX(folder.name) and folder.is_dir() and not folder.is_symlink():
                yield _kept(folder)


def remove_unneeded(cache: Path, gone: float = GONE, unused: float = UNUSED) -> list[Kept]:
    """Remove the indexes of libraries that are gone, or that were not used; returns those.

    So long ago must they have been used last, in seconds. Who uses one all the same makes another.
    """
    for left in cache.glob(f".{'?' * 16}-*"):
        # Somebody was killed while removing it.
        shutil.rmtree(left, ignore_errors=True)
    now = time.time()
    return [
        one
        for one in kept_in(cache)
        if now - one.used > (gone if one.is_gone else unused) and _removed(one.folder)
    ]


def _removed(folder: Path) -> bool:
    """At once for everybody else: nobody may find half of it."""
    aside = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    try:
        folder.rename(aside)
    except OSError:
        return False
    shutil.rmtree(aside, ignore_errors=True)
    return True


def _kept(folder: Path) -> Kept:
    about = [found for path in folder.iterdir() if (found := about_file(path))]
    named, marked = _read(folder / _NAME), about_file(folder / _NAME)
    used = marked.st_mtime if marked else max((one.st_mtime for one in about), default=0.0)
    library = Path(os.fsdecode(named)) if named else None
    return Kept(folder, library, sum(one.st_size for one in about), used)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
