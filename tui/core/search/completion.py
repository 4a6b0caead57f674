"""The rules of the tag prompt: which tags are offered for what was typed, and what Enter takes."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import log2
from typing import TYPE_CHECKING, TypeAlias

from tui.core.errors import WrongUsage
from tui.core.search.fuzzy import fuzzy_scores
from tui.core.search.uses import TagUse
from tui.core.tags import parse_tag, tag_key
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

ROWS = 50
_AGES = ((4, 100.0), (14, 70.0), (31, 50.0), (90, 30.0))
"""Days since a tag was used last, and what its uses weigh then; 10 when it is longer ago."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row of the prompt; `annotations` is how often the tag itself is used."""

    tag: str
    annotations: int = 0
    is_last: bool = False
    is_set: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The rows, and the index of the marked one."""

    rows: tuple[Suggestion, ...] = ()
    marked: int | None = None

    @property
    def enter(self) -> str | None:
        """The tag that Enter adds, set already or not; None when Enter does nothing."""
        return None if self.marked is None else self.rows[self.marked].tag


_Known: TypeAlias = dict[str, TagUse]


def suggest(
    typed: str, uses: Sequence[TagUse], last: str | None, already: Sequence[str]
) -> Suggestions:
    """The rows for `typed`, given the tags in use, the last one taken and those set already.

    Marked is the tag that was typed (a parent of used tags counts), else the best one in use that
    starts so, else the new one. When nothing was typed it is the last tag.
    """
    known = _known(uses, last, already)
    try:
        new = parse_tag(typed)
    except WrongUsage:
        found = _liked(known, last)
        marked = 0 if last and not typed.strip() else None
        return Suggestions(_rows(found, last, already), marked)
    known |= {} if _key(new) in known else _parent(new, uses)
    found, is_sure = _matching(known, _key(new), below=typed.rstrip().endswith("/"))
    rows = _rows(found, last, already)
    if _key(new) not in known:
        rows += (Suggestion(new, is_new=True),)
    return Suggestions(rows, 0 if is_sure else len(rows) - 1)


def _known(uses: Sequence[TagUse], last: str | None, already: Sequence[str]) -> _Known:
    """The tags in use by key, and those of which only this prompt knows."""
    others = [*already, last] if last else already
    return {_key(tag): TagUse(tag, 0, 0, "") for tag in others} | {_key(u.tag): u for u in uses}


def _parent(new: str, uses: Iterable[TagUse]) -> _Known:
    """`new` as it is written in a used tag below it, if there is one."""
    below = _key(new) + "/"
    child = next((use.tag for use in uses if _key(use.tag).startswith(below)), None)
    if child is None:
        return {}
    written = "/".join(child.split("/")[: below.count("/")])
    return {_key(new): TagUse(written, 0, 0, "")}


def _liked(known: _Known, last: str | None) -> list[TagUse]:
    """The last tag, then those used most and most recently."""
    liking = _Liking(known.values())
    first = [known.pop(_key(last))] if last else []
    return first + heapq.nlargest(ROWS - len(first), known.values(), key=liking.of)


def _matching(known: _Known, key: str, *, below: bool) -> tuple[list[TagUse], bool]:
    """The tags that fit, best first, and whether the first is so good that Enter takes it.

    Those that only hold the letters in order are looked for where others do not fill the rows.
    """
    liking = _Liking(known.values())
    close = dict(_close(known, key, below))
    ranked = ((fit, -liking.of(known[own]), own) for own, fit in close.items())
    best = heapq.nsmallest(ROWS, ranked)
    loose = _loose(key, known.keys() - close.keys()) if len(best) < ROWS else ()
    scored = ((-score, -liking.of(known[own]), own) for own, score in loose)
    more = heapq.nsmallest(ROWS - len(best), scored)
    return [known[own] for _, _, own in [*best, *more]], bool(best) and best[0][0] <= 1


def _close(keys: Iterable[str], key: str, below: bool) -> Iterator[tuple[str, int]]:
    """The keys that fit the typed `key` closely, and how: 0 is best.

    0 and 1: the same, and what starts so; when a slash was typed behind it (`below`), what lies
    below it comes first. 2: a level starts so.
    """
    start, wanted = key + "/" * below, _folded(key)
    level = f"/{wanted}"
    for own in keys:
        if own == key:
            yield own, 1 if below else 0
        elif own.startswith(start):
            yield own, 0 if below else 1
        elif level in (text := _folded(own)) or text.startswith(wanted):
            yield own, 2


def _loose(key: str, others: Collection[str]) -> Iterator[tuple[str, float]]:
    """The keys that hold the letters of `key` in order, and how well."""
    scores = fuzzy_scores(_folded(key).replace(" ", ""), map(_folded, others))
    for own, score in zip(others, scores, strict=True):
        if score is not None:
            yield own, score


def _rows(
    found: Iterable[TagUse], last: str | None, already: Iterable[str]
) -> tuple[Suggestion, ...]:
    is_last = _key(last) if last else None
    is_set = set(map(_key, already))
    keyed = ((_key(use.tag), use) for use in found)
    return tuple(
        Suggestion(use.tag, use.annotations, key == is_last, key in is_set) for key, use in keyed
    )


class _Liking:
    """How much a tag is used and how recently, seen from the day any was used last."""

    def __init__(self, uses: Iterable[TagUse]) -> None:
        self._weights = list(_weights(max((use.last_used for use in uses), default="")))

    def of(self, use: TagUse) -> float:
        weight = next((w for since, w in self._weights if use.last_used >= since), 10.0)
        return weight * log2(1 + use.annotations)


def _weights(newest: str) -> Iterator[tuple[str, float]]:
    try:
        today = date.fromisoformat(newest[:10])
    except (ValueError, OverflowError):
        return
    for days, weight in _AGES:
        yield (today - timedelta(days)).isoformat(), weight


@lru_cache(maxsize=1 << 15)
def _key(tag: str) -> str:
    return tag_key(tag)


@lru_cache(maxsize=1 << 15)
def _folded(key: str) -> str:
    return key if key.isascii() else fold(key)
