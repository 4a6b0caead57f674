"""What the tags file says of one tag, and its row there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tui.core.model import timestamp
from tui.core.tags import DIGITS, TAG_COLOURS
from tui.core.text import clean, clean_line


@dataclass(frozen=True, slots=True)
class TagEntry:
    """What is known of a tag; `aliases` are tags that mean it, in sidecars met later too.

    `colour` is one of `TAG_COLOURS`, "" for none of its own; `digit` is its key, 0 for none.
    """

    tag: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    colour: str = ""
    digit: int = 0
    created: str = field(default_factory=timestamp)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.description or self.aliases or self.colour or self.digit)


def entry_of(row: Any) -> TagEntry | None:
    """The entry of a row; None where it names no tag. What else makes no sense is left out."""
    if not isinstance(row, dict) or not isinstance(row.get("tag"), str):
        return None
    aliases = row.get("aliases")
    names = (
        [clean_line(alias) for alias in aliases if isinstance(alias, str)]
        if isinstance(aliases, list)
        else []
    )
    colour, digit = row.get("colour"), row.get("key")
    return TagEntry(
        clean_line(row["tag"]),
        clean(str(row.get("description", ""))),
        tuple(names),
        colour if isinstance(colour, str) and colour in TAG_COLOURS else "",
        digit if type(digit) is int and digit in DIGITS else 0,
        str(row.get("created", "")),
    )


def row_of(entry: TagEntry) -> dict[str, Any]:
    """The row of an entry; a tag without colour or key has no field for it."""
    row: dict[str, Any] = {
        "tag": entry.tag,
        "description": entry.description,
        "aliases": list(entry.aliases),
        "created": entry.created,
    }
    colour = {"colour": entry.colour} if entry.colour else {}
    return row | colour | ({"key": entry.digit} if entry.digit else {})
