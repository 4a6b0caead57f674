"""What became of notes that were removed, or written in two places at once."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tui.core import edits
from tui.ui.screens.conflicts import ConflictScreen, Resolution
from tui.ui.screens.trash import TrashScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.core.model import Annotation
    from tui.core.session import Session
    from tui.core.store.journal import Removed
    from tui.ui.screens.desk import Desk


class Reviving:
    """The actions on the trash and on conflicts; `edit_note` opens the editor on an annotation."""

    def __init__(self, desk: Desk, edit_note: Callable[[Session, Annotation, str], None]) -> None:
        self._desk = desk
        self._edit_note = edit_note

    async def action_trash(self, count: int | None, argument: str) -> None:
        """Show what was removed from this document."""
        session = self._desk.session
        if session:
            removed = await asyncio.to_thread(self._desk.library.removed, session.source)
            self._desk.ask(
                TrashScreen(removed, self._desk.keymap, self._desk.signs.colour),
                partial(self._restore, session),
            )

    def action_conflicts(self, count: int | None, argument: str) -> None:
        """The next note of this document, from here on, that has several texts."""
        session = self._desk.session
        if not session:
            return None
        waiting = [a for a in session.annotations.values() if a.conflicts]
        if not waiting:
            return self._desk.say("no note here was written in two places at once", False)
        here = self._desk.viewport.cursor
        block = {a.id: next(iter(session.anchors[a.id].ranges), (-1,))[0] for a in waiting}
        annotation = min(waiting, key=lambda a: (block[a.id] < here, block[a.id], a.id))
        if block[annotation.id] >= 0:
            self._desk.jump(block[annotation.id])
        number = (
            session.document.number(block[annotation.id]) if block[annotation.id] >= 0 else None
        )
        place = f"¶ {number}" if number else "the document"
        title = f"note on {place} · {len(waiting)} written in two places"
        screen = ConflictScreen(title, annotation.note, annotation.conflicts[0], self._desk.keymap)
        return self._desk.ask(screen, partial(self._resolve, session, annotation.id))

    def _restore(self, session: Session, removed: Removed | None) -> None:
        if removed:
            self._desk.perform(edits.restore(session, [removed.annotation]))

    def _resolve(self, session: Session, id_: int, resolution: Resolution | None) -> None:
        annotation = session.annotations.get(id_)
        if not resolution or not annotation:
            return
        if resolution.edit:
            self._edit_note(session, annotation, resolution.note)
        else:
            self._desk.perform(edits.settle_conflict(session, annotation, resolution.note))
