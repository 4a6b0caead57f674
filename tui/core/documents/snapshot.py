"""A long text in a file of our own without a name: no memory is needed for what is not looked at.

The source itself cannot be used like that: where another program cuts it short, a program that has
it mapped is killed, and where one writes into it, the text would change under its annotations.
"""

from __future__ import annotations

import hashlib
import mmap
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from tui.core.work import step

if TYPE_CHECKING:
    from collections.abc import Iterator

Data: TypeAlias = bytes | mmap.mmap
"""A text that is searched and sliced, in memory or on the disk."""

SPARED = 1 << 13
"""Blocks of a text behind which memory is given back while it is looked through."""
STEP = 1 << 22
"""Bytes of it behind which that is done where nothing but a byte is looked for."""
SLICE = 1 << 20
"""Bytes that are worked on in one go, in about a millisecond."""


def snapshot(file: BinaryIO, limit: int) -> tuple[Data, str] | None:
    """The UTF-8 of up to `limit` bytes with `\\n` line ends and without a mark, and the sha256.

    None for a file in another encoding, and where there is no room for a copy.
    """
    # Imported here because few texts are so long.
    from tempfile import TemporaryFile

    digest = hashlib.sha256()
    try:
        with TemporaryFile() as copy:
            for part in _unified(_checked(file, limit, digest)):
                copy.write(part)
            copy.flush()
            return mmap.mmap(copy.fileno(), 0, access=mmap.ACCESS_READ), digest.hexdigest()
    except (UnicodeDecodeError, OSError, ValueError):
        return None


def spare(data: Data) -> None:
    """Let the memory go that was taken to look at `data`; it comes back where that is done."""
    if isinstance(data, mmap.mmap) and hasattr(data, "madvise"):
        data.madvise(mmap.MADV_DONTNEED)


def holds(data: Data, byte: bytes) -> bool:
    """Whether `byte` is anywhere in `data`, looked for without taking memory for all of it."""
    for start in range(0, len(data), STEP):
        if data.find(byte, start, start + STEP) >= 0:
            return True
        spare(data)
    return False


def _checked(file: BinaryIO, limit: int, digest: hashlib._Hash) -> Iterator[bytes]:
    decoder = getincrementaldecoder("utf-8")()
    for start in range(0, limit, SLICE):
        step(start, limit)
        part = file.read(min(SLICE, limit - start))
        digest.update(part)
        if not part.isascii() or decoder.getstate()[0]:
            decoder.decode(part)
        yield part if start else part.removeprefix(b"\xef\xbb\xbf")
    decoder.decode(b"", final=True)


def _unified(parts: Iterator[bytes]) -> Iterator[bytes]:
    held = b""
    for part in parts:
        whole = held + part
        held = whole[-1:] if whole.endswith(b"\r") else b""
        text = whole[: len(whole) - len(held)]
        yield text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text
    yield held.replace(b"\r", b"\n")
