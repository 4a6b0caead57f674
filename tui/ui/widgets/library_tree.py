"""The sources of a library by folder, with what is known of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

UNREAD, BEGUN, NOTED, UNREADABLE = "○", "◐", "◉", "×"
LEVEL = 2
"""Cells that a folder's contents stand further in."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is known of a source; nothing but its file name at first."""

    depth: int
    title: str
    paragraphs: int | None = None
    mark: str = UNREAD


class LibraryTree(RowList):
    """Folders and documents; a row's key is the source's path, folders cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[Path, _Entry] = {}
        self._open: Path | None = None

    def show(self, root: Path, sources: Sequence[Path]) -> None:
        """Show the `sources` of the library at `root`, in their order."""
        before, self._known = self._known, {}
        self.set_title(root.name or str(root))
        self.set_rows(self._tree(root, sources, before))
        self.select_key(self._open)

    def update_entry(
        self,
        source: Path,
        title: str,
        paragraphs: int | None,
        annotations: int,
        begun: bool,
        problem: str,
    ) -> None:
        """What has become known of `source`; repaints no more than its row, if that is in view."""
        entry = self._known.get(source)
        if entry is None:
            return
        noted = NOTED if annotations else BEGUN if begun else UNREAD
        mark = UNREADABLE if problem else noted
        count = None if problem else paragraphs
        self._known[source] = _Entry(entry.depth, title or entry.title, count, mark)
        self.replace_row(self._document(source))

    def recount(self, source: Path, annotations: int) -> None:
        """The annotations of the open document `source` were changed."""
        entry = self._known.get(source)
        if entry and entry.mark != UNREADABLE:
            self._known[source] = replace(entry, mark=NOTED if annotations else BEGUN)
            self.replace_row(self._document(source))

    def set_current(self, source: Path) -> None:
        """`source` is the document that is open now."""
        before, self._open = self._open, source
        for changed in (before, source):
            if changed in self._known:
                self.replace_row(self._document(changed))
        self.select_key(source)

    def _tree(
        self, root: Path, sources: Sequence[Path], before: dict[Path, _Entry]
    ) -> Iterator[ListRow]:
        folder, names = root, tuple[str, ...]()
        for source in sources:
            if source.parent != folder:
                above, folder = names, source.parent
                names = folder.relative_to(root).parts if folder.is_relative_to(root) else ()
                yield from _folders(above, names)
            self._known[source] = before.get(source) or _Entry(len(names), source.stem)
            yield self._document(source)

    def _document(self, source: Path) -> ListRow:
        entry = self._known[source]
        style = "strong" if source == self._open else "text"
        style = "dim" if entry.mark == UNREADABLE else style
        count = "" if entry.paragraphs is None else f"{entry.paragraphs} ¶"
        parts = ((f"{entry.mark} ", style), (entry.title, style))
        return ListRow(parts, count, entry.depth * LEVEL, key=source)


def _folders(above: tuple[str, ...], names: tuple[str, ...]) -> Iterator[ListRow]:
    """The rows of the folders in the path `names` that the path `above` did not lead through."""
    for level, name in enumerate(names):
        if names[: level + 1] != above[: level + 1]:
            yield ListRow(((f"▾ {name}", "dim"),), indent=level * LEVEL, selectable=False)
