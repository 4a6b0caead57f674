"""The note editor: a text area right below its paragraph, its text on the disk as it is typed."""

from __future__ import annotations

import asyncio
import inspect
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical
from textual.content import Content

from tui.core.contexts import EDITOR
from tui.core.errors import PostilError, reason
from tui.core.mentions import Known
from tui.ui.external_editor import edit_externally
from tui.ui.render.cells import cut
from tui.ui.screens.over_text import OverText
from tui.ui.widgets.mention_list import MentionList
from tui.ui.widgets.note_area import NoteArea
from tui.ui.widgets.note_preview import NotePreview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from tui.core.keymap import Keymap
    from tui.core.mentions import Mentionable
    from tui.ui.screens.over_text import Below

WRITING = (
    "{note_save} save · {note_revert} revert · {note_preview} preview · {note_external} editor"
)
READING = "{note_save} save · {note_preview} text · {list_open} follow"
DRAFT_AFTER = 0.5
"""Seconds from a change to its draft on the disk."""
LEAST, MOST = 6, 12
FRAME = 6
"""Cells of a row of the frame that are no text."""
NARROW = 40


class NoteEditor(OverText[None]):
    """Edits a note; `written` gets its text, or None when it was reverted.

    `keep_draft` is called in a thread with the text soon after it changed. `state` says what is
    special about the text at first. `known` gives what a mention may name, called in a thread when
    that is first needed; `follow` goes to one of these.
    """

    help_context = EDITOR
    DEFAULT_CSS = """
    NoteEditor > Vertical {
        background: $surface; border: round $primary 60%; padding: 0 1;
        border-title-color: $primary; border-subtitle-color: $text-muted;
        & > TextArea { border: none; padding: 0; background: $surface; min-height: 2; }
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
        known: Callable[[], Known] = Known,
        follow: Callable[[Mentionable], None] = lambda _: None,
    ) -> None:
        super().__init__(spot)
        self._keymap = keymap
        self._title = title
        self._keep_draft = keep_draft
        self._written = written
        self._state = state
        self._problem = ""
        self._mentions = MentionList()
        self._area = NoteArea(text, keymap, self._mentions)
        self._preview = NotePreview(keymap)
        self._kept = text
        self._kept_at = ""
        self._keeping = False
        self._find_known = known
        self._known: Known | None = None
        self._follow = follow

    @property
    def text(self) -> str:
        """What is written so far."""
        return self._area.text

    def compose(self) -> ComposeResult:
        """The area in its box, what is offered below it, and the note as it will be read."""
        with Vertical():
            yield self._area
            yield self._mentions
            yield self._preview

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        self._area.move_cursor(self._area.document.end)
        self.set_focus(self._area)
        self.fit()

    def on_text_area_changed(self) -> None:
        """Grow, offer mentions, and see to the draft."""
        self._area.look()
        self.fit()
        if not self._keeping and self.text != self._kept:
            self._keeping = True
            self.set_timer(DRAFT_AFTER, lambda: self.run_worker(self._keep(), group="draft"))

    def on_text_area_selection_changed(self) -> None:
        """The cursor may have left a mention."""
        self._area.look()

    async def on_note_area_offered(self, event: NoteArea.Offered) -> None:
        """Make room for what is offered; the first time there is nothing to offer yet."""
        self.fit()
        if event.begun and self._known is None:
            self.run_worker(self._learn(), group="mentions", exclusive=True)

    def on_note_preview_laid_out(self) -> None:
        """Grow."""
        self.fit()

    def on_note_preview_followed(self, event: NotePreview.Followed) -> None:
        """Save, and go where the mention leads."""
        if event.to is None:
            self._problem = "no mention leads anywhere"
            self._say(self._state)
        else:
            self.save()
            self._follow(event.to)

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

    async def action_note_preview(self, count: int | None, argument: str) -> None:
        """The note as it will be read, and back."""
        if self._preview.display:
            self._preview.display = False
            self._area.display = True
            self._area.resume()
            self.fit()
        else:
            self._mentions.ask(None)
            self._area.display = False
            self._preview.show(self.text, await self._learn())

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

    async def _learn(self) -> Known:
        """All that can be named, looked up once."""
        if self._known is None:
            self._known = await asyncio.to_thread(self._find_known)
            self._mentions.learn(self._known)
            self.fit()
        return self._known

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
            self._kept_at = f"{datetime.now():%H:%M}"
            self._say("")
        self._keeping = False
        if self.is_attached and self.text != self._kept:
            self.on_text_area_changed()

    def _say(self, state: str) -> None:
        self._state = state
        box = self.query_one(Vertical)
        box.border_title = Content(" · ".join(filter(None, (self._title, self._problem or state))))
        room = min(self.spot.width, self.app.size.width) - FRAME
        keys = self._keymap.told(READING if self._preview.display else WRITING)
        box.border_subtitle = Content(rule(keys.split(" · "), self._kept_at, room))

    def fit(self) -> None:
        """As wide as the text, as high as what is written."""
        shown = self._preview.display
        lines = self._preview.rows if shown else self._area.wrapped_document.height
        self._say(self._state)
        height = max(LEAST, min(MOST, lines + 1)) + 2 + self._mentions.height
        self.place(self.query_one(Vertical), self.spot.width, height)


def rule(keys: Sequence[str], kept_at: str, room: int) -> str:
    """The first of `keys`, as many as fit, and when the draft was kept, if it was."""
    draft = [f"draft {'kept ' if room >= NARROW else ''}{kept_at}"] if kept_at else []
    lines = (" · ".join([*keys[:count], *draft]) for count in range(len(keys), 0, -1))
    return next((line for line in lines if cell_len(line) <= room), cut(keys[0], max(0, room)))
