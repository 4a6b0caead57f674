"""Matching as fzf does it: the letters in order, best where words start."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD_START = re.compile(r"(?<![^/ _.:-])[^/ _.:-]")
_RUN, _START, _SKIPPED = 1.5, 2.0, -0.02


def fuzzy_score(wanted: str, text: str) -> float | None:
    """How well the letters of `wanted` stand in `text` in this order; None if they do not.

    A letter that starts a word or follows the letter before it counts more, a gap a little less.
    Both are compared as they are: fold them first.
    """
    if not _letters_in_order(wanted).search(text):
        return None
    plain = _walk(wanted, text, "")
    jumping = _walk(wanted, text, _starts(text))
    return max(score for score in (plain, jumping) if score is not None)


@lru_cache(maxsize=64)
def _letters_in_order(wanted: str) -> re.Pattern[str]:
    return re.compile("".join(f"[^{re.escape(c)}]*{re.escape(c)}" for c in wanted), re.DOTALL)


@lru_cache(maxsize=1 << 15)
def _starts(text: str) -> str:
    """`text` with a NUL for every letter that does not start a word."""
    starts = {match.start() for match in _WORD_START.finditer(text)}
    return "".join(c if at in starts else "\0" for at, c in enumerate(text))


def _walk(wanted: str, text: str, starts: str) -> float | None:
    """Take the nearest place for each letter, a word's start before any other."""
    score, at = 0.0, -1
    for letter in wanted:
        following = at + 1
        start = starts.find(letter, following)
        found = following if text.startswith(letter, following) else start
        if found < 0:
            found = text.find(letter, following)
        if found < 0:
            return None
        score += _RUN if found == following else _SKIPPED * (found - following)
        score += _START if found == start else 0
        at = found
    return score
