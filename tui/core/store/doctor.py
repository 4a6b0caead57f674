"""What is wrong with the sidecars below some paths, and what can be done about it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tui.core.errors import FileProblem, PostilError, UnreadableSidecar, reason
from tui.core.paths import real
from tui.core.store.beside import versions_beside
from tui.core.store.findings import Finding, damaged, foreign, future, nobodys, other_version
from tui.core.store.orphans import homeless
from tui.core.store.parse import RECORDS, NotOursError, is_newer
from tui.core.store.schema import MalformedRowError, annotation_of, is_annotation
from tui.core.store.storage import SidecarStorage
from tui.core.store.survey import Spot, is_gone, mirrored, survey
from tui.core.store.union import several_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tui.core.store.beside import Version
    from tui.core.store.keeping import Keeping
    from tui.core.store.merge import Tables


@dataclass(frozen=True, slots=True)
class Examination:
    """All findings, how many sidecars were looked at, and what could not be read."""

    findings: tuple[Finding, ...]
    sidecars: int
    problems: tuple[PostilError, ...]


def examine(paths: Iterable[Path], keeping: Keeping) -> Examination:
    """Look at every sidecar below `paths`, and at their notes in the mirror; writes nothing.

    Without paths all that is in the mirror is looked at.
    """
    paths = list(paths)
    found = survey(paths, keeping)
    examiner = _Examiner(keeping)
    waiting = [spot for spot in mirrored(keeping) if _is_below(spot.source, paths)]
    spots = [*found.spots, *waiting]
    for spot in spots:
        examiner.look_at(spot)
    adopted = list(homeless(examiner.orphans, found.texts, keeping))
    moving = {finding.path for finding in adopted if finding.to}
    findings = [
        *examiner.findings,
        *adopted,
        *(other_version(v, spot, possible=spot.path in moving) for v, spot in examiner.waiting),
        *(nobodys(path) for path in found.strays),
    ]
    # Nobody wants to read of one file in two places. What is damaged comes first: the rest needs it
    # to be repaired.
    order = {path: at for at, path in enumerate(dict.fromkeys(f.path for f in findings))}
    findings.sort(key=lambda finding: order[finding.path])
    problems = (*found.problems, *examiner.problems)
    return Examination(tuple(findings), sum(not is_gone(spot.path) for spot in spots), problems)


def _is_below(source: Path | None, paths: list[Path]) -> bool:
    return (
        source is None
        or not paths
        or any(real(source).is_relative_to(real(path)) for path in paths)
    )


def misplaced(paths: Iterable[Path], keeping: Keeping, wanted: Keeping) -> Examination:
    """Every sidecar below `paths` that has another place by `wanted`; writes nothing."""
    found = survey(paths, keeping, wanted)
    spots = [spot for spot in found.spots if not is_gone(spot.path)]
    findings = [finding for spot in spots for finding in _place(spot, wanted)]
    told = tuple(replace(finding, detail=f"notes on {finding.source}") for finding in findings)
    return Examination(told, len(spots), tuple(found.problems))


class _Examiner:
    """Looks at one place after the other.

    `orphans` are sidecars whose texts are gone, `waiting` are other versions of such.
    """

    def __init__(self, keeping: Keeping) -> None:
        self.findings: list[Finding] = []
        self.orphans: list[tuple[Spot, Tables]] = []
        self.waiting: list[tuple[Version, Spot]] = []
        self.problems: list[PostilError] = []
        self._keeping = keeping

    def look_at(self, spot: Spot) -> None:
        """Find what is wrong at one place."""
        tables = self._read(spot) if not is_gone(spot.path) else None
        gone = spot.source is None or is_gone(spot.source)
        if tables and is_newer(tables):
            self.findings.append(future(spot.path, spot.source))
        elif tables:
            self.findings += _contents(spot, tables)
            if gone:
                self.orphans.append((spot, tables))
            else:
                self.findings += _place(spot, self._keeping)
        for version in versions_beside(spot.path) if spot.where != "mirror" else ():
            self._look_at_version(version, spot, gone)

    def _read(self, spot: Spot) -> Tables | None:
        storage = SidecarStorage(spot.path, spot.path)
        try:
            tables = storage.read()
            if storage.parsed.damaged and not is_newer(tables):
                self.findings.append(damaged(spot, storage))
        except UnreadableSidecar as error:
            if not isinstance(error.__cause__, NotOursError):
                self.problems.append(error)
                return None
            self.findings.append(foreign(spot))
            return None
        except OSError as error:
            self.problems.append(FileProblem(spot.path, reason(error)))
            return None
        return tables

    def _look_at_version(self, version: Version, spot: Spot, gone: bool) -> None:
        path = version.path
        try:
            newer = is_newer(SidecarStorage(path, path).read())
        except UnreadableSidecar as error:
            if isinstance(error.__cause__, NotOursError):
                self.findings.append(foreign(Spot(path, spot.source, spot.where)))
            else:
                self.problems.append(error)
            return
        if newer:
            self.findings.append(future(path, spot.source))
        elif gone:
            self.waiting.append((version, spot))
        else:
            self.findings.append(other_version(version, spot, possible=True))


def _contents(spot: Spot, tables: Tables) -> Iterator[Finding]:
    several = len(several_texts(tables))
    if several:
        detail = (
            "1 note has several texts" if several == 1 else f"{several} notes have several texts"
        )
        action = "open the text in Postil and choose between them"
        yield Finding("conflict", spot.path, spot.source, detail, action, person=True)
    bad = [id_ for id_, row in tables[RECORDS].items() if is_annotation(row) and _is_bad(id_, row)]
    if bad:
        records = "1 record is no note" if len(bad) == 1 else f"{len(bad)} records are no notes"
        action = f"see what it was in a text editor: look for {', '.join(bad[:3])}"
        detail = f"{records} that Postil understands"
        yield Finding("malformed", spot.path, spot.source, detail, action, person=True)


def _place(spot: Spot, keeping: Keeping) -> Iterator[Finding]:
    """Whether the sidecar of a text that exists is where Postil looks for it."""
    source = spot.source
    if source is None:
        return
    home = keeping.sidecar(source)
    if spot.where == "mirror":
        detail = f"notes on {source} that could not be saved beside it"
        folder = home.parent
        while is_gone(folder):
            folder = folder.parent
        person = not os.access(folder, os.W_OK)
        action = f"make {folder} writable" if person else f"put into {home}"
        yield Finding("mirrored", spot.path, source, detail, action, person=person)
    elif os.path.realpath(home) != os.path.realpath(spot.path):
        detail = "Postil does not look for notes here"
        yield Finding("elsewhere", spot.path, source, detail, f"brought to {home}", to=home)


def _is_bad(id_: str, row: Any) -> bool:
    try:
        annotation_of(int(id_), row)
    except MalformedRowError:
        return True
    return False
