"""From folded text to the tokens of the index: whatever the matcher finds is among them.

The engine's own tokeniser only splits at blanks: what a word is, is decided here and nowhere else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.core.search.needle import UNSEEN, UNSPACED, Needle

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 40
"""Characters of a token; a longer word is found by its beginning, and the matcher decides."""

_ASCII = re.compile("[a-z0-9]+")
_RUN = re.compile(rf"[{UNSPACED}]+|[^\W_{UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{UNSPACED}]").match
_HAS_UNSPACED = re.compile(rf"[{UNSPACED}]").search
_UNSEEN = re.compile(f"[{UNSEEN}]+")
_SIGN = re.compile(r"[^0-9a-z\u0080-\U0010ffff]")
_STAND_INS = 0xE000
"""Of the private use area: what the engine would take for a border inside a token."""
_MARK = re.compile(rf"[^\w\s.,\0\ud800-\udfff{UNSEEN}{UNSPACED}]|_")
"""A sign that tells one text from another; a full stop and a comma are in most."""
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 .,")
_SPLIT = re.compile(rf"[{UNSEEN}]|[{UNSPACED}][^\W_{UNSPACED}]|[^\W_{UNSPACED}][{UNSPACED}]")
SPLIT = chr(_STAND_INS + 0x80)
"""Of a text with words that may be longer or shorter than its tokens are."""


def tokens(folded: str) -> Iterator[str]:
    """The tokens of a folded text, with repetitions.

    Words, and of scripts without blanks every two neighbours and the last character of each run.
    """
    if folded.isascii():
        yield from (word[:LONGEST] for word in _ASCII.findall(folded))
        return
    for run in _runs(folded):
        if not _IS_UNSPACED(run):
            yield run[:LONGEST]
        else:
            yield from (run[at : at + 2] for at in range(len(run)))


def words(folded: str) -> str:
    """The tokens of a text as one field of the index, and behind them what else is in it."""
    found = [*tokens(folded), *signs(folded)]
    if not folded.isascii() and _SPLIT.search(folded):
        found.append(SPLIT)
    return " ".join(found)


def signs(folded: str) -> list[str]:
    """The tokens of what is neither letter nor digit, each once."""
    odd = set(folded) - _PLAIN
    return sorted(_SIGN.sub(_stand_in, sign) for sign in odd if _MARK.match(sign)) if odd else []


def wanted(text: str) -> tuple[list[str], bool]:
    """The tokens that stand in a row in every text in which `text` is found.

    And whether the last one may go on there. None where `text` has neither letter nor digit.
    """
    folded = Needle.folded(text)
    last = next(reversed(list(_runs(folded))), "")
    found = list(tokens(folded))
    if len(last) > 1 and _IS_UNSPACED(last):
        # What follows its last character is not known, only the two neighbours.
        return found[:-1], False
    # The end of a whole word is asked for loosely too: an accent may stand behind it.
    return found, True


def is_one_token(folded: str) -> bool:
    """Whether a word is a token in every text that is not `SPLIT`, and what is near to it too."""
    return folded.isalnum() and len(folded) < LONGEST - 1 and not _HAS_UNSPACED(folded)


def facet(name: str, value: str) -> str:
    """A single token that says `name` is `value`; a longer value begins with that of a shorter."""
    return _SIGN.sub(_stand_in, f"{name}={value.encode('utf-8', 'replace').decode()}")


def _runs(folded: str) -> Iterator[str]:
    return (match[0] for match in _RUN.finditer(_UNSEEN.sub("", folded)))


def _stand_in(sign: re.Match[str]) -> str:
    return chr(_STAND_INS + ord(sign[0]))
