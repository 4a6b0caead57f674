"""Hits put into groups: by path, by tag, by the day of their last change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tui.core.tags import tag_key
from tui.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.core.search.hits import Hit
    from tui.core.search.query.tree import Group
    from tui.core.search.snapshot import Material

REST = {"path": "", "tag": "without a tag", "day": "without a note"}
"""The name of the last group, of what fits into no other."""


def grouped(batches: Iterable[list[Hit]], by: Group, snapshot: Material) -> Iterator[list[Hit]]:
    """One batch for each group, in the order of their first hits; days from the latest one on.

    A hit with several tags stands in the group of each.
    """
    groups: defaultdict[str, list[Hit]] = defaultdict(list)
    written: dict[str, str] = {}
    for hit in (hit for batch in batches for hit in batch):
        for name in _names(hit, by, snapshot) or (REST[by],):
            known = written.setdefault(tag_key(name), name)
            groups[known].append(replace(hit, group=known))
    rest = groups.pop(REST[by], [])
    yield from [groups[name] for name in (sorted(groups, reverse=True) if by == "day" else groups)]
    if rest:
        yield rest


def _names(hit: Hit, by: Group, snapshot: Material) -> tuple[str, ...]:
    if by == "tag":
        return tuple(f"#{tag}" for tag in hit.tags)
    if by == "path":
        return (clean_line(str(hit.source)),)
    row = snapshot.of(hit.source).get(hit.annotation or 0)
    day = _day(row.annotation.modified) if row else ""
    return (day,) if day else ()


def _day(time: str) -> str:
    try:
        return datetime.fromisoformat(time).astimezone().date().isoformat()
    except (ValueError, OverflowError):
        return ""
