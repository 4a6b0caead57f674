"""Writing notes: the editor over the text, and the draft that outlives a crash."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.core import edits
from tui.core.anchors.describe import fingerprint
from tui.core.selection import select_ranges
from tui.core.session import WHOLE_DOCUMENT
from tui.ui.screens.many import with_edit, with_places
from tui.ui.screens.mentioning import Mentioning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tui.core.edits import Edit
    from tui.core.model import Annotation
    from tui.core.session import Place, Session
    from tui.core.state import Draft
    from tui.ui.screens.desk import Desk

DOCUMENT_DRAFT = "document"
PART = 3
"""Numbers that the name of a draft has for a note on a selection."""


class Noting:
    """The actions that write notes; knows which drafts may go once all is on the disk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._finished: set[tuple[Path, str]] = set()
        self._mentioning = Mentioning(desk)

    def action_note(self, count: int | None, argument: str) -> None:
        """Write or edit the note of this paragraph."""
        with_places(self._desk, count, self._note)

    def _note(self, places: list[Place]) -> None:
        session = self._desk.session
        if session and places:
            name = _draft_name(session, places[0])
            self._edit(session, places, f"note {self._desk.label(places)}", name)

    def action_document_note(self, count: int | None, argument: str) -> None:
        """Write or edit the note on the whole document."""
        session = self._desk.session
        if session:
            self._edit(session, [WHOLE_DOCUMENT], "note on the document", DOCUMENT_DRAFT)

    def saved(self) -> None:
        """All edits are on the disk: their drafts are no longer needed."""
        for source, name in self._finished:
            self._desk.state.drop_draft(source, name)
        self._finished.clear()

    def unfinished(self, session: Session) -> str:
        """A line about a note that was being written when the program ended, "" if none."""
        blocks, told = session.document.blocks, self._desk.keymap.told
        for name in self._desk.state.drafts(session.source):
            index, _, rest = name.partition("-")
            print_, _, part = rest.partition("-")
            if name == DOCUMENT_DRAFT:
                return told("an unfinished note on the document waits: {document_note} opens it")
            if index.isdecimal() and int(index) < len(blocks):
                block = int(index)
                if fingerprint(blocks[block].text) == print_:
                    return self._waiting(session, block, part)
        return ""

    def _waiting(self, session: Session, block: int, part: str) -> str:
        """The line about the note on a block, or on a selection from there on: `part` of it."""
        number, told = session.document.number(block), self._desk.keymap.told
        bounds = [int(bound) for bound in part.split("-") if bound.isdecimal()]
        if len(bounds) != PART:
            keys = told(f"{number}{{last}} {{note}}")
            return f"an unfinished note waits at ¶ {number}: {keys} opens it"
        blocks, (start, last, end) = session.document.blocks, bounds
        if last >= len(blocks) or end > len(blocks[last].text):
            return ""
        here = (block, start, end if last == block else len(blocks[block].text))
        there = here if last == block else (last, 0, end)
        self._desk.selected_last = session.source, select_ranges(session.document, (here, there))
        return told(
            f"an unfinished note waits on a part of ¶ {number}: {{reselect}} {{note}} opens it"
        )

    def _edit(self, session: Session, places: list[Place], title: str, name: str) -> None:
        here = session.at(places[0])
        text, state = _beginning(here, self._desk.state.draft(session.source, name))
        read = here.note if here else ""
        self._open(
            session,
            title,
            name,
            (text, state),
            lambda t: edits.write_note(session, places, t, read),
            places,
        )

    def settle(self, session: Session, annotation: Annotation, text: str) -> None:
        """Join the texts of a note in the editor."""

        def edit(joined: str) -> Edit:
            now = session.annotations.get(annotation.id, annotation)
            return edits.settle_conflict(session, now, joined)

        self._open(session, "join the texts", f"settle-{annotation.id}", (text, ""), edit)

    def _open(
        self,
        session: Session,
        title: str,
        name: str,
        beginning: tuple[str, str],
        edit: Callable[[str], Edit],
        places: Sequence[Place] = (),
    ) -> None:
        def written(text: str | None) -> None:
            keep = partial(self._written, session.source, name)
            if text is None:
                keep(None)
            else:
                with_edit(self._desk, places, partial(edit, text), keep)

        # The text area takes long to load, and not every reader writes.
        from tui.ui.screens.note_editor import NoteEditor

        editor = NoteEditor(
            keymap=self._desk.keymap,
            title=title,
            text=beginning[0],
            state=beginning[1],
            keep_draft=partial(self._desk.state.keep_draft, session.source, name),
            written=written,
            spot=self._desk.below_cursor(room=9),
            known=self._mentioning.known,
            follow=self._mentioning.follow,
        )
        self._desk.ask(editor, lambda _: None)

    def _written(self, source: Path, name: str, edit: Edit | None) -> None:
        if not edit:
            self._desk.state.drop_draft(source, name)
        elif self._desk.perform(edit):
            self._finished.add((source, name))
            if any(_conflicts(c.after) > _conflicts(c.before) for c in edit.changes):
                self._desk.tell("changed elsewhere meanwhile: both texts are kept, see {conflicts}")


def _draft_name(session: Session, place: Place) -> str:
    """By which the draft is found again: the paragraph, and for a selection what of the text.

    That is where it starts in the first paragraph, and which block it ends in, and where.
    """
    first, last = place.ranges[0], place.ranges[-1]
    name = f"{first[0]}-{fingerprint(session.document.blocks[first[0]].text)}"
    is_whole = place == session.paragraph(first[0])
    return name if is_whole else f"{name}-{first[1]}-{last[0]}-{last[2]}"


def _beginning(here: Annotation | None, draft: Draft | None) -> tuple[str, str]:
    """The text that an editor begins with, and what is to be said of it."""
    note = here.note if here else ""
    if draft is None or draft.text == note:
        return note, ""
    if here and note and here.modified > draft.kept:
        # The note was written after the draft: neither may push the other away.
        return f"{note}\n\n{draft.text}", "an older draft stands below the note"
    return draft.text, "draft restored"


def _conflicts(annotation: Annotation | None) -> int:
    return len(annotation.conflicts) if annotation else 0
