"""How tags are used over a library."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tui.core.tags import tag_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


class Tagged(Protocol):
    """What is counted of an annotation."""

    @property
    def id(self) -> int:
        """Its own."""

    @property
    def created(self) -> str:
        """When it was made."""

    @property
    def modified(self) -> str:
        """When it was changed last."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags, or some of them."""


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag as first written, on how many annotations of how many documents, and when last."""

    tag: str
    annotations: int
    documents: int
    last_used: str


def with_described(uses: Sequence[TagUse], tags: Iterable[str]) -> list[TagUse]:
    """`uses`, and behind them those of `tags` that no note has yet."""
    known = {tag_key(use.tag) for use in uses}
    return [*uses, *(TagUse(tag, 0, 0, "") for tag in tags if tag_key(tag) not in known)]


@dataclass(slots=True)
class _Count:
    """What is known of a tag; the lists are sorted, so that a use can be taken out again."""

    written: list[tuple[str, int, str]] = field(default_factory=list)
    """When it was written, in which annotation, and how."""
    modified: list[str] = field(default_factory=list)
    sources: Counter[Path] = field(default_factory=Counter)


class TagCounts:
    """The uses of every tag, kept up to date one annotation at a time."""

    def __init__(self, annotations: Mapping[Path, Iterable[Tagged]]) -> None:
        self._counts: defaultdict[str, _Count] = defaultdict(_Count)
        self._uses: list[TagUse] | None = None
        for source, own in annotations.items():
            for annotation in own:
                self._add(source, annotation)
        for count in self._counts.values():
            count.written.sort()
            count.modified.sort()

    @property
    def uses(self) -> list[TagUse]:
        """Every tag in use, the most used first; a parent only where it is used itself."""
        if self._uses is None:
            ordered = sorted(
                self._counts.items(), key=lambda item: (-len(item[1].written), item[0])
            )
            self._uses = [
                TagUse(c.written[0][2], len(c.written), len(c.sources), c.modified[-1])
                for _, c in ordered
            ]
        return self._uses

    def add(self, source: Path, annotation: Tagged) -> None:
        """There is one more annotation."""
        for count in self._add(source, annotation):
            insort(count.written, count.written.pop())
            insort(count.modified, count.modified.pop())

    def remove(self, source: Path, annotation: Tagged) -> None:
        """An annotation that was added is gone."""
        self._uses = None
        for tag in annotation.tags:
            key = tag_key(tag)
            count = self._counts[key]
            written = annotation.created, annotation.id, tag
            del count.written[bisect_left(count.written, written)]
            del count.modified[bisect_left(count.modified, annotation.modified)]
            count.sources[source] -= 1
            if not count.sources[source]:
                del count.sources[source]
            if not count.written:
                del self._counts[key]

    def _add(self, source: Path, annotation: Tagged) -> list[_Count]:
        self._uses = None
        counts = [self._counts[tag_key(tag)] for tag in annotation.tags]
        for tag, count in zip(annotation.tags, counts, strict=True):
            count.written.append((annotation.created, annotation.id, tag))
            count.modified.append(annotation.modified)
            count.sources[source] += 1
        return counts
