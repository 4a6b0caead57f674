"""The keys that may follow a half-typed sequence, over the last rows of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from tui.ui.render.cells import Piece, cut_pieces
from tui.ui.render.strips import strip_of
from tui.ui.widgets.parts import Parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.strip import Strip

GAP = 2

Pairs = tuple[tuple[str, str], ...]
"""Keys, each with a word for what it does."""


class KeyStrip(Parted):
    """As many rows as its keys need; hidden while there are none."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    KeyStrip {
        width: 100%; height: 1; background: $background;
        border-top: solid $foreground 15%; border-bottom: solid $foreground 15%;
        & > .key-strip--text { color: $foreground; background: $background; }
        & > .key-strip--key { color: $primary; text-style: bold; background: $background; }
        & > .key-strip--hint { color: $text-muted; background: $background; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._pairs: Pairs = ()
        self.display = False

    def show(self, pairs: Pairs) -> None:
        """Show `pairs` in the order of their keys; none hides the strip."""
        if pairs != self._pairs:
            self._pairs = pairs
            self.display = bool(pairs)
            self.on_resize()
            self.refresh()

    def on_resize(self) -> None:
        """Take the rows that are needed."""
        if self._pairs:
            self.styles.height = len(rows_of(self._pairs, self.app.size.width)) + 2

    def render_line(self, y: int) -> Strip:
        """A row of keys."""
        rows = rows_of(self._pairs, self.size.width)
        return strip_of(rows[y] if y < len(rows) else [], self.size.width, self._style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"key-strip--{name}")


def rows_of(pairs: Pairs, width: int) -> list[list[Piece]]:
    """`pairs` in the order of their keys, down one column after the other, in the fewest rows."""
    ordered = sorted(pairs, key=lambda pair: (not pair[0][:1].isalpha(), pair[0].casefold(), pair))
    rows = 1
    while rows < len(ordered) and _width(ordered, rows) > width:
        rows += 1
    columns = _columns(ordered, rows)
    lines: list[list[Piece]] = [[] for _ in range(min(rows, len(ordered)))]
    for column in columns:
        widest = _cells(column)
        for line, (key, word) in zip(lines, column, strict=False):
            fill = " " * (widest - _cells([(key, word)]))
            line += [(" ", "text"), (key, "key"), (f" {word}{fill} ", "hint")]
    return [cut_pieces(line, width) for line in lines]


def _columns(pairs: Sequence[tuple[str, str]], rows: int) -> list[Sequence[tuple[str, str]]]:
    return [pairs[at : at + rows] for at in range(0, len(pairs), rows)]


def _width(pairs: Sequence[tuple[str, str]], rows: int) -> int:
    return sum(_cells(column) + GAP for column in _columns(pairs, rows))


def _cells(column: Sequence[tuple[str, str]]) -> int:
    return max(cell_len(f"{key} {word}") for key, word in column)
