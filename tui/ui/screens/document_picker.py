"""Going to a document by letters of its title: a line to type in, and the documents that fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical

from tui.core.contexts import DOCUMENTS
from tui.ui.screens.over import Over
from tui.ui.widgets.document_list import DocumentList, Finder
from tui.ui.widgets.line import Line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.core.catalogue import Catalogue
    from tui.ui.widgets.row_list import RowList

NOT_FOUND = "no title or folder holds these letters"
EMPTY = "nothing to read here: texts, pages, books and PDFs would be listed"


class DocumentPicker(Over[Path | None]):
    """Asks for a source of `catalogue`, of which `opened` is open; those read last come first."""

    help_context = DOCUMENTS
    DEFAULT_CSS = """
    DocumentPicker {
        align: center middle; background: transparent;
        & > Vertical {
            width: 100%; max-width: 76; height: 100%; max-height: 18; background: $surface;
            border: round $primary 60%; padding: 0 1;
            border-title-color: $primary; border-subtitle-color: $text-muted;
            & > Input { height: 1; border: none; padding: 0; background: $surface; }
            & > RowList { background: $surface; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move('down')", show=False, priority=True),
        Binding("up,ctrl+p", "move('up')", show=False, priority=True),
        Binding("pagedown", "move('page_down')", show=False, priority=True),
        Binding("pageup", "move('page_up')", show=False, priority=True),
    ]

    def __init__(self, catalogue: Catalogue, opened: Path | None) -> None:
        super().__init__()
        self._items = catalogue.ordered("recent")
        self._input = Line(placeholder="title or folder")
        self._list = DocumentList(catalogue)
        self._list.can_focus = False
        self._list.opened = opened
        self._finder = Finder(self._list, self._show)

    def compose(self) -> ComposeResult:
        """The line, and the documents below."""
        with Vertical() as box:
            box.border_title = "Go to"
            box.border_subtitle = "↓ ↑ move · Enter open · Esc back"
            yield self._input
            yield self._list

    def on_mount(self) -> None:
        """Take the keys; the document read before this one is marked."""
        self.set_focus(self._input)
        self._show(None)

    def on_input_changed(self) -> None:
        """As one types."""
        self._finder.want(self._input.value, self._items)

    async def on_line_ended(self, event: Line.Ended) -> None:
        """Enter takes the marked document, once what was typed last was looked for; Esc none."""
        if event.kept:
            await self._finder.settled()
        row = self._list.current if event.kept else None
        if event.kept and row is None:
            self._input.resume()
        else:
            self.dismiss(row.key if row and isinstance(row.key, Path) else None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """So does a click on it."""
        if isinstance(event.row.key, Path):
            self.dismiss(event.row.key)

    def action_move(self, where: str) -> None:
        """Mark another document."""
        getattr(self._list, f"action_list_{where}")()

    def _show(self, found: dict[Path, float] | None) -> None:
        """What was read last, or what fits best."""
        sources = [item.source for item in self._items]
        if found is None:
            read_before = sources[1] if sources[:1] == [self._list.opened] and sources[1:] else None
            self._list.list_sources(sources, read_before, EMPTY)
        else:
            fitting = sorted((s for s in sources if s in found), key=lambda s: -found[s])
            self._list.list_sources(fitting, None, NOT_FOUND)
