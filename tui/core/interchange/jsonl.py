"""Annotations as JSON lines, and the one way to write such a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tui.core.interchange.rows import fields
from tui.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.core.interchange.rows import Row


def json_line(value: Any) -> str:
    """`value` on one line of readable JSON that says the same on a terminal as in a file.

    Every character that could act on a terminal is escaped.
    """
    line = json.dumps(value)
    if "\\u" in line:
        # Few need more than ASCII, for which alone an encoder is kept.
        line = json.dumps(value, ensure_ascii=False)
    if clean(line) == line:
        return line
    return "".join(c if clean(c) == c else f"\\u{ord(c):04x}" for c in line)


def to_jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """A line for each annotation."""
    for row in rows:
        place = {"path": str(row.path), "title": row.title, "paragraph": row.paragraph}
        yield json_line(place | fields(row.annotation, row.anchor)) + "\n"
