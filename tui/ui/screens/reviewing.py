"""Notes that are not sure of their place, and what changed under notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core import edits
from tui.core.errors import PostilError
from tui.core.review import changed_under_notes, doubts, from_here, offers
from tui.core.session import Place
from tui.ui.render.wrap import wrap
from tui.ui.screens.comparison import heading, of_note, quotes, row

if TYPE_CHECKING:
    from tui.core.edits import Edit
    from tui.core.model import Annotation, Candidate
    from tui.core.session import Session
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.over_text import Below
    from tui.ui.widgets.row_list import ListRow

NONE = "every note is sure of its place"
NOWHERE = (
    "Nothing like it is left. Esc, go to the paragraph where it belongs, then {list_pin} on the"
    " note in the notes pane. {review_nowhere}: it belongs nowhere."
)
ROOM = 12
LINES = 4
"""Rows kept free below the paragraph, and lines of each quote."""


class Reviewing:
    """The actions on uncertain and changed places."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def greeting(self, session: Session) -> str:
        """What to say of the notes of a document that was opened."""
        return doubts(session, self._desk.keymap.key_of("next_uncertain"))

    def action_next_uncertain(self, count: int | None, argument: str) -> None:
        """From here on, the first note that is not sure of its place."""
        self._review(1)

    def action_previous_uncertain(self, count: int | None, argument: str) -> None:
        """The last one up to here."""
        self._review(-1)

    def action_changes(self, count: int | None, argument: str) -> None:
        """What changed under the notes of this document."""
        session = self._desk.session
        changed = changed_under_notes(session) if session else []
        if not session or not changed:
            return self._desk.say("nothing changed under your notes here", False)

        def chosen(id_: int | None) -> None:
            if id_ in session.anchors:
                self._desk.jump(session.anchors[id_].block)

        from tui.ui.screens.changes import ChangesScreen

        colour = self._desk.signs.colour
        screen = ChangesScreen(session.document, changed, self._desk.keymap, colour)
        return self._desk.ask(screen, chosen)

    def _review(self, step: int) -> None:
        session = self._desk.session
        first = from_here(session, self._desk.viewport.cursor, step) if session else None
        if not session or not first:
            return self._desk.say(NONE, False)
        from tui.ui.screens.review_box import ReviewBox

        self._desk.leave()
        review = Review(self._desk, session, first)
        box = ReviewBox(review.rows, review.keys, review.press, review.spot, self._desk.keymap)
        return self._desk.ask(box, lambda _: review.close())


class Review:
    """A walk over the uncertain notes of a session; one of them and one of its places is shown."""

    def __init__(self, desk: Desk, session: Session, first: Annotation) -> None:
        self._desk = desk
        self._session = session
        self._settled: list[int] = []
        self._show(first)

    def press(self, what: str, step: int = 0) -> bool:
        """Do what a key stands for; whether any note is left to be asked about."""
        annotation = self._session.annotations.get(self._id)
        if what == "undo":
            self._undo()
        elif what == "step" or annotation is None:
            self._ask_next(self._index() + (step if annotation else 0))
        elif what == "other":
            self._look(self._at + step)
        elif what == "nowhere":
            self._decide(edits.leave_orphan(self._session, annotation))
        elif self._offer:
            self._decide(edits.pin(self._session, annotation, Place(self._offer.ranges)))
        self._desk.update()
        return bool(self._session.uncertain())

    def spot(self) -> Below:
        """Below the paragraph that is shown."""
        return self._below()

    def rows(self, width: int) -> list[ListRow]:
        """The question in rows of `width` cells."""
        session, annotation = self._session, self._session.annotations.get(self._id)
        if annotation is None:
            return [row(("this note was removed elsewhere", "dim"))]
        document, anchor, offer = session.document, session.anchors[self._id], self._offer
        head = heading(document, anchor, self._block, offer.score if offer else anchor.score)
        if len(self._offers) > 1:
            head += f" · place {self._at + 1} of {len(self._offers)}"
        right = f"{self._index() + 1} of {len(session.uncertain())}"
        nowhere = self._desk.keymap.told(NOWHERE)
        advice = [] if offer else [nowhere[start:end] for start, end in wrap(nowhere, width)]
        return [
            row((head, "strong"), right=right),
            of_note(annotation, self._desk.signs.colour),
            *quotes(document, annotation, offer.ranges if offer else (), width, LINES),
            *(row((line, "dim")) for line in advice),
        ]

    def keys(self) -> list[str]:
        """What the keys do here, the most important first."""
        keep = {"review_keep": "keep"} if self._offers else {}
        other = {"review_other": "other"} if len(self._offers) > 1 else {}
        undo = {"review_undo": "undo"} if self._settled else {}
        rest = {"review_nowhere": "nowhere", **undo, "review_next": "next"}
        hints = self._desk.keymap.hints({**keep, **other, **rest})
        return [*map(" ".join, hints), "Esc close"]

    def close(self) -> None:
        """Say what was done."""
        count, left = len(self._settled), len(self._session.uncertain())
        if count:
            notes = "1 note" if count == 1 else f"{count} notes"
            rest = f", {left} left" if left else ""
            self._desk.tell(f"settled {notes}{rest}  {{undo}} undo")

    @property
    def _offer(self) -> Candidate | None:
        return self._offers[self._at] if self._offers else None

    def _index(self) -> int:
        """Where the note that is shown stands among those that wait."""
        ids = [annotation.id for annotation in self._session.uncertain()]
        return ids.index(self._id) if self._id in ids else 0

    def _ask_next(self, at: int) -> None:
        """Ask about that one of those that wait; the last is followed by the first."""
        waiting = self._session.uncertain()
        if waiting:
            self._show(waiting[at % len(waiting)])

    def _show(self, annotation: Annotation) -> None:
        self._id = annotation.id
        self._offers = offers(self._session.anchors[self._id])
        self._look(0)

    def _look(self, at: int) -> None:
        """Go to that of the places that are offered."""
        self._at = at % len(self._offers) if self._offers else 0
        offer = self._offer
        self._block = offer.ranges[0][0] if offer else self._session.anchors[self._id].block
        self._desk.viewport.goto(self._block)
        self._desk.update()
        self._below = self._desk.below_cursor(room=ROOM)

    def _decide(self, edit: Edit) -> None:
        at = self._index()
        if self._desk.perform(edit):
            self._settled.append(self._id)
            self._ask_next(at)

    def _undo(self) -> None:
        """Take the last decision of this review back, and ask again."""
        if not self._settled:
            return self._desk.say("nothing was decided here yet", False)
        try:
            self._desk.library.undo(self._session.source)
        except PostilError as error:
            return self._desk.warn(str(error))
        self._desk.say("undone", False)
        return self._show(self._session.annotations[self._settled.pop()])
