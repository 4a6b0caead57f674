"""Which annotations of a library are on a paragraph of the same words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tui.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tui.core.model import Annotation


class Copies:
    """Annotations by the fingerprints of their paragraphs, kept up to date one at a time."""

    def __init__(self, annotations: Mapping[Path, Iterable[Annotation]]) -> None:
        self._found: defaultdict[str, dict[tuple[Path, int], Annotation]] = defaultdict(dict)
        for source, own in annotations.items():
            for annotation in own:
                self.add(source, annotation)

    def of(self, fingerprint: str) -> list[tuple[Path, Annotation]]:
        """The annotations on a paragraph of that fingerprint with their sources, in their order."""
        found = sorted(self._found.get(fingerprint, {}).items(), key=lambda item: item[0])
        return [(source, annotation) for (source, _), annotation in found]

    def add(self, source: Path, annotation: Annotation) -> None:
        """There is one more annotation."""
        for fingerprint in fingerprints(annotation):
            self._found[fingerprint][source, annotation.id] = annotation

    def remove(self, source: Path, annotation: Annotation) -> None:
        """An annotation that was added is gone."""
        for fingerprint in fingerprints(annotation):
            del self._found[fingerprint][source, annotation.id]
            if not self._found[fingerprint]:
                del self._found[fingerprint]


def fingerprints(annotation: Annotation) -> set[str]:
    """Those of its paragraphs, where its reader put it last."""
    target = annotation.target
    pinned = target.now.place.blocks if target.now else ()
    # As another program stores them they may be anything, even what no database takes.
    return {clean(part.fingerprint) for part in pinned or target.blocks}
