"""The readers of plain text and Markdown, as the registry calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.documents.source import as_text
from tui.core.documents.text import open_text

if TYPE_CHECKING:
    from tui.core.documents.source import File
    from tui.core.model import Document


def open_plain(file: File, shape: str | None) -> Document:
    """A plain text, in its own shape or in `shape`."""
    return open_text(as_text(file), shape)


def open_md(file: File, _: str | None) -> Document:
    """Markdown; where a shape is asked for it is read as the plain text that it is."""
    # markdown-it is imported only by those who read Markdown.
    from tui.core.documents.markdown import open_markdown

    return open_markdown(as_text(file))
