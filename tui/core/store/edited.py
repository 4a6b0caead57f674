"""Edits of annotations as edits of the rows that they were made on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.core.model import timestamp
from tui.core.store.merge import delete_row, revise_row
from tui.core.store.schema import DOCUMENT, row_of, with_choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.core.model import Annotation, Choice
    from tui.core.store.keeping import Keeping
    from tui.core.store.versions import Row


def edited_rows(
    known: Mapping[str, Any],
    records: Mapping[str, Any],
    changes: Mapping[int, Annotation | None],
    keeping: Keeping,
    choice: Choice | None = None,
) -> dict[str, Row]:
    """Our rows: each change as an edit of the row that it was made on, and what was chosen."""
    device, now = "", timestamp()
    rows: dict[str, Row] = {}
    for id_, annotation in changes.items():
        base = known.get(str(id_), records.get(str(id_)))
        base = base if isinstance(base, dict) else None
        if annotation is None and (base is None or "deleted" in base):
            continue
        device = device or keeping.device()
        if annotation is None:
            rows[str(id_)] = delete_row(base or {}, device, now)
        else:
            wanted = row_of(annotation, base)
            row = revise_row(base, wanted, device, now)
            if row != base:
                rows[str(id_)] = row
    if choice is not None:
        about = known.get(str(DOCUMENT), records.get(str(DOCUMENT)))
        rows[str(DOCUMENT)] = with_choice(about, choice, device or keeping.device(), now)
    return rows
