"""The bundled articles as a library of the reader's own, and how far they went in the tour."""

from __future__ import annotations

import contextlib
import json
import shutil
from typing import TYPE_CHECKING

from tui.core.errors import UnreadableDocument, reason
from tui.core.paths import bundled_articles, write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.paths import Places


def tour_folder(places: Places) -> Path:
    """Where the copy is, once there is one."""
    return places.data / "tour"


def reached(places: Places) -> str:
    """The id of the step at which the tour was left; "" when it was not, or none can be read."""
    try:
        id_ = json.loads(_progress_file(places).read_bytes())["step"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return id_ if isinstance(id_, str) else ""


def keep_reached(places: Places, id_: str) -> None:
    """Store the id of the step that was reached; a failure is not worth a message."""
    with contextlib.suppress(OSError):
        write_atomically(_progress_file(places), json.dumps({"step": id_}).encode())


def prepare_tour(places: Places) -> Path:
    """A writable copy of the bundled articles in the data folder; what is there already stays.

    Raises `UnreadableDocument` when it cannot be made.
    """
    target = tour_folder(places)
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


def _progress_file(places: Places) -> Path:
    return places.state / "tour.json"
