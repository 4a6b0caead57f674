"""Moving the cursor and the text, paragraph by paragraph and page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.ui.render.viewport import Viewport
    from tui.ui.screens.desk import Desk


class Moving:
    """The actions of the group Move."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def action_next_paragraph(self, count: int | None, argument: str) -> None:
        """The next paragraph, after the rest of a tall one."""
        self._step(1, count)

    def action_previous_paragraph(self, count: int | None, argument: str) -> None:
        """The previous paragraph, likewise."""
        self._step(-1, count)

    def action_next_strictly(self, count: int | None, argument: str) -> None:
        """The next paragraph at once."""
        self._step(1, count or 1)

    def action_previous_strictly(self, count: int | None, argument: str) -> None:
        """The previous paragraph at once."""
        self._step(-1, count or 1)

    def action_line_down(self, count: int | None, argument: str) -> None:
        """The text, one line on."""
        self._move(lambda view: view.scroll(count or 1))

    def action_line_up(self, count: int | None, argument: str) -> None:
        """The text, one line back."""
        self._move(lambda view: view.scroll(-(count or 1)))

    def action_page_down(self, count: int | None, argument: str) -> None:
        """A page on."""
        self._page(count or 1)

    def action_page_up(self, count: int | None, argument: str) -> None:
        """A page back."""
        self._page(-(count or 1))

    def action_half_down(self, count: int | None, argument: str) -> None:
        """Half a page on."""
        self._move(lambda view: view.page(max(1, view.height // 2) * (count or 1)))

    def action_half_up(self, count: int | None, argument: str) -> None:
        """Half a page back."""
        self._move(lambda view: view.page(-max(1, view.height // 2) * (count or 1)))

    def action_centre(self, count: int | None, argument: str) -> None:
        """The paragraph in the middle of the view."""
        self._desk.viewport.align(0.5)

    def action_to_top(self, count: int | None, argument: str) -> None:
        """The paragraph at the top."""
        self._desk.viewport.align(0)

    def action_to_bottom(self, count: int | None, argument: str) -> None:
        """The paragraph at the bottom."""
        self._desk.viewport.align(1)

    def _step(self, step: int, count: int | None) -> None:
        if count:
            self._move(lambda view: view.step(step * count))
        else:
            self._move(lambda view: view.next(step))

    def _page(self, pages: int) -> None:
        self._move(lambda view: view.page(pages * view.page_rows))

    def _move(self, move: Callable[[Viewport], None]) -> None:
        """Moves are what the reader's pace is learned from."""
        viewport, session = self._desk.viewport, self._desk.session
        before = viewport.cursor
        move(viewport)
        if session:
            self._desk.timing.moved(session.document, before, viewport.cursor)
