"""The index of a library as a program uses it: kept in the user's cache folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.paths import user_cache
from tui.core.search.fts.index import EVERY, StoredIndex
from tui.core.search.fts.store import Store, folder_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui.core.search.shelf import Borrow
    from tui.core.store.keeping import Keeping


def store_of(root: Path, keeping: Keeping) -> Store:
    """Where the index of the library at `root` is kept."""
    return Store(folder_of(user_cache(), root), keeping)


def index_of(
    root: Callable[[], Path],
    keeping: Keeping,
    borrow: Borrow = lambda _: None,
    every: float = EVERY,
    *,
    is_apart: bool = False,
) -> StoredIndex:
    """The index of the library at `root`, which may move later; opens nothing yet."""
    store = store_of(root(), keeping)
    return StoredIndex(store, keeping, borrow, root, every, is_apart=is_apart)
