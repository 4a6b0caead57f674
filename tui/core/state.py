"""What is remembered between two runs beside the notes: where one was, and unfinished drafts."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

from tui.core.catalogue import ORDERS
from tui.core.model import timestamp
from tui.core.paths import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tui.core.catalogue import Order
    from tui.core.paths import Places


POSITION = "position.json"


@dataclass(frozen=True, slots=True)
class Position:
    """The cursor's block, and the block and character at the top of the view."""

    cursor: int = 0
    top: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished note, and when it was written last (RFC 3339)."""

    text: str
    kept: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from another without reading it."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How a source was left: when (ns since the epoch), and how far it was read.

    `changed` says that the file is not the one that was read then. Records of an earlier version
    hold neither.
    """

    at: int
    percent: int | None = None
    changed: bool = False


class ReadingState:
    """Positions and drafts in the state folder; losing it loses no note."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def position(self, source: Path) -> Position | None:
        """Where `source` was left, if it was opened before; a damaged record counts as none."""
        try:
            raw = json.loads(self._position_file(source).read_bytes())
            return Position(*(_natural(raw[key]) for key in ("cursor", "top", "offset")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remember(
        self,
        source: Path,
        position: Position,
        percent: int | None = None,
        stamp: Stamp | None = None,
    ) -> None:
        """Store where `source`, the file of `stamp`, is left; a failure is not worth a message."""
        record = asdict(position) | ({} if percent is None else {"percent": percent})
        record |= asdict(stamp) if stamp else {}
        with contextlib.suppress(OSError):
            write_atomically(self._position_file(source), json.dumps(record).encode())

    def last_read(self, sources: Sequence[Path]) -> Path | None:
        """The source left most recently, the first where none was ever opened; None of none."""
        times = {source: _written_at(file) for source, file in self._records(sources)}
        first = sources[0] if sources else None
        return max((s for s, at in times.items() if at), key=lambda s: times[s], default=first)

    def readings(self, sources: Iterable[Path]) -> dict[Path, Reading]:
        """How those of `sources` were left that were opened before."""
        found = ((source, _reading(source, file)) for source, file in self._records(sources))
        return {source: reading for source, reading in found if reading}

    def order(self) -> Order:
        """The order in which the library was shown last."""
        try:
            kept = json.loads(self._order_file.read_bytes())["order"]
        except (OSError, ValueError, KeyError, TypeError):
            return ORDERS[0]
        return kept if kept in ORDERS else ORDERS[0]

    def keep_order(self, order: Order) -> None:
        """Store it; a failure is not worth a message."""
        with contextlib.suppress(OSError):
            write_atomically(self._order_file, json.dumps({"order": order}).encode())

    def pace(self) -> float | None:
        """The reader's characters per minute, if they were ever measured."""
        try:
            rate = json.loads(self._pace_file.read_bytes())["characters_per_minute"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return float(rate) if type(rate) in (int, float) and isfinite(rate) else None

    def keep_pace(self, rate: float) -> None:
        """Store it, for all documents; a failure is not worth a message."""
        with contextlib.suppress(OSError):
            record = {"characters_per_minute": round(rate)}
            write_atomically(self._pace_file, json.dumps(record).encode())

    @property
    def _pace_file(self) -> Path:
        return self.places.state / "pace.json"

    def draft(self, source: Path, name: str) -> Draft | None:
        """The unfinished note kept under `name`, if any."""
        file = self._draft_file(source, name)
        try:
            text, kept = file.read_text("utf-8"), file.stat().st_mtime
        except (OSError, UnicodeDecodeError):
            return None
        return Draft(text, timestamp(timedelta(seconds=time.time() - kept)))

    def keep_draft(self, source: Path, name: str, text: str) -> None:
        """Put an unfinished note on the disk; raises OSError."""
        write_atomically(self._draft_file(source, name), text.encode("utf-8", "replace"))

    def drop_draft(self, source: Path, name: str) -> None:
        """Forget a draft: its note was saved or reverted."""
        with contextlib.suppress(OSError):
            self._draft_file(source, name).unlink()

    def drafts(self, source: Path) -> list[str]:
        """The names of all drafts of `source`."""
        found = self.places.document(source).glob("draft-*.md")
        return sorted(path.stem.removeprefix("draft-") for path in found)

    def _records(self, sources: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
        """Each source of which anything is remembered, and the file that may hold its position."""
        try:
            known = {folder.name for folder in self.places.documents.iterdir()}
        except OSError:
            return
        for source in sources if known else ():
            folder = self.places.document(source)
            if folder.name in known:
                yield source, folder / POSITION

    @property
    def _order_file(self) -> Path:
        return self.places.state / "library.json"

    def _position_file(self, source: Path) -> Path:
        return self.places.document(source) / POSITION

    def _draft_file(self, source: Path, name: str) -> Path:
        return self.places.document(source) / f"draft-{name}.md"


def stamp_of(source: Path) -> Stamp | None:
    """The stamp of the file as it is now; None if it cannot be seen."""
    try:
        about = source.stat()
    except OSError:
        return None
    return Stamp(about.st_size, about.st_mtime_ns)


def _reading(source: Path, file: Path) -> Reading | None:
    at = _written_at(file)
    if not at:
        return None
    try:
        raw = json.loads(file.read_bytes())
        percent = min(_natural(raw["percent"]), 100)
        stamp = Stamp(_natural(raw["size"]), raw["mtime_ns"])
    except (OSError, ValueError, KeyError, TypeError):
        return Reading(at)
    return Reading(at, percent, stamp_of(source) not in (None, stamp))


def _written_at(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _natural(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(value)
    return value
