"""The text of one document: one widget that draws only the rows in view."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from tui.core.state import Position
from tui.ui.render.layout import divided
from tui.ui.render.page import Page
from tui.ui.render.paint import OVERLAYS, PLAIN, Aspect, Painter
from tui.ui.render.strips import overwritten
from tui.ui.render.viewport import TITLE, Viewport
from tui.ui.widgets.document_css import DOCUMENT_CSS
from tui.ui.widgets.filter import shown_of, told_of
from tui.ui.widgets.pointed import Pointed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from rich.style import Style

    from tui.core.config import Reading
    from tui.core.search.find import Match
    from tui.core.selection import Selection
    from tui.core.session import Session
    from tui.core.tag_signs import TagSigns
    from tui.ui.widgets.filter import Filter


class DocumentView(Pointed, can_focus=True):
    """Shows a session; whoever moves its `viewport` or changes annotations calls `redraw`.

    The place is kept as (block, character at the top): the same text stays there when the width
    changes. `reading` says how the text stands, `asides` whether notes stand beside it; `painting`
    is the tag that a key puts on, "" while none does. Tags have the colours of `signs`.
    """

    DEFAULT_CSS = DOCUMENT_CSS

    class Resized(Message):
        """The text was laid out at another size."""

    def __init__(self, reading: Reading, signs: TagSigns, *, asides: bool = True) -> None:
        super().__init__()
        self._signs = signs
        self.text: Session | None = None
        self.position = Position()
        self.selection: Selection | None = None
        self.filter: Filter | None = None
        self.painting = ""
        self.reading = reading
        self._asides = asides
        self._byline = ""
        self._notice: tuple[str, ...] = ()
        self._needle = ""
        self._found: Match | None = None
        self._hints: tuple[tuple[int, str], ...] = ()
        self._columns = divided(None, 80, reading, asides=False)
        self._arranged = Size()
        self._page: Page[Strip] | None = None
        self._painter: Painter | None = None
        self._styles: dict[str, Style] = {}
        self._frame: list[Strip] = []
        self._below = Strip.blank(0)

    def show(self, session: Session, position: Position, byline: str) -> None:
        """Show a document, or the beginning of one, from `position` on."""
        self.text = session
        self._byline = byline
        self._notice = () if len(session.document.blocks) else ("This document is empty.",)
        self._needle, self._found = "", None
        self.selection = self.filter = None
        self.position = position
        self._lay_out()

    @property
    def told(self) -> str:
        """What is shown only, or painted; "" for nothing."""
        return told_of(self)

    def show_only(self, filter_: Filter | None) -> None:
        """Show a part of the text, or all of it.

        What is at the top stays there; where the current paragraph would not be in view then, that
        one stays where it is.
        """
        cursor = self.viewport.cursor
        y = (self.viewport.extent(cursor) or (0,))[0]
        self.filter = filter_
        if not self._arrange() and self.viewport.holds(cursor):
            self.viewport.put(cursor, y)
        self.redraw()

    def set_reading(self, reading: Reading) -> None:
        """The text stands in another way: the same character stays at the top."""
        self.reading = reading
        self._lay_out()

    def set_asides(self, asides: bool) -> None:
        """Notes stand beside the text, or not: the same rows stay where they are."""
        self._asides = asides
        self._lay_out()

    def notice(self, *lines: str) -> None:
        """Show lines in the middle instead of a document."""
        self.text = None
        self._notice = lines
        self._lay_out()

    def move_to(self, position: Position) -> None:
        """Go to a place of this document as `position` gave it."""
        self.position = position
        if self._page:
            self._page.put(self.viewport, position)

    @property
    def session(self) -> Session | None:
        """What keys act on: the `text` that stands here, if it was read to its end."""
        return self.text if self.text and self.text.document.estimate is None else None

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

    @property
    def reading_from(self) -> int:
        """The match found in the current paragraph, else its first character in view."""
        if self._found and self._found.block == self.viewport.cursor:
            return self._found.start
        place = self.position
        return place.offset if place.top == self.viewport.cursor else 0

    def line_beside(self, offset: int, step: int) -> int | None:
        """The character one line below (or above) `offset` in the current paragraph, if any."""
        return self._page.line_beside(self.viewport.cursor, offset, step) if self._page else None

    def show_character(self, offset: int) -> None:
        """Scroll the current paragraph so that character `offset` is in view."""
        cursor, viewport = self.viewport.cursor, self.viewport
        extent = viewport.extent(cursor)
        if self._page and extent:
            y = extent[0] + self._page.row_at(cursor, max(1, offset))[1]
            viewport.scroll(min(0, y) + max(0, y - viewport.height + 1))

    def hint(self, letters: Mapping[int, str]) -> None:
        """Draw a letter over the character at each of these places of the current paragraph."""
        self._hints = tuple(letters.items())

    def changed(self, blocks: Collection[int]) -> None:
        """The annotations of `blocks` are not what was drawn."""
        if self._page:
            self._page.changed(blocks)
            self.viewport.settle()

    def redraw(self) -> None:
        """Bring the screen up to date with the viewport; repaints only rows that differ."""
        self.place()
        self._draw()

    def place(self) -> None:
        """Take over where the viewport is, without drawing."""
        if self._page:
            before = self.position.top, self.position.offset
            top, offset = self._page.kept(before, self.viewport.top)
            self.position = Position(self.viewport.cursor, top, offset)
        if self.selection and self.text:
            document = self.text.document
            self.selection = self.selection.reaching(document, self.viewport.cursor)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows as they were drawn last."""
        # Textual paints a new size before it tells of it: no frame without the text for that.
        if self._arranged != self.size:
            self._arrange()
        if self._painter is None:
            # Textual tells of a new theme before it has computed its styles: now they are known.
            self._frame = self._new_frame()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The row at `y`, as it was drawn last."""
        # With a style: without colours Textual takes that of each piece apart.
        blank = () if y < len(self._frame) else Strip.blank(self._arranged.width, self.rich_style)
        return self.finished(blank, self._arranged.width) if blank else self._frame[y]

    def watch_has_focus(self, _has_focus: bool) -> None:
        """A text looks the same with the focus and without: no style is worked out anew."""

    def notify_style_update(self) -> None:
        """Another theme: every strip is stale."""
        super().notify_style_update()
        self._styles.clear()
        self.forget_strips()

    def forget_strips(self) -> None:
        """Nothing looks as it was drawn: styles or signs are others."""
        self._painter = None
        if self._page:
            self._page.forget_styles()

    def on_resize(self) -> None:
        """Another width: the same character stays at the top."""
        if self._arranged != self.size:
            self._lay_out()
        self.post_message(self.Resized())

    def _lay_out(self) -> None:
        self._arrange()
        self._draw()

    def _arrange(self) -> bool:
        """Lay the text out at this size; whether the top of it could stay."""
        self._arranged = self.size
        document = self.text.document if self.text else None
        if not self.size:
            # Nothing can be laid out yet, but where the reader is can be told.
            self.viewport = Viewport(lambda _: 1, shown_of(self))
            self.viewport.cursor = self.viewport.bounded(self.position.cursor)
            return True
        width, height = self.size
        asides = self._asides and not self.screen.has_class("-zen")
        found = self._columns = divided(document, width, self.reading, asides=asides)
        self._painter = None
        self._page = None
        if self.text and document and len(document.blocks):
            self._page = Page(
                self.text,
                self._byline,
                found.text,
                self.reading.spacing,
                aside=found.aside,
                finish=lambda line: self.finished(line, width),
            )
            self.viewport = self._page.window(shown_of(self), height, self.reading)
            return self._page.put(self.viewport, self.position)
        return True

    def _draw(self) -> None:
        if not self._arranged:
            return
        frame = self._new_frame()
        if len(frame) != len(self._frame):
            self._frame = frame
            self.refresh()
            return
        old, self._frame = self._frame, frame
        width = self._arranged.width
        changed = (y for y, strip in enumerate(frame) if strip is not old[y])
        regions = [Region(0, first, width, rows) for first, rows in _runs(changed)]
        if regions:
            self.refresh(*regions)

    def _new_frame(self) -> list[Strip]:
        width, height = self._arranged
        painter, page = self._painter, self._page
        if painter is None:
            painter = Painter(
                self._style,
                self._columns,
                tag_colour=self._signs.colour,
                justify=self.reading.justify,
            )
            self._painter, self._below = painter, self.finished(painter.empty, width)
        if page:
            shown = self.viewport.rows()
            frame = page.draw(painter, shown, self._aspect)
            if page.uncoloured:
                self.run_worker(self._colour(page), group="code")
            if self.viewport.seam in shown:
                y = shown.index(self.viewport.seam)
                x, sign = painter.seam()
                frame[y] = overwritten(frame[y], x, self.finished([sign], 1))
        else:
            above = max(0, (height - len(self._notice)) // 2)
            lines = [painter.empty] * above + [painter.centred(line) for line in self._notice]
            frame = [self.finished(line, width) for line in lines]
        return (frame + [self._below] * height)[:height]

    async def _colour(self, page: Page[Strip]) -> None:
        await page.find_tokens()
        if page is self._page:
            self._draw()

    def _aspect(self, index: int) -> Aspect:
        current = index == self.viewport.cursor
        gap = bool(self.filter) and self.viewport.after(index) not in (index + 1, None)
        if current and self._hints:
            return Aspect(current=True, hints=self._hints, gap=gap)
        if not (self._needle or self.selection) or index == TITLE or not self.text:
            return Aspect(current, gap=gap) if current or gap else PLAIN
        text = self.text.document.blocks[index].text
        matches = matches_of(text, self._needle) if self._needle else ()
        found = self._found
        here = (found.start, found.end) if found and found.block == index else None
        selected = self.selection.part(index, len(text)) if self.selection else None
        return Aspect(current, matches, here, selected, gap=gap)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            partial = name in OVERLAYS
            part = f"document-view--{name}"
            self._styles[name] = self.get_component_rich_style(part, partial=partial)
        return self._styles[name]


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first of each run of numbers that follow each other, and how many they are."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        found = list(run)
        yield found[0][1], len(found)


def matches_of(text: str, needle: str) -> tuple[tuple[int, int], ...]:
    """Where `needle` stands in `text`."""
    # Not needed before anything is looked for.
    from tui.core.search.find import matches_in

    return tuple(matches_in(text, needle))
