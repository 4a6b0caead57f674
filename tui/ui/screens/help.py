"""All keys, found by key, title or what they do."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label

from tui.core.actions import groups, shown
from tui.core.contexts import TEXT
from tui.core.text import fold
from tui.ui.render.cells import cut
from tui.ui.screens.over import Over
from tui.ui.widgets.row_list import BLANK, ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult

    from tui.core.actions import Action
    from tui.core.contexts import Context
    from tui.core.keymap import Keymap

KEY_CELLS = 22
WIDEST, FRAME = 100, 7
"""Cells of the box, and of them those of its frame, of the cursor's mark and of the blank right."""


class HelpScreen(Over[str | None]):
    """Shows the keys that work, those of `context` first.

    The result is the id of the action to do, if one was chosen.
    """

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

    def __init__(self, keymap: Keymap, context: Context = TEXT) -> None:
        super().__init__()
        self._where = context
        self._keymap = keymap
        self._input = Input(placeholder="find a key", compact=True, select_on_focus=False)
        self._list = RowList(empty="no such key")

    def compose(self) -> ComposeResult:
        """A line to find in, the keys, and what to do with them."""
        with Vertical() as box:
            box.border_title = f"Keys · {self._where.title}"
            yield self._input
            yield self._list
            acting = " · Enter do it" if self._where.acts else ""
            yield Label(f"↓ ↑ move{acting} · Esc close", markup=False)

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
        self._choose(self._list.current)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """So does a click on it."""
        self._choose(event.row)

    def on_key(self, event: events.Key) -> None:
        """With nothing typed, `?` and `q` close as they do elsewhere."""
        if event.character in ("?", "q") and not self._input.value:
            event.stop()
            event.prevent_default()
            self.dismiss(None)

    def _choose(self, row: ListRow | None) -> None:
        self.dismiss(row.key if row and isinstance(row.key, str) else None)

    def _show(self) -> None:
        typed = self._input.value
        at = 0 if typed else None
        width = min(self.size.width, WIDEST) - FRAME
        self._list.set_rows(rows_for(self._keymap.actions, typed, width, self._where), at)

    def action_leave(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)

    def action_move(self, where: str) -> None:
        """Mark another action."""
        getattr(self._list, f"action_list_{where}")()


def rows_for(
    actions: Sequence[Action], typed: str, width: int, context: Context = TEXT
) -> Iterator[ListRow]:
    """The actions whose key is `typed`, or whose words hold all that was typed, by group.

    First those of the context, and before them its own fixed keys.

    What they do is wrapped so that a row takes no more than `width` cells.
    """
    words = fold(typed).split()
    longest = max(len(_keys(action)) for action in actions)
    cells = max(KEY_CELLS, min(longest, width // 2))
    for title, pairs in ((context.title, context.fixed), ("What can be typed", context.typed)):
        own = [
            row
            for keys, what in pairs
            if typed.strip() in keys.split() or _holds(f"{keys} {what} {title}", words)
            for row in _rows(keys, what, None, cells, width, marked=True)
        ]
        if own:
            yield from (ListRow(((title, "title"),), selectable=False), *own, BLANK)
    # The sort is stable: all others stay in the order of the registry.
    for group, all_ in sorted(groups(actions).items(), key=lambda g: _rank(g[1], context)):
        found = [action for action in all_ if _fits(action, typed.strip(), words)]
        if found:
            yield ListRow(((group, "title"),), selectable=False)
            for action in found:
                # Actions of lists and of the editor mean nothing over the text: they are shown,
                # not done. They can be marked where they come first, or none would be in view.
                key = action.id if action.scope in ("reader", "app") else None
                marked = bool(key) or action.scope == context.scope
                yield from _rows(_keys(action), action.help, key, cells, width, marked=marked)
            yield BLANK


def _rank(group: list[Action], context: Context) -> bool:
    return all(action.scope != context.scope for action in group)


def _fits(action: Action, typed: str, words: list[str]) -> bool:
    text = f"{action.title} {action.help} {action.group}"
    return typed in map(shown, action.keys) or _holds(text, words)


def _holds(text: str, words: list[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def _rows(
    keys: str, what: str, key: str | None, cells: int, width: int, *, marked: bool
) -> Iterator[ListRow]:
    for at, line in enumerate(textwrap.wrap(what, max(10, width - cells - 1))):
        parts = (("" if at else cut(keys, cells)).ljust(cells), "accent"), (" " + line, "text")
        yield ListRow(parts, key=key, selectable=marked and not at)


def _keys(action: Action) -> str:
    return "  ".join(map(shown, action.keys))
