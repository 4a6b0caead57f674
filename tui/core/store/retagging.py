"""What a new name for a tag does to the entries of a tags file, and how that is taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.core.store.tag_entry import TagEntry
from tui.core.tags import is_below, moved, tag_key, with_tags, without_tags

if TYPE_CHECKING:
    from collections.abc import Iterable

Entries = dict[str, TagEntry]
"""By the key of the tag."""


@dataclass(frozen=True, slots=True)
class Retagged:
    """The entries that a new name touched, before it and after it."""

    before: tuple[TagEntry, ...] = ()
    after: tuple[TagEntry, ...] = ()


def rename_entries(entries: Entries, old: str, new: str) -> Retagged:
    """Let `new` have what is known of `old`, and so for what is below; changes `entries`.

    What `new` says of itself stays; `old` and the other names that it had are names of `new` now.
    """
    sources = [entry for entry in entries.values() if is_below(entry.tag, old)]
    if not any(tag_key(entry.tag) == tag_key(old) for entry in sources):
        sources.insert(0, TagEntry(old))
    targets = {source.tag: moved((source.tag,), old, new)[0] for source in sources}
    touched = {tag_key(name) for pair in targets.items() for name in pair}
    # What is called so again is no other name of a third tag any more.
    touched |= {
        key for key, entry in entries.items() if tag_key(new) in map(tag_key, entry.aliases)
    }
    before = tuple(entries[key] for key in touched if key in entries)
    for key in touched & entries.keys():
        entries[key] = replace(entries[key], aliases=without_tags(entries[key].aliases, (new,)))
    for source in sources:
        entries.pop(tag_key(source.tag), None)
    for source in sources:
        names = with_tags((old,), source.aliases) if is_same(source.tag, old) else source.aliases
        target = targets[source.tag]
        known = entries.get(tag_key(target), TagEntry(target))
        entries[tag_key(target)] = _joined(known, source, names)
    after = tuple(entries[key] for key in touched if key in entries)
    return Retagged(before, after)


def restore_entries(entries: Entries, old: str, new: str, done: Retagged | None) -> None:
    """Take `rename_entries` back; what was changed by hand since stays as it is.

    Without a record of what was `done`, only the name is given back.
    """
    done = done or Retagged(after=(TagEntry(new, aliases=(old,)),))
    before, after = _by_key(done.before), _by_key(done.after)
    # The digit that comes back does not take it away from a tag that got it since.
    taken = {entry.digit for key, entry in entries.items() if key not in before | after}
    for key in {**after, **before}:
        tag = (before.get(key) or after[key]).tag
        empty = TagEntry(tag)
        was, made = before.get(key, empty), after.get(key, empty)
        entry = _parted(entries.get(key, replace(empty, created=was.created)), was, made)
        entries[key] = replace(entry, tag=tag, digit=0) if entry.digit in taken else entry
        taken |= {entry.digit} - {0}


def is_same(one: str, other: str) -> bool:
    """Whether these are two spellings of one tag."""
    return tag_key(one) == tag_key(other)


def _joined(entry: TagEntry, other: TagEntry, names: Iterable[str]) -> TagEntry:
    return replace(
        entry,
        description=entry.description or other.description,
        colour=entry.colour or other.colour,
        digit=entry.digit or other.digit,
        aliases=without_tags(with_tags(entry.aliases, names), (entry.tag,)),
    )


def _parted(entry: TagEntry, was: TagEntry, made: TagEntry) -> TagEntry:
    return replace(
        entry,
        description=was.description if entry.description == made.description else entry.description,
        colour=was.colour if entry.colour == made.colour else entry.colour,
        digit=was.digit if entry.digit == made.digit else entry.digit,
        aliases=with_tags(without_tags(entry.aliases, made.aliases), was.aliases),
    )


def _by_key(entries: Iterable[TagEntry]) -> Entries:
    return {tag_key(entry.tag): entry for entry in entries}
