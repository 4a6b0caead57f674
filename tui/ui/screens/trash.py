"""The annotations that were removed from a document, to be brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from tui.core.contexts import LIST
from tui.core.keys import KeyGrammar
from tui.core.text import first_line
from tui.ui.key_names import key_names
from tui.ui.render.marks import STAR
from tui.ui.widgets.row_list import BLANK, ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult

    from tui.core.keymap import Keymap
    from tui.core.model import Annotation
    from tui.core.store.journal import Removed

EMPTY = "nothing was removed from this document"
LONGEST = 160


class TrashScreen(ModalScreen["Removed | None"]):
    """Lists `removed`, newest first; the result is the one to bring back."""

    help_context = LIST
    DEFAULT_CSS = """
    TrashScreen {
        align: center middle;
        & > Vertical {
            width: 100%; max-width: 90; height: 100%; max-height: 30; background: $surface;
            border: round $primary 60%; padding: 0 1; border-title-color: $primary;
            & > RowList { background: $surface; }
            & > Label { color: $text-muted; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, removed: Sequence[Removed], keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self._keys = KeyGrammar(keymap.actions, ("list",))
        self._removed = removed
        self._list = RowList(empty=EMPTY)

    def compose(self) -> ComposeResult:
        """What was removed, and what to do with it."""
        with Vertical() as box:
            box.border_title = "Trash"
            yield self._list
            keys = self._keymap.told("{list_open} bring back · Esc close")
            yield Label(keys, markup=False)

    def on_mount(self) -> None:
        """Mark the latest."""
        self._list.can_focus = False
        self._list.set_rows([*_rows(self._removed)], 0 if self._removed else None)

    def on_key(self, event: events.Key) -> None:
        """Keys of the list."""
        for name in key_names(event):
            if (invocation := self._keys.feed(name)) is not None:
                getattr(self._list, f"action_{invocation.action.id}")(invocation.count)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Bring the marked one back; a click does so too."""
        self._take(event.row)

    def action_leave(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)

    def _take(self, row: ListRow | None) -> None:
        if row and isinstance(row.key, int):
            self.dismiss(self._removed[row.key])


def _rows(removed: Sequence[Removed]) -> Iterator[ListRow]:
    for at, one in enumerate(removed):
        annotation = one.annotation
        tags = "  ".join(annotation.tags)
        when = one.when[:16].replace("T", " ")
        head = first_line(annotation.note, LONGEST) or tags or _rest(annotation)
        yield ListRow(((head, "text"),), right=when, key=at)
        if annotation.note and tags:
            yield ListRow(((tags, "accent"),), indent=2, selectable=False, key=at)
        if annotation.target.exact:
            quote = f"«{first_line(annotation.target.exact, LONGEST)}»"
            yield ListRow(((quote, "dim"),), indent=2, selectable=False, key=at)
        yield BLANK


def _rest(annotation: Annotation) -> str:
    """What an annotation without note and tags is."""
    parts = ("highlight" if annotation.colour else "", annotation.status, STAR * annotation.starred)
    return " · ".join(filter(None, parts))
