"""How tags are used over a library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.core.tags import tag_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tui.core.model import Annotation


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag as first written, on how many annotations of how many documents, and when last."""

    tag: str
    annotations: int
    documents: int
    last_used: str


@dataclass(slots=True)
class _Count:
    """What is known of a tag while annotations are walked through."""

    tag: str
    created: str
    annotations: int = 0
    documents: int = 0
    last_used: str = ""
    source: Path | None = None

    def add(self, source: Path, tag: str, annotation: Annotation) -> None:
        self.annotations += 1
        self.documents += self.source is not source
        self.source = source
        self.last_used = max(self.last_used, annotation.modified)
        if annotation.created < self.created:
            self.tag, self.created = tag, annotation.created


def count_tags(annotations: Mapping[Path, Iterable[Annotation]]) -> list[TagUse]:
    """Every tag in use, the most used first; a parent only where it is used itself."""
    counts: dict[str, _Count] = {}
    for source, own in annotations.items():
        for annotation in own:
            for tag in annotation.tags:
                key = tag_key(tag)
                if key not in counts:
                    counts[key] = _Count(tag, annotation.created)
                counts[key].add(source, tag, annotation)
    ordered = sorted(counts.items(), key=lambda item: (-item[1].annotations, item[0]))
    return [TagUse(c.tag, c.annotations, c.documents, c.last_used) for _, c in ordered]
