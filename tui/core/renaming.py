"""Renaming and merging tags over many documents, as one edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.edits import Change, Edit, Rename
from tui.core.errors import WrongUsage
from tui.core.tags import is_below, moved, tag_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.core.session import Session


def rename_tag(sessions: Iterable[Session], old: str, new: str) -> Edit:
    """Put `new` in place of `old`, and below it what is below `old`.

    Raises `WrongUsage` where `new` is `old` or below it.
    """
    return _joined(sessions, [old], new, f"renamed {old} to {new}")


def merge_tags(sessions: Iterable[Session], tags: Sequence[str], into: str) -> Edit:
    """Put `into` in place of each of `tags`, likewise."""
    others = [tag for tag in tags if tag_key(tag) != tag_key(into)]
    return _joined(sessions, others, into, f"merged {', '.join(others)} into {into}")


def _joined(sessions: Iterable[Session], tags: Sequence[str], into: str, label: str) -> Edit:
    if not tags:
        raise WrongUsage(f"“{into}” cannot be merged into itself")
    for tag in tags:
        if tag == into or (is_below(into, tag) and tag_key(into) != tag_key(tag)):
            raise WrongUsage(f"“{tag}” cannot become “{into}”, which is the same or below it")
    changes = []
    for session in sessions:
        for annotation in session.annotations.values():
            after = annotation.tags
            for tag in tags:
                after = moved(after, tag, into)
            if after != annotation.tags:
                revised = annotation.revised(tags=after)
                changes.append(Change(session.source, annotation.id, annotation, revised))
    return Edit(label, tuple(changes), renames=tuple(Rename(tag, into) for tag in tags))
