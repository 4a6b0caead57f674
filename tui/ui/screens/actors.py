"""Who does what over the text: one object for each group of actions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tui.ui.screens.comfort import Comfort
from tui.ui.screens.latecomers import Latecomers
from tui.ui.screens.moving import Moving
from tui.ui.screens.program import Program
from tui.ui.screens.reloading import Reloading
from tui.ui.screens.shelving import Shelving
from tui.ui.screens.sizing import Sizing
from tui.ui.screens.touring import Touring
from tui.ui.screens.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.core.session import Session
    from tui.ui.screens.choosing import Choosing
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.finding import Finding
    from tui.ui.screens.jumping import Jumping
    from tui.ui.screens.opening import Opening
    from tui.ui.screens.panes import Panes
    from tui.ui.screens.searching import Searching
    from tui.ui.screens.tagging import Tagging
    from tui.ui.widgets.find_bar import FindBar


class Actors(Latecomers):
    """Those who work at `desk`; each has the `action_*` methods of its group.

    `run` does an action chosen by name, `show_selection` is told what is selected, `entered` is
    called when another view has the keys; `listed` when a text was read again.
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
        listed: Callable[[Session], None],
    ) -> None:
        super().__init__(desk, bar, panes, opening, show_selection)
        self.reloading = Reloading(desk, listed)
        self.comfort = Comfort(desk)
        self.moving = Moving(desk)
        self.touring = Touring(desk)
        self.program = Program(
            desk,
            run=run,
            close_top=self._close_top,
            forget=self.forget,
        )
        self.shelving = Shelving(desk, panes.library)
        self.windows = Windows(desk, panes, opening, entered)
        self.sizing = Sizing(desk, panes)

    def __iter__(self) -> Iterator[object]:
        # Those who are there first: a key of theirs loads nobody on the way.
        yield from (self.moving, self.panes, self.program, self.shelving, self.comfort)
        yield from (self.touring, self.windows, self.sizing, self.jumping, self.finding)
        yield from super().__iter__()
        yield from (self.searching, self.tagging, self.choosing)

    @cached_property
    def searching(self) -> Searching:
        """The search over the library, and going through its results."""
        from tui.ui.screens.searching import Searching

        return Searching(self._desk)

    @cached_property
    def tagging(self) -> Tagging:
        """The tags of the library."""
        from tui.ui.screens.tagging import Tagging

        return Tagging(self._desk, self.searching.look, self.filtering.only)

    @cached_property
    def choosing(self) -> Choosing:
        """How the text is read."""
        from tui.ui.screens.choosing import Choosing

        return Choosing(self._desk, self.reloading)

    def greeting(self, session: Session) -> str:
        """What waits in a document that was opened, or which result of a search it is."""
        result = self.searching.greeting() if "searching" in vars(self) else ""
        return result or super().greeting(session)

    @cached_property
    def jumping(self) -> Jumping:
        """Going far."""
        from tui.ui.screens.jumping import Jumping

        return Jumping(self._desk)

    @cached_property
    def finding(self) -> Finding:
        """Finding in the document and in the library."""
        from tui.ui.screens.finding import Finding

        return Finding(self._desk, self._bar)

    def forget(self) -> bool:
        """Remove the marks of a search; whether there were any."""
        return "finding" in vars(self) and self.finding.forget()

    def _close_top(self) -> bool:
        """Close what lies over the text, else end the selection, painting or zen."""
        closed = self.panes.close_over_text() or self._desk.deselect() or self._end_painting()
        return closed or self.comfort.end_zen()

    def _end_painting(self) -> bool:
        """Paint no longer; whether any tag was painted."""
        tag, self._desk.view.painting = self._desk.view.painting, ""
        return bool(tag)
