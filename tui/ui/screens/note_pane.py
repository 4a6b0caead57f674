"""The marked note of the notes pane: put elsewhere, removed, and where its mentions lead."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core import edits
from tui.core.mentions import mentions
from tui.ui.screens.mentioning import Mentioning

if TYPE_CHECKING:
    from tui.core.mentions import Mentionable
    from tui.core.model import Annotation
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.panes import Panes


class NotePane:
    """The actions of the notes pane, one of `panes`."""

    def __init__(self, desk: Desk, panes: Panes) -> None:
        self._desk = desk
        self._panes = panes
        self._mentioning = Mentioning(desk)

    def action_list_pin(self, count: int | None, argument: str) -> None:
        """Attach the marked note to the paragraph under the cursor of the text."""
        session, annotation = self._desk.session, self._marked()
        places = self._desk.places(None)
        if not session or not annotation or not places:
            return
        place = places[0]
        if not self._desk.view.selection:
            place = edits.same_words(session, annotation, place.ranges[0][0])
        if not annotation.target.blocks:
            self._desk.say("a note on the document belongs to no paragraph", False)
        elif self._desk.perform(edits.pin(session, annotation, place)):
            self._desk.tell(f"put on {self._desk.label([place])}  {{undo}} undo")

    def action_list_remove(self, count: int | None, argument: str) -> None:
        """Remove the marked note, and no other on its paragraph."""
        session, annotation = self._desk.session, self._marked()
        if session and annotation:
            # The text stays where it is: the reader is in the pane.
            here = self._desk.view.position
            self._desk.perform(edits.remove_one(session, annotation))
            self._desk.view.move_to(here)

    async def action_list_follow(self, count: int | None, argument: str) -> None:
        """Go where a mention of the marked note leads; several are asked about."""
        annotation = self._marked()
        if not annotation:
            return
        meant = await asyncio.to_thread(self._meant, annotation.texts)
        if not meant:
            self._desk.say("no mention in this note leads anywhere", False)
        elif len(meant) == 1:
            self._go(meant[0])
        else:
            from tui.ui.screens.mention_box import MentionBox

            box = MentionBox(meant, self._desk.keymap)
            self._desk.ask(box, lambda to: self._go(to) if to else None)
        self._desk.update()

    def _go(self, to: Mentionable) -> None:
        self._mentioning.follow(to)
        self._panes.close_over_text()

    def _meant(self, text: str) -> list[Mentionable]:
        named = [*mentions(text)]
        known = self._mentioning.known() if named else None
        found = (known.meant(mention) for mention in named) if known else ()
        return [*dict.fromkeys(to for to in found if to)]

    def _marked(self) -> Annotation | None:
        """The marked note, if the reader is in the notes pane."""
        session, pane = self._desk.session, self._panes.notes
        current = pane.current
        if not session or not current or not pane.has_focus:
            self._desk.say("that is for the notes pane", False)
            return None
        return session.annotations.get(current.key) if isinstance(current.key, int) else None
