"""Foreign text made safe to show, and folded so that it can be compared."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NORM = 1
"""Version of `normalise`; stored beside every fingerprint."""

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_COMBINING_RUN = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{9,}"
)
_OTHER_SPACE = re.compile(r"[^\S ]")
_QUOTES = str.maketrans("‘’‚‛“”„‟«»‹›′″‐‑‒–—―−", "''''\"\"\"\"\"\"'''\"-------")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def _stand_in(match: re.Match[str]) -> str:
    char = match[0]
    return chr(0x2400 + ord(char)) if char < " " else "\ufffd"


def clean(text: str) -> str:
    """Replace every character that could act on a terminal by a visible stand-in, one for one.

    Newline and tab stay. C0 controls become their Control Pictures (U+2400 + c); DEL, C1 controls,
    bidirectional overrides and lone surrogates become U+FFFD. A run of more than eight combining
    marks is cut to eight: the only change of length.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNSAFE.sub(_stand_in, text)
    return text if text.isascii() else _COMBINING_RUN.sub(lambda run: run[0][:8], text)


def clean_line(text: str) -> str:
    """`clean`, and on one line: newlines and tabs become spaces."""
    return clean(text.replace("\n", " ").replace("\t", " "))


def normalise(text: str) -> str:
    """Fold what a converter or an editor changes without changing the words.

    NFKC, case, white space, typographic quotes and dashes, soft hyphens and zero-width characters.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_QUOTES)).translate(_INVISIBLE)
    return " ".join(text.casefold().split())


def fold(text: str) -> str:
    """`text` for searching: case, accents and typographic quotes folded, same length as `text`.

    Offsets in the result are offsets in `text`; a character whose folding is longer or empty keeps
    its first character or becomes a space.
    """
    folded = text.lower() if text.isascii() else "".join(map(_fold_char, text))
    return _OTHER_SPACE.sub(" ", folded)


@lru_cache(maxsize=1 << 13)
def _fold_char(char: str) -> str:
    if char.isascii():
        return char.lower()
    if "가" <= char <= "힣":
        # Decomposed, the syllables that begin alike would all be one.
        return char
    if unicodedata.combining(char):
        # One of them has a letter for a small form.
        return char
    base = unicodedata.normalize("NFKD", char.translate(_QUOTES)).casefold()
    return base[:1] or " "


def first_line(text: str, limit: int = 60) -> str:
    """The first non-empty line of `text`, cut to `limit` characters with an ellipsis."""
    line = next((part.strip() for part in text.splitlines() if part.strip()), "")
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What a message about an unknown `word` ends with: the nearest of `known`, if one is near."""
    near = difflib.get_close_matches(word.casefold(), known, 1)
    return f", did you mean “{near[0]}”?" if near else ""
