"""Reading a source safely: regular files only, a text as UTF-8 with one kind of line end."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from tui.core.documents.encodings import decodes_nul, encoding_of, is_wide, makes_sense, to_utf8
from tui.core.documents.snapshot import digest_of, snapshot
from tui.core.errors import UnreadableDocument, WrongUsage, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tui.core.documents.snapshot import Data
    from tui.core.model import Digest

MAX_SIZE = 256 << 20
MAX_LINE = 64 << 20
TOO_LARGE = "larger than 256 MB"
LONG = 8 << 20
"""Bytes from which a text is not kept in memory."""
SNIFFED = 1 << 16
"""Bytes from which encoding, kind and shape are judged."""
SETTLED = 50_000_000
"""Nanoseconds since the last change of a file after which it is taken to be written whole."""

_MAGIC = {
    b"PK\x03\x04": "a zip archive, not text",
    b"\x7fELF": "a program, not text",
    b"\x89PNG": "a picture, not text",
    b"\xff\xd8\xff": "a picture, not text",
    b"GIF8": "a picture, not text",
    b"\x1f\x8b": "a compressed file, not text",
    b"\xd0\xcf\x11\xe0": "an old Office file, which can be saved as DOCX",
}
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27}) + b"\x7f"


Signature = tuple[int, int, int]
"""Time of change in nanoseconds, size and inode: another file has another one."""


@dataclass(frozen=True, slots=True)
class File:
    """A file in memory, as it is on the disk; `encoding` is what it is to be read in, if chosen."""

    path: Path
    data: bytes
    encoding: str | None = None

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """A text file: `data` is UTF-8 with `\\n` line ends, without a byte order mark.

    `digest` is as in the document that is made of it.
    """

    path: Path
    data: Data
    encoding: str
    digest: Digest

    @property
    def text(self) -> str:
        """All of it; bytes that are no UTF-8 are replaced."""
        return str(self.data, "utf-8", "replace")


def read_file(path: Path, encoding: str | None = None) -> File:
    """Read a regular file of any kind; raises `UnreadableDocument` with the reason."""
    with _opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        # Room is made for all that may come, so no more than there is.
        data = file.read(size + 1)
        data = data + file.read(MAX_SIZE) if len(data) > size else data
    if len(data) > MAX_SIZE:
        raise UnreadableDocument(path, TOO_LARGE)
    return File(path, data, encoding)


def read_source(path: Path) -> Source:
    """Read a file as text; raises `UnreadableDocument` with the reason."""
    return read_long(path, lambda _: True) or as_text(read_file(path))


def read_long(path: Path, is_text: Callable[[File], bool]) -> Source | None:
    """A long text as a copy on the disk; None for what is short, or is not UTF-8.

    `is_text` judges by the beginning of the file. Raises `UnreadableDocument`.
    """
    with _opened(path) as file:
        head = file.read(SNIFFED)
        size = os.fstat(file.fileno()).st_size
        if size < LONG or _binary(head) or encoding_of(head, head) != "utf-8":
            return None
        if not is_text(File(path, head)):
            return None
        file.seek(0)
        copy = snapshot(file, size)
    return _checked(Source(path, copy[0], "utf-8", copy[1])) if copy else None


def read_beginning(path: Path, size: int, encoding: str | None = None) -> Source:
    """The whole lines within the first `size` bytes; its `digest` is no file's.

    Raises `UnreadableDocument` with the reason, and `WrongUsage` for an `encoding` it is not in.
    """
    source = as_text(read_head(path, size, encoding))
    return replace(source, data=source.data[: source.data.rfind(b"\n") + 1], digest="")


def read_head(path: Path, size: int, encoding: str | None = None) -> File:
    """The first `size` bytes of a file; raises `UnreadableDocument` with the reason."""
    with _opened(path) as file:
        return File(path, file.read(size), encoding)


def as_text(file: File, declared: str = "") -> Source:
    """The file as text; `declared` is the encoding it names, for want of better evidence.

    Raises `UnreadableDocument` where it is no text, and `WrongUsage` where it cannot be one in the
    encoding that was chosen.
    """
    raw, path = file.data, file.path
    problem = _binary(raw, wide=is_wide(file.encoding))
    if problem:
        raise UnreadableDocument(path, problem)
    if file.encoding and not makes_sense(raw, file.encoding):
        raise WrongUsage(f"{path}: cannot be read as {file.encoding}")
    encoding = file.encoding or encoding_of(raw, raw[:SNIFFED], declared)
    data = to_utf8(raw, encoding)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    digest = digest_of(raw) if data is raw else file.sha256
    return _checked(Source(path, data, encoding, digest))


def _checked(source: Source) -> Source:
    if _has_longer_line(source.data):
        raise UnreadableDocument(source.path, "a line is longer than 64 MB, which no text has")
    return source


def _has_longer_line(data: Data) -> bool:
    """Whether a line is too long: it would go over one of few places."""
    for place in range(MAX_LINE, len(data), MAX_LINE):
        end = data.find(b"\n", place)
        if (end if end >= 0 else len(data)) - data.rfind(b"\n", 0, place) - 1 > MAX_LINE:
            return True
    return False


def signature(path: Path) -> Signature | None:
    """What tells the file at `path` from another version of it; None if it is not there."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


def is_settled(now: Signature | None) -> bool:
    """Whether a file that stands `now` like this seems to be written whole.

    A program that saves may empty or remove it first.
    """
    return now is not None and time.time_ns() - now[0] > SETTLED


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        problem = _unfit(path.stat())
        if problem:
            raise UnreadableDocument(path, problem)
        with open(path, "rb", opener=_without_waiting) as file:
            yield file
    except OSError as error:
        raise UnreadableDocument(path, reason(error)) from error


def _without_waiting(path: str, flags: int) -> int:
    """A file that became a named pipe since it was looked at must not be waited for."""
    return os.open(path, flags | os.O_NONBLOCK)


def _unfit(about: os.stat_result) -> str:
    if stat.S_ISDIR(about.st_mode):
        return "a folder, not a document"
    if not stat.S_ISREG(about.st_mode):
        return "not a regular file"
    return TOO_LARGE if about.st_size > MAX_SIZE else ""


def _binary(raw: bytes, *, wide: bool = False) -> str:
    head = raw[:SNIFFED]
    for magic, problem in _MAGIC.items():
        if head.startswith(magic):
            return problem
    controls = len(head) - len(head.translate(None, _CONTROLS))
    wild = controls > max(8, len(head) // 20)
    return "binary, not text" if wild and not (wide or decodes_nul(head)) else ""
