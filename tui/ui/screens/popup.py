"""A text over the text, below its paragraph, until Enter or Esc; and letters at links."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.core.contexts import NOTICE
from tui.ui.key_names import key_names
from tui.ui.render.cells import cut
from tui.ui.render.wrap import wrap
from tui.ui.screens.over import Over
from tui.ui.screens.over_text import OverText

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from tui.ui.screens.over_text import Below

FRAME = 4


class Popup(OverText[bool]):
    """Shows `text`; whether it was left with Enter."""

    help_context = NOTICE
    DEFAULT_CSS = """
    Popup > VerticalScroll {
        background: $surface; border: round $primary 60%; padding: 0 1; scrollbar-size: 0 0;
        border-title-color: $primary; border-subtitle-color: $text-muted;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave(True)", show=False, priority=True),
        Binding("escape,q", "leave(False)", show=False, priority=True),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, title: str, text: str, keys: str, spot: Callable[[], Below]) -> None:
        super().__init__(spot)
        self._title = title
        self._text = text
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The text in its frame."""
        with VerticalScroll() as box:
            box.border_title = Content(cut(self._title, 30))
            box.border_subtitle = Content(self._keys)
            yield Static(Content("\n".join(self._lines())))

    def on_mount(self) -> None:
        """Take its size and the keys."""
        self.fit()
        self.query_one(VerticalScroll).focus()

    def fit(self) -> None:
        """All its lines, as far as there is room."""
        lines = self._lines()
        self.query_one(Static).update(Content("\n".join(lines)))
        self.place(self.query_one(VerticalScroll), self.spot.width, len(lines) + 2)

    def action_leave(self, kept: bool) -> None:
        """Close."""
        self.dismiss(kept)

    def action_scroll(self, rows: int) -> None:
        """Further on in a text longer than the screen."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    def _lines(self) -> list[str]:
        width = max(2, min(self.spot.width, self.app.size.width) - FRAME)
        return [self._text[start:end] for start, end in wrap(self._text, width)]


class Hints(Over[str]):
    """Waits for one of `letters`; any other key leaves with none."""

    DEFAULT_CSS = """
    Hints { background: transparent; }
    """

    def __init__(self, letters: str) -> None:
        super().__init__()
        self._letters = letters

    def on_key(self, event: events.Key) -> None:
        """The letter, or none."""
        names = key_names(event)
        if names:
            event.stop()
            event.prevent_default()
            one = names[0]
            self.dismiss(one if len(one) == 1 and one in self._letters else "")
