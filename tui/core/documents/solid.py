"""Wrapped text without any mark between its paragraphs: a line that ends early ends one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.core.documents.shapes import would_have_fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(rb"[^\n]*\S[^\n]*")
_ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*\s*$")


def solid_spans(data: bytes, body: int, width: int) -> Iterator[tuple[int, int]]:
    """Byte ranges of paragraphs: a sentence's end with room for the next word is a last line."""
    start: int | None = None
    end, line = body, ""
    for match in _LINE.finditer(data, body):
        following = match[0].decode("utf-8", "replace")
        if start is not None and _ENDS.search(line) and would_have_fitted(line, following, width):
            yield start, end
            start = None
        start = match.start() if start is None else start
        end, line = match.end(), following
    if start is not None:
        yield start, end
