"""Reading a source safely: regular text files only, as UTF-8 with one kind of line end."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.core.errors import UnreadableDocument, reason

if TYPE_CHECKING:
    from pathlib import Path

MAX_SIZE = 256 << 20
MAX_LINE = 64 << 20
SNIFFED = 1 << 16
"""Bytes from which encoding, kind and shape are judged."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MAGIC = {
    b"%PDF-": "a PDF, which cannot be read yet",
    b"PK\x03\x04": "a zip archive, not text",
    b"\x7fELF": "a program, not text",
    b"\x89PNG": "a picture, not text",
    b"\xff\xd8\xff": "a picture, not text",
    b"GIF8": "a picture, not text",
    b"\x1f\x8b": "a compressed file, not text",
}
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27}) + b"\x7f"


@dataclass(frozen=True, slots=True)
class Source:
    """A text file in memory: `data` is UTF-8 with `\\n` line ends, without a byte order mark."""

    path: Path
    data: bytes
    encoding: str
    sha256: str


def read_source(path: Path) -> Source:
    """Read a file as text; raises `UnreadableDocument` with the reason."""
    raw = _read(path)
    problem = _binary(raw)
    if problem:
        raise UnreadableDocument(path, problem)
    encoding = _encoding(raw)
    data = _utf8(raw, encoding)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if len(data) > MAX_LINE and max(map(len, data.split(b"\n"))) > MAX_LINE:
        raise UnreadableDocument(path, "a line is longer than 64 MB, which no text has")
    return Source(path, data, encoding.removesuffix("-sig"), hashlib.sha256(raw).hexdigest())


def _read(path: Path) -> bytes:
    try:
        problem = _unfit(path.stat())
        if problem:
            raise UnreadableDocument(path, problem)
        with open(path, "rb", opener=_without_waiting) as file:
            return file.read(MAX_SIZE + 1)
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
    if any(head.startswith(bom) for bom, _ in _BOMS) or _utf16_by_nuls(head):
        return ""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "binary, not text" if controls > max(8, len(head) // 20) else ""


def _encoding(raw: bytes) -> str:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return encoding
    parity = _utf16_by_nuls(raw[:SNIFFED])
    if parity:
        return parity
    try:
        if raw.isascii() or raw.decode("utf-8") is not None:
            return "utf-8"
    except UnicodeDecodeError as error:
        # A file cut inside its last character is still UTF-8.
        if error.start >= len(raw) - 3 and error.reason == "unexpected end of data":
            return "utf-8"
    return "cp1252"


def _utf16_by_nuls(head: bytes) -> str:
    """UTF-16 of mostly Western text has its NULs all at even or all at odd places."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most = max(even, odd)
    if most < len(head) // 5 or most < 2 or min(even, odd) > most // 20:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf8(raw: bytes, encoding: str) -> bytes:
    if encoding == "utf-8":
        return raw
    if encoding == "utf-8-sig":
        return raw[3:]
    if encoding.startswith("utf-16"):
        text = raw.decode(encoding, "replace").removeprefix("\ufeff")
        return text.encode("utf-8", "replace")
    # The five bytes that cp1252 leaves undefined are control characters in Latin-1.
    text = raw.decode("cp1252", "ignore") if _is_cp1252(raw) else raw.decode("latin-1")
    return text.encode()


def _is_cp1252(raw: bytes) -> bool:
    return not any(byte in raw for byte in b"\x81\x8d\x8f\x90\x9d")
