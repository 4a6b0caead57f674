"""All annotations of a library at one moment, ready to be searched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tui.core.search.records import Record, record_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tui.core.model import Annotation


@dataclass(frozen=True, slots=True)
class Row:
    """An annotation and what a query looks at in it."""

    annotation: Annotation
    record: Record


Rows = dict[int, Row]


def row(annotation: Annotation) -> Row:
    """The row of `annotation`."""
    return Row(annotation, record_of(annotation))


class Snapshot:
    """Rows by source and id; never changed, so that any thread may go on with the one it took."""

    def __init__(self, rows: Mapping[Path, Rows]) -> None:
        self.rows = rows

    def of(self, source: Path) -> Rows:
        """The rows of `source`."""
        return self.rows.get(source, {})

    def annotations(self, source: Path) -> dict[int, Annotation]:
        """The annotations of `source` by id."""
        return {id_: one.annotation for id_, one in self.of(source).items()}

    def everything(self) -> dict[Path, list[Annotation]]:
        """All annotations by source."""
        return {s: [one.annotation for one in rows.values()] for s, rows in self.rows.items()}

    @cached_property
    def newest(self) -> list[tuple[Path, Row]]:
        """Every row with its source, those changed last first."""
        every = [(source, one) for source, rows in self.rows.items() for one in rows.values()]
        return sorted(every, key=lambda pair: pair[1].annotation.modified, reverse=True)
