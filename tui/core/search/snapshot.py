"""All annotations of a library at one moment, ready to be searched."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from tui.core.search.records import Record, record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tui.core.model import Annotation

LATEST = 1 << 42
"""Milliseconds since 1970, far in the future."""


@dataclass(frozen=True, slots=True)
class Row:
    """An annotation, what a query looks at in it, and when it was changed, in ms since 1970."""

    annotation: Annotation
    record: Record
    changed: int


Rows = dict[int, Row]


def row(annotation: Annotation) -> Row:
    """The row of `annotation`."""
    return Row(annotation, record_of(annotation), _changed(annotation.modified))


def newest_first(source: Path, one: Row) -> tuple[int, bytes, int]:
    """The order of annotations: by their last change, then by their source and id."""
    return -one.changed, os.fsencode(source), one.annotation.id


@dataclass(frozen=True, slots=True)
class Part:
    """A source, and its blocks whose own text may fulfil a query; None stands for all of them.

    `blocks` are ascending, and those of one `version` of the text: of another nothing is known.
    `noted` says whether it may be fulfilled by what is annotated on a block, `bare` that nothing is
    annotated on any of them.
    """

    source: Path
    blocks: Sequence[int] | None = None
    noted: bool = True
    version: str = ""
    bare: bool = False


class Material(Protocol):
    """What one search goes through: all annotations and texts, or those where its query may hold.

    It stays as it is while the search lasts.
    """

    @property
    def noted(self) -> Iterable[Path]:
        """The sources with annotations."""

    def of(self, source: Path) -> Rows:
        """All rows of `source`."""

    def newest(self, *, reverse: bool = False) -> Iterable[tuple[Path, Row]]:
        """The rows to look at with their sources, in the order of `newest_first`."""

    def within(self, source: Path) -> Iterable[Row]:
        """Those of `source`, by id."""

    def paragraphs(self, sources: Iterable[Path]) -> Iterator[Part]:
        """The parts of `sources` to look at, in their order."""


class Snapshot:
    """All rows by source and id; never changed, so that any thread may go on with one it took."""

    def __init__(self, rows: Mapping[Path, Rows]) -> None:
        self._rows = rows

    @property
    def noted(self) -> Iterable[Path]:
        """The sources with annotations."""
        return self._rows

    def of(self, source: Path) -> Rows:
        """All rows of `source`."""
        return self._rows.get(source, {})

    def newest(self, *, reverse: bool = False) -> Iterable[tuple[Path, Row]]:
        """Every row with its source, in the order of `newest_first`."""
        return reversed(self._newest) if reverse else self._newest

    def within(self, source: Path) -> Iterable[Row]:
        """The rows of `source`, by id."""
        return (one for _, one in sorted(self.of(source).items(), key=lambda item: item[0]))

    def paragraphs(self, sources: Iterable[Path]) -> Iterator[Part]:
        """Every source whole."""
        return map(Part, sources)

    def everything(self) -> dict[Path, list[Annotation]]:
        """All annotations by source."""
        return {s: [one.annotation for one in rows.values()] for s, rows in self._rows.items()}

    @cached_property
    def _newest(self) -> list[tuple[Path, Row]]:
        every = [(source, one) for source, rows in self._rows.items() for one in rows.values()]
        return sorted(every, key=lambda pair: newest_first(*pair))


def annotations_in(rows: Rows) -> dict[int, Annotation]:
    """The annotations of some rows by id."""
    return {id_: one.annotation for id_, one in rows.items()}


def _changed(modified: str) -> int:
    try:
        moment = datetime.fromisoformat(modified)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(max(0, round(moment.timestamp() * 1000)), LATEST)
    except (ValueError, OverflowError):
        return 0
