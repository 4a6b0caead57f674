"""Files to documents: one reader per format behind `open_document`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.documents.source import read_source
from tui.core.documents.text import open_text

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.model import Document

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})
PLAIN = frozenset({".txt", ".text"})
OPENABLE = MARKDOWN | PLAIN
"""Endings, in lower case, of the files that a library lists."""


def open_document(path: Path, *, shape: str | None = None) -> Document:
    """Read a source; `shape` overrides the detected one of a plain text.

    A file without any text gives a document without blocks. Raises `UnreadableDocument`.
    """
    source = read_source(path)
    if path.suffix.lower() in MARKDOWN and shape is None:
        # markdown-it is imported only by those who read Markdown.
        from tui.core.documents.markdown import open_markdown

        return open_markdown(source)
    return open_text(source, shape)
