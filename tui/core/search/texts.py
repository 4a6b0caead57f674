"""What one search knows of the texts that notes are on; they are opened when that is asked for."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

from tui.core.search.records import Where, path_in
from tui.core.search.snapshot import annotations_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

    from tui.core.model import Anchor, AnchorState, Annotation
    from tui.core.search.shelf import Opened
    from tui.core.search.snapshot import Material

    Open: TypeAlias = Callable[[Path], Opened | None]


class Texts:
    """Titles, paths in the library `root`, and places of annotations, each found out once.

    `open_` gives the document of a source, or None where it cannot be read.
    """

    def __init__(self, material: Material, open_: Open, root: Path) -> None:
        self.open = open_
        self._material = material
        self._root = root
        self._anchors: dict[Path, dict[int, Anchor]] = {}
        self._titles: dict[Path, str] = {}
        self._wheres: dict[Path, Where] = {}

    def path(self, source: Path) -> str:
        """The path in the library."""
        return path_in(self._root, source)

    def where(self, source: Path) -> Where:
        """What a query can ask about a source."""
        if source not in self._wheres:
            title, state = partial(self.title, source), partial(self._state, source)
            self._wheres[source] = Where(self.path(source), title, state)
        return self._wheres[source]

    def title(self, source: Path) -> str:
        """That of the document, or the name of a file that cannot be read."""
        if source not in self._titles:
            opened = self.open(source)
            self._titles[source] = opened.document.title if opened else source.name
        return self._titles[source]

    def anchors(self, source: Path, opened: Opened) -> dict[int, Anchor]:
        """Where the annotations of a source are today."""
        if source not in self._anchors:
            self._anchors[source] = opened.anchors(annotations_in(self._material.of(source)))
        return self._anchors[source]

    def annotated(self, source: Path, opened: Opened) -> dict[int, list[Annotation]]:
        """The annotations on each block that has any."""
        found: defaultdict[int, list[Annotation]] = defaultdict(list)
        rows = self._material.of(source)
        for id_, anchor in sorted(self.anchors(source, opened).items(), key=itemgetter(0)):
            for index in {index for index, _, _ in anchor.ranges}:
                found[index].append(rows[id_].annotation)
        return found

    def _state(self, source: Path, annotation: Annotation) -> AnchorState | None:
        if source not in self._anchors:
            opened = self.open(source)
            if opened is None:
                return None
            self.anchors(source, opened)
        return self._anchors[source][annotation.id].state
