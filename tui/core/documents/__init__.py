"""Files to documents: one reader per format behind `open_document`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.documents.formats import OPENABLE, format_of
from tui.core.documents.plain import open_long
from tui.core.documents.source import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.model import Document

__all__ = ["OPENABLE", "open_document"]


def open_document(path: Path, *, shape: str | None = None) -> Document:
    """Read a source; `shape` overrides how it is cut into blocks: a plain text's, or a web page's.

    A file without any text gives a document without blocks. Raises `UnreadableDocument`.
    """
    document = open_long(path, shape)
    if document:
        return document
    file = read_file(path)
    return format_of(file).open(file, shape)
