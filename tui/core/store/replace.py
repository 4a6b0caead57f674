"""Replacing a file so that at every instant it is the old or the new one, whole."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import stat
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_PATIENCE = 2.0
"""Seconds to wait for another writer; correctness does not rest on the lock, so then go on."""

Signature = tuple[int, int, int]
"""Time of change in ns, size, inode: what differs when another program wrote the file."""


def signature_of(path: Path) -> Signature | None:
    """The signature of a file, None if there is none; raises OSError."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def replace_durably(
    path: Path, data: bytes, expected: Signature | None, like: Path
) -> Signature | None:
    """Make `data` the content of `path`, durably; returns the new signature.

    Returns None and leaves everything as it is when the file is not the `expected` one any more
    (None: no file). Mode and owner stay those of the old file, or become those of `like`. Raises
    OSError, the old file whole and nothing left behind.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    temporary = path.with_name(f".~{secrets.token_hex(8)}.tmp")
    try:
        with _locked(folder):
            _write_new(temporary, data, path if expected else like)
            if signature_of(path) != expected or not _swap(temporary, path, expected):
                return None
            os.fsync(folder)
            return signature_of(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        os.close(folder)


def _swap(temporary: Path, path: Path, expected: Signature | None) -> bool:
    """Put the new file in place; False if there is suddenly one where none was expected."""
    if expected is None:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError as error:
            # File systems without hard links: FAT, some network ones.
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK):
                raise
        else:
            return True
    temporary.replace(path)
    return True


def _write_new(path: Path, data: bytes, like: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        _take_over_rights(descriptor, like)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take_over_rights(descriptor: int, like: Path) -> None:
    with suppress(OSError):
        old = like.stat()
        if old.st_uid != os.geteuid() or old.st_gid != os.getegid():
            os.fchown(descriptor, old.st_uid, old.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode) & 0o666)


@contextmanager
def _locked(folder: int) -> Iterator[None]:
    """Hold the folder's lock, if it can be had; there is no lock file to be left behind."""
    until = time.monotonic() + LOCK_PATIENCE
    while time.monotonic() < until:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            time.sleep(0.005)
        except OSError:
            break
    # Closing the descriptor gives the lock back.
    yield
