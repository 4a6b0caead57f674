"""All keys, found by key, title or what they do."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from tui.core.actions import groups, shown
from tui.core.text import fold
from tui.ui.render.cells import cut
from tui.ui.widgets.row_list import BLANK, ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult

    from tui.core.actions import Action
    from tui.core.keymap import Keymap

KEY_CELLS = 22
WIDEST, FRAME = 100, 7
"""Cells of the box, and of them those of its frame, of the cursor's mark and of the blank right."""


class HelpScreen(ModalScreen[str | None]):
    """Shows the keys that work; the result is the id of the action to do, if one was chosen."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > Vertical {
            width: 100%; max-width: 100; height: 100%; max-height: 44; background: $surface;
            border: round $primary 60%; padding: 0 1; border-title-color: $primary;
            & > Input { height: 1; border: none; padding: 0; background: $surface; }
            & > Label { color: $text-muted; }
            & > RowList { background: $surface; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "leave", show=False),
        Binding("down,ctrl+n", "move('down')", show=False, priority=True),
        Binding("up,ctrl+p", "move('up')", show=False, priority=True),
        Binding("pagedown", "move('page_down')", show=False, priority=True),
        Binding("pageup", "move('page_up')", show=False, priority=True),
    ]

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self._input = Input(placeholder="find a key", compact=True, select_on_focus=False)
        self._list = RowList(empty="no such key")

    def compose(self) -> ComposeResult:
        """A line to find in, the keys, and what to do with them."""
        with Vertical() as box:
            box.border_title = "Keys"
            yield self._input
            yield self._list
            yield Label("↓ ↑ move · Enter do it · Esc close", markup=False)

    def on_mount(self) -> None:
        """Take the keys."""
        self._list.can_focus = False
        self.set_focus(self._input)

    def on_resize(self) -> None:
        """Show what fits the width."""
        self._show()

    def on_input_changed(self) -> None:
        """As one types."""
        self._show()

    def on_input_submitted(self) -> None:
        """Enter does the marked action."""
        row = self._list.current
        self.dismiss(row.key if row and isinstance(row.key, str) else None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """So does a click on it."""
        self.dismiss(str(event.row.key))

    def on_key(self, event: events.Key) -> None:
        """With nothing typed, `?` and `q` close as they do elsewhere."""
        if event.character in ("?", "q") and not self._input.value:
            event.stop()
            event.prevent_default()
            self.dismiss(None)

    def _show(self) -> None:
        typed = self._input.value
        width = min(self.size.width, WIDEST) - FRAME
        self._list.set_rows(rows_for(self._keymap.actions, typed, width), 0 if typed else None)

    def action_leave(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)

    def action_move(self, where: str) -> None:
        """Mark another action."""
        getattr(self._list, f"action_list_{where}")()


def rows_for(actions: Sequence[Action], typed: str, width: int) -> Iterator[ListRow]:
    """The actions whose key is `typed`, or whose words hold all that was typed, by group.

    What they do is wrapped so that a row takes no more than `width` cells.
    """
    words = fold(typed).split()
    longest = max(len(_keys(action)) for action in actions)
    cells = max(KEY_CELLS, min(longest, width // 2))
    for group, all_ in groups(actions).items():
        found = [action for action in all_ if _fits(action, typed.strip(), words)]
        if found:
            yield ListRow(((group, "title"),), selectable=False)
            for action in found:
                yield from _rows(action, cells, width - cells - 1)
            yield BLANK


def _fits(action: Action, typed: str, words: list[str]) -> bool:
    text = fold(f"{action.title} {action.help} {action.group}")
    return typed in map(shown, action.keys) or all(word in text for word in words)


def _rows(action: Action, cells: int, width: int) -> Iterator[ListRow]:
    # Actions of lists and of the editor mean nothing over the text: they are shown, not done.
    key = action.id if action.scope in ("reader", "app") else None
    keys = cut(_keys(action), cells)
    for at, line in enumerate(textwrap.wrap(action.help, max(10, width))):
        parts = (("" if at else keys).ljust(cells), "accent"), (" " + line, "text")
        yield ListRow(parts, key=key, selectable=bool(key) and not at)


def _keys(action: Action) -> str:
    return "  ".join(map(shown, action.keys))
