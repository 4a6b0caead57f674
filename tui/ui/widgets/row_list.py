"""A list of one-line rows with a cursor: what every list of Postil is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Region
from textual.message import Message

from tui.core.text import clean_line
from tui.ui.render.cells import cut_pieces, size
from tui.ui.render.rows import BLANK, ListRow, Rows
from tui.ui.render.strips import strip_of
from tui.ui.widgets.parts import Parted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual import events
    from textual.strip import Strip

    from tui.ui.render.cells import Piece

__all__ = ["BLANK", "ListRow", "RowList"]

CURSOR, NO_CURSOR = "❯ ", "  "
WHEEL = 3


class RowMessage(Message):
    """Something about one row of a list."""

    def __init__(self, row_list: RowList, row: ListRow) -> None:
        super().__init__()
        self.row_list = row_list
        self.row = row

    @property
    def control(self) -> RowList:
        """The list."""
        return self.row_list


class RowList(Parted, can_focus=True):
    """Rows below a fixed title, or the lines of `empty`; the screen calls the `action_list_*`.

    A list made from something larger overrides `build` and calls `outdate` when that has changed:
    the rows are made when they are next looked at, which for a hidden list may be never.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    # The focus has a class of its own: Textual announces no style update for `:focus`.
    DEFAULT_CSS = """
    RowList {
        width: 1fr; height: 1fr; background: $background;
        & > .row-list--text { color: $foreground 85%; }
        & > .row-list--dim { color: $text-muted; }
        & > .row-list--strong { color: $foreground; text-style: bold; }
        & > .row-list--accent { color: $accent; }
        & > .row-list--match { color: $primary; text-style: bold underline; }
        & > .row-list--error { color: $error; }
        & > .row-list--title { color: $primary; text-style: bold; }
        & > .row-list--mark { color: $primary; text-style: bold; }
        & > .row-list--gone { color: $error; text-style: bold underline; }
        & > .row-list--new { color: $success; text-style: bold underline; }
        & > .row-list--cursor { background: $foreground 6%; }
        & > .row-list--cursor-focused { background: $primary 14%; text-style: bold; }
        &:ansi > .row-list--dim { text-style: dim; }
        &:ansi > .row-list--cursor, &:ansi > .row-list--cursor-focused {
            background: $background;
        }
    }
    """

    class Highlighted(RowMessage):
        """The reader moved the cursor to `row`."""

    class Chosen(RowMessage):
        """The reader opened `row`."""

    def __init__(
        self, title: str = "", empty: str = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._title = title
        self._below = ""
        self._empty = empty.splitlines()
        self._rows = self.new_rows()
        self._outdated = False
        self._styles: dict[tuple[str, str], Style] = {}

    def new_rows(self) -> Rows:
        """What holds the rows."""
        return Rows()

    @property
    def cursor(self) -> int:
        """The index of the marked row, -1 for none."""
        return self._rows.cursor

    @property
    def current(self) -> ListRow | None:
        """The marked row."""
        return self._rows[self.cursor] if self._rows.marked else None

    def set_rows(self, rows: Iterable[ListRow], cursor: int | None = None) -> None:
        """Show other rows; the cursor goes to row `cursor`, or else stays on its key."""
        self._rows.put(rows, cursor)
        self.refresh()

    def set_title(self, title: str) -> None:
        """Show `title` above the rows; "" leaves them the whole height."""
        self._title = title
        self._fit()
        self.refresh()

    def replace_row(self, row: ListRow) -> None:
        """Show `row` instead of the one with its key, if there is one."""
        at = self._rows.replace(row)
        if at is not None:
            line = at - self._rows.top
            self._repaint(range(line, line + 1))

    def select_key(self, key: object) -> bool:
        """Mark the row with `key` and scroll to it, without a message; False if there is none."""
        at = self._rows.row_of(key)
        if at is not None:
            self._move(lambda rows: rows.go(rows.entry_at(at)))
        return at is not None

    def outdate(self) -> None:
        """What the rows are built from has changed."""
        self._outdated = True
        self.refresh()

    def bring_up_to_date(self) -> None:
        """Have the rows built, if what they are built from has changed."""
        if self._outdated:
            self._outdated = False
            self._rows.height = self._window
            self.build()

    def build(self) -> None:
        """Put the rows as they should be now into `_rows`; called while drawing."""

    def action_list_down(self, count: int | None = None, argument: str = "") -> None:
        """The next entry, or `count` on."""
        self._go(lambda rows: rows.go(rows.entry + (count or 1)))

    def action_list_up(self, count: int | None = None, argument: str = "") -> None:
        """The previous entry, or `count` back."""
        self._go(lambda rows: rows.go(rows.entry - (count or 1)))

    def action_list_page_down(self, count: int | None = None, argument: str = "") -> None:
        """An entry a page further on."""
        self._go(lambda rows: rows.page(count or 1))

    def action_list_page_up(self, count: int | None = None, argument: str = "") -> None:
        """An entry a page back."""
        self._go(lambda rows: rows.page(-(count or 1)))

    def action_list_first(self, count: int | None = None, argument: str = "") -> None:
        """The first entry, or number `count`."""
        self._go(lambda rows: rows.go((count or 1) - 1))

    def action_list_last(self, count: int | None = None, argument: str = "") -> None:
        """The last entry, or number `count`."""
        self._go(lambda rows: rows.go((count or rows.entries) - 1))

    def action_list_open(self, count: int | None = None, argument: str = "") -> None:
        """Open the marked entry."""
        row = self.current
        if row:
            self.post_message(self.Chosen(self, row))

    def render_line(self, y: int) -> Strip:
        """The title, a row, or a line of what an empty list says."""
        self.bring_up_to_date()
        at = y - self._head
        if at < 0:
            return self._words(*((self._below, "dim") if y else (self._title, "title")))
        if not len(self._rows):
            return self._words(self._empty[at] if at < len(self._empty) else "", "dim")
        at += self._rows.top
        return self._row(at) if at < len(self._rows) else self._strip([])

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._styles.clear()

    def on_resize(self) -> None:
        """The marked entry stays in view."""
        self._fit()

    def on_focus(self) -> None:
        """A list that has the focus has a cursor."""
        if not self._rows.marked:
            self._move(lambda rows: rows.go(0))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel, towards the end."""
        event.stop()
        self._move(lambda rows: rows.scroll(WHEEL))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel, towards the start."""
        event.stop()
        self._move(lambda rows: rows.scroll(-WHEEL))

    def on_click(self, event: events.Click) -> None:
        """A click marks an entry, a click on the marked one opens it."""
        event.stop()
        at = self._rows.top + event.y - self._head
        entry = self._rows.entry_at(at)
        if event.y < self._head or not self._rows.holds(entry, at):
            return
        if at in self._rows.marked:
            self.action_list_open()
        else:
            self._go(lambda rows: rows.go(entry))

    @property
    def _head(self) -> int:
        """The lines above the first row."""
        return 2 if self._title else 0

    @property
    def _window(self) -> int:
        """The lines for rows."""
        return max(1, self.size.height - self._head)

    def _fit(self) -> None:
        """The height of the window changed."""
        self._rows.height = self._window
        self._move(lambda rows: rows.go(rows.entry) if rows.marked else rows.scroll(0))

    def _show_entry(self, entry: int) -> None:
        """Mark an entry; for -1 none, unless the reader is here and needs a cursor."""
        if entry < 0 and not self.has_focus:
            self._rows.unmark()
        else:
            self._rows.go(entry)

    def _go(self, step: Callable[[Rows], None]) -> None:
        """`_move` on the reader's behalf, which others are told of."""
        before = self.cursor
        self._move(step)
        row = self.current
        if row and self.cursor != before:
            self.post_message(self.Highlighted(self, row))

    def _move(self, step: Callable[[Rows], None]) -> None:
        """Take a step and repaint only what looks different after it."""
        rows = self._rows
        marked, place = rows.marked_lines, rows.place
        step(rows)
        if rows.place != place:
            self.refresh()
        elif rows.marked_lines != marked:
            self._repaint(marked, rows.marked_lines)

    def _repaint(self, *spans: range) -> None:
        seen = range(self._rows.height)
        shown = sorted({line for span in spans for line in span if line in seen})
        if shown:
            width, head = self.size.width, self._head
            self.refresh(*(Region(0, line + head, width, 1) for line in shown))

    def _words(self, text: str, style: str) -> Strip:
        pieces = [(NO_CURSOR, "text"), (clean_line(text), style)]
        return self._strip(cut_pieces(pieces, self.size.width - 1))

    def _row(self, at: int) -> Strip:
        pieces = pieces_of(self._rows[at], at == self.cursor, self.size.width)
        return self._strip(pieces, marked=at in self._rows.marked)

    def _strip(self, pieces: Iterable[Piece], *, marked: bool = False) -> Strip:
        cursor = ("cursor-focused" if self.has_focus else "cursor") if marked else ""
        return strip_of(pieces, self.size.width, lambda name: self._style(name, cursor))

    def _style(self, name: str, cursor: str) -> Style:
        if (name, cursor) not in self._styles:
            style = self.get_component_rich_style(f"row-list--{name}")
            if cursor:
                over = self.get_component_rich_style(f"row-list--{cursor}")
                style += Style(bgcolor=over.bgcolor, bold=over.bold)
            self._styles[name, cursor] = style
        return self._styles[name, cursor]


def pieces_of(row: ListRow, has_cursor: bool, width: int) -> list[Piece]:
    """A row at `width` cells; its right side is left out where it would leave less than half."""
    right = f" {clean_line(row.right)} " if row.right else " "
    if cell_len(right) > width // 2:
        right = " "
    room = width - cell_len(right)
    cursor = (CURSOR, "mark") if has_cursor else (NO_CURSOR, "text")
    indent = (" " * min(row.indent, width // 3), "text")
    parts = ((clean_line(text), style) for text, style in row.parts)
    left = cut_pieces([cursor, indent, *parts], room)
    return [*left, (" " * (room - size(left)), "text"), (right, "dim")]
