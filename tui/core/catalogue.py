"""What a library shows of its sources: titles, progress and marks, their order, and finding one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING, Any, Literal, get_args

from tui.core.search.fuzzy import fuzzy_scores
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tui.core.search.hits import Entry
    from tui.core.state import Reading

Order = Literal["folder", "recent", "notes", "title"]
ORDERS: tuple[Order, ...] = get_args(Order)

CLOSE = 1.5
"""Score for each letter of a word that stands in a row, or each at the start of a word."""
GOOD = 1 / 3
"""Share of the best score that is worth showing: letters strewn over a long path are not."""


@dataclass(frozen=True, slots=True)
class Item:
    """A source as lists show it; nothing but its name is known at first.

    `folders` lead to it from the root. `read_at` is when it was left, in ns since the epoch, 0 if
    it was never opened; `percent` is how far it was read then. `changed` says that the file is
    another one since. `key` is title and path, folded.
    """

    source: Path
    title: str
    folders: tuple[str, ...] = ()
    key: str = ""
    paragraphs: int | None = None
    annotations: int = 0
    read_at: int = 0
    percent: int | None = None
    changed: bool = False
    problem: str = ""


class Catalogue:
    """The items of a library by source, in the order of the library."""

    def __init__(self) -> None:
        self._items: dict[Path, Item] = {}
        self._complete = False

    def __getitem__(self, source: Path) -> Item:
        return self._items[source]

    def __contains__(self, source: object) -> bool:
        return source in self._items

    @property
    def is_known(self) -> bool:
        """Whether every source was looked at: nothing that a list shows will be another soon."""
        known = (item.problem or item.paragraphs is not None for item in self._items.values())
        return self._complete and all(known)

    def items(self) -> list[Item]:
        """All of them."""
        return list(self._items.values())

    def put(self, fresh: Mapping[Path, Item]) -> None:
        """The library holds these sources, and no others; what was known of one stays known."""
        known = {source: item for source, item in self._items.items() if source in fresh}
        self._items, self._complete = dict(fresh), True
        for source, item in known.items():
            self._items[source] = replace(item, folders=fresh[source].folders)
            self.revise(source, title=item.title)

    def revise(self, source: Path, **fields: Any) -> bool:
        """Put other values into fields of an item; whether any is another now.

        A document that is opened before the library was looked through becomes known; later, one
        that is not of the library does not.
        """
        if self._complete and source not in self._items:
            return False
        before = self._items.get(source) or Item(source, source.stem)
        after = replace(before, **fields)
        if "title" in fields:
            after = replace(after, key=_key(after.title, after.folders, source))
        self._items[source] = after
        return after != before

    def learn(self, entries: Iterable[Entry]) -> list[Path]:
        """Take in titles and counts of sources of the library; returns what looks different now."""
        return [
            entry.source
            for entry in entries
            if self.revise(
                entry.source,
                title=entry.title or entry.source.stem,
                paragraphs=None if entry.problem else entry.paragraphs,
                annotations=entry.annotations,
                problem=entry.problem,
            )
        ]

    def recall(self, readings: Mapping[Path, Reading]) -> None:
        """Take in how sources were left; what is being read now is known better."""
        for source, reading in readings.items():
            if source in self._items and reading.at > self._items[source].read_at:
                self.revise(
                    source,
                    read_at=reading.at,
                    percent=reading.percent,
                    changed=reading.changed,
                )

    def ordered(self, order: Order) -> list[Item]:
        """All items; those that are equal in this order stay as the library has them."""
        items = self.items()
        if order == "recent":
            items.sort(key=lambda item: -item.read_at)
        elif order == "notes":
            items.sort(key=lambda item: -item.annotations)
        elif order == "title":
            items.sort(key=lambda item: item.key)
        return items


def catalogued(root: Path, sources: Iterable[Path]) -> dict[Path, Item]:
    """An item for each source of the library at `root`, made of nothing but its path."""
    folders: dict[Path, tuple[str, ...]] = {}
    items: dict[Path, Item] = {}
    for source in sources:
        parent = source.parent
        if parent not in folders:
            below = parent.is_relative_to(root)
            folders[parent] = parent.relative_to(root).parts if below else ()
        title = source.stem
        key = _key(title, folders[parent], source)
        items[source] = Item(source, title, folders[parent], key)
    return items


def find(typed: str, items: Sequence[Item]) -> dict[Path, float]:
    """The sources whose title or path holds the letters of every word typed, and how well.

    Where some hold them close together, others do not count. Looks at every item, which takes a
    while: not for the event loop.
    """
    words = fold(typed).split()
    keys = [item.key for item in items]
    scored = zip(*(fuzzy_scores(word, keys) for word in words), strict=True)
    found: dict[Path, float] = {}
    close: dict[Path, float] = {}
    for item, scores in zip(items, scored, strict=False):
        held = [score for score in scores if score is not None]
        if len(held) == len(words):
            found[item.source] = sum(held)
            if all(map(_is_close, words, held, repeat(item.key))):
                close[item.source] = sum(held)
    least = GOOD * max(found.values(), default=0)
    return close or {source: score for source, score in found.items() if score >= least}


def _is_close(word: str, score: float, key: str) -> bool:
    return word in key or score >= CLOSE * len(word)


def _key(title: str, folders: tuple[str, ...], source: Path) -> str:
    return fold(f"{title} {'/'.join((*folders, source.name))}")
