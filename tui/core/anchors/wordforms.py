"""A paragraph as it is compared: without its wrapping, without its markup, as weighed words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
"""Kana and Han: written without blanks between words."""
_BETWEEN = re.compile(r"[\W_]+")
_RUN = re.compile(f"([{_UNSPACED}]+)|[^\\W_{_UNSPACED}]+")
WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
"""One word; of text without blanks, one character."""


def loose(normalised: str) -> str:
    """Letters and digits only: blind to wrapping, markup and punctuation."""
    return _BETWEEN.sub("", normalised)


def words(normalised: str) -> Counter[str]:
    """How often each word occurs; of text without blanks, each two characters in a row."""
    if normalised.isascii():
        return Counter(WORD.findall(normalised))
    return Counter(_words(normalised))


def _words(normalised: str) -> Iterator[str]:
    for match in _RUN.finditer(normalised):
        run = match[0]
        if match[1] and len(run) > 1:
            yield from map("".join, pairwise(run))
        else:
            yield run
