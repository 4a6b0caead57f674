"""A list in a box over the text, with the keys that lists have everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label

from tui.core.contexts import LIST
from tui.core.keys import KeyGrammar
from tui.ui.key_names import key_names
from tui.ui.screens.over import Over

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tui.core.keymap import Keymap
    from tui.ui.widgets.row_list import RowList

Result = TypeVar("Result")


class ListBox(Over[Result]):
    """Shows `rows` under a `title`; `keys` below it names actions as `{id}`.

    An entry that is opened or clicked arrives as `RowList.Chosen`. Esc and `q` give None.
    """

    help_context = LIST
    DEFAULT_CSS = """
    ListBox {
        align: center middle;
        & > Vertical {
            width: 100%; max-width: 100; height: 100%; max-height: 30; background: $surface;
            border: round $primary 60%; padding: 0 1; border-title-color: $primary;
            & > RowList { background: $surface; }
            & > Label { color: $text-muted; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", show=False)]

    def __init__(self, title: str, rows: RowList, keymap: Keymap, keys: str) -> None:
        super().__init__()
        self._title = title
        self._list = rows
        self._keys = KeyGrammar(keymap.actions, ("list",))
        self._told = keymap.told(keys)

    def compose(self) -> ComposeResult:
        """The list, and what can be done with it."""
        with Vertical() as box:
            box.border_title = Content(self._title)
            yield self._list
            yield Label(self._told, markup=False)

    def on_mount(self) -> None:
        """The screen gives the list its keys."""
        self._list.can_focus = False

    def on_key(self, event: events.Key) -> None:
        """Keys of the list."""
        for name in key_names(event):
            if (invocation := self._keys.feed(name)) is not None:
                getattr(self._list, f"action_{invocation.action.id}")(invocation.count)

    def action_leave(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)
