"""The last messages of the status line, in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from tui.core.contexts import LIST
from tui.core.keys import KeyGrammar
from tui.ui.key_names import key_names
from tui.ui.render.wrap import wrap
from tui.ui.widgets.row_list import BLANK, ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual import events
    from textual.app import ComposeResult

    from tui.core.keymap import Keymap
    from tui.ui.widgets.status_line import Said

WIDEST, FRAME, TIME = 100, 7, 7
"""Cells of the box, of them those of its frame and the cursor's mark, and those of a time."""


class MessagesScreen(ModalScreen[None]):
    """Shows `said`, the newest first, each with its time."""

    help_context = LIST
    DEFAULT_CSS = """
    MessagesScreen {
        align: center middle;
        & > Vertical {
            width: 100%; max-width: 100; height: 100%; max-height: 30; background: $surface;
            border: round $primary 60%; padding: 0 1; border-title-color: $primary;
            & > RowList { background: $surface; }
            & > Label { color: $text-muted; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,exclamation_mark", "leave", show=False),
    ]

    def __init__(self, said: Iterable[Said], keymap: Keymap) -> None:
        super().__init__()
        self._said = [*said]
        self._keys = KeyGrammar(keymap.actions, ("list",))
        self._list = RowList(empty="nothing was said yet")

    def compose(self) -> ComposeResult:
        """What was said, and the way back."""
        with Vertical() as box:
            box.border_title = "Messages"
            yield self._list
            yield Label("Esc close", markup=False)

    def on_mount(self) -> None:
        """The screen gives the list its keys."""
        self._list.can_focus = False

    def on_resize(self) -> None:
        """Wrap at the width there is."""
        at = self._list.current.key if self._list.current else 0
        width = min(self.size.width, WIDEST) - FRAME - TIME
        self._list.set_rows(rows_for(self._said, max(10, width)), 0 if self._said else None)
        self._list.select_key(at)

    def on_key(self, event: events.Key) -> None:
        """Keys of the list."""
        for name in key_names(event):
            if (invocation := self._keys.feed(name)) is not None:
                getattr(self._list, f"action_{invocation.action.id}")(invocation.count)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)


def rows_for(said: Iterable[Said], width: int) -> Iterator[ListRow]:
    """Each message, wrapped to `width` cells, its time in the first row."""
    for at, one in enumerate(said):
        style = "error" if one.error else "text"
        for row, (start, end) in enumerate(wrap(one.text, width)):
            first = not row
            clock = f"{one.at:%H:%M}" if first else ""
            part = (one.text[start:end], style)
            yield ListRow((part,), right=clock, selectable=first, key=at)
        yield BLANK
