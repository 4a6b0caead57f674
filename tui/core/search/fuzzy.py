"""Matching as fzf does it: the letters in order, best where words start."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD_START = re.compile(r"(?<![^/ _.:-])[^/ _.:-]")
_RUN, _START, _SKIPPED = 1.5, 2.0, -0.02


def fuzzy_scores(wanted: str, texts: Iterable[str]) -> Iterator[float | None]:
    """How well each text holds the letters of `wanted` in this order; None where it does not.

    A letter that starts a word or follows the letter before it counts more, a gap a little less.
    All are compared as they are: fold them first.
    """
    gaps = (f"[^{re.escape(letter)}]*{re.escape(letter)}" for letter in wanted)
    holds = re.compile("".join(gaps)).match
    for text in texts:
        yield _best_walk(wanted, text) if holds(text) else None


def _best_walk(wanted: str, text: str) -> float | None:
    plain, jumping = _walk(wanted, text, ""), _walk(wanted, text, _starts(text))
    return plain if plain is None or jumping is None else max(plain, jumping)


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
