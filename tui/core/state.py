"""What is remembered between two runs beside the notes: where one was, and unfinished drafts."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

from tui.core.model import timestamp
from tui.core.paths import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tui.core.paths import Places


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

    def remember(self, source: Path, position: Position) -> None:
        """Store where `source` is left; a failure is not worth a message."""
        with contextlib.suppress(OSError):
            write_atomically(self._position_file(source), json.dumps(asdict(position)).encode())

    def last_read(self, sources: Iterable[Path]) -> Path | None:
        """The source left most recently, None when none was ever opened."""
        times = {source: self._left_at(source) for source in sources}
        return max((s for s, at in times.items() if at), key=lambda s: times[s], default=None)

    def is_begun(self, source: Path) -> bool:
        """Whether `source` was opened before."""
        return bool(self._left_at(source))

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

    def _left_at(self, source: Path) -> int:
        try:
            return self._position_file(source).stat().st_mtime_ns
        except OSError:
            return 0

    def _position_file(self, source: Path) -> Path:
        return self.places.document(source) / "position.json"

    def _draft_file(self, source: Path, name: str) -> Path:
        return self.places.document(source) / f"draft-{name}.md"


def _natural(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(value)
    return value
