"""The list that `postil tags` prints, and the colours that tags have on a terminal."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tui.cli.output import CYAN, DIM, are_colours_shown, say_parts, spread
from tui.core.errors import UnreadableSidecar
from tui.core.interchange.jsonl import json_line
from tui.core.store.tagbook import TagBook, book_path
from tui.core.tag_signs import TagSigns
from tui.core.tags import tag_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tui.core.config import Config
    from tui.core.search.index import TagUse
    from tui.core.search.tag_report import TagReport
    from tui.core.store.tag_entry import TagEntry

WAYS = {
    "yellow": "33", "red": "31", "green": "32", "blue": "34", "purple": "35",
    "orange": "91", "teal": "36",
}  # fmt: skip
"""Colours that every terminal has, as parameters of Select Graphic Rendition (ECMA-48)."""


class TagsShown:
    """How tags of the library at `root` are shown; a tags file that cannot be read says nothing."""

    def __init__(self, root: Path, config: Config) -> None:
        self.entries: Mapping[str, TagEntry] = {}
        with suppress(UnreadableSidecar):
            self.entries = TagBook(book_path(root.absolute())).entries()
        self.signs = TagSigns()
        self.signs.update(self.entries, config.pinned)

    def way(self, tag: str, usual: str = CYAN) -> str:
        """How to draw `tag`; the `usual` way where it has no colour."""
        return WAYS.get(self.signs.colour(tag), usual)


def print_tags(found: Sequence[TagReport | TagUse], shown: TagsShown, *, as_json: bool) -> None:
    """Print a line for each."""
    if as_json:
        for one in found:
            print(json_line(_fields(one, shown)))
        return
    coloured = are_colours_shown()
    names = [_name(one) for one in found]
    width = max((len(spread(name)) for name in names), default=0)
    for name, one in zip(names, found, strict=True):
        articles = "article" if one.documents == 1 else "articles"
        count = f"  {one.annotations:>4} in {one.documents} {articles}"
        digit = shown.signs.digit(one.tag)
        key = (f"  key {digit}" if digit else "", DIM)
        blanks = " " * (width - len(spread(name)))
        say_parts([(name + blanks, shown.way(one.tag, "")), (count, DIM), key], coloured)


def _name(one: TagReport | TagUse) -> str:
    level = getattr(one, "level", 0)
    return "  " * level + (one.tag.rpartition("/")[2] if level else one.tag)


def _fields(one: TagReport | TagUse, shown: TagsShown) -> dict[str, object]:
    fields: dict[str, object] = {"tag": one.tag}
    fields |= {"annotations": one.annotations, "documents": one.documents}
    entry = shown.entries.get(tag_key(one.tag))
    known = {
        "colour": shown.signs.colour(one.tag),
        "key": shown.signs.digit(one.tag),
        "description": entry.description if entry else "",
    }
    fields |= {name: value for name, value in known.items() if value}
    level, own = getattr(one, "level", None), getattr(one, "own", None)
    tree = {"level": level, "own": own, "last_used": one.last_used}
    return fields | ({} if level is None else tree)
