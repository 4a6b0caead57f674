"""Lines of prose stretched to the full width of the column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.ui.render.wrap import is_narrow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.core.model import Block
    from tui.ui.render.layout import Row

PROSE = ("paragraph", "item", "footnote")
TWICE = 4
"""Of how many blanks one may be doubled twice; a line that needs more of them is left ragged."""


def stretching(block: Block, rows: Sequence[Row], at: int, width: int) -> Mapping[int, int]:
    """The blanks to add behind characters of row `at`, by the index of each in the block's text.

    None are added to the last line of a paragraph, where the author broke it, where a word was cut
    or breaks without a blank (Chinese, Japanese), and where the blanks would tear holes.
    """
    row = rows[at]
    if block.kind not in PROSE or at + 1 >= len(rows) or rows[at + 1].kind != "text":
        return {}
    between = block.text[row.end : rows[at + 1].start]
    line = row.prefix + block.text[row.start : row.end]
    if not between or "\n" in between or not is_narrow(line) or "\t" in line:
        return {}
    blanks = [at for at in range(row.start, row.end) if block.text[at] == " "]
    missing = width - len(line)
    if not 0 < missing <= len(blanks) + len(blanks) // TWICE:
        return {}
    share = [missing * at // len(blanks) for at in range(len(blanks) + 1)]
    return {blank: share[at + 1] - share[at] for at, blank in enumerate(blanks)}


def stretched(text: str, start: int, end: int, added: Mapping[int, int]) -> str:
    """`text[start:end]` with the blanks of `stretching` added."""
    if not added:
        return text[start:end]
    return "".join(text[at] + " " * added.get(at, 0) for at in range(start, end))
