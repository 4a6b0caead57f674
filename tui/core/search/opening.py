"""Texts opened for an index: what cannot be read is remembered, and so are titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.errors import UnreadableDocument
from tui.core.search.hits import Entry

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.search.shelf import Opened, Shelf


class Opening:
    """Opens texts by `shelf`; `problems` has a line for each source with which something is wrong.

    `titles` are those of the sources for which an entry was made.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.problems: dict[Path, str] = {}
        self.titles: dict[Path, str] = {}
        self.shelf = shelf

    def open(self, source: Path) -> Opened | None:
        """The document of `source`, None where it cannot be read."""
        try:
            return self.shelf.take(source)
        except UnreadableDocument as error:
            self.problems.setdefault(source, str(error))
            return None

    def entry(self, source: Path, annotations: int) -> Entry:
        """How a list shows it; a text that would have to be opened each time is not opened."""
        if self.shelf.is_too_large(source):
            problem = self.problems.get(source, "")
            return Entry(source, source.stem, None, annotations, problem)
        opened = self.open(source)
        problem = self.problems.get(source, "")
        if opened is None:
            return Entry(source, source.name, 0, annotations, problem)
        self.titles[source] = opened.document.title
        return Entry(
            source, opened.document.title, opened.document.paragraphs, annotations, problem
        )
