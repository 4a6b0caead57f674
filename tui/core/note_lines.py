"""Lines of Markdown as one writes them: what Enter and Tab do at the cursor."""

from __future__ import annotations

import re

_ITEM = re.compile(r"(?P<outer>(?: {0,3}> ?)*)(?P<own>\s*(?:[-*+]|\d{1,9}[.)]) +(?:\[[ xX]\] +)?)")
_QUOTE = re.compile(r"(?P<outer>(?: {0,3}> ?)*)(?P<own> {0,3}> ?)")
_NUMBER = re.compile(r"\d+")
_TICKED = re.compile(r"\[[xX]\]")
STEP = 2
"""Blanks that put an item a level deeper."""


def entered(before: str, after: str) -> tuple[int, str]:
    """What Enter does on a line: how many characters before the cursor go, and what comes.

    A list or quote goes on; an empty item, with nothing around the cursor, ends it instead.
    """
    found = _ITEM.match(before) or _QUOTE.match(before)
    if not found:
        return 0, "\n"
    if found.end() == len(before) and not after.strip():
        return len(found["own"]), ""
    return 0, f"\n{found['outer']}{_following(found['own'])}"


def indented(line: str, *, deeper: bool) -> tuple[int, str] | None:
    """What Tab does on the line of an item: how many characters at its start go, and what comes.

    None where it is no item, or one that cannot go further out.
    """
    if not _ITEM.match(line):
        return None
    if deeper:
        return 0, " " * STEP
    outer = min(STEP, len(line) - len(line.lstrip(" ")))
    return (outer, "") if outer else None


def _following(marker: str) -> str:
    """The marker of the next item: a number one higher, a box without its tick."""
    marker = _TICKED.sub("[ ]", marker)
    return _NUMBER.sub(lambda number: str(int(number[0]) + 1), marker, count=1)
