"""Who does what over the text: one object for each group of actions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tui.ui.screens.finding import Finding
from tui.ui.screens.jumping import Jumping
from tui.ui.screens.moving import Moving
from tui.ui.screens.program import Program
from tui.ui.screens.shelving import Shelving

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
    from tui.ui.screens.sizing import Sizing
    from tui.ui.screens.windows import Windows
    from tui.ui.widgets.find_bar import FindBar


class Actors:
    """Those who work at `desk`; each has the `action_*` methods of its group.

    `run` does an action chosen by name, `entered` is called when another view has the keys. Who is
    not needed for reading on comes when first called: loading all of them takes long.
    """

    def __init__(
        self,
        desk: Desk,
        bar: FindBar,
        panes: Panes,
        opening: Opening,
        run: Callable[[str], None],
        entered: Callable[[], None],
    ) -> None:
        self._desk = desk
        self.panes = panes
        self._opening = opening
        self._entered = entered
        self.moving = Moving(desk)
        self.jumping = Jumping(desk)
        self.finding = Finding(desk, bar)
        self.program = Program(
            desk,
            opening,
            run=run,
            close_top=panes.close_over_text,
            forget=self.finding.forget,
        )
        self.shelving = Shelving(desk, panes.library)

    def __iter__(self) -> Iterator[object]:
        yield from (self.moving, self.jumping, self.finding, self.panes, self.program)
        yield self.shelving
        yield self.windows
        yield self.sizing
        yield self.marking
        yield self.noting
        yield self.reviving
        yield self.reviewing

    def greeting(self, session: Session) -> str:
        """What waits in a document that was opened, "" for nothing."""
        return self.noting.unfinished(session) or self.reviewing.greeting(session)

    @cached_property
    def windows(self) -> Windows:
        """Several views of the text, and going from one to the other."""
        from tui.ui.screens.windows import Windows

        return Windows(self._desk, self.panes, self._opening, self._entered)

    @cached_property
    def sizing(self) -> Sizing:
        """The sizes of panes and views."""
        from tui.ui.screens.sizing import Sizing

        return Sizing(self._desk, self.panes)

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
