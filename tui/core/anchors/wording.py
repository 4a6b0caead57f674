"""Two versions of a text compared word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING

from tui.core.search.needle import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Run = tuple[str, bool]
"""A piece of a text, and whether the other version has it differently."""

LARGEST = 4_000_000
"""Words of the one times words of the other up to which the two are compared."""
GAP = "…"

_LETTERS = rf"[^\W{UNSPACED}]+"
_TOKEN = re.compile(rf"[{UNSPACED}]|{_LETTERS}(?:['’]{_LETTERS})*|\S|\s+")


def differences(old: str, new: str) -> tuple[list[Run], list[Run]]:
    """Both texts in runs that the other has too or has not; the runs joined are the texts.

    Words, single signs and characters of scripts without blanks are compared, blanks are not: a
    text that was only wrapped anew has no difference. (Ratcliff and Obershelp, as in `difflib`.)
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    ours = [at for at, token in enumerate(before) if not token.isspace()]
    theirs = [at for at, token in enumerate(after) if not token.isspace()]
    same = [*_common([before[at] for at in ours], [after[at] for at in theirs])]
    return (
        [*_runs(before, {ours[i] for i, _ in same})],
        [*_runs(after, {theirs[j] for _, j in same})],
    )


def excerpt(runs: Sequence[Run], around: int) -> list[Run]:
    """`runs` with no more than `around` characters of what is the same beside each difference."""
    shown: list[Run] = []
    last = len(runs) - 1
    for at, (text, changed) in enumerate(runs):
        before = around if at or not last else 0
        after = around if at < last else 0
        if changed or len(text) <= before + after + len(GAP):
            shown.append((text, changed))
        else:
            shown.append((beginning(text, before) + GAP + end(text, after), False))
    return shown


def _common(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The pairs of words that are the same in both, in order."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    yield from ((i, i) for i in range(head))
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(left) * len(right) <= LARGEST:
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        for i, j, size in matcher.get_matching_blocks():
            yield from ((head + i + k, head + j + k) for k in range(size))
    yield from ((len(old) - 1 - i, len(new) - 1 - i) for i in range(tail))


def _runs(tokens: Sequence[str], same: set[int]) -> Iterator[Run]:
    """Neighbouring tokens of one sort as one run; blanks are changed between changed words only."""

    def changed(at: int) -> bool:
        if tokens[at].isspace():
            return 0 < at < len(tokens) - 1 and changed(at - 1) and changed(at + 1)
        return at not in same

    for sort, group in groupby(range(len(tokens)), key=changed):
        yield "".join(tokens[at] for at in group), sort


def joined(runs: Iterable[Run]) -> str:
    """The text that `runs` are made of."""
    return "".join(text for text, _ in runs)


def beginning(text: str, length: int) -> str:
    """The first words of `text`, at most `length` characters."""
    head = text[:length]
    cut = max(head.rfind(" "), head.rfind("\n"))
    return head[: cut + 1] if cut > length // 2 else head


def end(text: str, length: int) -> str:
    """The last words of `text`, at most `length` characters."""
    tail = text[len(text) - length :]
    cut = next((at for at, sign in enumerate(tail) if sign.isspace()), length)
    return tail[cut:] if cut < length // 2 else tail
