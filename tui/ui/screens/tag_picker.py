"""The tag prompt: a line to type in, and below it the tags of the whole library that fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from tui.core.contexts import TAGS
from tui.core.errors import WrongUsage
from tui.core.search.completion import Suggestion, suggest
from tui.core.search.uses import with_described
from tui.core.tags import parse_tag
from tui.ui.render.marks import tag_style
from tui.ui.screens.over_text import OverText
from tui.ui.widgets.line import Line
from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from tui.core.search.uses import TagUse
    from tui.core.tag_signs import TagSigns
    from tui.ui.screens.over_text import Below

WIDTH = 46
ROWS = 8


@dataclass(frozen=True, slots=True)
class TagChoice:
    """Tags to put on and to take off."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class TagPicker(OverText[TagChoice | None]):
    """Asks for tags; `last` was taken last, `already` are set on the paragraph.

    Tags have the colours and keys of `signs`.
    """

    help_context = TAGS
    DEFAULT_CSS = """
    TagPicker > Vertical {
        background: $surface; border: round $primary 60%; padding: 0 1;
        border-title-color: $primary; border-subtitle-color: $text-muted;
        & > Input { height: 1; border: none; padding: 0; background: $surface; }
        & > RowList { background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "mark(1)", show=False, priority=True),
        Binding("up,ctrl+p", "mark(-1)", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(
        self,
        *,
        title: str,
        uses: Sequence[TagUse],
        last: str | None,
        already: Sequence[str],
        signs: TagSigns,
        spot: Callable[[], Below],
    ) -> None:
        super().__init__(spot)
        self._title = title
        self._uses = with_described(uses, signs.described)
        self._last = last
        self._already = already
        self._signs = signs
        self._marked: int | None = None
        self._rows = 1
        self._input = Line()
        self._list = RowList(empty="type a tag")
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """The line, and the rows below."""
        with Vertical() as box:
            box.border_title = Content(self._title)
            box.border_subtitle = "Enter add · Tab complete · ⌫ remove"
            yield self._input
            yield self._list

    def fit(self) -> None:
        """The line, the rows there are, and the frame."""
        self.place(self.query_one(Vertical), WIDTH, self._rows + 3)

    def on_mount(self) -> None:
        """Take the keys."""
        self._suggest()
        self.set_focus(self._input)

    def on_input_changed(self) -> None:
        """As one types."""
        self._suggest()

    def on_line_ended(self, event: Line.Ended) -> None:
        """Enter takes what is typed before the last comma, and the marked row; Esc nothing."""
        if not event.kept:
            return self._give(None)
        *whole, _ = self._input.value.split(",")
        tags = [_parsed(text) for text in whole]
        row = self._list.current
        marked = row.key if row and self._marked is not None else None
        taken = [*tags, marked if isinstance(marked, str) else None]
        return self._give(TagChoice(add=tuple(dict.fromkeys(tag for tag in taken if tag))))

    def on_line_back(self) -> None:
        """Backspace in the empty field takes the latest tag off."""
        if self._already:
            self.dismiss(TagChoice(remove=(self._already[-1],)))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click on the marked row."""
        if isinstance(event.row.key, str):
            self.dismiss(TagChoice(add=(event.row.key,)))

    def _give(self, choice: TagChoice | None) -> None:
        self.dismiss(choice)

    def action_mark(self, step: int) -> None:
        """Mark another row."""
        self._marked = 0 if self._marked is None else self._marked
        (self._list.action_list_down if step > 0 else self._list.action_list_up)()

    def action_complete(self) -> None:
        """Put the marked tag into the line."""
        row = self._list.current
        if row and isinstance(row.key, str):
            *whole, _ = self._input.value.split(",")
            self._input.value = ", ".join([*(text.strip() for text in whole), row.key])
            self._input.cursor_position = len(self._input.value)

    def _suggest(self) -> None:
        typed = self._input.value.rpartition(",")[2]
        suggestions = suggest(typed, self._uses, self._last, self._already)
        self._marked = suggestions.marked
        self._list.set_rows(map(self._row, suggestions.rows), suggestions.marked or 0)
        self._rows = max(1, min(ROWS, len(suggestions.rows)))
        self.fit()

    def _row(self, one: Suggestion) -> ListRow:
        style = tag_style(one.tag, self._signs.colour, "text")
        if one.is_new:
            return ListRow((("+ new tag ", "dim"), (f"“{one.tag}”", style)), key=one.tag)
        sign = "✓ " if one.is_set else ""
        right = f"{one.annotations} ¶" if one.annotations else ""
        digit = self._signs.digit(one.tag)
        last, key = "  last" if one.is_last else "", f"  key {digit}" if digit else ""
        return ListRow(((sign, "accent"), (one.tag, style)), right + last + key, key=one.tag)


def _parsed(text: str) -> str | None:
    try:
        return parse_tag(text)
    except WrongUsage:
        return None
