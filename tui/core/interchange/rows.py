"""What is exported: annotations with where they stand today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from tui.core.model import Anchor, Annotation
    from tui.core.session import Session


@dataclass(frozen=True, slots=True)
class Row:
    """An annotation of an article; `paragraph` is None for the document and without a place."""

    path: Path
    title: str
    paragraph: int | None
    anchor: Anchor
    annotation: Annotation


def rows_of(session: Session) -> Iterator[Row]:
    """A session's annotations: on the document, then in reading order, then without a place."""
    document = session.document
    for annotation in sorted(session.annotations.values(), key=lambda a: _order(session, a)):
        anchor = session.anchors[annotation.id]
        number = document.number(anchor.ranges[0][0]) if anchor.ranges else None
        yield Row(document.path, document.title, number, anchor, annotation)


def fields(annotation: Annotation, anchor: Anchor) -> dict[str, Any]:
    """An annotation as JSON shows it to other programs; `conflicts` only where there are any.

    `score` says how sure the place is (0 to 1); of a note on the whole document it is 1.
    """
    return {
        "id": str(UUID(int=annotation.id)),
        "tags": list(annotation.tags),
        "note": annotation.note,
        "colour": annotation.colour,
        "status": annotation.status,
        "starred": annotation.starred,
        "quote": annotation.target.exact,
        "state": anchor.state,
        "score": anchor.score,
        "created": annotation.created,
        "modified": annotation.modified,
        **({"conflicts": list(annotation.conflicts)} if annotation.conflicts else {}),
    }


def _order(session: Session, annotation: Annotation) -> tuple[int, tuple[int, ...], int]:
    ranges = session.anchors[annotation.id].ranges
    group = 1 if ranges else 2 if annotation.target.blocks else 0
    return group, ranges[0] if ranges else (), annotation.id
