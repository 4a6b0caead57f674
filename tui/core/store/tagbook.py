"""The tags file of a library: what tags mean, and under which other names they are known."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tui.core.errors import UnreadableSidecar, UnwritableSidecar
from tui.core.model import timestamp
from tui.core.store.replace import locked
from tui.core.store.storage import SidecarStorage
from tui.core.tags import is_below, moved, tag_key, with_tags
from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

NAME = ".postil-tags.json"
TABLE = "tags"
ATTEMPTS = 20
LOOK_EVERY = 1.0
"""Seconds for which a folder is known to have no tags file above it, or another one."""


@dataclass(frozen=True, slots=True)
class TagEntry:
    """What is known of a tag; `aliases` are tags that mean it, in sidecars met later too."""

    tag: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    created: str = field(default_factory=timestamp)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.description or self.aliases)


class TagBook:
    """The tags file at `path`, in the form of a sidecar; the disk is the truth."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._storage = SidecarStorage(path, path.parent)

    def entries(self) -> dict[str, TagEntry]:
        """Every entry by the key of its tag; malformed ones are left out.

        Raises `UnreadableSidecar`.
        """
        rows = self._storage.tables().get(TABLE, {})
        found = (_entry(row) for row in rows.values()) if isinstance(rows, dict) else ()
        return {tag_key(entry.tag): entry for entry in found if entry}

    def describe(self, tag: str, description: str) -> None:
        """Say what `tag` means; raises `UnreadableSidecar` or `UnwritableSidecar`."""
        self._revise([tag], lambda entry: replace(entry, description=description.strip()))

    def follow(self, old: str, new: str) -> None:
        """`old` means `new` from now on, and so do the other names it had; raises likewise."""
        entries = self.entries()
        before = entries.get(tag_key(old), TagEntry(old))
        names = with_tags((old,), before.aliases)

        def joined(entry: TagEntry) -> TagEntry:
            own = (alias for alias in with_tags(entry.aliases, names) if tag_key(alias) != key)
            return replace(
                entry, description=entry.description or before.description, aliases=tuple(own)
            )

        key = tag_key(new)
        self._revise([new], joined, gone=[old])

    def unfollow(self, old: str, new: str) -> None:
        """`old` is a tag of its own again; raises likewise."""
        key = tag_key(old)

        def parted(entry: TagEntry) -> TagEntry:
            own = tuple(alias for alias in entry.aliases if tag_key(alias) != key)
            return replace(entry, aliases=own)

        self._revise([new], parted)

    def _revise(
        self,
        tags: Iterable[str],
        revision: Callable[[TagEntry], TagEntry],
        gone: Iterable[str] = (),
    ) -> None:
        with locked(self.path.parent):
            for _ in range(ATTEMPTS):
                entries = self.entries()
                for tag in tags:
                    entries[tag_key(tag)] = revision(entries.get(tag_key(tag), TagEntry(tag)))
                for tag in gone:
                    entries.pop(tag_key(tag), None)
                kept = [entry for entry in entries.values() if not entry.is_empty]
                rows = {str(at): _row(entry) for at, entry in enumerate(kept, 1)}
                self._storage.write({**self._storage.tables(), TABLE: rows})
                if self._storage.commit():
                    return
        raise UnwritableSidecar(self.path, "not saved: another program keeps changing it")


class Aliases:
    """Under which name each tag goes: looks at, and above, the folder of a source."""

    def __init__(self) -> None:
        self._books: dict[Path, TagBook] = {}
        self._near: dict[Path, tuple[float, Mapping[str, str]]] = {}

    def of(self, folder: Path) -> Mapping[str, str]:
        """The tags that others are renamed to, by the key of the other; {} where none is."""
        now = time.monotonic()
        known = self._near.get(folder)
        if known is None or now - known[0] > LOOK_EVERY:
            known = self._near[folder] = now, self._read(folder)
        return known[1]

    def forget(self) -> None:
        """Something was renamed: look again at once."""
        self._near.clear()

    def _read(self, folder: Path) -> Mapping[str, str]:
        path = book_path(folder)
        book = self._books.setdefault(path, TagBook(path))
        try:
            entries = book.entries()
        except UnreadableSidecar:
            # Not a reason to hide any note: tags stay as they are written.
            return {}
        return {tag_key(alias): e.tag for e in entries.values() for alias in e.aliases}


def book_path(folder: Path) -> Path:
    """The nearest tags file at or above `folder`, else the one that would be in it."""
    candidates = (above / NAME for above in (folder, *folder.parents))
    return next((path for path in candidates if path.is_file()), folder / NAME)


def canonical(tags: tuple[str, ...], aliases: Mapping[str, str]) -> tuple[str, ...]:
    """`tags` under the names they go by; what is below a renamed tag goes with it."""
    for tag in tags if aliases else ():
        levels = tag.split("/")
        for depth in range(len(levels), 0, -1):
            old = "/".join(levels[:depth])
            new = aliases.get(tag_key(old))
            if new and not is_below(new, old):
                tags = moved(tags, old, new)
                break
    return tags


def _entry(row: Any) -> TagEntry | None:
    if not isinstance(row, dict) or not isinstance(row.get("tag"), str):
        return None
    aliases = row.get("aliases")
    names = (
        [clean_line(alias) for alias in aliases if isinstance(alias, str)]
        if isinstance(aliases, list)
        else []
    )
    return TagEntry(
        clean_line(row["tag"]),
        clean(str(row.get("description", ""))),
        tuple(names),
        str(row.get("created", "")),
    )


def _row(entry: TagEntry) -> dict[str, Any]:
    return {
        "tag": entry.tag,
        "description": entry.description,
        "aliases": list(entry.aliases),
        "created": entry.created,
    }
