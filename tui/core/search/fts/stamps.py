"""What tells a file from other versions of it without reading it, as long as its times can."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from tui.core.documents.source import signature

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tui.core.model import Choice

RACY = 2_000_000_000
"""Nanoseconds in which a file may be written twice with the same time of change."""
ABSENT = "-"


def name_of(source: Path) -> bytes:
    """What a source is called in the index, from wherever it is looked at."""
    return os.fsencode(os.path.abspath(source))  # noqa: PTH100 - links stay what they are


def as_chosen(stamp: str, choice: Choice) -> str:
    """The stamp of a text that is read by `choice`, from that of its file."""
    return f"{stamp} {choice.shape} {choice.encoding}" if stamp and choice else stamp


def stamp(paths: Iterable[Path]) -> str:
    """The stamp of some files together; "" when one was changed just now and may change unseen."""
    now, parts = time.time_ns(), []
    for path in paths:
        found = signature(path)
        if found and found[0] > now - RACY:
            return ""
        parts.append(ABSENT if found is None else " ".join(map(str, found)))
    return " ".join(parts)
