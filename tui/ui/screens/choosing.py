"""Choosing how the text is read: its shape by a key, its encoding from a list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.core import edits
from tui.core.documents.choosing import (
    after,
    encodings_of,
    has_encoding,
    shape_title,
    shapes_of,
)
from tui.core.model import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import TypeAlias

    from tui.core.documents.choosing import Reading
    from tui.core.edits import Reshape
    from tui.core.session import Session
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.reloading import Reloading

    Round: TypeAlias = tuple[str, ...]


class Choosing:
    """The actions of the group How the text is read.

    What is chosen is an edit like any other: `reloading` reads the text again after it was made,
    taken back or done again, and says what it is by now.
    """

    def __init__(self, desk: Desk, reloading: Reloading) -> None:
        self._desk = desk
        reloading.told = self._told
        self._round: tuple[Path | None, Round] = None, ()

    def action_shape(self, count: int | None, argument: str) -> None:
        """The next shape of the text, or its article and its whole page in turn."""
        session = self._desk.session
        if session:
            work = partial(shapes_of, session.document)
            self._desk.work("looking for other shapes", work, partial(self._next, count or 1))

    def action_encoding(self, count: int | None, argument: str) -> None:
        """Ask in which encoding the text is to be read."""
        session = self._desk.session
        if session and not has_encoding(session.document):
            self._desk.say("this format says by itself what its letters are", False)
        elif session:
            work = partial(encodings_of, session.document)
            self._desk.work("looking for encodings", work, self._ask)

    def _next(self, count: int, shapes: Round) -> None:
        session = self._desk.session
        if not session:
            return
        self._round = session.source, shapes
        if len(shapes) > 1:
            choice = after(session.choice, shapes, count)
            self._choose(session, choice, shape_title(choice.shape or shapes[0]))
        else:
            why = "all shapes make the same of this text" if shapes else "this format has one shape"
            self._desk.say(why, False)

    def _ask(self, readings: Sequence[Reading]) -> None:
        # Only those who choose an encoding need the list.
        from tui.ui.screens.encoding_box import EncodingBox

        session = self._desk.session
        if not session:
            return
        if len(readings) < 2:
            self._desk.say("all encodings make the same of this text", False)
            return

        def chosen(reading: Reading | None) -> None:
            if reading:
                choice = Choice(session.choice.shape, reading.choice or None)
                self._choose(session, choice, reading.encoding)

        box = EncodingBox(readings, session.document.encoding, self._desk.keymap)
        self._desk.ask(box, chosen)

    def _choose(self, session: Session, choice: Choice, title: str) -> None:
        edit = edits.reshape(session, choice, f"read as {title}")
        if edit:
            self._desk.perform(edit)
        else:
            self._desk.say(f"it is read as {title} already", False)

    def _told(self, session: Session, made: Reshape) -> str:
        """What the text is read as by now, and what comes next."""
        document, own = session.document, session.choice.shape
        if made.before.encoding != made.after.encoding:
            found = "" if made.after.encoding else ", as found"
            return f"read in {document.encoding}{found} · {{undo}} undo"
        if document.format == "html" and not own and document.shape == "page":
            return "read as the whole page: there is no article in it"
        title = shape_title(document.shape or document.format)
        return f"read as {title}{self._place(session)} · {{undo}} undo"

    def _place(self, session: Session) -> str:
        """Which of the shapes of the source it is, if these were looked at."""
        source, shapes = self._round
        own = session.choice.shape
        if source != session.source or len(shapes) < 2 or own not in (None, *shapes):
            return ""
        return f" ({shapes.index(own) + 1 if own else 1} of {len(shapes)}) · {{shape}} next"
