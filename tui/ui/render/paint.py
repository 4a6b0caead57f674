"""From a row of a block and its marks to styled cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment

from tui.ui.render.cells import size
from tui.ui.render.justify import stretched, stretching
from tui.ui.render.layout import GAP
from tui.ui.render.marks import TAG_STYLES, tags_line, uncoloured
from tui.ui.render.wrap import SOFT_HYPHEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.style import Style

    from tui.core.highlighting import Token
    from tui.core.model import Block
    from tui.ui.render.layout import Columns, Row
    from tui.ui.render.marks import Marks

Line = list[Segment]
"""A row of exactly the width that it is drawn for."""
Overlay = tuple[int, int, str]
"""First and last+1 character, and the name of the style laid over them."""

COLOURS = ("yellow", "red", "green", "blue", "purple")
BASES = (
    *("text", "current", "heading", "code", "quote", "rule", "title", "byline"),
    *("number", "number-current", "bar", "tag", "flag", "note", "aside", "doubt", "seam"),
    *COLOURS,
    *TAG_STYLES,
)
OVERLAYS = (
    *("em", "strong", "del", "sup", "sub", "link", "ref"),
    *("code-keyword", "code-string", "code-comment", "code-number", "code-name"),
    *("match", "match-current", "phrase", "selected", "hint"),
    *(f"on-{colour}" for colour in COLOURS),
)
STYLES = BASES + OVERLAYS
"""The names a style must be given for; a colour is that of a bar, `on-` it that of a phrase."""

BAR, CURRENT, HIGHLIGHT, BOTH = " ", "┃", "▌", "█"
NOTE, SEAM, GAP_SIGN = "✎", "›", "⋯"


@dataclass(frozen=True, slots=True)
class Aspect:
    """What of the moment changes how a block looks: the cursor, matches and a selection.

    `hints` are letters to draw over characters; below a block with a `gap` others are left out.
    """

    current: bool = False
    matches: tuple[tuple[int, int], ...] = ()
    found: tuple[int, int] | None = None
    selected: tuple[int, int] | None = None
    hints: tuple[tuple[int, str], ...] = ()
    gap: bool = False


PLAIN = Aspect()


@dataclass(frozen=True, slots=True)
class Looks:
    """All that a block's rows are drawn from; `number` is None for a rule.

    `beside` are the lines of its notes, for as many of its rows; `tokens` the parts of code.
    """

    block: Block
    number: int | None
    rows: Sequence[Row]
    marks: Marks
    aspect: Aspect
    beside: Sequence[str] = ()
    tokens: Sequence[Token] = ()


class Painter:
    """Draws rows at one division of the width in one set of styles.

    `tag_colour` gives the colour of a tag, "" for none.
    """

    def __init__(
        self,
        style: Callable[[str], Style],
        columns: Columns,
        *,
        tag_colour: Callable[[str], str] = uncoloured,
        justify: bool = False,
    ) -> None:
        text = style("text")

        def named(name: str) -> Style:
            return style(name) if name in OVERLAYS else text + style(name)

        # Most of them are not drawn, and to work one out takes as long as to draw some rows.
        self._style = cache(named)
        self._columns = columns
        self._tag_colour = tag_colour
        self._justify = justify
        self._plain = self._style("text")
        self.empty = [Segment(" " * columns.width, self._plain)]
        """A row below the end of the text."""

    def title(self, row: Row, text: str) -> Line:
        """A row above the first block."""
        style = self._style("title" if row.kind == "title" else "byline")
        gutter = Segment(" " * self._columns.gutter, self._style("text"))
        return self._line([gutter, Segment(text[row.start : row.end], style)])

    def row(self, looks: Looks, at: int) -> Line:
        """Row `at` of a block."""
        row = looks.rows[at]
        segments = [*self._gutter(looks, at, row)]
        if row.kind == "text":
            segments += self._text(looks, at)
        elif row.kind == "meta":
            segments += self._meta(looks.marks)
        elif row.kind == "rule":
            segments.append(Segment("─" * self._columns.text, self._style("rule")))
        if at < len(looks.beside):
            segments += self._beside(segments, looks.beside[at])
        return self._line(segments)

    def seam(self) -> tuple[int, Segment]:
        """The mark of where the text goes on after a page key, and the cell it stands in."""
        return self._columns.left, Segment(SEAM, self._style("seam"))

    def centred(self, text: str) -> Line:
        """A line of a notice, in the middle of the width."""
        left = " " * max(0, (self._columns.width - cell_len(text)) // 2)
        centred = [Segment(left + text, self._style("byline"))]
        return Segment.adjust_line_length(centred, self._columns.width, self._plain)

    def _line(self, segments: Iterable[Segment]) -> Line:
        """A row of these, in as few pieces as it has styles."""
        text = " " * self._columns.left
        style: Style | None = self._plain
        line: Line = []
        for part, other, _ in self._filled([*segments]):
            if other is style or other == style:
                text += part
            elif part:
                line.append(Segment(text, style))
                text, style = part, other
        return [*line, Segment(text, style)]

    def _filled(self, segments: list[Segment]) -> list[Segment]:
        """With blanks up to the width, or without what goes beyond it."""
        width = self._columns.width - self._columns.left
        room = width - size(segments)
        if room < 0:
            return Segment.adjust_line_length(segments, width)
        return [*segments, Segment(" " * room, self._plain)]

    def _gutter(self, looks: Looks, at: int, row: Row) -> Iterator[Segment]:
        text, marks, aspect = self._style("text"), looks.marks, looks.aspect
        yield Segment(" ", text)
        yield self._bar(row, marks, aspect)
        digits = self._columns.digits
        if at == 0:
            style = self._style("number-current" if aspect.current else "number")
            label = "" if looks.number is None else str(looks.number)
            yield Segment(f" {label:>{digits}}", style)
            yield Segment(f"{marks.doubt or ' '} ", self._style("doubt") if marks.doubt else style)
        elif at == 1 and marks.note:
            yield Segment(f" {NOTE:>{digits}}  ", self._style("note"))
        elif aspect.gap and row.kind == "blank" and at == len(looks.rows) - 1:
            yield Segment(f" {GAP_SIGN:>{digits}}  ", self._style("seam"))
        else:
            yield Segment(" " * (digits + 3), text)

    def _beside(self, segments: Iterable[Segment], line: str) -> Iterator[Segment]:
        columns = self._columns
        used = size(segments)
        yield Segment(" " * (columns.gutter + columns.text + GAP - used), self._style("text"))
        yield Segment(line, self._style("aside"))

    def _bar(self, row: Row, marks: Marks, aspect: Aspect) -> Segment:
        if row.kind == "blank":
            return Segment(BAR, self._style("text"))
        colour = self._style(marks.colour if marks.colour in COLOURS else "yellow")
        if aspect.current:
            # Not by its colour alone: there are terminals and readers without any.
            sign, style = (BOTH, colour) if marks.colour else (CURRENT, self._style("bar"))
            return Segment(sign, style)
        if marks.colour:
            return Segment(HIGHLIGHT, colour)
        return Segment(BAR, self._style("text"))

    def _text(self, looks: Looks, at: int) -> Iterator[Segment]:
        block, row = looks.block, looks.rows[at]
        base = self._base(block, looks.aspect)
        if row.prefix:
            yield Segment(row.prefix, self._style("quote"))
        width = self._columns.text
        added = stretching(block, looks.rows, at, width) if self._justify else {}
        overlays = [*_overlays(looks)]
        for start, end, names in _pieces(row.start, row.end, overlays):
            shown = stretched(block.text, start, end, added)
            if "hint" in names:
                shown = dict(looks.aspect.hints)[start].ljust(cell_len(shown))
            shown = shown.replace("\t", " ").replace(SOFT_HYPHEN, "")
            yield Segment(shown, self._combined(base, names))

    def _base(self, block: Block, aspect: Aspect) -> Style:
        style = self._style("current" if aspect.current else "text")
        if block.kind == "heading":
            return style + self._style("heading")
        if block.kind == "code":
            return style + self._style("code")
        return style

    def _combined(self, base: Style, names: Sequence[str]) -> Style:
        for name in names:
            if name in STYLES:
                base += self._style(name)
        return base

    def _meta(self, marks: Marks) -> Iterator[Segment]:
        flags = "  ".join(marks.flags)
        room = self._columns.text - len(flags) - 2
        if marks.tags:
            for text, name in tags_line(marks.tags, room, self._tag_colour):
                yield Segment(text, self._style(name))
        if flags:
            gap = "  " if marks.tags else ""
            yield Segment(gap + flags, self._style("flag"))


def _overlays(looks: Looks) -> Iterator[Overlay]:
    block, marks, aspect = looks.block, looks.marks, looks.aspect
    for start, end, kind in looks.tokens:
        yield start, end, f"code-{kind}"
    for span in block.spans:
        yield span.start, span.end, span.style
    for phrase in marks.phrases:
        yield phrase.start, phrase.end, f"on-{phrase.colour}" if phrase.colour else "phrase"
    for match in aspect.matches:
        yield *match, "match-current" if match == aspect.found else "match"
    if aspect.selected:
        yield *aspect.selected, "selected"
    for at, _ in aspect.hints:
        yield at, at + 1, "hint"


def _pieces(
    start: int, end: int, overlays: Sequence[Overlay]
) -> Iterator[tuple[int, int, list[str]]]:
    """The runs of `start:end` over which the same overlays lie, each with their style names."""
    near = [o for o in overlays if o[0] < end and o[1] > start]
    if not near:
        yield start, end, []
        return
    edges = {start, end}
    for first, last, _ in near:
        edges |= {max(first, start), min(last, end)}
    bounds = sorted(edges)
    for first, last in pairwise(bounds):
        yield first, last, [name for a, b, name in near if a <= first and b >= last]
