"""The line of a query: a line that also keeps the query, and narrows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui.ui.widgets.at_once import take
from tui.ui.widgets.line import Line

if TYPE_CHECKING:
    from textual import events


class QueryLine(Line):
    """The line of the query."""

    class Kept(Message):
        """Ctrl+S was pressed."""

    class Refined(Message):
        """Tab was pressed."""

    async def on_key(self, event: events.Key) -> None:
        """Comes before that of a line."""
        if event.key == "ctrl+s":
            take(event)
            self.post_message(self.Kept())
        elif event.key == "tab":
            take(event)
            self.post_message(self.Refined())
