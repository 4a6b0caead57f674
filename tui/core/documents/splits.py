"""Where paragraphs of a plain text begin and end: patterns over its bytes, each in linear time."""

from __future__ import annotations

import re

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


def _chunks(after: bytes, more: bytes) -> re.Pattern[bytes]:
    """Chunks whose first line goes on with `more`.

    A chunk that is surely one paragraph, as most are, is told by the pattern itself, for it is
    asked of every chunk of a text: a single line that begins like a sentence, with `after` behind
    it, fills group 1. What does not is looked at closely.
    """
    return re.compile(rb"(?m)^(?:" + _PLAIN + after + rb"|" + FILLED + more + rb")")


BY_LINE = _chunks(rb"", rb"")
BY_BLANK = _chunks(rb"(?!\n" + FILLED + rb")", rb"(?:\n" + FILLED + rb")*+")
BY_INDENT = _chunks(rb"(?!\n(?![ \t])" + FILLED + rb")", rb"(?:\n(?![ \t])" + FILLED + rb")*+")
BY_HANG = _chunks(rb"(?!\n(?=[ \t])" + FILLED + rb")", rb"(?:\n(?=[ \t])" + FILLED + rb")*+")
BY_TWO_BLANKS = _chunks(
    rb"(?!\n(?:" + BLANKS + rb"\n)?" + FILLED + rb")",
    rb"(?:\n(?:" + BLANKS + rb"\n)?+" + FILLED + rb")*+",
)
