"""Reading a source safely: regular files only, a text as UTF-8 with one kind of line end."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.core.documents.encodings import decodes_nul, encoding_of, to_utf8
from tui.core.errors import UnreadableDocument, reason

if TYPE_CHECKING:
    from pathlib import Path

MAX_SIZE = 256 << 20
MAX_LINE = 64 << 20
SNIFFED = 1 << 16
"""Bytes from which encoding, kind and shape are judged."""

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
    """A file in memory, as it is on the disk."""

    path: Path
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """A text file in memory: `data` is UTF-8 with `\\n` line ends, without a byte order mark."""

    path: Path
    data: bytes
    encoding: str
    sha256: str


def read_file(path: Path) -> File:
    """Read a regular file of any kind; raises `UnreadableDocument` with the reason."""
    return File(path, _read(path))


def read_source(path: Path) -> Source:
    """Read a file as text; raises `UnreadableDocument` with the reason."""
    return as_text(read_file(path))


def as_text(file: File, declared: str = "") -> Source:
    """The file as text; `declared` is the encoding it names, for want of better evidence.

    Raises `UnreadableDocument` where it is no text.
    """
    raw, path = file.data, file.path
    problem = _binary(raw)
    if problem:
        raise UnreadableDocument(path, problem)
    encoding = encoding_of(raw, raw[:SNIFFED], declared)
    data = to_utf8(raw, encoding)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if len(data) > MAX_LINE and max(map(len, data.split(b"\n"))) > MAX_LINE:
        raise UnreadableDocument(path, "a line is longer than 64 MB, which no text has")
    return Source(path, data, encoding, file.sha256)


def signature(path: Path) -> Signature | None:
    """What tells the file at `path` from another version of it; None if it is not there."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


def _read(path: Path) -> bytes:
    try:
        about = path.stat()
        problem = _unfit(about)
        if problem:
            raise UnreadableDocument(path, problem)
        with open(path, "rb", opener=_without_waiting) as file:
            # Room is made for all that may come, so no more than there is.
            data = file.read(about.st_size + 1)
            return data + file.read(MAX_SIZE) if len(data) > about.st_size else data
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
    return "larger than 256 MB" if about.st_size > MAX_SIZE else ""


def _binary(raw: bytes) -> str:
    head = raw[:SNIFFED]
    for magic, problem in _MAGIC.items():
        if head.startswith(magic):
            return problem
    controls = len(head) - len(head.translate(None, _CONTROLS))
    wild = controls > max(8, len(head) // 20)
    return "binary, not text" if wild and not decodes_nul(head) else ""
