"""Copying to the clipboard, through the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core import copying

if TYPE_CHECKING:
    from tui.core.session import Place
    from tui.ui.screens.desk import Desk


class Copying:
    """The actions that copy a selection or paragraphs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def action_copy(self, count: int | None, argument: str) -> None:
        """The text, unwrapped."""
        session, places = self._desk.session, self._desk.places(count)
        if session and places:
            self._copy(copying.plain(session.document, places), places, "")

    def action_copy_quote(self, count: int | None, argument: str) -> None:
        """A Markdown quote with note and reference."""
        session, places = self._desk.session, self._desk.places(count)
        if session and places:
            self._copy(copying.as_quote(session, places), places, " as a quote")

    def _copy(self, text: str, places: list[Place], how: str) -> None:
        self._desk.view.app.copy_to_clipboard(text)
        label = self._desk.label(places)
        self._desk.deselect()
        self._desk.say(f"copied {label}{how}", False)
