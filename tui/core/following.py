"""What goes along when a tag gets another name, beside the notes: the tags file and the queries."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tui.core.errors import FileProblem
from tui.core.store.renames import Renamed, Renames

if TYPE_CHECKING:
    from tui.core.edits import Rename
    from tui.core.paths import Places
    from tui.core.store.tagbook import TagBook


def follow(rename: Rename, book: TagBook, places: Places) -> None:
    """Let the tags file and the saved queries of one reader follow `rename`, there or back.

    Queries that cannot be read or written say so where they are used and keep nothing from being
    done. Raises `UnreadableSidecar` or `UnwritableSidecar` for the tags file.
    """
    # Not needed before a tag is renamed.
    from tui.core.search.saved import SavedQueries

    renames, queries = Renames(places), SavedQueries(places)
    if rename.back:
        done = renames.take(book.path, rename.old, rename.new)
        book.unfollow(rename.old, rename.new, done.retagged if done else None)
        with suppress(FileProblem):
            queries.restore(done.queries if done else {})
        return
    retagged = book.follow(rename.old, rename.new)
    changed: dict[str, tuple[str, str]] = {}
    with suppress(FileProblem):
        changed = queries.rename_tag(rename.old, rename.new)
    renames.add(Renamed(book.path, rename.old, rename.new, retagged, changed))
