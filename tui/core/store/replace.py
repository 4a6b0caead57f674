"""Replacing a file so that at every instant it is the old or the new one, whole."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import secrets
import stat
import time
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK_PATIENCE = 2.0
"""Seconds to wait for another writer; correctness does not rest on the lock, so then go on."""

Signature = tuple[int, int, int]
"""Time of change in ns, size, inode: what differs when another program wrote the file."""


class Held:
    """A file as it was read; while this exists, no other file can get its inode."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self.signature = _signature(os.fstat(self._descriptor))

    def read(self) -> bytes:
        """The content, whole at every call."""
        with open(self._descriptor, "rb", closefd=False) as file:
            file.seek(0)
            return file.read()

    def __del__(self) -> None:
        if hasattr(self, "_descriptor"):
            with suppress(OSError):
                os.close(self._descriptor)


def signature_of(path: Path) -> Signature | None:
    """The signature of a file, None if there is none; raises OSError."""
    try:
        return _signature(path.stat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def _signature(about: os.stat_result) -> Signature:
    return about.st_mtime_ns, about.st_size, about.st_ino


def replace_durably(
    path: Path, data: bytes, expected: Signature | None, like: Path, of: Path | None = None
) -> Held | None:
    """Make `data` the content of `path`, durably; returns the new file.

    Returns None when the file is not the `expected` one any more (None: no file): it is left as it
    is. Mode, owner and extended attributes stay those of the old file, or become those of `like`.
    Raises OSError, the old file whole and nothing left behind. What a killed process leaves behind
    is a stray of the sidecar `of`, if that is not `path` itself.
    """
    of = of or path
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    temporary = path.with_name(f"{stray_prefix(of)}{os.getpid()}-{secrets.token_hex(4)}.tmp")
    written: Held | None = None
    try:
        write_new(temporary, data, path if expected else like)
        written = Held(temporary)
        if signature_of(path) != expected or not _swap(temporary, path, expected):
            return None
        os.fsync(folder)
        return written
    finally:
        with suppress(OSError):
            _clear(temporary, of, (written.signature, expected) if written else None)
        with suppress(OSError):
            os.close(folder)


def _clear(temporary: Path, of: Path, own: tuple[Signature | None, ...] | None) -> None:
    """Remove a temporary file, unless it is not one of our `own` but what a swap brought out."""
    if own is None or signature_of(temporary) in own:
        temporary.unlink(missing_ok=True)
    else:
        # Another program's version is ours to carry, but nobody's process: whoever comes merges it.
        temporary.rename(stray_name(of))


def make_folder(path: Path, mode: int = 0o777) -> None:
    """Create a folder and those above it, durably; raises OSError."""
    if path.is_dir():
        return
    make_folder(path.parent, mode)
    path.mkdir(mode, exist_ok=True)
    above = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(above)
    finally:
        os.close(above)


def stray_prefix(path: Path) -> str:
    """How the names of temporary files of `path` begin; a process id and more follow."""
    return f".~{hashlib.blake2b(os.fsencode(path.name), digest_size=8).hexdigest()}-"


def stray_name(path: Path) -> Path:
    """A new name for a version of `path` that no process is at work on."""
    return path.with_name(f"{stray_prefix(path)}0-{secrets.token_hex(4)}.tmp")


def _swap(temporary: Path, path: Path, expected: Signature | None) -> bool:
    """Put the new file in place; False if what it would displace is not the expected one."""
    try:
        if expected is None:
            return _link(temporary, path)
        if not exchange(temporary, path):
            temporary.replace(path)
            return True
        if signature_of(temporary) == expected:
            return True
        exchange(temporary, path)
    except FileNotFoundError:
        # The file was deleted under us, or the new one taken for a stray by another machine.
        return False
    return False


def _link(temporary: Path, path: Path) -> bool:
    """Create `path` where none may be; False if there suddenly is one."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError as error:
        # File systems without hard links: FAT, some network ones.
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK):
            raise
        temporary.replace(path)
    return True


def exchange(one: Path, other: Path) -> bool:
    """Swap two files in one step; False where system or file system cannot (Linux can)."""
    call = _renameat2()
    if call is None:
        return False
    if call(-100, os.fsencode(one), -100, os.fsencode(other), 2) == 0:
        return True
    from ctypes import get_errno

    number = get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(number, os.strerror(number), str(other))


@cache
def _renameat2() -> Callable[..., int] | None:
    """The C library's function, which Python does not offer."""
    # Only a save needs it, which comes long after the start.
    import ctypes

    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    return cast("Callable[..., int]", call)


def write_new(path: Path, data: bytes, like: Path) -> None:
    """Create a file with the rights of `like`; its content is durable then, its name not yet."""
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
    """Mode, owner and extended attributes as far as they can be had."""
    with suppress(OSError):
        old, new = like.stat(), os.fstat(descriptor)
        mode = stat.S_IMODE(old.st_mode) & 0o666
        if old.st_uid != new.st_uid:
            with suppress(OSError):
                os.fchown(descriptor, old.st_uid, -1)
        if old.st_gid != new.st_gid:
            try:
                os.fchown(descriptor, -1, old.st_gid)
            except OSError:
                # What a group may do, another group may only if everybody may.
                mode = mode & 0o606 | (mode & 0o006) << 3
        os.fchmod(descriptor, mode)
    with suppress(OSError, AttributeError):
        for name in os.listxattr(like):
            with suppress(OSError):
                os.setxattr(descriptor, name, os.getxattr(like, name))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, if it can be had; there is no lock file to be left behind."""
    descriptor = -1
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        _wait_for_lock(descriptor)
    try:
        yield
    finally:
        if descriptor >= 0:
            # This gives the lock back.
            with suppress(OSError):
                os.close(descriptor)


def _wait_for_lock(descriptor: int) -> None:
    until = time.monotonic() + LOCK_PATIENCE
    while time.monotonic() < until:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            time.sleep(0.005)
