"""Doing something about a finding of the doctor; what is removed is in its new place durably."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.anchors.past import give_way
from tui.core.documents import open_as_chosen
from tui.core.errors import FileProblem, PostilError, UnreadableSidecar, reason
from tui.core.store.beside import keep, versions_beside
from tui.core.store.chosen import Choices
from tui.core.store.sidecar import Sidecar
from tui.core.store.survey import is_gone
from tui.core.store.union import carry, rewrite

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.paths import Places
    from tui.core.store.findings import Finding
    from tui.core.store.keeping import Keeping


def remedy(finding: Finding, keeping: Keeping) -> Finding:
    """Do what the finding's action says; raises `PostilError`, notes and files whole."""
    try:
        _remedy(finding, keeping)
    except OSError as error:
        raise FileProblem(error.filename or finding.path, reason(error)) from error
    return replace(finding, fixed=True)


def _relocate(path: Path, source: Path, keeping: Keeping) -> None:
    """Bring a sidecar of `source`, with other versions of it, to where `keeping` has it.

    One that is there already is merged with it.
    """
    home = _home(source, keeping)
    carry([path], home, source)
    _carry_versions(path, home, source, keeping)


def _home(source: Path, keeping: Keeping) -> Path:
    """The place of the sidecar of `source`; folders of the tree are made, others are not."""
    home = keeping.sidecar(source)
    if keeping.tree:
        home.parent.mkdir(parents=True, exist_ok=True)
    elif is_gone(home.parent):
        raise FileProblem(home.parent, f"not there; so the notes on {source.name} stay")
    return home


def _remedy(finding: Finding, keeping: Keeping) -> None:
    path, source, to = finding.path, finding.source, finding.to
    if finding.kind == "damaged":
        rewrite(path, source or path)
    elif source is None:
        raise FileProblem(path, "nobody knows its text")
    elif is_gone(path):
        # With one version of the notes, all that lay about are dealt with.
        return
    elif finding.kind == "moved" and to:
        _relink(source, to, path, keeping)
    elif finding.kind == "elsewhere":
        _relocate(path, source, keeping)
    else:
        _fold(source, path, keeping)


def _fold(source: Path, version: Path, keeping: Keeping) -> None:
    sidecar = Sidecar(source, keeping)
    sidecar.save(Choices(keeping).open(source), {})
    if sidecar.fallback:
        raise PostilError(sidecar.fallback)
    if not is_gone(version):
        raise FileProblem(version, "could not be removed")


def _relink(old: Path, new: Path, path: Path, keeping: Keeping) -> None:
    """The notes on `old`, which is gone, become those on `new`."""
    document, _ = open_as_chosen(new, Choices(keeping).of(old))
    home = _home(new, keeping)
    # First, so that after a failure the notes still say that there is something to do.
    _move_state(old, new, keeping.places)
    mirror = keeping.mirror(old)
    carry([path], home, new, document)
    if not is_gone(mirror):
        with contextlib.suppress(UnreadableSidecar):
            carry([mirror], home, new)
    _carry_versions(path, home, new, keeping)


def _carry_versions(path: Path, home: Path, source: Path, keeping: Keeping) -> None:
    """What lies beside the old place comes along; what cannot be read whole stays there."""
    for version in versions_beside(path):
        with contextlib.suppress(UnreadableSidecar):
            data = version.path.read_bytes()
            carry([version.path], home, source)
            if version.kind == "copy":
                keep(keeping.past(source), data, version.path.name)


def _move_state(old: Path, new: Path, places: Places) -> None:
    """Drafts, position and the like; what there is already in the new place stays.

    But for the text of before: without notes of its own the new place has none that counts.
    """
    give_way(places.document(new), places.document(old))
    _move_missing(places.document(old), places.document(new))


def _move_missing(origin: Path, target: Path) -> None:
    if not origin.is_dir():
        return
    target.mkdir(parents=True, exist_ok=True)
    for entry in sorted(origin.iterdir()):
        if entry.is_dir():
            _move_missing(entry, target / entry.name)
        elif is_gone(target / entry.name):
            entry.rename(target / entry.name)
    with contextlib.suppress(OSError):
        origin.rmdir()
