"""What of a text a view shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.ui.widgets.document_view import DocumentView


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a text is shown: `blocks`, because of `query`, which holds for those `found`."""

    query: str
    blocks: Sequence[int]
    found: Sequence[int]


def shown_of(view: DocumentView) -> Sequence[int]:
    """The blocks of its text that `view` shows, in ascending order."""
    if view.filter:
        return view.filter.blocks
    return range(len(view.text.document.blocks) if view.text else 0)


def told_of(view: DocumentView) -> str:
    """What the status line says of that, or of the tag that is painted; "" for nothing."""
    if view.painting:
        return f"painting #{view.painting}"
    return f"only {len(view.filter.found)}: {view.filter.query}" if view.filter else ""
