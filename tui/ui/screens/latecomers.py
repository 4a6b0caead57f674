"""Those over the text who are not needed before the first key."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.core.session import Session
    from tui.ui.screens.bookmarking import Bookmarking
    from tui.ui.screens.copying import Copying
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.filtering import Filtering
    from tui.ui.screens.following import Following
    from tui.ui.screens.marking import Marking
    from tui.ui.screens.note_pane import NotePane
    from tui.ui.screens.noting import Noting
    from tui.ui.screens.opening import Opening
    from tui.ui.screens.panes import Panes
    from tui.ui.screens.reviewing import Reviewing
    from tui.ui.screens.reviving import Reviving
    from tui.ui.screens.selecting import Selecting
    from tui.ui.widgets.find_bar import FindBar


class Latecomers:
    """Each comes when first asked for: to load all of them takes longer than to show a text."""

    def __init__(
        self,
        desk: Desk,
        bar: FindBar,
        panes: Panes,
        opening: Opening,
        show_selection: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._bar = bar
        self.panes = panes
        self._opening = opening
        self._show_selection = show_selection

    def __iter__(self) -> Iterator[object]:
        yield self.selecting
        yield self.following
        yield self.filtering
        yield self.marking
        yield self.noting
        yield self.note_pane
        yield self.reviving
        yield self.reviewing
        yield self.copying
        yield self.bookmarking

    def greeting(self, session: Session) -> str:
        """What waits in a document that was opened, "" for nothing."""
        return self.noting.unfinished(session) or self.reviewing.greeting(session)

    def tell_selection(self) -> None:
        """Say what is selected, if it is something else than before."""
        if self._desk.view.selection or "selecting" in vars(self):
            self.selecting.tell()

    @cached_property
    def selecting(self) -> Selecting:
        """Selections, and what is told of them."""
        from tui.ui.screens.selecting import Selecting

        return Selecting(self._desk, self._show_selection)

    @cached_property
    def following(self) -> Following:
        """Links and footnotes."""
        from tui.ui.screens.following import Following

        return Following(self._desk, self._opening)

    @cached_property
    def filtering(self) -> Filtering:
        """A part of the text alone."""
        from tui.ui.screens.filtering import Filtering

        return Filtering(self._desk, self._bar)

    @cached_property
    def copying(self) -> Copying:
        """Text to the clipboard."""
        from tui.ui.screens.copying import Copying

        return Copying(self._desk)

    @cached_property
    def bookmarking(self) -> Bookmarking:
        """Places with a letter."""
        from tui.ui.screens.bookmarking import Bookmarking

        return Bookmarking(self._desk)

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
    def note_pane(self) -> NotePane:
        """The marked note of the notes pane."""
        from tui.ui.screens.note_pane import NotePane

        return NotePane(self._desk, self.panes)

    @cached_property
    def reviving(self) -> Reviving:
        """The trash, and notes with several texts."""
        from tui.ui.screens.reviving import Reviving

        return Reviving(self._desk, self.noting.settle)

    @cached_property
    def reviewing(self) -> Reviewing:
        """Notes that are not sure of their place, and what changed under notes."""
        from tui.ui.screens.reviewing import Reviewing

        return Reviewing(self._desk)
