"""What tells tags apart at a glance and at a key: colours, and the digits that put them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.errors import UnreadableSidecar
from tui.core.store.tagbook import TagBook, aliases_of, canonical
from tui.core.tags import tag_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.core.store.tag_entry import TagEntry


class TagSigns:
    """Those of one library, kept up to date for all who draw tags or take keys for them.

    `digits` are the tags by the digit of their key, `described` those of which the tags file says
    anything, whether a note has them or not.
    """

    def __init__(self) -> None:
        self.digits: Mapping[int, str] = {}
        self.described: tuple[str, ...] = ()
        self._colours: Mapping[str, str] = {}

    def update(self, entries: Mapping[str, TagEntry], pinned: Mapping[int, str]) -> bool:
        """Go by the tags file, and by the settings for digits that it gives to no tag.

        A tag of the settings that was renamed goes by its new name. Whether anything changed.
        """
        before = self.digits, self.described, self._colours
        aliases = aliases_of(entries)
        named = {digit: canonical((tag,), aliases)[0] for digit, tag in pinned.items()}
        own = {entry.digit: entry.tag for entry in entries.values() if entry.digit}
        self.digits = dict(sorted({**named, **own}.items()))
        self._colours = {key: entry.colour for key, entry in entries.items() if entry.colour}
        said = (e.tag for e in entries.values() if e.description or e.colour or e.digit)
        self.described = tuple(said)
        return before != (self.digits, self.described, self._colours)

    def colour(self, tag: str) -> str:
        """The colour of `tag`, or else of the nearest level above it that has one; "" for none."""
        if not self._colours:
            return ""
        key = tag_key(tag)
        while key and key not in self._colours:
            key = key.rpartition("/")[0]
        return self._colours.get(key, "")

    def digit(self, tag: str) -> int:
        """The digit of `tag`, 0 for none."""
        key = tag_key(tag)
        return next((digit for digit, one in self.digits.items() if tag_key(one) == key), 0)


def signs_of(book: TagBook, pinned: Mapping[int, str]) -> TagSigns:
    """Those of a tags file as it is; one that cannot be read gives none."""
    signs = TagSigns()
    try:
        entries = book.entries()
    except UnreadableSidecar:
        entries = {}
    signs.update(entries, pinned)
    return signs
