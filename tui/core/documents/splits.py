"""Where paragraphs of a plain text begin and end: patterns over its bytes, each in linear time."""

from __future__ import annotations

import re
from functools import cache

# Blanks are taken possessively and only from a line's beginning: a run of them is read once.
BLANKS = (
    rb"(?:[ \t\r\f\v\x1c-\x1f]++|\xc2[\x85\xa0]|\xe1\x9a\x80"
    rb"|\xe2(?:\x80[\x80-\x8b\xa8\xa9\xaf]|\x81\x9f)|\xe3\x80\x80|\xef\xbb\xbf)*+"
)
"""UTF-8 of what is not seen, as `str.isspace` knows it, and of spaces without any width."""
FILLED = BLANKS + rb"[^\n]++"

_OPENING = rb"(?:[A-Za-z\"'\xc3-\xe0\xe4-\xed]|\xe2\x80[\x98-\x9f\xa6]|\xc2[\xab\xa1\xbf])"
_MAYBE_HEADING = rb"(?i:chapter|part|book|section|act|scene|canto|letter|[a-z]\))"
# Too long for a heading, or with a small letter and not beginning like one.
_PLAIN = (
    rb"(" + _OPENING + rb"[^\n]{320,}+"
    rb"|(?!" + _MAYBE_HEADING + rb")(?=[^\na-z]*+[a-z])" + _OPENING + rb"[^\n]*+)"
)


_MORE = {
    "line": (rb"", rb""),
    "blank": (rb"(?!\n" + FILLED + rb")", rb"(?:\n" + FILLED + rb")*+"),
    "indent": (rb"(?!\n(?![ \t])" + FILLED + rb")", rb"(?:\n(?![ \t])" + FILLED + rb")*+"),
    "hanging": (rb"(?!\n(?=[ \t])" + FILLED + rb")", rb"(?:\n(?=[ \t])" + FILLED + rb")*+"),
    "double": (
        rb"(?!\n(?:" + BLANKS + rb"\n)?" + FILLED + rb")",
        rb"(?:\n(?:" + BLANKS + rb"\n)?+" + FILLED + rb")*+",
    ),
}
"""By shape: what must stand behind a lone first line, and how a chunk goes on after its first."""


@cache
def chunks(shape: str) -> re.Pattern[bytes]:
    """Finds the chunks of a text of that shape; of one that is not in the table by blank lines.

    A chunk that is surely one paragraph, as most are, is told by the pattern itself, for it is
    asked of every chunk of a text: a single line that begins like a sentence, with nothing of the
    chunk behind it, fills group 1. What does not is looked at closely.
    """
    alone, more = _MORE.get(shape, _MORE["blank"])
    return re.compile(rb"(?m)^(?:" + _PLAIN + alone + rb"|" + FILLED + more + rb")")
