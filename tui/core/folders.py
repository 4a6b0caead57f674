"""Folders that are watched: which there are, and whether the system tells of changes in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOUNTS = Path("/proc/self/mounts")
REMOTE = ("9p", "afs", "ceph", "cifs", "fuse", "nfs", "smb", "vboxsf", "virtiofs")
"""Beginnings of the names of file systems that others change without the system being told."""
SKIPPED = "node_modules"


def folders_of(root: Path) -> Iterator[Path]:
    """`root` and the folders below it that may hold something to read; no links, none hidden."""
    if not root.is_dir():
        return
    waiting = [str(root)]
    while waiting:
        folder = waiting.pop()
        yield Path(folder)
        try:
            with os.scandir(folder) as entries:
                waiting += [entry.path for entry in entries if _is_below(entry)]
        except OSError:
            continue


def _is_below(entry: os.DirEntry[str]) -> bool:
    return is_shown(entry.name) and entry.is_dir(follow_symlinks=False)


def is_shown(name: str) -> bool:
    """Whether what is below a folder of that name is worth watching."""
    return not name.startswith(".") and name != SKIPPED


def standing(folder: Path) -> Path:
    """The nearest folder that is there: `folder`, or one that leads to it."""
    return next((one for one in (folder, *folder.parents) if one.is_dir()), folder)


def is_named(folder: Path) -> bool:
    """Whether its name can be given to what watches: not every name is a text."""
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        return False
    return True


def is_told(folder: Path) -> bool:
    """Whether the system knows of every change there."""
    return is_named(folder) and not _kind(folder).startswith(REMOTE)


def _kind(folder: Path) -> str:
    """The kind of the file system that a folder is on, "" where that is not known."""
    try:
        mounts = [line.split(" ") for line in MOUNTS.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return ""
    real = os.path.realpath(folder)
    on = [m for m in mounts if len(m) > 2 and Path(real).is_relative_to(m[1].replace("\\040", " "))]
    # Of two at one place the later one lies on top.
    return max(reversed(on), key=lambda mount: len(mount[1]), default=["", "", ""])[2]
