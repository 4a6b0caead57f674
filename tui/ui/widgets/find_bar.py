"""The line in which one types what to find, in the document or in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from tui.ui.widgets.line import Line

if TYPE_CHECKING:
    from textual import events
    from textual.widgets import Input


class Asker(Protocol):
    """Who wants to know what is typed."""

    def typed(self, text: str) -> None:
        """The text is now `text`."""

    def left(self, text: str, kept: bool) -> None:
        """Enter was pressed with that text, or (not `kept`) Esc."""


class FindBar(Line):
    """Hidden until `ask`; says what was typed, and at the end whether the reader stays there."""

    DEFAULT_CSS = """
    FindBar {
        display: none; height: 1; border: none; padding: 0 1 !important; background: $surface;
        &:focus { border: none; }
    }
    """

    class Typed(Message):
        """The text is now `text`."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def can_replace(self, message: Message) -> bool:
            """What was typed so far does not matter where more was typed already."""
            return isinstance(message, FindBar.Typed)

    asker: Asker | None = None
    """Who is told, where the one that shows the line does not know."""

    def ask(self, asker: Asker | None = None, placeholder: str = "") -> None:
        """Open empty and take the keys."""
        self.asker = asker
        self.placeholder = placeholder or self.placeholder
        self.display = True
        self.begin()

    def on_input_changed(self, event: Input.Changed) -> None:
        """As one types."""
        event.stop()
        self.post_message(self.Typed(event.value))

    async def on_key(self, event: events.Key) -> None:
        """Backspace in an empty line gives it up too."""
        if event.key == "backspace" and not self.value:
            event.stop()
            event.prevent_default()
            self.end(kept=False)
