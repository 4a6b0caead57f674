"""The reader's screen: keys become actions, actions become what is seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import Horizontal, Vertical

from tui.core.reading import percent
from tui.ui.painting import RowScreen, paint
from tui.ui.saver import Saver
from tui.ui.screens.actors import Actors
from tui.ui.screens.desk import Desk
from tui.ui.screens.keyboard import Keyboard
from tui.ui.screens.opening import Opening
from tui.ui.screens.panes import Panes
from tui.ui.screens.patience import Patience
from tui.ui.screens.tuning import Tuning
from tui.ui.screens.turns import Turns
from tui.ui.screens.watching import Watch
from tui.ui.widgets.find_bar import FindBar
from tui.ui.widgets.row_list import RowList
from tui.ui.widgets.status_line import StatusLine
from tui.ui.widgets.views import DocumentView, Views

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.screen import Screen

    from tui.core.config import Config
    from tui.core.edits import Edit
    from tui.core.library import Library
    from tui.core.session import Session
    from tui.core.state import Position, ReadingState


class Columns(Horizontal):
    """Those of the screen: they leave nothing of what is below them to be drawn."""

    BLANK = True


class ReaderScreen(RowScreen[None]):
    """Library, text and notes side by side; below 100 columns the text alone."""

    BLANK = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 -- as Textual types it
    DEFAULT_CSS = """
    ReaderScreen {
        layers: text over;
        #desk { height: 1fr; }
        LibraryTree, Outline { border-right: solid $foreground 15%; }
        NoteList { border-left: solid $foreground 15%; }
        StatusLine, FindBar { dock: bottom; }
        FindBar { width: 50%; }
        KeyStrip { dock: bottom; layer: over; margin-bottom: 1; }
        #foot { dock: bottom; height: 2; border-top: solid $foreground 15%; }
        LibraryTree.-closed, Outline.-closed, NoteList.-closed { display: none; }
        &.-narrow {
            LibraryTree, Outline, NoteList { display: none; layer: over; height: 1fr; }
            LibraryTree.-open, Outline.-open { display: block; dock: left; }
            NoteList.-open { display: block; dock: right; }
        }
        &.-zen {
            LibraryTree, Outline, NoteList, TourStrip { display: none !important; }
            #foot { layer: over; height: auto; border-top: none; }
            StatusLine, FindBar { dock: none; }
            StatusLine { display: none; }
            StatusLine.-speaking { display: block; }
        }
    }
    """

    def __init__(
        self, library: Library, state: ReadingState, first: Path | None, config: Config
    ) -> None:
        super().__init__()
        self._library = library
        self._first = first
        self.views, self.status, self._bar = Views(config.reading), StatusLine(), FindBar()
        self._followed: object = None
        self._box: Awaitable[None] | None = None
        self.desk = Desk(
            library,
            state,
            self.views,
            self.status.say,
            self._open,
            self._ask,
            self.update,
            self.status.progress,
            said=self.status.said,
        )
        self.saver = Saver(library.flush, self._saved, lambda: library.is_unsaved)
        panes = Panes(self.desk)
        self._tree, self._outline, self._notes = panes.library, panes.contents, panes.notes
        self.opening = Opening(self.desk, self._shown, self._tree)
        self.turns = Turns(self, self.opening.settled, self.views.place, self.update)
        select, entered, listed = self.status.selecting, self._entered, self._list
        self._actors = Actors(
            self.desk, self._bar, panes, self.opening, self.run_named, select, entered, listed
        )
        self.patience = Patience(self.desk, self.opening, self._finish)
        self._keyboard = Keyboard(
            self, self.status, self._actors, self._actors.touring.invoked, self.patience
        )
        tuning = Tuning(self.desk, self._keyboard, self._notes, self._actors.comfort, config)
        again = self._actors.reloading
        self.watching = Watch(self.desk, self.saver, again, self.opening.filling, tuning)
        library.subscribe(self._edited)

    @property
    def view(self) -> DocumentView:
        """The text that keys act on."""
        return self.views.view

    def compose(self) -> ComposeResult:
        """Three columns over one row."""
        with Columns(id="desk"):
            yield self._tree
            yield self._outline
            yield self.views
            yield self._notes
        with Vertical(id="foot"):
            yield self.status
            yield self._bar
        yield self.status.strip
        yield self._actors.touring.strip

    def on_mount(self) -> None:
        """Start reading."""
        self.set_focus(self.view)
        self.opening.start(self._first)
        self.run_worker(self.watching.begin(self.opening.read), group="watch")

    async def on_key(self, event: events.Key) -> None:
        """Feed the key grammar of what has the focus; inputs keep their keys."""
        if isinstance(self.focused, FindBar):
            return
        event.stop()
        event.prevent_default()
        await self.press(event)

    @property
    def is_listening(self) -> bool:
        """Whether keys are for the key grammar: no box is open, and nothing is asked for."""
        return self.app.screen is self and not isinstance(self.focused, FindBar)

    async def press(self, event: events.Key) -> None:
        """Do what a key stands for; what it changed is on the terminal then."""
        with self._context():
            self.views.forget_seams()
            try:
                await self._keyboard.press(event)
                await self._finish()
            finally:
                self.turns.done()
        if not self.turns.is_owed:
            paint(self)

    async def _finish(self) -> None:
        """Draw what an action changed; what it opened is there then."""
        self.turns.update()
        box, self._box = self._box, None
        if box:
            await box

    def update(self) -> None:
        """Draw what changed, in one go."""
        self.status.asked(self._bar.display)
        self.views.redraw()
        self._actors.tell_selection()
        text, cursor = self.view.text, self.view.viewport.cursor
        looks = cursor, self.view.filter, self.view.painting
        if text and looks != self._followed:
            self._followed = looks
            self._place(text, cursor)
            if self.desk.session:
                self._notes.follow(cursor)
                self._outline.follow(cursor)
                self._actors.touring.arrived()

    def settle(self) -> bool:
        """Look as at the next start, if that can be told: nothing typed, opened or to be said."""
        session, panes = self.desk.session, self._actors.panes
        filled = self.opening.is_filled or not self._tree.region
        if not filled or not panes.are_usual() or self.app.screen is not self:
            return False
        if session is None:
            return False
        waiting = session.problem or session.warnings or self.desk.problems
        if waiting or len(self.views.all) > 1 or self._actors.greeting(session):
            return False
        self._actors.forget()
        self.desk.deselect()
        self.views.forget_seams()
        self.status.settle()
        self.update()
        return not self.has_class("-zen") and not self._actors.touring.strip.display

    async def leave(self) -> bool:
        """Save every note before the program ends; whether all are on the disk."""
        self.opening.filling.stop()
        return await self.saver.finish()

    def remember(self) -> None:
        """Store where the texts are left, and how fast they were read."""
        self.opening.remember()
        self.desk.timing.keep()

    @on(DocumentView.Scrolled)
    def _wheel(self, event: DocumentView.Scrolled) -> None:
        event.view.viewport.scroll(event.rows)
        self.update()

    @on(DocumentView.Resized)
    def _resized(self) -> None:
        self.desk.move_box()

    @on(DocumentView.Clicked)
    def _click(self, event: DocumentView.Clicked) -> None:
        event.view.viewport.goto(event.block)
        self.update()

    @on(Views.Entered)
    def _entered(self) -> None:
        """Panes and status go with the view that has the keys now."""
        session = self.view.session
        if session:
            self.desk.source = session.source
            self._list(session)
            self.update()

    @on(FindBar.Typed)
    def _typed(self, event: FindBar.Typed) -> None:
        if self._bar.asker:
            self._bar.asker.typed(event.text)

    @on(FindBar.Ended)
    def _left(self, event: FindBar.Ended) -> None:
        self._bar.display = False
        self.status.asked(False)
        self.set_focus(self.view)
        if self._bar.asker:
            self._bar.asker.left(event.text, event.kept)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        """An entry of a pane was opened."""
        key, control = event.row.key, event.control
        session = self.desk.session
        self._actors.panes.close_over_text()
        if control is self._tree and isinstance(key, Path):
            self.desk.leave()
            self._open(key, None)
        elif control is self._outline and isinstance(key, int):
            self.desk.jump(key)
            self.view.viewport.align(0)
        elif session and isinstance(key, int) and key in session.anchors:
            on_text = session.annotations[key].target.blocks
            self.desk.jump(session.anchors[key].block if on_text else self.view.viewport.cursor)
        self.update()

    def run_named(self, action_id: str) -> None:
        """Do an action chosen by name."""

        async def run() -> None:
            await self._keyboard.run(action_id)
            await self._finish()

        self.run_worker(run(), group="action")

    def _open(self, source: Path, position: Position | None) -> None:
        self.opening.open(source, position)

    def _ask(self, screen: Screen[Any], answer: Callable[[Any], None]) -> None:
        def answered(result: Any) -> None:
            answer(result)
            self.view.viewport.scroll(0)
            self.update()

        self._box = self.app.push_screen(screen, answered)

    def _list(self, session: Session) -> None:
        """Let panes and library show the text and the notes as they are now."""
        self._followed = None
        self._notes.show(session)
        self._outline.show(session.document)
        self._tree.show_opened(session)

    def _shown(self, session: Session) -> None:
        """Another document is open."""
        self._list(session)
        greeting = self.desk.problems.pop(0) if self.desk.problems else ""
        problem = session.problem or next(iter(session.warnings), "") or greeting
        if problem:
            self.desk.warn(problem)
        self.update()
        self.call_after_refresh(self._read_on, session)

    def _read_on(self, session: Session) -> None:
        """The text stands there: what can wait until then."""
        if session is self.desk.session and not self.status.message:
            self.status.say(self._actors.greeting(session))

    def _place(self, session: Session, cursor: int) -> None:
        document = session.document
        number = document.number(cursor) or document.number(max(0, cursor - 1)) or 0
        done = percent(document, cursor)
        left = self.desk.timing.left(document, cursor)
        guessed = document.estimate is not None
        if not guessed:
            self._tree.progress(session.source, done)
        total = document.estimate or document.paragraphs
        told = self.view.told
        self.status.place(document.title, number, total, done, left, told, about=guessed)

    def _edited(self, edit: Edit, touched: dict[Path, set[int]]) -> None:
        """The one notification of an edit."""
        self.desk.index.follow(edit)
        self.views.changed(touched)
        if not edit.foreign:
            self.saver.request()
        session = self.desk.session
        blocks = touched.get(session.source) if session else None
        if session and blocks is not None:
            self._tree.recount(session.source, len(session.annotations))
            self._notes.edited(c.id for c in edit.changes if c.source == session.source)
            if blocks and not edit.foreign and self.view.viewport.cursor not in blocks:
                self.view.viewport.goto(min(blocks))
            self._followed = None

    def _saved(self, problem: str) -> None:
        if problem:
            self.status.saving(f"NOT SAVED: {self.desk.near(problem)}")
            return
        kept = [s.sidecar.fallback for s in self._library.sessions() if s.sidecar.fallback]
        self.status.saving(f"saved elsewhere: {self.desk.near(kept[0])}" if kept else "")
        self._actors.noting.saved()
