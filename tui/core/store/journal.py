"""What was done to a document, kept between two runs: edits to take back, annotations removed.

Both files lie in the state folder and may be lost without losing a note. Each line is one JSON
object, so that an edit costs one line.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tui.core.edits import Change, Edit, Rename, Reshape
from tui.core.history import Step
from tui.core.model import Choice, timestamp
from tui.core.paths import write_atomically
from tui.core.store.schema import annotation_of, row_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui.core.model import Annotation
    from tui.core.paths import Places

    Made = TypeVar("Made")

LARGEST = 2 << 20
"""Bytes of a file beyond which the older half of its lines is forgotten."""

MOST_KEPT = 50_000
"""Changes of one edit, counted once for each source that they are kept with."""


@dataclass(frozen=True, slots=True)
class Removed:
    """An annotation that was removed, as it was, and when (RFC 3339)."""

    annotation: Annotation
    when: str


class Journal:
    """The two files of each document; every method may block, and none raises."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def steps(self, source: Path) -> list[Step]:
        """What was done to `source`, oldest first; lines that cannot be read are passed over."""
        return list(_each(self._file(source, "history"), partial(_step_of, source)))

    def removed(self, source: Path) -> list[Removed]:
        """What was removed from `source`, newest first, each annotation once."""
        found = _each(self._file(source, "removed"), _removed_of)
        latest = {one.annotation.id: one for one in found}
        return sorted(latest.values(), key=lambda one: one.when, reverse=True)

    def add(self, source: Path, steps: Sequence[Step]) -> None:
        """Remember `steps`, and what they removed from `source`; foreign ones cannot be undone."""
        when = timestamp()
        gone = [
            {"when": when, "id": str(change.id), "row": _row(change.before)}
            for step in steps
            for change in step.changes
            if change.source == source and not change.after
        ]
        _append(self._file(source, "removed"), gone)
        own = [_fitting(source, step) for step in steps if not step.edit.foreign]
        _append(self._file(source, "history"), [_step_row(source, step) for step in own])

    def _file(self, source: Path, name: str) -> Path:
        return self._places.document(source) / f"{name}.jsonl"


def _fitting(source: Path, step: Step) -> Step:
    """The step as `source` remembers it: of a very large edit only its own part.

    Each source keeps the whole of an edit, so that any of them can take it back: of one over a
    thousand documents these would be a thousand times everything.
    """
    edit = step.edit
    if len(edit.changes) * len({change.source for change in edit.changes}) <= MOST_KEPT:
        return step
    changes = tuple(change for change in edit.changes if change.source == source)
    part = hashlib.blake2b(f"{edit.id} {source}".encode("utf-8", "replace"), digest_size=15)
    own = replace(edit, changes=changes, id=int.from_bytes(part.digest()))
    return Step(step.kind, own)


def _append(file: Path, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    lines = b"".join(
        json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n" for row in rows
    )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as stream:
            stream.write(lines)
        if file.stat().st_size > LARGEST:
            stored = file.read_bytes().split(b"\n")
            write_atomically(file, b"\n".join(stored[len(stored) // 2 :]))
    except OSError:
        return


def _each(file: Path, made: Callable[[Any], Made]) -> Iterator[Made]:
    try:
        lines = file.read_bytes().split(b"\n")
    except OSError:
        return
    for line in lines:
        try:
            yield made(json.loads(line.decode("utf-8", "surrogatepass")))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue


def _step_row(source: Path, step: Step) -> dict[str, Any]:
    changes = [
        {
            # Its own source is not named: the file goes along when that is renamed.
            "source": None if change.source == source else str(change.source),
            "id": str(change.id),
            "before": _row(change.before),
            "after": _row(change.after),
        }
        for change in step.edit.changes
    ]
    edit = step.edit
    row = {"kind": step.kind, "id": str(edit.id), "label": edit.label, "changes": changes}
    row |= {"renames": [[r.old, r.new] for r in edit.renames]} if edit.renames else {}
    one = edit.reshape
    return row | ({"reshape": [astuple(one.before), astuple(one.after)]} if one else {})


def _step_of(source: Path, row: Any) -> Step:
    changes = tuple(
        Change(
            Path(change["source"]) if change["source"] else source,
            int(change["id"]),
            _annotation(change, "before"),
            _annotation(change, "after"),
        )
        for change in row["changes"]
    )
    renames = tuple(Rename(str(old), str(new)) for old, new in row.get("renames", ()))
    reshape = Reshape(source, *map(_choice, row["reshape"])) if row.get("reshape") else None
    edit = Edit(str(row["label"]), changes, renames=renames, reshape=reshape, id=int(row["id"]))
    return Step(row["kind"], edit)


def _removed_of(row: Any) -> Removed:
    return Removed(annotation_of(int(row["id"]), row["row"]), str(row["when"]))


def _choice(row: Any) -> Choice:
    return Choice(*(str(value) if value else None for value in row))


def _row(annotation: Annotation | None) -> dict[str, Any] | None:
    return row_of(annotation) if annotation else None


def _annotation(change: Any, when: str) -> Annotation | None:
    row = change[when]
    return annotation_of(int(change["id"]), row) if row is not None else None
