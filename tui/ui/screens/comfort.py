"""How the text stands while one reads: its width, and with nothing beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.settings import MEASURES

if TYPE_CHECKING:
    from tui.core.config import Reading
    from tui.ui.screens.desk import Desk

STEP = 4
"""Cells by which one key changes the width."""
ZEN = "-zen"


class Comfort:
    """The actions of the group Comfort.

    A width chosen by key is kept until Postil ends: `reading.measure` is the place for one that
    shall stay.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._reading = desk.views.reading

    def set(self, reading: Reading) -> None:
        """Take over other settings; a width chosen by key stays while its setting does."""
        chosen = self._desk.views.reading.measure
        kept = chosen if reading.measure == self._reading.measure else reading.measure
        self._reading = reading
        self._desk.views.set_reading(replace(reading, measure=kept))

    def action_wider(self, count: int | None, argument: str) -> None:
        """A wider column."""
        self._widen(STEP * (count or 1))

    def action_narrower(self, count: int | None, argument: str) -> None:
        """A narrower one."""
        self._widen(-STEP * (count or 1))

    def action_usual_width(self, count: int | None, argument: str) -> None:
        """The width of the settings."""
        self._use(self._reading.measure)

    def action_zen(self, count: int | None, argument: str) -> None:
        """Only the text of the current view, or all the rest again."""
        self._desk.view.focus()
        on = not self._desk.view.screen.has_class(ZEN)
        self._desk.view.screen.set_class(on, ZEN)
        if on:
            self._desk.tell("only the text · {zen} or Esc brings the rest back")

    def end_zen(self) -> bool:
        """Show what is beside the text again; whether it was hidden."""
        was = self._desk.view.screen.has_class(ZEN)
        self._desk.view.screen.remove_class(ZEN)
        return was

    def _widen(self, cells: int) -> None:
        # From what is seen: a column narrower than its measure must get narrower at once.
        seen = self._desk.view.column[1]
        least, most = MEASURES
        self._use(max(least, min(seen + cells, most)))

    def _use(self, measure: int) -> None:
        views = self._desk.views
        views.set_reading(replace(views.reading, measure=measure))
        width = views.view.column[1]
        if width < measure:
            self._desk.say(f"{width} cells wide, all there is room for", False)
        elif measure == self._reading.measure:
            self._desk.say(f"{measure} cells wide, as in the settings", False)
        else:
            self._desk.tell(
                f"{measure} cells wide · {{usual_width}} back to {self._reading.measure}"
            )
