"""The text of one document: one widget that draws only the rows in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.core.search.find import matches_in
from tui.core.state import Position
from tui.ui.render.layout import columns, with_aside
from tui.ui.render.page import Page
from tui.ui.render.paint import OVERLAYS, PLAIN, STYLES, Aspect, Painter
from tui.ui.render.viewport import TITLE, Viewport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style
    from textual import events

    from tui.core.search.find import Match
    from tui.core.session import Session


class DocumentView(Widget, can_focus=True):
    """Shows a session; whoever moves its `viewport` or changes annotations calls `redraw`.

    The place is kept as (block, character at the top): the same text stays there when the width
    changes. `measure` is the widest text column in cells, `asides` whether notes stand beside it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"document-view--{name}" for name in STYLES}
    DEFAULT_CSS = """
    DocumentView {
        width: 1fr; height: 1fr; background: $background;
        & > .document-view--text { color: $foreground 82%; background: $background; }
        & > .document-view--current { color: $foreground; }
        & > .document-view--heading { text-style: bold; color: $primary; }
        & > .document-view--code { color: $secondary; }
        & > .document-view--quote { color: $text-muted; }
        & > .document-view--rule { color: $foreground 25%; }
        & > .document-view--title { text-style: bold; color: $primary; }
        & > .document-view--byline { color: $text-muted; }
        & > .document-view--number { color: $foreground 35%; }
        & > .document-view--number-current { color: $primary; }
        & > .document-view--bar { color: $primary; }
        & > .document-view--tag { color: $accent; }
        & > .document-view--flag { color: $text-muted; }
        & > .document-view--note { color: $accent; }
        & > .document-view--aside { color: $text-muted; }
        & > .document-view--doubt { color: $warning; text-style: bold; }
        & > .document-view--em { text-style: italic; }
        & > .document-view--strong { text-style: bold; }
        & > .document-view--del { text-style: strike; }
        & > .document-view--link { text-style: underline; }
        & > .document-view--ref { color: $accent; }
        & > .document-view--match { background: $on-match; }
        & > .document-view--match-current { background: $primary; color: $background; }
        & > .document-view--phrase { text-style: underline; }
        & > .document-view--yellow { color: $mark-yellow; }
        & > .document-view--red { color: $mark-red; }
        & > .document-view--green { color: $mark-green; }
        & > .document-view--blue { color: $mark-blue; }
        & > .document-view--purple { color: $mark-purple; }
        & > .document-view--on-yellow { background: $on-yellow; }
        & > .document-view--on-red { background: $on-red; }
        & > .document-view--on-green { background: $on-green; }
        & > .document-view--on-blue { background: $on-blue; }
        & > .document-view--on-purple { background: $on-purple; }
        &:ansi > .document-view--aside { text-style: dim; }
    }
    """

    class Resized(Message):
        """The text was laid out at another size."""

    class Scrolled(Message):
        """The wheel was turned by `rows` over `view`."""

        def __init__(self, view: DocumentView, rows: int) -> None:
            super().__init__()
            self.view = view
            self.rows = rows

    class Clicked(Message):
        """Block `block` of `view` was clicked."""

        def __init__(self, view: DocumentView, block: int) -> None:
            super().__init__()
            self.view = view
            self.block = block

    def __init__(self, measure: int, *, asides: bool = True) -> None:
        super().__init__()
        self.session: Session | None = None
        self.viewport = Viewport(lambda _: 1, 0)
        self.position = Position()
        self._measure = measure
        self._asides = asides
        self._byline = ""
        self._notice: tuple[str, ...] = ()
        self._needle = ""
        self._found: Match | None = None
        self._columns = columns(80, measure, 1)
        self._arranged = Size()
        self._page: Page | None = None
        self._painter: Painter | None = None
        self._frame: list[Strip] = []

    def show(self, session: Session, position: Position, byline: str) -> None:
        """Show a document from `position` on."""
        self.session = session
        self._byline = byline
        self._notice = () if len(session.document.blocks) else ("This document is empty.",)
        self._needle, self._found = "", None
        self.position = position
        self._lay_out()

    def set_measure(self, measure: int) -> None:
        """Another width of the text: the same character stays at the top."""
        self._measure = measure
        self._lay_out()

    def set_asides(self, asides: bool) -> None:
        """Notes stand beside the text, or not: the same rows stay where they are."""
        self._asides = asides
        self._lay_out()

    def notice(self, *lines: str) -> None:
        """Show lines in the middle instead of a document."""
        self.session = None
        self._notice = lines
        self._lay_out()

    def move_to(self, position: Position) -> None:
        """Go to a place of this document as `position` gave it."""
        self.position = position
        self._apply_position()

    @property
    def column(self) -> tuple[int, int]:
        """The first cell of the text column within the widget, and its width."""
        return self._columns.left + self._columns.gutter, self._columns.text

    @property
    def has_asides(self) -> bool:
        """Whether notes stand beside the text: that is so only where there is room."""
        return self._columns.aside > 0

    def highlight(self, needle: str, found: Match | None) -> None:
        """Mark every match of `needle` in view, and `found` among them; "" marks nothing."""
        self._needle, self._found = needle, found

    def changed(self, blocks: Iterable[int]) -> None:
        """The annotations of `blocks` are not what was drawn."""
        if self._page:
            self._page.changed(blocks)
            self.viewport.settle()

    def redraw(self) -> None:
        """Bring the screen up to date with the viewport; repaints only rows that differ."""
        if self._page:
            top, offset = self._page.offset_of(self.viewport.top)
            self.position = Position(self.viewport.cursor, top, offset)
        self._draw()

    def render_line(self, y: int) -> Strip:
        """The row at `y`, as it was drawn last."""
        # Textual paints a new size before it tells of it: no frame without the text for that.
        if self._arranged != self.size:
            self._arrange()
        if self._painter is None:
            # Textual tells of a new theme before it has computed its styles: now they are known.
            self._frame = self._new_frame()
        return self._frame[y] if y < len(self._frame) else Strip.blank(self.size.width)

    def notify_style_update(self) -> None:
        """Another theme: every strip is stale."""
        super().notify_style_update()
        self._painter = None
        if self._page:
            self._page.forget_strips()

    def on_resize(self) -> None:
        """Another width: the same character stays at the top."""
        if self._arranged != self.size:
            self._lay_out()
        self.post_message(self.Resized())

    def on_mouse_scroll_down(self) -> None:
        """The wheel, towards the end."""
        self.post_message(self.Scrolled(self, 3))

    def on_mouse_scroll_up(self) -> None:
        """The wheel, towards the start."""
        self.post_message(self.Scrolled(self, -3))

    def on_click(self, event: events.Click) -> None:
        """A click makes a paragraph current."""
        shown = self.viewport.rows()
        if event.y < len(shown) and shown[event.y][0] > TITLE:
            self.post_message(self.Clicked(self, shown[event.y][0]))

    def _lay_out(self) -> None:
        self._arrange()
        self._draw()

    def _arrange(self) -> None:
        self._arranged = self.size
        document = self.session.document if self.session else None
        if not self.size:
            # Nothing can be laid out yet, but where the reader is can be told.
            self.viewport = Viewport(lambda _: 1, len(document.blocks) if document else 0)
            self.viewport.cursor = self.viewport.bounded(self.position.cursor)
            return
        paragraphs = document.paragraphs if document else 1
        self._columns = columns(self.size.width, self._measure, paragraphs)
        if self._asides:
            self._columns = with_aside(self._columns)
        self._painter = None
        self._page = None
        if self.session and document and len(document.blocks):
            text, aside = self._columns.text, self._columns.aside
            page = self._page = Page(self.session, self._byline, text, aside)
            self.viewport = Viewport(lambda index: len(page.rows(index)), len(document.blocks))
            self.viewport.height = self.size.height
            self._apply_position()

    def _apply_position(self) -> None:
        if self._page and self.session:
            last = len(self.session.document.blocks) - 1
            self.viewport.cursor = self.viewport.bounded(self.position.cursor)
            self.viewport.top = self._page.row_at(
                min(self.position.top, last), self.position.offset
            )
            self.viewport.settle()

    def _draw(self) -> None:
        if not self.size:
            return
        frame = self._new_frame()
        if len(frame) != len(self._frame):
            self._frame = frame
            self.refresh()
            return
        changed = [y for y, strip in enumerate(frame) if strip is not self._frame[y]]
        self._frame = frame
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def _new_frame(self) -> list[Strip]:
        painter = self._painter = self._painter or Painter(self._style, self._columns)
        page = self._page
        if page:
            shown = self.viewport.rows()
            frame = [page.strip(painter, place, self._aspect(place[0])) for place in shown]
        else:
            above = max(0, (self.size.height - len(self._notice)) // 2)
            frame = [painter.empty] * above + [painter.centred(line) for line in self._notice]
        return (frame + [painter.empty] * self.size.height)[: self.size.height]

    def _aspect(self, index: int) -> Aspect:
        current = index == self.viewport.cursor
        if not self._needle or index == TITLE or not self.session:
            return Aspect(current=True) if current else PLAIN
        matches = tuple(matches_in(self.session.document.blocks[index].text, self._needle))
        found = self._found
        here = (found.start, found.end) if found and found.block == index else None
        return Aspect(current, matches, here)

    def _style(self, name: str) -> Style:
        partial = name in OVERLAYS
        return self.get_component_rich_style(f"document-view--{name}", partial=partial)
