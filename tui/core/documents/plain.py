"""The readers of plain text and Markdown: as the registry calls them, and of long ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.documents.formats import format_of
from tui.core.documents.source import as_text, read_long
from tui.core.documents.text import open_text

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.documents.source import File, Source
    from tui.core.model import Choice, Document


def open_plain(file: File, shape: str | None) -> Document:
    """A plain text, in its own shape or in `shape`."""
    return open_text(as_text(file), shape)


def open_md(file: File, _: str | None) -> Document:
    """Markdown; where a shape is asked for it is read as the plain text that it is."""
    return _markdown(as_text(file))


def open_long(path: Path, choice: Choice) -> Document | None:
    """A long plain text or Markdown, not kept in memory; None for any other source.

    Raises `UnreadableDocument`, and `WrongUsage` for a shape that does not exist.
    """
    if choice.encoding not in (None, "utf-8"):
        return None
    names: list[str] = []

    def is_plain(file: File) -> bool:
        names.append(format_of(file).name)
        return names[0] in ("txt", "md")

    source = read_long(path, is_plain)
    if source is None:
        return None
    shape = None if [choice.shape] == names else choice.shape
    return open_text(source, shape) if shape or names == ["txt"] else _markdown(source)


def _markdown(source: Source) -> Document:
    # markdown-it is imported only by those who read Markdown.
    from tui.core.documents.markdown import open_markdown

    return open_markdown(source)
