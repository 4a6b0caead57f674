"""Where a Markdown text can be cut: pieces that are the same blocks alone as in the whole.

A line at the margin behind a blank one ends every list, quote, table and footnote before it, unless
it begins an item; only code between fences and HTML go on, and these are told when they are parsed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.core.documents.splits import gap

if TYPE_CHECKING:
    from tui.core.documents.snapshot import Data

# What begins no block but a paragraph, wherever in a paragraph it stands. All that is not ASCII is
# text to the parser, wide blanks too.
_TEXT = rb"(?:[*_]{0,3}+[A-Za-z\xc2-\xf4\"'(]|\d++(?![.)]))"
_BLANK = rb"[ \t]*+"
_FILLED = _BLANK + rb"[^ \t\n][^\n]*+"
_PARAGRAPH = (
    rb"(" + _TEXT + rb"[^\n]*+)(?:\n" + _TEXT + rb"[^\n]*+)*+(?!\n" + _BLANK + rb"[^ \t\n])"
)  # and nothing else right below it, which might make a heading or a table of it
_LINES = _FILLED + rb"(?:\n" + _FILLED + rb")*+"
_OTHER = _LINES + rb"(?:\n(?:" + _BLANK + rb"\n)++(?!#|" + _TEXT + rb")" + _LINES + rb")*+"
_BLANKS = rb"(?:\n" + _BLANK + rb"(?=\n|\Z))*+\n?+"  # they belong to code in a list before them

STRETCH = re.compile(rb"(?m)^(?:" + _PARAGRAPH + rb"|" + _OTHER + _BLANKS + rb")")
"""Of a paragraph without any other block's signs, as most are, the first line fills group 1: it is
found without a parser. Anything else goes up to the next line that begins something new."""
GAPS = gap(rb"\n++", _TEXT)
"""Where paragraphs of a single line follow each other."""

_DASHES = re.compile(rb"-{3,}+")


def front_matter_end(data: Data) -> int:
    """Where the front matter of a text ends, which may hold anything; 0 if it has none."""
    dashes = _DASHES.match(data)
    below = data.find(b"\n")
    if not dashes or below < 0:
        return 0
    closing = rb"(?m)^(?: {0,3}-{%d,}|\.\.\.)[ \t]*$" % len(dashes[0])
    found = re.compile(closing).search(data, below + 1)
    return found.end() if found else 0
