"""The note editor: a text area right below its paragraph, its text on the disk as it is typed."""

from __future__ import annotations

import asyncio
import inspect
from datetime import datetime
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from tui.core.contexts import EDITOR
from tui.core.errors import PostilError, reason
from tui.core.keys import Invocation, KeyGrammar
from tui.core.text import clean
from tui.ui.external_editor import edit_externally
from tui.ui.key_names import key_names, type_again
from tui.ui.screens.over_text import OverText

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from tui.core.keymap import Keymap
    from tui.ui.screens.over_text import Below

KEYS = "{note_save} save · {note_revert} revert · {note_external} editor"
DRAFT_AFTER = 0.5
"""Seconds from a change to its draft on the disk."""
LEAST, MOST = 6, 12
KITTY = {
    "shift+enter": "break_line",
    "shift+backspace": "action_delete_left",
    "shift+space": "blank",
}
"""Terminals with the kitty protocol tell these apart; a writer does not."""


class NoteArea(TextArea):
    """A text area whose own keys of the registry are told to the screen, not typed."""

    class Pressed(Message):
        """Any key."""

    class Invoked(Message):
        """The keys of an action were typed."""

        def __init__(self, invocation: Invocation) -> None:
            super().__init__()
            self.invocation = invocation

    def __init__(self, text: str, keymap: Keymap) -> None:
        super().__init__(text, compact=True, soft_wrap=True, show_line_numbers=False)
        self._grammar = KeyGrammar(keymap.actions, ("editor",))
        self._ended = False

    def on_key(self, event: events.Key) -> None:
        """Comes before the text area's own handling."""
        self.post_message(self.Pressed())
        names = key_names(event)
        if self._ended:
            self._take(event)
            type_again(self.app, event.key, event.character)
        elif len(names) > 1:
            # Esc and a letter in haste: the letter is meant for what lies below.
            self._take(event)
            self._invoke("escape")
            type_again(self.app, names[-1], names[-1])
        elif event.is_printable:
            self._grammar.reset()
        elif event.key in KITTY:
            self._take(event)
            getattr(self, KITTY[event.key])()
        elif self._invoke(event.key) or self._grammar.pending:
            self._take(event)

    def _invoke(self, key: str) -> bool:
        invocation = self._grammar.feed(key)
        if invocation:
            # What is typed behind the key that closes is not part of the note.
            self._ended = invocation.action.id in ("note_save", "note_revert")
            self.post_message(self.Invoked(invocation))
        return invocation is not None

    def on_paste(self, event: events.Paste) -> None:
        """Foreign text: line ends made one kind, control characters made visible."""
        self._take(event)
        self.insert(clean(event.text.replace("\r\n", "\n").replace("\r", "\n")))

    def break_line(self) -> None:
        """What Enter does."""
        self.insert("\n")

    def blank(self) -> None:
        """What the space bar does."""
        self.insert(" ")

    def _take(self, event: events.Event) -> None:
        event.stop()
        event.prevent_default()


class NoteEditor(OverText[None]):
    """Edits a note; `written` gets its text, or None when it was reverted.

    `keep_draft` is called in a thread with the text soon after it changed. `state` says what is
    special about the text at first.
    """

    help_context = EDITOR
    DEFAULT_CSS = """
    NoteEditor > Vertical {
        background: $surface; border: round $primary 60%; padding: 0 1;
        border-title-color: $primary; border-subtitle-color: $text-muted;
        & > TextArea { border: none; padding: 0; background: $surface; }
        & > TextArea:focus { border: none; }
    }
    """

    def __init__(
        self,
        *,
        keymap: Keymap,
        title: str,
        text: str,
        state: str,
        keep_draft: Callable[[str], None],
        written: Callable[[str | None], None],
        spot: Callable[[], Below],
    ) -> None:
        super().__init__(spot)
        self._keys = keymap.told(KEYS)
        self._title = title
        self._keep_draft = keep_draft
        self._written = written
        self._state = state
        self._problem = ""
        self._area = NoteArea(text, keymap)
        self._kept = text
        self._keeping = False

    @property
    def text(self) -> str:
        """What is written so far."""
        return self._area.text

    def compose(self) -> ComposeResult:
        """The area in its box."""
        with Vertical():
            yield self._area

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        self._area.move_cursor(self._area.document.end)
        self.set_focus(self._area)
        self.fit()

    def on_text_area_changed(self) -> None:
        """Grow, and see to the draft."""
        self.fit()
        if not self._keeping and self.text != self._kept:
            self._keeping = True
            self.set_timer(DRAFT_AFTER, lambda: self.run_worker(self._keep(), group="draft"))

    def on_note_area_pressed(self) -> None:
        """Whoever goes on has read what went wrong."""
        if self._problem:
            self._problem = ""
            self._say(self._state)

    async def on_note_area_invoked(self, event: NoteArea.Invoked) -> None:
        """Do the action of the typed keys."""
        invocation = event.invocation
        outcome = getattr(self, f"action_{invocation.action.id}")(invocation.count, "")
        if inspect.isawaitable(outcome):
            await outcome

    def action_note_save(self, count: int | None, argument: str) -> None:
        """Save and close."""
        self.save()

    def action_note_revert(self, count: int | None, argument: str) -> None:
        """Close without saving."""
        self._written(None)
        self.dismiss(None)

    async def action_note_external(self, count: int | None, argument: str) -> None:
        """Go on in the reader's own editor."""
        text = self.text
        with self.app.suspend():
            # An error must not leave here: Textual would not take the terminal back.
            try:
                text = edit_externally(text)
            except PostilError as error:
                self._problem = str(error)
        if not self._problem:
            self._area.text = text
            self._area.move_cursor(self._area.document.end)
            self._state = ""
        self._say(self._state)
        self.app.refresh(repaint=True)

    def save(self) -> None:
        """Hand the text on, at once: the program may be ending. Then close."""
        self._written(self.text)
        self.dismiss(None)

    async def _keep(self) -> None:
        text = self.text
        try:
            await asyncio.to_thread(self._keep_draft, text)
        except OSError as error:
            self._say(f"NO DRAFT: {reason(error)}")
        else:
            self._kept = text
            self._say(f"draft {datetime.now():%H:%M}")
        self._keeping = False
        if self.is_attached and self.text != self._kept:
            self.on_text_area_changed()

    def _say(self, state: str) -> None:
        self._state = state
        box = self.query_one(Vertical)
        box.border_title = Content(" · ".join(filter(None, (self._title, self._problem or state))))
        box.border_subtitle = Content(self._keys)

    def fit(self) -> None:
        """As wide as the text, as high as what is written."""
        lines = self._area.wrapped_document.height
        self._say(self._state)
        height = max(LEAST, min(MOST, lines + 1)) + 2
        self.place(self.query_one(Vertical), self.spot.width, height)
