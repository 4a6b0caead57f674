"""Copying to the clipboard, through the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core import copying
from tui.ui.screens.many import with_places

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.core.session import Place, Session
    from tui.ui.screens.desk import Desk


class Copying:
    """The actions that copy a selection or paragraphs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def action_copy(self, count: int | None, argument: str) -> None:
        """The text, unwrapped."""
        self._copy(count, lambda session, places: copying.plain(session.document, places), "")

    def action_copy_quote(self, count: int | None, argument: str) -> None:
        """A Markdown quote with note and reference."""
        self._copy(count, copying.as_quote, " as a quote")

    def _copy(
        self, count: int | None, text: Callable[[Session, list[Place]], str], how: str
    ) -> None:
        def copy(places: list[Place]) -> None:
            session = self._desk.session
            if session and places:
                self._desk.view.app.copy_to_clipboard(text(session, places))
                label = self._desk.label(places)
                self._desk.deselect()
                self._desk.say(f"copied {label}{how}", False)

        with_places(self._desk, count, copy)
