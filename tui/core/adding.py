"""Texts brought into a library: files, what comes through a pipe, and pages of the web."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.core.documents.formats import format_of
from tui.core.documents.source import MAX_SIZE, File, read_file
from tui.core.errors import FileProblem, UnreadableDocument, WrongUsage, reason
from tui.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

MAX_NAME = 80
"""Characters of a title that become the name of a file."""

_UNFIT = re.compile(r"[^\w\s,;'()\[\]&+-]+")


@dataclass(frozen=True, slots=True)
class Added:
    """A text in a library, and whether it was there before."""

    path: Path
    known: bool


def is_address(argument: str) -> bool:
    """Whether an argument is an address on the web rather than a path."""
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", argument))


def add_file(path: Path, folder: Path) -> Added:
    """Copy a file that can be opened into `folder` under its name; raises `PostilError`."""
    file = read_file(path)
    format_of(file)
    return _keep(file.data, folder, path.stem, path.suffix)


def add_stream(stream: BinaryIO, folder: Path) -> Added:
    """Keep what comes from `stream` as `stdin-YYYYmmdd-HHMMSS.txt`; raises `PostilError`.

    The ending is another where it is no plain text.
    """
    data = stream.read(MAX_SIZE + 1)
    if not data.strip():
        raise WrongUsage("nothing came through standard input")
    if len(data) > MAX_SIZE:
        raise WrongUsage("more than 256 MB came through standard input")
    name = f"stdin-{_stamp()}"
    format_ = format_of(File(Path(name), data))
    return _keep(data, folder, name, format_.endings[0])


def add_address(address: str, folder: Path, tell: Callable[[int], None]) -> Added:
    """Fetch a page and keep it under its title; raises `PostilError`.

    `tell` is called with the bytes that have come so far.
    """
    # Nobody who only reads files needs it.
    from tui.core.fetching import fetch

    page = fetch(address, tell)
    # Without dots, behind the last of which would be an ending.
    name = f"{urlsplit(address).hostname}-{_stamp()}".replace(".", "-")
    file = File(Path(f"{name}.md" if page.is_markdown else name), page.data)
    try:
        format_ = format_of(file)
        title = format_.open(file, None).title
    except UnreadableDocument as error:
        raise UnreadableDocument(address, error.reason) from error
    return _keep(page.data, folder, _name(title) or name, format_.endings[0])


def _stamp() -> str:
    return f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"


def _name(title: str) -> str:
    """A title as the name of a file: no separators, no dots, not hidden, not too long."""
    words = " ".join(_UNFIT.sub(" ", clean_line(title)).split())
    return words[:MAX_NAME].strip(" -")


def _keep(data: bytes, folder: Path, stem: str, ending: str) -> Added:
    """Write `data` beside what is there, never over it; the same content is not kept twice."""
    temporary = folder / f".postil-{os.getpid()}-{secrets.token_hex(4)}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            return _named(temporary, data, folder, stem, ending)
        finally:
            temporary.unlink()
    except OSError as error:
        raise FileProblem(folder, reason(error)) from error


def _named(temporary: Path, data: bytes, folder: Path, stem: str, ending: str) -> Added:
    number = 1
    while True:
        path = folder / f"{stem}{f' {number}' if number > 1 else ''}{ending}"
        try:
            _link(temporary, path, data)
        except FileExistsError:
            if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                return Added(path, known=True)
            number += 1
        else:
            return Added(path, known=False)


def _link(temporary: Path, path: Path, data: bytes) -> None:
    """Give `temporary` the name `path` too; unlike a rename that fails where there is something."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links.
        with path.open("xb") as file:
            file.write(data)
