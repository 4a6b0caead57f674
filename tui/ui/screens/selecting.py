"""Selecting paragraphs, or words inside one, so that a verb acts on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.selection import (
    Selection,
    called,
    select_paragraph,
    select_ranges,
    select_word,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.core.session import Session
    from tui.ui.screens.desk import Desk


class Selecting:
    """The actions that select; `show(label)` is told what is selected whenever that changes."""

    def __init__(self, desk: Desk, show: Callable[[str], None]) -> None:
        self._desk = desk
        self._show = show
        self._shown: Selection | None = None

    def tell(self) -> None:
        """Say what is selected, if it is something else than before."""
        selection, session = self._desk.view.selection, self._desk.session
        if selection != self._shown:
            self._shown = selection
            label = called(session.document, *selection.ends) if session and selection else ""
            kind = "V" if selection and selection.kind == "paragraphs" else "v"
            self._show(f"{kind} {label}" if label else "")

    def action_select_paragraphs(self, count: int | None, argument: str) -> None:
        """This paragraph, or that many; the same key again ends it."""
        session, selection = self._desk.session, self._desk.view.selection
        if not session:
            return
        if selection and selection.kind == "paragraphs":
            self._desk.deselect()
            return
        block = selection.anchor[0] if selection else self._desk.viewport.cursor
        self._desk.select(select_paragraph(session.document, block))
        if count:
            self._desk.viewport.goto(block + count - 1)

    def action_select_words(self, count: int | None, argument: str) -> None:
        """The word found in this paragraph, else its first in view; the same key again ends it."""
        session, view = self._desk.session, self._desk.view
        if not session:
            return
        if view.selection and view.selection.kind == "words":
            self._desk.deselect()
            return
        word = select_word(session.document, self._desk.viewport.cursor, view.reading_from)
        if word is None:
            self._desk.say("no words here", False)
            return
        self._desk.select(word.stepped(session.document, count - 1) if count else word)

    def action_swap_ends(self, count: int | None, argument: str) -> None:
        """The other end moves from now on."""
        selection = self._desk.view.selection
        if selection is None:
            return self._desk.say("nothing is selected", False)
        return self._go(selection.swapped())

    def action_reselect(self, count: int | None, argument: str) -> None:
        """What was selected last."""
        session, last = self._desk.session, self._desk.selected_last
        if not session or not last or last[0] != session.source:
            return self._desk.say("nothing was selected in this document yet", False)
        if not last[1].fits(session.document):
            return self._desk.say("the text is not what it was", False)
        return self._go(last[1])

    def action_select_annotation(self, count: int | None, argument: str) -> None:
        """What the first annotation of this paragraph is on, or the one behind the selected."""
        session = self._desk.session
        here = session.on_block(self._desk.viewport.cursor) if session else ()
        if not session or not here:
            return self._desk.say("no note here", False)
        ranges = sorted(session.anchors[annotation.id].ranges for annotation in here)
        selection = self._desk.view.selection
        now = selection.ranges(session.document) if selection else ()
        following = ranges.index(now) + 1 if now in ranges else 0
        return self._go(select_ranges(session.document, ranges[following % len(ranges)]))

    def action_next_word(self, count: int | None, argument: str) -> None:
        """One word on."""
        self._move(lambda selection, session: selection.stepped(session.document, count or 1))

    def action_previous_word(self, count: int | None, argument: str) -> None:
        """One word back."""
        self._move(lambda selection, session: selection.stepped(session.document, -(count or 1)))

    def action_paragraph_start(self, count: int | None, argument: str) -> None:
        """Back to the start of the paragraph."""
        self._move(lambda selection, session: selection.to_edge(session.document, -1))

    def action_paragraph_end(self, count: int | None, argument: str) -> None:
        """On to its end."""
        self._move(lambda selection, session: selection.to_edge(session.document, 1))

    def action_words_down(self, count: int | None, argument: str) -> None:
        """The word below, or the next paragraph."""
        for _ in range(min(count or 1, self._desk.viewport.height)):
            self._line(1)

    def action_words_up(self, count: int | None, argument: str) -> None:
        """The word above, or the paragraph before."""
        for _ in range(min(count or 1, self._desk.viewport.height)):
            self._line(-1)

    def _line(self, step: int) -> None:
        view, session = self._desk.view, self._desk.session
        if not session or not view.selection:
            return
        offset = view.line_beside(view.selection.head[1], step)
        if offset is None:
            cursor = view.viewport.bounded(view.viewport.cursor + step)
            view.viewport.goto(cursor)
            view.selection = view.selection.reaching(session.document, cursor)
        else:
            self._move(lambda selection, session: selection.to_word(session.document, offset))

    def _move(self, motion: Callable[[Selection, Session], Selection]) -> None:
        view, session = self._desk.view, self._desk.session
        if session and view.selection:
            self._go(motion(view.selection, session))

    def _go(self, selection: Selection) -> None:
        """Take another selection, its head in view."""
        self._desk.view.selection = selection
        if self._desk.viewport.cursor != selection.head[0]:
            self._desk.viewport.goto(selection.head[0])
        if selection.kind == "words":
            self._desk.view.show_character(selection.head[1])
