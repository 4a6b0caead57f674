"""Annotations in other programs' forms: one file per format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.interchange.jsonl import to_jsonl
from tui.core.interchange.markdown import to_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tui.core.interchange.rows import Row

WRITERS: Mapping[str, Callable[[Iterable[Row]], Iterator[str]]] = {
    "markdown": to_markdown,
    "jsonl": to_jsonl,
}


def export(rows: Iterable[Row], to: str) -> Iterator[str]:
    """Text in the format `to`, one of `WRITERS`, in pieces; an article's rows stand together."""
    return WRITERS[to](rows)
