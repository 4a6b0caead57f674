"""The bundled articles as a library of the reader's own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tui.core.errors import UnreadableDocument, reason
from tui.core.paths import bundled_articles

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.paths import Places


def prepare_tour(places: Places) -> Path:
    """A writable copy of the bundled articles in the data folder; what is there already stays.

    Raises `UnreadableDocument` when it cannot be made.
    """
    target = places.data / "tour"
    try:
        _copy_missing(bundled_articles(), target)
    except OSError as error:
        raise UnreadableDocument(target, f"the tour cannot be copied: {reason(error)}") from error
    return target


def _copy_missing(origin: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for entry in origin.iterdir():
        copy = target / entry.name
        if entry.is_dir():
            _copy_missing(entry, copy)
        elif not copy.exists():
            shutil.copyfile(entry, copy)
