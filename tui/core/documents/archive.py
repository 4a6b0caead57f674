"""Zip archives opened without trust: what comes out is counted, and only plain paths are read."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from tui.core.errors import UnreadableDocument

if TYPE_CHECKING:
    from tui.core.documents.source import File

MAX_MEMBER = 16 << 20
MAX_TOTAL = 64 << 20
MAX_MEMBERS = 20_000
MAX_RATIO = 100
SMALL = 1 << 20
"""Bytes up to which a member may be packed as tightly as it likes."""

_ENTRY = b"PK\x01\x02"
"""What each entry of the directory of an archive begins with (APPNOTE.TXT, 4.3.12)."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError)
_MIMETYPES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
}


class TooLarge(UnreadableDocument):
    """More would come out of an archive than is read."""


class Archive:
    """The members of a zip archive, read one at a time and never more than the limits in all."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._left = MAX_TOTAL
        # Before any member is looked at: a hundred thousand take seconds.
        if file.data.count(_ENTRY) > MAX_MEMBERS:
            raise self._unreadable(f"holds more than {MAX_MEMBERS} files")
        try:
            self._zip = zipfile.ZipFile(BytesIO(file.data))
        except (*_DAMAGED, OSError) as error:
            raise self._unreadable("a damaged zip archive") from error
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """The content of a member; raises `UnreadableDocument`, naming what is wrong with it."""
        if name not in self.names:
            raise self._unreadable(f"{name}: not in the archive")
        about = self._zip.getinfo(name)
        limit = min(MAX_MEMBER, self._left)
        if about.file_size > limit:
            raise TooLarge(self._file.path, f"{name}: unpacks to more than is read")
        try:
            with self._zip.open(about) as member:
                data = member.read(limit + 1)
        except (*_DAMAGED, OSError) as error:
            raise self._unreadable(f"{name}: damaged or encrypted") from error
        self._left -= len(data)
        packed = max(1, about.compress_size)
        if len(data) > limit or (len(data) > SMALL and len(data) > MAX_RATIO * packed):
            raise TooLarge(self._file.path, f"{name}: unpacks to more than is read")
        return data

    def _unreadable(self, why: str) -> UnreadableDocument:
        return UnreadableDocument(self._file.path, why)


def inside(folder: str, address: str) -> str | None:
    """The member that `address` means in a file of `folder`; None if it leads out of it."""
    if ":" in address.partition("/")[0] or address.startswith(("/", "\\")):
        return None
    path = posixpath.normpath(posixpath.join(folder, address))
    return None if path == ".." or path.startswith(("../", "/")) else path


def packed(file: File) -> str:
    """The name of the format of a zip archive; raises `UnreadableDocument` if it is no document."""
    archive = Archive(file)
    if "mimetype" in archive.names:
        found = _MIMETYPES.get(archive.read("mimetype")[:100].strip())
        if found:
            return found
    if "META-INF/container.xml" in archive.names:
        return "epub"
    if "word/document.xml" in archive.names or _names_word(archive):
        return "docx"
    raise UnreadableDocument(file.path, "a zip archive, not a document")


def _names_word(archive: Archive) -> bool:
    content = "[Content_Types].xml"
    return content in archive.names and b"wordprocessingml.document.main" in archive.read(content)
