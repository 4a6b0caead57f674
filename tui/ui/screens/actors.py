"""Who does what over the text: one object for each group of actions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tui.ui.screens.bookmarking import Bookmarking
from tui.ui.screens.comfort import Comfort
from tui.ui.screens.copying import Copying
from tui.ui.screens.finding import Finding
from tui.ui.screens.following import Following
from tui.ui.screens.jumping import Jumping
from tui.ui.screens.moving import Moving
from tui.ui.screens.program import Program
from tui.ui.screens.selecting import Selecting
from tui.ui.screens.shelving import Shelving
from tui.ui.screens.sizing import Sizing
from tui.ui.screens.touring import Touring
from tui.ui.screens.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.core.session import Session
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.marking import Marking
    from tui.ui.screens.noting import Noting
    from tui.ui.screens.opening import Opening
    from tui.ui.screens.panes import Panes
    from tui.ui.screens.reviewing import Reviewing
    from tui.ui.screens.reviving import Reviving
    from tui.ui.widgets.find_bar import FindBar


class Actors:
    """Those who work at `desk`; each has the `action_*` methods of its group.

    `run` does an action chosen by name, `show_selection` is told what is selected, `entered` is
    called when another view has the keys. Who is not needed for reading on comes when first
    called: loading all of them takes long.
    """

    def __init__(
        self,
        desk: Desk,
        bar: FindBar,
        panes: Panes,
        opening: Opening,
        run: Callable[[str], None],
        show_selection: Callable[[str], None],
        entered: Callable[[], None],
    ) -> None:
        self._desk = desk
        self.panes = panes
        self.comfort = Comfort(desk)
        self.following = Following(desk, opening)
        self.moving = Moving(desk)
        self.jumping = Jumping(desk)
        self.finding = Finding(desk, bar)
        self.touring = Touring(desk)
        self.program = Program(
            desk,
            run=run,
            close_top=self._close_top,
            forget=self.finding.forget,
        )
        self.selecting = Selecting(desk, show_selection)
        self.shelving = Shelving(desk, panes.library)
        self.copying = Copying(desk)
        self.bookmarking = Bookmarking(desk)
        self.windows = Windows(desk, panes, opening, entered)
        self.sizing = Sizing(desk, panes)

    def __iter__(self) -> Iterator[object]:
        yield from (self.moving, self.jumping, self.finding, self.panes, self.program)
        yield from (self.selecting, self.shelving, self.comfort, self.following)
        yield self.touring
        yield from (self.windows, self.sizing)
        yield self.marking
        yield self.noting
        yield self.reviving
        yield self.reviewing
        yield self.copying
        yield self.bookmarking

    def _close_top(self) -> bool:
        """Close what lies over the text, else end the selection, else show all the rest again."""
        closed = self.panes.close_over_text() or self._desk.deselect()
        return closed or self.comfort.end_zen()

    def greeting(self, session: Session) -> str:
        """What waits in a document that was opened, "" for nothing."""
        return self.noting.unfinished(session) or self.reviewing.greeting(session)

    @cached_property
    def marking(self) -> Marking:
        """Tags, highlights, status and star, and taking it back."""
        from tui.ui.screens.marking import Marking

        return Marking(self._desk)

    @cached_property
    def noting(self) -> Noting:
        """Notes and their drafts."""
        from tui.ui.screens.noting import Noting

        return Noting(self._desk)

    @cached_property
    def reviving(self) -> Reviving:
        """The trash, and notes with several texts."""
        from tui.ui.screens.reviving import Reviving

        return Reviving(self._desk, self.noting.settle)

    @cached_property
    def reviewing(self) -> Reviewing:
        """Notes that are not sure of their place, and what changed under notes."""
        from tui.ui.screens.reviewing import Reviewing

        return Reviewing(self._desk, self.panes.notes)
