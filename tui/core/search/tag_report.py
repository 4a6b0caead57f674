"""What is known of the tags of a library: how often, where, since when, with which others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.core.tags import tag_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tui.core.search.uses import Tagged

MONTHS = 12
"""As many months back it is told how often a tag was used."""
TOGETHER = 5
"""Tags named that often stand beside one."""


@dataclass(frozen=True, slots=True)
class TagReport:
    """A tag as first written, and `level` above it.

    `own` annotations have it itself, `annotations` it or one below it, in so many `documents`.
    `last_used` is the latest change of these (RFC 3339). `months` counts those made in each of the
    last twelve months of the library, the oldest first; `together` are the tags that stand beside
    it most often, each with how often.
    """

    tag: str
    level: int
    own: int
    annotations: int
    documents: int
    last_used: str
    months: tuple[int, ...]
    together: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Seen:
    first: tuple[str, str]
    own: int = 0
    annotations: int = 0
    documents: set[Path] = field(default_factory=set)
    last_used: str = ""
    months: Counter[int] = field(default_factory=Counter)
    together: Counter[str] = field(default_factory=Counter)


def tag_reports(annotations: Mapping[Path, Iterable[Tagged]]) -> list[TagReport]:
    """Every tag and every level above one, in the order of a tree: a parent before its children."""
    seen: dict[str, _Seen] = {}
    for source, own in annotations.items():
        for annotation in own:
            _see(seen, source, annotation)
    newest = max((month for one in seen.values() for month in one.months), default=0)
    span = range(newest - MONTHS + 1, newest + 1)
    return [_report(key, seen, span) for key in sorted(seen, key=lambda key: key.split("/"))]


def with_described(reports: Iterable[TagReport], tags: Iterable[str]) -> list[TagReport]:
    """`reports`, and at their places in the tree those of `tags` that no note has yet."""
    known = {tag_key(report.tag): report for report in reports}
    for tag in tags:
        for key, name in _levels(tag):
            unused = TagReport(name, key.count("/"), 0, 0, 0, "", (0,) * MONTHS, ())
            known.setdefault(key, unused)
    return [known[key] for key in sorted(known, key=lambda key: key.split("/"))]


def _see(seen: dict[str, _Seen], source: Path, annotation: Tagged) -> None:
    own = {tag_key(tag) for tag in annotation.tags}
    month = _month(annotation.created)
    names = dict(name for tag in annotation.tags for name in _levels(tag))
    for key, tag in names.items():
        one = seen.setdefault(key, _Seen((annotation.created, tag)))
        one.first = min(one.first, (annotation.created, tag))
        one.own += key in own
        one.annotations += 1
        one.documents.add(source)
        one.last_used = max(one.last_used, annotation.modified)
        if month is not None:
            one.months[month] += 1
        one.together.update(other for other in own if not _are_related(key, other))


def _levels(tag: str) -> Iterator[tuple[str, str]]:
    """The key and the name of a tag and of each level above it."""
    parts = tag.split("/")
    for depth in range(1, len(parts) + 1):
        name = "/".join(parts[:depth])
        yield tag_key(name), name


def _are_related(one: str, other: str) -> bool:
    return f"{other}/".startswith(f"{one}/") or f"{one}/".startswith(f"{other}/")


def _month(when: str) -> int | None:
    """Months since year 0; None for what is no date."""
    year, month = when[:4], when[5:7]
    if not (year.isdecimal() and month.isdecimal()):
        return None
    return int(year) * 12 + int(month)


def _report(key: str, seen: Mapping[str, _Seen], span: Iterable[int]) -> TagReport:
    one = seen[key]
    together = sorted(one.together.items(), key=lambda item: (-item[1], item[0]))[:TOGETHER]
    return TagReport(
        one.first[1],
        key.count("/"),
        one.own,
        one.annotations,
        len(one.documents),
        one.last_used,
        tuple(one.months[month] for month in span),
        tuple((seen[other].first[1], count) for other, count in together),
    )
