"""All keys, found by key, title or what they do."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, ClassVar, TypeAlias

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
WRITTEN = "What can be typed"
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

    First the fixed keys of the context and the actions of its scopes, then what can be written
    there, then all others. What they do is wrapped so that a row takes no more than `width` cells.
    """
    find = _Finder(typed, width, max(len(_keys(action)) for action in actions))
    sections: dict[str, list[ListRow]] = {context.title: []}
    own, others = _parted(actions, context)
    for group, found in own:
        sections.setdefault(group, []).extend(find.actions(found, context))
    sections[context.title] += find.pairs(context.title, context.fixed)
    sections[WRITTEN] = [*find.pairs(WRITTEN, context.typed)]
    for group, found in others:
        sections[group] = [*find.actions(found, context)]
    for title, rows in sections.items():
        if rows:
            yield from (ListRow(((title, "title"),), selectable=False), *rows, BLANK)


Groups: TypeAlias = "list[tuple[str, list[Action]]]"


def _parted(actions: Sequence[Action], context: Context) -> tuple[Groups, Groups]:
    """The groups of the scopes of the context in the order of these, and all others."""
    every = [*groups(actions).items()]
    own = [g for scope in context.scopes for g in every if any(a.scope == scope for a in g[1])]
    return own, [group for group in every if group not in own]


class _Finder:
    """Makes rows of what holds all that was `typed`, in `width` cells."""

    def __init__(self, typed: str, width: int, longest: int) -> None:
        self._typed = typed.strip()
        self._words = fold(typed).split()
        self._width = width
        self._cells = max(KEY_CELLS, min(longest, width // 2))

    def pairs(self, title: str, pairs: Sequence[tuple[str, str]]) -> Iterator[ListRow]:
        """Rows of keys that belong to no action."""
        for keys, what in pairs:
            if self._typed in keys.split() or _holds(f"{keys} {what} {title}", self._words):
                yield from _rows(keys, what, None, self._cells, self._width, marked=True)

    def actions(self, actions: Sequence[Action], context: Context) -> Iterator[ListRow]:
        """Rows of actions."""
        for action in actions:
            text = f"{action.title} {action.help} {action.group}"
            if self._typed in map(shown, action.keys) or _holds(text, self._words):
                # Actions of lists and of the editor mean nothing over the text: they are shown,
                # not done. They can be marked where they come first, or none would be in view.
                key = action.id if action.scope in ("reader", "app") else None
                marked = bool(key) or action.scope in context.scopes
                keys = _keys(action)
                yield from _rows(keys, action.help, key, self._cells, self._width, marked=marked)


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
