"""Matching as fzf does it: the letters in order, best where words start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD_START = re.compile(r"(?<![^/ _.:-])[^/ _.:-]")
_RUN, _START, _SKIPPED = 1.5, 2.0, -0.02


def fuzzy_score(wanted: str, text: str) -> float | None:
    """How well the letters of `wanted` stand in `text` in this order; None if they do not.

    A letter that starts a word or follows the letter before it counts more, a gap a little less.
    Both are compared as they are: fold them first.
    """
    plain = _walk(wanted, text, ())
    if plain is None:
        return None
    starts = [match.start() for match in _WORD_START.finditer(text)]
    jumping = _walk(wanted, text, starts)
    return plain if jumping is None else max(plain, jumping)


def _walk(wanted: str, text: str, starts: Sequence[int]) -> float | None:
    """Take the nearest place for each letter, a word's start before any other."""
    score, at = 0.0, -1
    for letter in wanted:
        start = next((s for s in starts if s > at and text[s] == letter), -1)
        found = at + 1 if text[at + 1 : at + 2] == letter else start
        if found < 0:
            found = text.find(letter, at + 1)
        if found < 0:
            return None
        score += (_RUN if found == at + 1 else 0) + (_START if found == start else 0)
        score += _SKIPPED * (found - at - 1)
        at = found
    return score
