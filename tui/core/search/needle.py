"""One piece of text to look for: case, accents, quotes and white space do not matter."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from tui.core.text import fold

if TYPE_CHECKING:
    from typing import TypeAlias

    Span: TypeAlias = tuple[int, int]

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""Scripts written without blanks (and Korean, with its suffixes): a word there starts anywhere."""

UNSEEN = "\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff"
"""Accents of their own, soft hyphens and the like: they may stand behind any letter."""
_WORD_START = rf"(?<![{UNSEEN}])(?<![^\W_{UNSPACED}])"
_WORD_END = rf"(?![^\W_{UNSPACED}])"
_ASCII_START, _ASCII_END = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"
"""The same for texts of ASCII: an expression with all those scripts takes long to compile."""
_UNSEEN_RUN = re.compile(f"[{UNSEEN}]+")
_CHANGED = re.compile("[\u2400-\u2421\ufffd\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
"""What may stand in a block that is not in its source, or not as often: see `clean`."""
_ASCII = bytes(range(128))
_STARTS_A_WORD = re.compile(rf"[^\W_{UNSPACED}]")


class Needle:
    """A text to find in others; with `word_start` only where a word starts, likewise `word_end`.

    White space in it matches any run of white space. One without any visible character is never
    found.
    """

    def __init__(self, text: str, *, word_start: bool = False, word_end: bool = False) -> None:
        folded = self.folded(text)
        parts = folded.split()
        self.is_empty = not parts
        self._longest = max(parts, key=len, default="")
        self._folded = folded
        told = [part for part in parts if fold(part) == part and not _CHANGED.search(part)]
        self._parts = [part.encode() for part in told]
        letters = {char for part in told for char in part}
        self._letters = [(char.encode(), char.upper().encode()) for char in letters]
        self._starts = word_start and bool(_STARTS_A_WORD.match(folded))
        self._ends = word_end and bool(_STARTS_A_WORD.match(folded[-1:]))
        before, after = _ASCII_START * self._starts, _ASCII_END * self._ends
        self._plain = re.compile(before + _pattern(folded, "") + after)

    @cached_property
    def _loose(self) -> re.Pattern[str]:
        """A decomposed accent or a soft hyphen may stand behind any letter."""
        before, after = _WORD_START * self._starts, _WORD_END * self._ends
        return re.compile(before + _pattern(self._folded, UNSEEN) + after)

    @staticmethod
    def folded(text: str) -> str:
        """What is looked for in folded texts."""
        return fold(_UNSEEN_RUN.sub("", unicodedata.normalize("NFC", text)))

    def may_stand_in(self, raw: bytes) -> bool:
        """False where it cannot stand in what is made of `raw`, the UTF-8 of a plain text."""
        if not raw.isascii():
            raw = self._plainly(raw)
        # To see that a letter is missing takes a tenth of the time that small letters take.
        if not all(small in raw or capital in raw for small, capital in self._letters):
            return False
        lower = raw.lower()
        return all(part in lower for part in self._parts)

    def _plainly(self, raw: bytes) -> bytes:
        """`raw` with its own letters for all that are folded to them."""
        for char in set(raw.translate(None, _ASCII).decode("utf-8", "replace")):
            plain = "" if _UNSEEN_RUN.match(char) else fold(char)
            if plain != char and plain in self._folded:
                raw = raw.replace(char.encode(), plain.encode())
        return raw

    def in_text(self, text: str) -> list[Span]:
        """Where it stands in `text`, as (start, end) from left to right without overlaps."""
        if self.is_empty:
            return []
        if not text.isascii():
            return [match.span() for match in self._loose.finditer(fold(text))]
        if self._longest not in text.lower():
            return []
        return [match.span() for match in self._plain.finditer(fold(text))]

    def in_folded(self, folded: str) -> list[Span]:
        """`in_text` for a text that is folded already."""
        if self.is_empty or (folded.isascii() and self._longest not in folded):
            return []
        pattern = self._plain if folded.isascii() else self._loose
        return [match.span() for match in pattern.finditer(folded)]


def _pattern(folded: str, unseen: str) -> str:
    """The regular expression for `folded`, with any of the characters `unseen` in between."""
    blank = rf"\s[\s{unseen}]*"
    behind = f"[{unseen}]*" if unseen else ""
    runs = re.split("( +)", folded)
    return "".join(
        blank if run.startswith(" ") else "".join(re.escape(c) + behind for c in run)
        for run in runs
    )
