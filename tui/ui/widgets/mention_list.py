"""The notes and documents offered while a mention is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.mentions import Known, Mentionable
from tui.core.search.mentioning import offers
from tui.ui.render.cells import cut
from tui.ui.widgets.row_list import ListRow, RowList

ROWS = 6
TITLE = 24
"""Cells of a title, at most, and less on a narrow screen: the words tell more."""

if TYPE_CHECKING:
    from tui.ui.render.cells import Piece


class MentionList(RowList):
    """Shows what fits the letters typed so far; hidden while nothing is asked or nothing fits."""

    DEFAULT_CSS = """
    MentionList { background: $surface; border-top: solid $foreground 15%; display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.can_focus = False
        self.known = Known()
        self._typed: str | None = None
        self._count = 0
        self._shut = False

    @property
    def height(self) -> int:
        """The rows that it takes."""
        return self._count + 1 if self.display else 0

    @property
    def marked(self) -> Mentionable | None:
        """What Enter takes."""
        row = self.current if self.display else None
        return row.key if row and isinstance(row.key, Mentionable) else None

    def learn(self, known: Known) -> None:
        """These can be named."""
        self.known = known
        typed, self._typed = self._typed, None
        self.ask(typed)

    def ask(self, typed: str | None) -> bool:
        """Offer what fits `typed`, nothing for None; whether that changed anything."""
        if typed == self._typed:
            return False
        self._typed = typed
        self._shut = self._shut and typed is not None
        fitting = [] if typed is None or self._shut else offers(typed, self.known.offered)
        room = min(TITLE, self.app.size.width // 4)
        self.set_rows((_row(one, room) for one in fitting), 0)
        self._count = min(ROWS, len(fitting))
        self.styles.height = self._count + 1
        self.display = bool(fitting)
        return True

    def shut(self) -> None:
        """Offer nothing more for this mention."""
        self._shut, self.display = True, False


def _row(one: Mentionable, room: int) -> ListRow:
    title: Piece = (cut(one.title, room), "strong")
    if one.annotation is None:
        return ListRow((title,), right=one.path, key=one)
    place = f" › ¶ {one.number} › " if one.number else " › "
    return ListRow((title, (place, "dim"), (one.words, "text")), key=one)
