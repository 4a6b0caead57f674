"""A note that was written in two places at once: both texts side by side, and what to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static

from tui.ui.screens.over import Over

if TYPE_CHECKING:
    from textual.app import ComposeResult

KEYS = "1 keep left · 2 keep right · b keep both · e join in the editor · Esc later"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The text to keep; `edit` asks for the editor with it first."""

    note: str
    edit: bool = False


class ConflictScreen(Over[Resolution | None]):
    """Shows the `note` that is shown and the `other` one; None leaves both as they are."""

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
        Binding("1,left", "keep('left')", show=False),
        Binding("2,right", "keep('right')", show=False),
        Binding("b", "keep('both')", show=False),
        Binding("e", "keep('join')", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, title: str, note: str, other: str) -> None:
        super().__init__()
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
            yield Label(KEYS, markup=False)

    def action_keep(self, what: Literal["left", "right", "both", "join"]) -> None:
        """Decide."""
        both = f"{self._note}\n\n{self._other}"
        note = {"left": self._note, "right": self._other}.get(what, both)
        self.dismiss(Resolution(note, edit=what == "join"))

    def action_leave(self) -> None:
        """Decide later."""
        self.dismiss(None)


def _text(head: str, text: str, name: str) -> VerticalScroll:
    return VerticalScroll(Label(head, markup=False), Static(Content(text)), id=name)
