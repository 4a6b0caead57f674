"""Files to documents: one reader per format behind `open_document`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import astuple
from typing import TYPE_CHECKING

from tui.core.documents.formats import OPENABLE, format_of
from tui.core.documents.plain import open_long
from tui.core.documents.source import read_file
from tui.core.errors import WrongUsage
from tui.core.model import AS_FOUND, Choice
from tui.core.text import clean_line, first_line

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
    """Read a source as was once chosen for it, as far as it can be; a line about what cannot.

    The file may be another by now, or of another kind. Raises `UnreadableDocument`.
    """
    for part in (choice, Choice(choice.shape), Choice(None, choice.encoding)):
        with suppress(WrongUsage):
            document = open_document(path, part)
            break
    else:
        part, document = AS_FOUND, open_document(path)
    lost = [name for name in (choice.shape, choice.encoding) if name not in astuple(part)]
    named = " in ".join(first_line(clean_line(name), 40) for name in lost if name)
    return document, f"{path}: cannot be read as {named} any more" if lost else ""
