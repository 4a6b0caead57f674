"""The text, in one view or in several beside and below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region
from textual.layout import Layout, WidgetPlacement
from textual.message import Message
from textual.strip import Strip

from tui.core.tag_signs import TagSigns
from tui.core.text import clean_line
from tui.core.tiling import Area, Split, areas, kept, mapped, resized, tiles
from tui.ui.render.cells import cut
from tui.ui.render.strips import strip_of
from tui.ui.widgets.document_view import DocumentView
from tui.ui.widgets.parts import Parted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rich.style import Style
    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size
    from textual.layout import ArrangeResult
    from textual.widget import Widget

    from tui.core.config import Reading
    from tui.core.session import Session
    from tui.core.tiling import Tiling
    from tui.ui.render.cells import Piece

__all__ = ["DocumentView", "Views"]

LEAST_ROWS, LEAST_CELLS = 5, 20
"""What a view needs: where one would have less, only the current one is shown."""
TITLE_ROWS = 1
HERE, ELSEWHERE = "❯ ", "  "


class Views(Parted):
    """Up to a few views of documents; `view` is the current one, to which every key goes.

    Tags are drawn in the colours of `signs`.

    Where there are several, each has a row above it with the title of its document. With only the
    text on the screen that of the current view is all there is.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    Views {
        width: 1fr; height: 1fr; overflow: hidden hidden; background: $background;
        & > .views--rule { color: $foreground 25%; }
        & > .views--title { color: $text-muted; }
        & > .views--current { color: $primary; text-style: bold; }
        &:ansi > .views--title { text-style: dim; }
    }
    """

    class Entered(Message):
        """Another view became the current one, by a click or because that one is gone."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading
        self.signs = TagSigns()
        self._asides = True
        self._tiled = _Tiled()
        self.view = self.new()
        self.tiling: Tiling[DocumentView] = self.view

    def compose(self) -> ComposeResult:
        """The first view."""
        yield self.view

    @property
    def all(self) -> tuple[DocumentView, ...]:
        """The views from left to right and from top to bottom."""
        return tuple(tiles(self.tiling))

    @property
    def layout(self) -> Layout:
        """Views stand where the tiling has them."""
        return self._tiled

    @property
    def area(self) -> Area:
        """The cells that all views share."""
        return Area(0, 0, *self.size)

    def new(self) -> DocumentView:
        """A view that is not among the others yet."""
        return DocumentView(self.reading, self.signs, asides=self._asides)

    def sessions(self) -> list[Session]:
        """The documents that are shown, each once."""
        return [*dict.fromkeys(view.session for view in self.all if view.session)]

    def showing(self, session: Session) -> list[DocumentView]:
        """The views that show this document."""
        return [view for view in self.all if view.session is session]

    def redraw(self) -> None:
        """Draw what changed; all views together have no more rows than the screen."""
        for view in self.all:
            view.redraw()

    def place(self) -> None:
        """Take over where the viewports are, without drawing."""
        for view in self.all:
            view.place()

    def changed(self, touched: Mapping[Path, set[int]]) -> None:
        """The annotations of these blocks are not what was drawn."""
        for view in self.all:
            if view.session and view.session.source in touched:
                view.changed(touched[view.session.source])

    def draw_anew(self) -> None:
        """The signs of tags are others."""
        for view in self.all:
            view.forget_strips()
            view.redraw()

    def set_reading(self, reading: Reading) -> None:
        """The text stands in another way, in every view."""
        self.reading = reading
        for view in self.all:
            view.set_reading(reading)

    def forget_seams(self) -> None:
        """No view marks any longer where its text goes on after a page key."""
        for view in self.all:
            view.viewport.seam = None

    def set_asides(self, asides: bool) -> None:
        """Notes stand beside the text, or not, in every view."""
        if asides == self._asides:
            return
        self._asides = asides
        for view in self.all:
            view.set_asides(asides)

    def divided(self, new: DocumentView, *, beside: bool) -> Tiling[DocumentView] | None:
        """The tiling with `new` beside or below the current view; None if there is no room."""
        here = self.view
        tiling = mapped(self.tiling, lambda v: Split(beside, v, new) if v is here else v)
        return tiling if _fits(tiling, self.area) else None

    async def arrange_as(self, tiling: Tiling[DocumentView], current: DocumentView) -> None:
        """Show exactly the views of `tiling`."""
        before, after = set(self.all), set(tiles(tiling))
        self.tiling = tiling
        self.enter(current)
        await self.mount_all(view for view in tiles(tiling) if view not in before)
        self.screen.set_focus(current)
        for view in before - after:
            await view.remove()
        self._lay_out()

    async def close(self, view: DocumentView) -> None:
        """Give the room of `view` to its neighbour; the last one stays."""
        tiling = kept(self.tiling, lambda other: other is not view)
        if tiling is None or view not in self.all:
            return
        was = areas(self.tiling, self.area)[view]
        current = self.view
        if current is view:
            there = areas(tiling, self.area)
            heir = (v for v, area in there.items() if area.holds(was.x, was.y))
            current = next(heir, next(tiles(tiling)))
        await self.arrange_as(tiling, current)
        if current is not view:
            self.post_message(self.Entered())

    def grow(self, cells: int) -> bool:
        """Give the current view that many cells more; False if there is no room."""
        tiling = resized(self.tiling, self.view, cells, self.area)
        if tiling == self.tiling or not _fits(tiling, self.area):
            return False
        self.tiling = tiling
        self._lay_out()
        return True

    def enter(self, view: DocumentView) -> None:
        """Make `view` the current one; the keys go there."""
        self.view = view
        if view.is_attached:
            self.screen.set_focus(view)
        self.retitle()

    def retitle(self) -> None:
        """Another document is shown, or another view is the current one."""
        if len(self.all) > 1:
            # Where there is no room for all views, it is another one that is shown.
            self._lay_out()

    def _lay_out(self) -> None:
        # Textual lays out anew what is around the widget that asks for it, not what is in it.
        self.view.refresh(layout=True)
        self.refresh()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click on another view."""
        view = event.widget
        if isinstance(view, DocumentView) and view is not self.view and view in self.all:
            self.view = view
            self.retitle()
            self.post_message(self.Entered())

    def places(self, area: Area | None = None) -> dict[DocumentView, Area]:
        """Where in `area` every view that is shown is, its title included."""
        area = area or self.area
        everyone = not self._is_alone and _fits(self.tiling, area)
        return areas(self.tiling, area) if everyone else {self.view: area}

    @property
    def head(self) -> int:
        """The rows above each view."""
        return 0 if self._is_alone else TITLE_ROWS

    @property
    def _is_alone(self) -> bool:
        """Whether there is nothing but the text of the current view."""
        return len(self.all) == 1 or self.screen.has_class("-zen")

    def render_lines(self, crop: Region) -> list[Strip]:
        """What is around the views: nothing where there is but one."""
        if self._is_alone:
            return [Strip.blank(crop.width, self._style("text"))] * crop.height
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Titles above the views and rules between them."""
        width = self.size.width
        pieces: list[Piece] = []
        at = 0
        for view, area in sorted(self.places().items(), key=lambda item: item[1].x):
            if area.y <= y < area.bottom:
                pieces += [("│" * (area.x - at), "rule")]
                pieces += self._title(view, area.width) if y == area.y else [(" " * area.width, "")]
                at = area.right
        return strip_of(pieces, width, self._style)

    def _title(self, view: DocumentView, width: int) -> Iterator[Piece]:
        is_current = view is self.view
        hidden = len(self.all) - len(self.places())
        more = f" · {hidden} more" if hidden else ""
        title = clean_line(view.text.document.title) if view.text else ""
        text = cut((HERE if is_current else ELSEWHERE) + title + more, max(0, width - 1)) + " "
        yield text, "current" if is_current else "title"
        yield "─" * (width - cell_len(text)), "rule"

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"views--{name or 'text'}")


class _Tiled(Layout):
    """Puts the views where their tiling has them, each below its title."""

    name = "tiled"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """The regions of the views that are shown."""
        if not isinstance(parent, Views):
            return []
        head = parent.head
        return [
            WidgetPlacement(
                Region(area.x, area.y + head, area.width, max(0, area.height - head)),
                NULL_OFFSET,
                NULL_SPACING,
                view,
            )
            for view, area in parent.places(Area(0, 0, *size)).items()
            if view in children
        ]


def _fits(tiling: Tiling[DocumentView], area: Area) -> bool:
    """Whether every view has the room that it needs."""
    there = [*areas(tiling, area).values()]
    if len(there) == 1:
        return True
    rows = LEAST_ROWS + TITLE_ROWS
    return all(part.height >= rows and part.width >= LEAST_CELLS for part in there)
