"""The panes beside the text: shown, hidden, and gone to by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.layout import load_panes
from tui.ui.widgets.library_tree import LibraryTree
from tui.ui.widgets.note_list import NoteList
from tui.ui.widgets.outline import Outline

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.core.layout import Panes as Sizes
    from tui.ui.screens.desk import Desk
    from tui.ui.widgets.row_list import RowList


class Panes:
    """The actions of the group Panes.

    On a wide terminal the panes stand beside the text unless `-closed`; on a narrow one they lie
    over it while `-open`. Library and contents share the left side.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.library = LibraryTree(desk.catalogue)
        self.contents = Outline()
        self.notes = NoteList(desk.views.signs)
        self.contents.add_class("-closed")
        self.put(load_panes(desk.state.places))

    @property
    def all(self) -> tuple[RowList, ...]:
        """From left to right."""
        return self.library, self.contents, self.notes

    def are_usual(self) -> bool:
        """Whether they are those of a start, with the keys in the text."""
        in_text = self._desk.view.has_focus and not self.library.is_narrowed
        shown = (pane.has_class("-closed") for pane in self.all)
        return in_text and [*shown] == [False, True, False]

    def put(self, sizes: Sizes) -> None:
        """Give the panes their widths, and the notes their place beside the text."""
        self.sizes = sizes
        self._desk.views.set_asides(sizes.beside)
        self.library.styles.width = self.contents.styles.width = sizes.left
        self.notes.styles.width = sizes.notes

    def action_library(self, count: int | None, argument: str) -> None:
        """The library: show, go to, hide."""
        self._step(self.library)

    def action_contents(self, count: int | None, argument: str) -> None:
        """The headings, in place of the library."""
        self._step(self.contents)

    def action_notes(self, count: int | None, argument: str) -> None:
        """The notes: show, go to, hide."""
        self._step(self.notes)

    def close_over_text(self) -> bool:
        """Close the panes that lie over the text and go back to it; whether anything changed."""
        laid_over = [pane for pane in self.all if pane.has_class("-open")]
        for pane in laid_over:
            pane.remove_class("-open")
        was_elsewhere = not self._desk.view.has_focus
        self._desk.view.focus()
        return bool(laid_over) or was_elsewhere

    def _step(self, pane: Widget) -> None:
        if not pane.display or pane.has_class("-closed") or not pane.region:
            self._show(pane)
        elif pane.has_focus:
            self._hide(pane)
        else:
            pane.focus()

    def _show(self, pane: Widget) -> None:
        other = {self.library: self.contents, self.contents: self.library}.get(pane)  # type: ignore[call-overload]
        if other:
            other.add_class("-closed").remove_class("-open")
        # Whoever asks for a pane wants more than the text alone.
        self._desk.view.screen.remove_class("-zen")
        pane.remove_class("-closed").add_class("-open")
        pane.focus()

    def _hide(self, pane: Widget) -> None:
        pane.add_class("-closed").remove_class("-open")
        self._desk.view.focus()
