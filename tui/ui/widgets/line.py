"""A line of input that is over with Enter or Esc, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Input

from tui.ui.key_names import key_names, type_again
from tui.ui.widgets.at_once import AtOnce, take

if TYPE_CHECKING:
    from textual import events


class Line(Input):
    """Says how it ended; keys that come behind that are typed again, for whatever has the focus.

    Textual's own way, a binding, is looked up after the next key has been typed into the line.
    """

    class Ended(Message):
        """Enter was pressed, or (not `kept`) Esc."""

        def __init__(self, text: str, kept: bool) -> None:
            super().__init__()
            self.text = text
            self.kept = kept

    class Back(Message):
        """Backspace was pressed in the empty line."""

    def __init__(self, text: str = "", *, placeholder: str = "") -> None:
        super().__init__(text, placeholder=placeholder, compact=True, select_on_focus=False)
        self._ended = False
        self._at_once = AtOnce(self, Input)

    def begin(self) -> None:
        """Start empty."""
        self.wipe()
        self.resume()

    def wipe(self) -> None:
        """Be empty, without telling anybody."""
        with self.prevent(Input.Changed):
            self.value = ""

    def resume(self) -> None:
        """Take the keys (again)."""
        self._ended = False
        self.screen.set_focus(self)

    def end(self, *, kept: bool) -> None:
        """As Enter or Esc does."""
        self._ended = True
        self.post_message(self.Ended(self.value, kept))

    async def on_key(self, event: events.Key) -> None:
        """Comes before the line's own handling."""
        names = key_names(event)
        ending = names[:1] in (("enter",), ("escape",))
        if self._ended or ending:
            take(event)
        if self._ended:
            type_again(self.app, event.key, event.character)
        elif ending:
            self.end(kept=names == ("enter",))
            for letter in names[1:]:
                type_again(self.app, letter, letter)
        elif event.key == "backspace" and not self.value:
            take(event)
            self.post_message(self.Back())
        else:
            await self._at_once.does(event)
