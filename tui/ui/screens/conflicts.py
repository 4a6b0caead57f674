"""A note that was written in two places at once: both texts side by side, and what to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static

from tui.core.contexts import CONFLICT
from tui.core.keys import KeyGrammar
from tui.ui.key_names import key_names
from tui.ui.screens.over import Over

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tui.core.keymap import Keymap

KEYS = (
    "1 keep left · 2 keep right · {conflict_both} keep both · {conflict_join} join in the editor"
    " · Esc later"
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The text to keep; `edit` asks for the editor with it first."""

    note: str
    edit: bool = False


class ConflictScreen(Over[Resolution | None]):
    """Shows the `note` that is shown and the `other` one; None leaves both as they are."""

    help_context = CONFLICT
    DEFAULT_CSS = """
    ConflictScreen {
        align: center middle;
        & > Vertical {
            width: 100%; max-width: 110; height: 100%; max-height: 24; background: $surface;
            border: round $primary 60%; padding: 0 1; border-title-color: $primary;
            & > Horizontal { height: 1fr; }
            & > Label { color: $text-muted; width: 100%; }
            & VerticalScroll { width: 1fr; padding: 0 1; background: $surface; }
            & VerticalScroll > Label { color: $text-muted; text-style: bold; }
            & #right { border-left: solid $foreground 15%; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # No action can have them: a digit is a count everywhere else.
        Binding("1", "conflict_left(None, '')", show=False),
        Binding("2", "conflict_right(None, '')", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, title: str, note: str, other: str, keymap: Keymap) -> None:
        super().__init__()
        self._keys = KeyGrammar(keymap.actions, ("conflict",))
        self._told = keymap.told(KEYS)
        self._title = title
        self._note = note
        self._other = other

    def compose(self) -> ComposeResult:
        """Two texts and the keys."""
        with Vertical() as box:
            box.border_title = Content(self._title)
            with Horizontal():
                yield _text("1  shown, the newer", self._note, "left")
                yield _text("2  written at the same time", self._other, "right")
            yield Label(self._told, markup=False)

    def on_key(self, event: events.Key) -> None:
        """The keys that decide."""
        for name in key_names(event):
            if (invocation := self._keys.feed(name)) is not None:
                event.stop()
                event.prevent_default()
                getattr(self, f"action_{invocation.action.id}")(invocation.count, "")
                return

    def action_conflict_left(self, count: int | None, argument: str) -> None:
        """Keep the one that is shown."""
        self.dismiss(Resolution(self._note))

    def action_conflict_right(self, count: int | None, argument: str) -> None:
        """Keep the other one."""
        self.dismiss(Resolution(self._other))

    def action_conflict_both(self, count: int | None, argument: str) -> None:
        """Keep both."""
        self.dismiss(Resolution(self._both))

    def action_conflict_join(self, count: int | None, argument: str) -> None:
        """Go on with both in the editor."""
        self.dismiss(Resolution(self._both, edit=True))

    @property
    def _both(self) -> str:
        return f"{self._note}\n\n{self._other}"

    def action_leave(self) -> None:
        """Decide later."""
        self.dismiss(None)


def _text(head: str, text: str, name: str) -> VerticalScroll:
    return VerticalScroll(Label(head, markup=False), Static(Content(text)), id=name)
