"""How the screen was divided: the views of a library, and what holds in all of them."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.core.paths import write_atomically
from tui.core.state import Position
from tui.core.tiling import LEAST_SHARE, MOST_SHARE, Split, kept, tiles

if TYPE_CHECKING:
    from tui.core.paths import Places
    from tui.core.tiling import Tiling

MOST_VIEWS = 4
NARROWEST, WIDEST = 16, 60
"""Cells of a pane."""

UNUSABLE = (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError)
"""What a damaged record, or one that is not there, is known by."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A document in a view; `current` is the view that had the keys."""

    source: Path
    position: Position
    current: bool = False


@dataclass(frozen=True, slots=True)
class Panes:
    """The widths of the panes in cells, and whether notes stand beside the text."""

    left: int = 27
    notes: int = 31
    beside: bool = True


def load_views(places: Places, root: Path) -> Tiling[Shown] | None:
    """The views in which the library at `root` was left, if there were several.

    Documents that are not there any more are left out; a damaged record counts as none.
    """
    try:
        tiling = _tiling(json.loads(_views_file(places, root).read_bytes()))
        there = kept(tiling, lambda shown: shown.source.is_file())
    except UNUSABLE:
        return None
    several = there is not None and 1 < len([*tiles(there)]) <= MOST_VIEWS
    return there if several else None


def keep_views(places: Places, root: Path, tiling: Tiling[Shown]) -> None:
    """Store them; a failure is not worth a message."""
    with contextlib.suppress(OSError):
        write_atomically(_views_file(places, root), json.dumps(_record(tiling)).encode())


def load_panes(places: Places) -> Panes:
    """The panes as they were left; a damaged record counts as none."""
    try:
        raw = json.loads(_panes_file(places).read_bytes())
        left, notes = (min(max(int(raw[key]), NARROWEST), WIDEST) for key in ("left", "notes"))
        return Panes(left, notes, raw["beside"] is not False)
    except UNUSABLE:
        return Panes()


def keep_panes(places: Places, panes: Panes) -> None:
    """Store them; a failure is not worth a message."""
    with contextlib.suppress(OSError):
        write_atomically(_panes_file(places), json.dumps(asdict(panes)).encode())


def _panes_file(places: Places) -> Path:
    return places.state / "panes.json"


def _views_file(places: Places, root: Path) -> Path:
    return places.document(root) / "views.json"


def _record(tiling: Tiling[Shown]) -> dict[str, Any]:
    if isinstance(tiling, Split):
        parts = {"first": _record(tiling.first), "second": _record(tiling.second)}
        return {"beside": tiling.beside, "share": tiling.share, **parts}
    record = {"source": str(tiling.source), **asdict(tiling.position)}
    return record | ({"current": True} if tiling.current else {})


def _tiling(raw: Any) -> Tiling[Shown]:
    if "beside" in raw:
        share = min(max(float(raw["share"]), LEAST_SHARE), MOST_SHARE)
        return Split(bool(raw["beside"]), _tiling(raw["first"]), _tiling(raw["second"]), share)
    place = Position(*(max(0, int(raw[key])) for key in ("cursor", "top", "offset")))
    return Shown(Path(raw["source"]), place, bool(raw.get("current")))
