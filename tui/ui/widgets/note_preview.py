"""The note being written, as it will be read; its mentions can be followed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from rich.style import Style
from textual.message import Message

from tui.core.keys import KeyGrammar
from tui.core.mentions import Known
from tui.ui.key_names import key_names, type_again
from tui.ui.render.note import EMPTY, Hints, NotePainter, laid_out
from tui.ui.render.paint import OVERLAYS
from tui.ui.widgets.at_once import take
from tui.ui.widgets.note_area import LEAVING, NoteArea
from tui.ui.widgets.parts import Parted

if TYPE_CHECKING:
    from textual import events
    from textual.strip import Strip

    from tui.core.keymap import Keymap
    from tui.core.mentions import Mentionable
    from tui.core.note_preview import Leading

STYLES = (
    *("text", "heading", "code", "quote", "rule"),
    *("em", "strong", "del", "link", "ref", "hint"),
)
LINES = {"list_down": 1, "list_up": -1}
PAGES = {"list_page_down": 1, "list_page_up": -1}
LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The letters at mentions: the first are those under the fingers."""


class NotePreview(Parted, can_focus=True):
    """Shows a note; its keys are those of the editor, and of a list to move it."""

    DEFAULT_CSS = """
    NotePreview {
        height: 1fr; background: $surface; display: none;
        & > .note-preview--text { color: $foreground 85%; background: $surface; }
        & > .note-preview--heading { text-style: bold; color: $primary; }
        & > .note-preview--code { color: $secondary; }
        & > .note-preview--quote { color: $text-muted; }
        & > .note-preview--rule { color: $foreground 25%; }
        & > .note-preview--em { text-style: italic; }
        & > .note-preview--strong { text-style: bold; }
        & > .note-preview--del { text-style: strike; }
        & > .note-preview--link { text-style: underline; }
        & > .note-preview--ref { color: $accent; }
        & > .note-preview--hint { text-style: bold reverse; color: $primary; }
        &:ansi > .note-preview--quote, &:ansi > .note-preview--rule { text-style: dim; }
    }
    """

    class LaidOut(Message):
        """The note stands on other rows."""

    class Followed(Message):
        """A mention was followed; None where there is none to follow."""

        def __init__(self, to: Mentionable | None) -> None:
            super().__init__()
            self.to = to

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._grammar = KeyGrammar(keymap.actions, ("editor", "list"))
        self._text = ""
        self._known = Known()
        self._page = EMPTY
        self._top = 0
        self._painter: NotePainter | None = None
        self._letters: dict[str, Leading] = {}
        self._ended = False

    @property
    def rows(self) -> int:
        """How many rows the whole note takes."""
        return len(self._page.rows)

    def show(self, text: str, known: Known) -> None:
        """Show a note from its start, and take the keys."""
        self._text, self._known = text, known
        self._page, self._top, self._letters = EMPTY, 0, {}
        self._ended = False
        self.display = True
        self.screen.set_focus(self)
        self._lay_out()

    def on_resize(self) -> None:
        """Another width."""
        self._painter = None
        self._lay_out()

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._painter = None

    def render_line(self, y: int) -> Strip:
        """A row of the note."""
        if self._painter is None:
            self._painter = NotePainter(self._style, self.size.width)
        hints: defaultdict[int, Hints] = defaultdict(tuple)
        for letter, leading in self._letters.items():
            hints[leading.block] += ((leading.start, letter),)
        return self._painter.row(self._page, self._top + y, hints)

    def on_key(self, event: events.Key) -> None:
        """The keys of the editor, and those of a list; the rest does nothing."""
        names = key_names(event)
        take(event)
        if self._ended:
            type_again(self.app, event.key, event.character)
            return
        for name in names:
            if self._ended:
                type_again(self.app, name, name)
            elif self._letters:
                self._take_letter(name)
            else:
                self._invoke(name)

    def _invoke(self, key: str) -> None:
        invocation = self._grammar.feed(key)
        if not invocation:
            return
        id_, count = invocation.action.id, invocation.count or 1
        if id_ in LINES:
            self._scroll(self._top + LINES[id_] * count)
        elif id_ in PAGES:
            self._scroll(self._top + PAGES[id_] * count * max(1, self.size.height - 1))
        elif id_ in ("list_first", "list_last"):
            self._scroll(0 if id_ == "list_first" else self.rows)
        elif id_ == "list_open":
            self._follow()
        elif invocation.action.scope == "editor":
            self._ended = id_ in LEAVING
            self.post_message(NoteArea.Invoked(invocation))

    def _follow(self) -> None:
        """The mention there is, or one of several by its letter."""
        leading = self._page.leading
        if len(leading) > 1:
            self._letters = dict(zip(LETTERS, leading, strict=False))
            self.refresh()
        else:
            self.post_message(self.Followed(leading[0].to if leading else None))

    def _take_letter(self, key: str) -> None:
        leading = self._letters.get(key)
        self._letters = {}
        self.refresh()
        if leading:
            self.post_message(self.Followed(leading.to))

    def _scroll(self, top: int) -> None:
        self._top = max(0, min(top, self.rows - self.size.height))
        self.refresh()

    def _lay_out(self) -> None:
        width = self.size.width
        if self.display and width:
            self.run_worker(self._laid_out(width), group="preview", exclusive=True)

    async def _laid_out(self, width: int) -> None:
        self._page = await asyncio.to_thread(laid_out, self._text, self._known, width)
        self._scroll(self._top)
        self.post_message(self.LaidOut())

    def _style(self, name: str) -> Style:
        if name not in STYLES:
            return Style()
        return self.get_component_rich_style(f"note-preview--{name}", partial=name in OVERLAYS)
