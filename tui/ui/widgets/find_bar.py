"""The line in which one types what to find in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events


class FindBar(Input):
    """Hidden until `ask`; says what was typed, and how the reader left it."""

    DEFAULT_CSS = """
    FindBar {
        display: none; height: 1; border: none; padding: 0 1; background: $surface;
        &:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Typed(Message):
        """The text is now `text`."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """Finding is over; `kept` when the reader stays where the match is."""

        def __init__(self, kept: bool) -> None:
            super().__init__()
            self.kept = kept

    def __init__(self) -> None:
        super().__init__(placeholder="find in this document", compact=True)

    def ask(self) -> None:
        """Open empty and take the keys."""
        with self.prevent(Input.Changed):
            self.value = ""
        self.display = True
        self.screen.set_focus(self)

    def on_input_changed(self, event: Input.Changed) -> None:
        """As one types."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps the place."""
        event.stop()
        self._leave(kept=bool(event.value))

    def action_leave(self) -> None:
        """Esc gives it up."""
        self._leave(kept=False)

    def on_key(self, event: events.Key) -> None:
        """Backspace in an empty line gives it up too."""
        if event.key == "backspace" and not self.value:
            event.stop()
            event.prevent_default()
            self._leave(kept=False)

    def _leave(self, *, kept: bool) -> None:
        self.display = False
        self.post_message(self.Left(kept))
