"""One document laid out at one width: its rows, made and drawn when they are looked at."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from tui.core.recent import Recent
from tui.ui.render.excerpt import aside
from tui.ui.render.layout import BLANK, META, Row, is_tight, text_rows, title_rows
from tui.ui.render.marks import marks_of, notes_of
from tui.ui.render.paint import Aspect, Looks
from tui.ui.render.viewport import TITLE, RowAt, Viewport

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from tui.core.config import Reading
    from tui.core.highlighting import Token
    from tui.core.session import Session
    from tui.core.state import Position
    from tui.ui.render.paint import Line, Painter

CACHED_BLOCKS = 300
CACHED_LINES = 2_000
"""Of one block: each word that a selection moves by draws all its rows in view anew."""


Drawn = TypeVar("Drawn")


class Page(Generic[Drawn]):
    """The rows of every block of `session` at `width` cells, with `byline` above the first.

    `spacing` blank rows stand between two paragraphs; `aside` cells hold the notes of each, none
    where it is 0. What `finish` makes of a row that was drawn is kept.
    """

    def __init__(
        self,
        session: Session,
        byline: str,
        width: int,
        spacing: int = 1,
        *,
        aside: int = 0,
        finish: Callable[[Line], Drawn],
    ) -> None:
        self._session = session
        self._byline = byline
        self._width = width
        self._between = [BLANK] * spacing
        self._aside = aside
        self._rows: Recent[int, list[Row]] = Recent(CACHED_BLOCKS)
        self._notes: Recent[int, list[str]] = Recent(CACHED_BLOCKS)
        self._tokens: Recent[int, Sequence[Token]] = Recent(CACHED_BLOCKS)
        self.uncoloured: set[int] = set()
        """Blocks of code that were drawn before their tokens were known."""
        self._lines: Recent[int, dict[Aspect, dict[int, Drawn]]] = Recent(CACHED_BLOCKS)
        self._finish = finish

    def rows(self, index: int) -> list[Row]:
        """The rows of a block: its text, its tags, the blank below; or those of the title."""
        return self._rows.get(index) or self._rows.put(index, self._new_rows(index))

    def changed(self, blocks: Collection[int]) -> None:
        """The annotations of `blocks` changed."""
        for kept in (self._rows, self._notes, self._lines):
            kept.discard(blocks)

    async def find_tokens(self) -> None:
        """Find the tokens of the code that was drawn without them, in a thread."""
        # The first page is drawn without either.
        import asyncio

        from tui.core.highlighting import tokens

        wanted, self.uncoloured = self.uncoloured, set()
        for index in wanted:
            block = self._session.document.blocks[index]
            self._tokens.put(index, await asyncio.to_thread(tokens, block.text, block.info))
            self._lines.discard({index})

    def forget_styles(self) -> None:
        """The styles changed."""
        self._lines.clear()

    def draw(
        self, painter: Painter, places: Iterable[RowAt], aspect_of: Callable[[int], Aspect]
    ) -> list[Drawn]:
        """These rows, drawn as `aspect_of` tells of each block: the same objects as last time."""
        drawn: list[Drawn] = []
        for index, rows in groupby(places, itemgetter(0)):
            aspect = aspect_of(index)
            lines = self._lines_of(index, aspect)
            row = None
            for _, at in rows:
                if at not in lines:
                    row = row or self._drawing(painter, index, aspect)
                    lines[at] = self._finish(row(at))
                drawn.append(lines[at])
        return drawn

    def window(self, blocks: Sequence[int], height: int, reading: Reading) -> Viewport:
        """A view of `height` rows onto `blocks`, at their beginning."""
        viewport = Viewport(lambda index: len(self.rows(index)), blocks)
        viewport.height = height
        viewport.overlap = reading.overlap
        viewport.typewriter = reading.typewriter
        return viewport

    def put(self, viewport: Viewport, position: Position) -> bool:
        """Bring a place of the document into the view as `position` gave it.

        In another width or height its top may not leave room for the paragraph of the cursor: then
        that is shown, as what is annotated is not to be another one because a window was resized.
        Whether the top stayed.
        """
        last = len(self._session.document.blocks) - 1
        cursor = viewport.cursor = viewport.bounded(position.cursor)
        viewport.top = self.row_at(min(position.top, last), position.offset)
        viewport.settle()
        stayed = viewport.cursor == cursor
        if not stayed:
            viewport.goto(cursor)
        return stayed

    def row_at(self, block: int, offset: int) -> RowAt:
        """The row that holds character `offset`; rows below the text count on from its end.

        What is not there any more of those below is the beginning of the next block.
        """
        if block == 0 and offset == 0:
            return TITLE, 0
        rows = self.rows(block)
        lines = [at for at, row in enumerate(rows) if row.kind == "text"]
        beyond = offset - (rows[lines[-1]].end if lines else 0)
        if beyond > 0:
            at = len(lines) - 1 + beyond
            is_last = block + 1 >= len(self._session.document.blocks)
            return (block, min(at, len(rows) - 1)) if at < len(rows) or is_last else (block + 1, 0)
        return block, max((at for at in lines if rows[at].start <= offset), default=0)

    def offset_of(self, place: RowAt) -> tuple[int, int]:
        """The inverse of `row_at`: block and character; the title counts as the start."""
        block, at = place
        if block <= TITLE:
            return 0, 0
        rows = self.rows(block)
        lines = [row for row in rows[: at + 1] if row.kind == "text"]
        below = at + 1 - len(lines)
        if lines and not below:
            return block, lines[-1].start
        return block, (lines[-1].end if lines else 0) + below

    def line_beside(self, block: int, offset: int, step: int) -> int | None:
        """The character below (`step` 1) or above (-1) `offset` in the text of `block`, if any."""
        rows = [row for row in self.rows(block) if row.kind == "text"]
        at = max((at for at, row in enumerate(rows) if row.start <= offset), default=0)
        if not 0 <= at + step < len(rows):
            return None
        other = rows[at + step]
        return min(other.start + offset - rows[at].start, other.end)

    def kept(self, place: tuple[int, int], top: RowAt) -> tuple[int, int]:
        """`place`, a block and a character, while row `top` holds it; else that row's own.

        So however often the text is laid out anew, its place does not creep to the starts of lines.
        """
        return place if self.row_at(*place) == top else self.offset_of(top)

    def _new_rows(self, index: int) -> list[Row]:
        document = self._session.document
        if index == TITLE:
            return title_rows(document, self._byline, self._width)
        rows = text_rows(document.blocks[index], self._width)
        marks = marks_of(self._session, index)
        # The sign of a note stands in the second row; the blank one must stay blank.
        if marks.meta or (marks.note and len(rows) == 1):
            rows.append(META)
        return rows if is_tight(document, index) else [*rows, *self._between]

    def _lines_of(self, index: int, aspect: Aspect) -> dict[int, Drawn]:
        """The rows of a block that were drawn with this aspect."""
        looks = self._lines.get(index)
        if looks is None or sum(map(len, looks.values())) > CACHED_LINES:
            looks = self._lines.put(index, {})
        return looks.setdefault(aspect, {})

    def _drawing(self, painter: Painter, index: int, aspect: Aspect) -> Callable[[int], Line]:
        """What draws a row of this block."""
        document, rows = self._session.document, self.rows(index)
        if index == TITLE:
            texts = {"byline": self._byline}
            return lambda at: painter.title(rows[at], texts.get(rows[at].kind, document.title))
        marks = marks_of(self._session, index)
        number = document.number(index)
        notes = self._beside(index, len(rows)) if marks.note and self._aside else ()
        block = document.blocks[index]
        tokens = self._code(index) if block.kind == "code" and block.info else ()
        return partial(painter.row, Looks(block, number, rows, marks, aspect, notes, tokens))

    def _code(self, index: int) -> Sequence[Token]:
        known = self._tokens.get(index)
        if known is None:
            self.uncoloured.add(index)
        return known or ()

    def _beside(self, index: int, rows: int) -> Sequence[str]:
        """The lines of the notes of a block, as far as its rows go."""
        lines = self._notes.get(index)
        if lines is None:
            found = aside(notes_of(self._session, index), self._aside, rows)
            lines = self._notes.put(index, found)
        return lines
