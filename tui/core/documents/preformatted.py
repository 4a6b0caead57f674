"""Text that a page shows as it was typed, such as a letter of a mailing list: is it prose?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.documents.chunks import pieces
from tui.core.documents.shapes import ends_sentence, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.model import Block

LEAST = 3
"""Lines below which nobody can tell."""
LONGEST = 200
"""Characters of a line that are looked at."""

SHARE = 0.6
"""Of its lines that read like those of a letter."""

_WORDS = re.compile(r"(?:[^\W\d_]{2,}+\W++){3}")
_NO_PROSE = re.compile(r"\S {3,}\S|[{}|\\<>=$]|//|^\s*[#%]")


def as_prose(blocks: list[Block]) -> Iterator[Block]:
    """The blocks, that one cut like a plain text which is most of them and reads like prose.

    A page that is little more than its preformatted text is a letter, or a text put into a page;
    in another it is code, or what a program wrote.
    """
    whole = sum(len(block.text) for block in blocks)
    for block in blocks:
        is_most = block.kind == "code" and not block.info and 2 * len(block.text) > whole
        yield from (_cut(block) if is_most and _reads_like_prose(block.text) else [block])


def _reads_like_prose(text: str) -> bool:
    lines = [line.lstrip(" >")[:LONGEST] for line in text.split("\n") if line.strip(" >")]
    wordy = sum(bool(_WORDS.search(line)) and not _NO_PROSE.search(line) for line in lines)
    return len(lines) >= LEAST and wordy > SHARE * len(lines) and any(map(ends_sentence, lines))


def _cut(block: Block) -> Iterator[Block]:
    width = width_of(block.text, "blank")
    for chunk in re.split(r"\n(?: *\n)+", block.text):
        lines = [line for line in chunk.split("\n") if line.strip()]
        for piece in pieces(lines, width, alone=True) if lines else ():
            piece.quote_depth += block.quote_depth
            yield replace(piece.block(), line_start=block.line_start, loc=block.loc)
