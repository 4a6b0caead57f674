"""The box that asks where a note belongs, over the text and below the paragraph in question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical

from tui.core.contexts import REVIEW
from tui.core.keys import KeyGrammar
from tui.ui.key_names import fitting, key_names, type_again
from tui.ui.screens.over_text import OverText
from tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from tui.core.keymap import Keymap
    from tui.ui.screens.over_text import Below
    from tui.ui.widgets.row_list import ListRow

FRAME = 5
"""Cells of the box that are not for text: the frame and the margins of a list."""
MARGINS = 6
"""Cells of the lower edge that are not for the keys."""
HIGHEST = 12


class ReviewBox(OverText[None]):
    """Shows what `rows` gives for a width; `press` is told of each key that decides or moves.

    It answers whether there is anything left to be asked. `keys` says what keys do, the most
    important first.
    """

    help_context = REVIEW
    DEFAULT_CSS = """
    ReviewBox > Vertical {
        background: $surface; border: round $warning 60%;
        border-subtitle-color: $text-muted;
        & > RowList { background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(
        self,
        rows: Callable[[int], Sequence[ListRow]],
        keys: Callable[[], list[str]],
        press: Callable[..., bool],
        spot: Callable[[], Below],
        keymap: Keymap,
    ) -> None:
        super().__init__(spot)
        self._grammar = KeyGrammar(keymap.actions, ("review",))
        self._rows = rows
        self._keys = keys
        self._press = press
        self._list = RowList()
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """Nothing but rows."""
        with Vertical():
            yield self._list

    def on_mount(self) -> None:
        """Ask about the first."""
        self.fit()

    def on_key(self, event: events.Key) -> None:
        """Keys that decide; Esc and a letter in haste: the letter is meant for what lies below."""
        names = key_names(event)
        if len(names) > 1:
            event.stop()
            self.action_leave()
            type_again(self.app, names[-1], names[-1])
        elif invocation := self._grammar.feed(names[0]):
            event.stop()
            event.prevent_default()
            getattr(self, f"action_{invocation.action.id}")(invocation.count, invocation.argument)

    def fit(self) -> None:
        """As wide as the text, as high as there is to say."""
        width = min(self.spot.width, self.app.size.width)
        rows = self._rows(width - FRAME)
        box = self.query_one(Vertical)
        box.border_subtitle = fitting(self._keys(), width - MARGINS)
        self._list.set_rows(rows)
        self.place(box, width, min(HIGHEST, len(rows) + 2))

    def action_review_keep(self, count: int | None, argument: str) -> None:
        """It belongs here."""
        self._do("keep")

    def action_review_other(self, count: int | None, argument: str) -> None:
        """The next place."""
        self._do("other", count or 1)

    def action_review_other_back(self, count: int | None, argument: str) -> None:
        """The place before."""
        self._do("other", -(count or 1))

    def action_review_nowhere(self, count: int | None, argument: str) -> None:
        """It belongs nowhere."""
        self._do("nowhere")

    def action_review_undo(self, count: int | None, argument: str) -> None:
        """Take the last decision back."""
        self._do("undo")

    def action_review_next(self, count: int | None, argument: str) -> None:
        """The next note."""
        self._do("step", count or 1)

    def action_review_previous(self, count: int | None, argument: str) -> None:
        """The note before."""
        self._do("step", -(count or 1))

    def _do(self, what: str, *step: int) -> None:
        """Do it, and show what is asked next."""
        if self._press(what, *step):
            self.follow()
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Leave the rest for later."""
        self.dismiss(None)
