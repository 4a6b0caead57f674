"""Files to documents: one reader per format behind `open_document`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.documents.formats import OPENABLE, format_of
from tui.core.documents.plain import open_long
from tui.core.documents.source import read_file
from tui.core.errors import WrongUsage
from tui.core.model import AS_FOUND, Choice

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.model import Document

__all__ = ["OPENABLE", "open_as_chosen", "open_document"]


def open_document(path: Path, choice: Choice = AS_FOUND) -> Document:
    """Read a source in its own shape and encoding, or in those of `choice`.

    A file without any text gives a document without blocks. Raises `UnreadableDocument`, and
    `WrongUsage` for a choice that the source does not have.
    """
    document = open_long(path, choice)
    if document:
        return document
    file = read_file(path, choice.encoding)
    return format_of(file).open(file, choice.shape)


def open_as_chosen(path: Path, choice: Choice) -> tuple[Document, str]:
    """Read a source as far as possible in what was once chosen for it, and what of that is not.

    The file may be another by now, or of another kind. Raises `UnreadableDocument`.
    """
    problem = ""
    for part in (choice, Choice(choice.shape), Choice(None, choice.encoding)):
        try:
            return open_document(path, part), problem
        except WrongUsage as error:
            problem = problem or str(error)
    return open_document(path), problem
