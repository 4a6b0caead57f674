"""A long text in a file of our own without a name: no memory is needed for what is not looked at.

The source itself cannot be used like that: where another program cuts it short, a program that has
it mapped is killed, and where one writes into it, the text would change under its annotations.
"""

from __future__ import annotations

import hashlib
import mmap
from codecs import BOM_UTF8, getincrementaldecoder
from functools import cache, partial
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from tui.core.work import step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.core.model import Digest

Data: TypeAlias = bytes | mmap.mmap
"""A text that is searched and sliced, in memory or on the disk."""

STEP = 1 << 22
"""Bytes of a text behind which memory is given back while it is looked through."""
SLICE = 1 << 18
"""Bytes that are copied in one go: they stay within the processor while they are looked at."""


def snapshot(file: BinaryIO, limit: int) -> tuple[Data, Digest] | None:
    """The UTF-8 of up to `limit` bytes with `\\n` line ends and without a mark, and the sha256.

    None for a file in another encoding, and where there is no room for a copy.
    """
    # Imported here because few texts are so long.
    from tempfile import TemporaryFile

    start = file.tell()
    for copied in (_as_it_is, _unified):
        file.seek(start)
        try:
            with TemporaryFile() as copy:
                digest = copied(_checked(file, limit), copy)
                copy.flush()
                data = mmap.mmap(copy.fileno(), 0, access=mmap.ACCESS_READ)
        except (UnicodeDecodeError, OSError):
            return None
        except ValueError:
            continue
        return data, digest or digest_of(data)
    return None


def digest_of(data: Data) -> Callable[[], str]:
    """What works out the sha256 of `data`, once, when it is asked for: few texts get a note."""
    return cache(partial(_sha256, data))


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


def _sha256(data: Data) -> str:
    digest = hashlib.sha256()
    with memoryview(data) as view:
        for start in range(0, len(data), STEP):
            digest.update(view[start : start + STEP])
            spare(data)
    return digest.hexdigest()


def _checked(file: BinaryIO, limit: int) -> Iterator[bytes]:
    decoder = getincrementaldecoder("utf-8")()
    for start in range(0, limit, SLICE):
        step(start, limit)
        part = file.read(min(SLICE, limit - start))
        if not part.isascii() or decoder.getstate()[0]:
            decoder.decode(part)
        yield part
    decoder.decode(b"", final=True)


def _as_it_is(parts: Iterator[bytes], copy: BinaryIO) -> None:
    """Copy a text that is UTF-8 as it is kept, as most are; raises ValueError for any other."""
    for number, part in enumerate(parts):
        if b"\r" in part or (number == 0 and part.startswith(BOM_UTF8)):
            raise ValueError(part)
        copy.write(part)


def _unified(parts: Iterator[bytes], copy: BinaryIO) -> str:
    """Copy a text with other line ends; the sha256 of what it was copied from."""
    digest = hashlib.sha256()
    held, mark = b"", BOM_UTF8
    for part in parts:
        digest.update(part)
        whole = held + part.removeprefix(mark)
        held, mark = whole[-1:] if whole.endswith(b"\r") else b"", b""
        text = whole[: len(whole) - len(held)]
        copy.write(text.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    copy.write(held.replace(b"\r", b"\n"))
    return digest.hexdigest()
