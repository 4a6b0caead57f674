"""Wrapped text without any mark between its paragraphs: a line that ends early ends one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.core.documents.shapes import ends_sentence, would_have_fitted
from tui.core.documents.splits import FILLED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.documents.snapshot import Data

_LINE = re.compile(rb"(?m)^" + FILLED)


def solid_spans(data: Data, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Byte ranges of paragraphs: a sentence's end with room for the next word is a last line.

    Blank lines say nothing here: they stand between all the lines of a double-spaced text.
    """
    first: int | None = None
    last, line = start, ""
    for match in _LINE.finditer(data, start, end):
        following = match[0].decode("utf-8", "replace").expandtabs()
        if first is not None and ends_sentence(line) and would_have_fitted(line, following, width):
            yield first, last
            first = None
        first = match.start() if first is None else first
        last, line = match.end(), following
    if first is not None:
        yield first, last
