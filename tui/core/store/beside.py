"""Other versions of a sidecar that lie about: what a killed writer or a sync program left."""

from __future__ import annotations

import errno
import os
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tui.core.store.keeping import SUFFIX
from tui.core.store.names import fitting
from tui.core.store.replace import (
    make_folder,
    replace_durably,
    signature_of,
    stray_name,
    stray_prefix,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.store.replace import Held

STRAY_AFTER = 60.0
"""Seconds after which a temporary file has no writer any more, whatever its process id says."""
PAST_IMAGES = 20

_COPY = re.compile(r"(\.sync-conflict-[^/]+| \([^/]*conflict[^/]*\))\.json")
"""Syncthing's and Dropbox's names for the version that lost: before the ending, behind the name."""


@dataclass(frozen=True, slots=True)
class Version:
    """A file that holds notes of a source beside its `sidecar`, or beside its mirror."""

    path: Path
    kind: Literal["stray", "copy", "mirror"]
    sidecar: Path


def versions_beside(sidecar: Path) -> list[Version]:
    """Left temporary files and conflict copies of `sidecar`; raises nothing."""
    stem, stray = sidecar.name.removesuffix(".json"), stray_prefix(sidecar)
    found: list[Version] = []
    try:
        names = [entry.name for entry in os.scandir(sidecar.parent)]
    except OSError:
        return []
    for name in sorted(names):
        path = sidecar.with_name(name)
        if name.startswith(stem) and _COPY.fullmatch(name[len(stem) :]):
            found.append(Version(path, "copy", sidecar))
        elif name.startswith(stray) and _is_left(path):
            found.append(Version(path, "stray", sidecar))
    return found


def original_of(copy: Path) -> Path | None:
    """The sidecar that a conflict copy belongs to, None if it is no such copy."""
    stem, ending = SUFFIX.removesuffix(".json"), copy.name
    at = ending.find(stem + ".sync-conflict-")
    at = at if at >= 0 else ending.find(stem + " (")
    if at < 0 or not _COPY.fullmatch(ending[at + len(stem) :]):
        return None
    return copy.with_name(ending[:at] + SUFFIX)


def dispose(version: Version, read: Held, past: Path, *, archive: bool) -> None:
    """Remove a version whose content, as it was `read`, is in the sidecar now; raises OSError.

    `archive` keeps it in `past`. One that was changed meanwhile stays, to be merged the next time.
    """
    if archive:
        keep(past, read.read(), version.path.name)
    # Nobody writes to this name, so what is looked at is what is removed.
    aside = stray_name(version.sidecar)
    version.path.rename(aside)
    if signature_of(aside) == read.signature:
        aside.unlink()


def keep(past: Path, data: bytes, name: str) -> Path:
    """Put an earlier version into `past`, which holds the latest `PAST_IMAGES`; raises OSError."""
    make_folder(past, 0o700)
    images = _images(past)
    if images and images[-1].read_bytes() == data:
        return images[-1]
    kept = past / fitting(f"{time.time_ns()}-{name}", "")
    # Nothing to be like: for the eyes of the user alone.
    if not replace_durably(kept, data, None, kept):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(kept))
    left = [path for path in past.glob(".~*") if _is_left(path)]
    for old in [*[*images, kept][:-PAST_IMAGES], *left]:
        old.unlink(missing_ok=True)
    return kept


def _images(past: Path) -> list[Path]:
    """The earlier versions, oldest first, without what a writer is at work on."""
    return sorted(path for path in past.iterdir() if path.name[:1].isdecimal())


def _is_left(path: Path) -> bool:
    """Whether the process that wrote a temporary file is gone."""
    process = path.name.split("-")[1]
    try:
        if time.time() - path.stat().st_mtime > STRAY_AFTER:
            return True
        if not process.isdecimal() or process == "0":
            return True
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
