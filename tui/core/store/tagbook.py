"""The tags file of a library: what tags mean, and under which other names they are known."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from tui.core.errors import UnreadableSidecar, UnwritableSidecar
from tui.core.store.replace import locked
from tui.core.store.retagging import rename_entries, restore_entries
from tui.core.store.storage import SidecarStorage
from tui.core.store.tag_entry import TagEntry, entry_of, row_of
from tui.core.tags import is_below, moved, tag_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tui.core.store.retagging import Entries, Retagged

Outcome = TypeVar("Outcome")

NAME = ".postil-tags.json"
TABLE = "tags"
ATTEMPTS = 20
LOOK_EVERY = 1.0
"""Seconds for which a folder is known to have no tags file above it, or another one."""


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
        found = (entry_of(row) for row in rows.values()) if isinstance(rows, dict) else ()
        return {tag_key(entry.tag): entry for entry in found if entry}

    def describe(
        self,
        tag: str,
        description: str | None = None,
        colour: str | None = None,
        digit: int | None = None,
    ) -> str:
        """Say what `tag` means, which colour it has and which key; None changes nothing.

        Returns the tag that had the key until now, "" for none. Raises `UnreadableSidecar` or
        `UnwritableSidecar`.
        """
        given = {"description": description and description.strip(), "colour": colour}
        fields: dict[str, Any] = {k: v for k, v in given.items() if v is not None}
        key = tag_key(tag)

        def described(entries: Entries) -> str:
            entry = replace(entries.get(key, TagEntry(tag)), **fields)
            if digit is None:
                entries[key] = entry
                return ""
            others = [k for k, e in entries.items() if digit and e.digit == digit and k != key]
            entries[key] = replace(entry, digit=digit)
            entries.update({k: replace(entries[k], digit=0) for k in others})
            return ", ".join(entries[k].tag for k in others)

        return self._revise(described)

    def follow(self, old: str, new: str) -> Retagged:
        """`old` means `new` from now on, and so do the other names it had; raises likewise.

        Returns which entries that touched, for `unfollow`.
        """
        return self._revise(partial(rename_entries, old=old, new=new))

    def unfollow(self, old: str, new: str, done: Retagged | None = None) -> None:
        """`old` is a tag of its own again; raises likewise."""
        self._revise(partial(restore_entries, old=old, new=new, done=done))

    def _revise(self, revision: Callable[[Entries], Outcome]) -> Outcome:
        with locked(self.path.parent):
            for _ in range(ATTEMPTS):
                entries = self.entries()
                outcome = revision(entries)
                kept = [entry for entry in entries.values() if not entry.is_empty]
                rows = {str(at): row_of(entry) for at, entry in enumerate(kept, 1)}
                self._storage.write({**self._storage.tables(), TABLE: rows})
                if self._storage.commit():
                    return outcome
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
        return aliases_of(entries)


def book_path(folder: Path) -> Path:
    """The nearest tags file at or above `folder`, else the one that would be in it."""
    candidates = (above / NAME for above in (folder, *folder.parents))
    return next((path for path in candidates if path.is_file()), folder / NAME)


def aliases_of(entries: Mapping[str, TagEntry]) -> dict[str, str]:
    """The tags that others are renamed to, by the key of the other."""
    return {tag_key(alias): e.tag for e in entries.values() for alias in e.aliases}


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
