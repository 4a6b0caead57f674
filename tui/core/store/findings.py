"""What a doctor may find: one line about it, and one about what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tui.core.store.storage import quarantine_name
from tui.core.store.union import is_cut, read_of

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.store.beside import Version
    from tui.core.store.storage import SidecarStorage
    from tui.core.store.survey import Spot

Kind = Literal[
    "damaged", "foreign", "future", "orphaned", "moved", "mirrored", "elsewhere", "copy", "stray",
    "conflict", "malformed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    `action` completes "with --fix it is", or tells the person who has to decide what to do; then
    `person` is true. `to` is the text or the file that a remedy needs beside `source`.
    """

    kind: Kind
    path: Path
    source: Path | None
    detail: str
    action: str
    person: bool = False
    fixed: bool = False
    to: Path | None = None


def other_version(version: Version, spot: Spot, *, possible: bool) -> Finding:
    """Another version of a sidecar; `possible` if there is a text whose notes can take it in."""
    name = spot.path.name
    kind: Kind = "stray"
    detail = f"left by a Postil that was stopped while it saved {name}"
    action = "merged into it and removed"
    if version.kind == "copy":
        kind = "copy"
        detail = f"another version of {name}, from a program that syncs"
        action = "merged into it and archived"
    if not possible:
        action = "put its text back; then it can be merged"
    return Finding(kind, version.path, spot.source, detail, action, person=not possible)


def damaged(spot: Spot, storage: SidecarStorage) -> Finding:
    """A sidecar that is not whole; raises OSError."""
    number = 1
    while quarantine_name(spot.path, number).exists():
        number += 1
    kept = quarantine_name(spot.path, number).name
    detail = f"{read_of(storage.parsed)} notes can be read"
    if is_cut(spot.path):
        detail += ", more may be missing at its end"
    action = f"written anew from what can be read; as it was it stays as {kept}"
    return Finding("damaged", spot.path, spot.source, detail, action)


def foreign(spot: Spot) -> Finding:
    """A file that only has the name of a sidecar."""
    action = "move it away to annotate its text, or put back a copy if it held notes"
    return Finding("foreign", spot.path, spot.source, "not notes by Postil", action, person=True)


def future(path: Path, source: Path | None) -> Finding:
    """A file that this version must not write."""
    return Finding(
        "future", path, source, "written by a newer Postil", "update this one", person=True
    )


def nobodys(path: Path) -> Finding:
    """A temporary file that belongs to no sidecar and no text."""
    detail = "left by a program that was stopped while it saved; no file here is its own"
    return Finding("stray", path, None, detail, "delete it if no notes are missing", person=True)
