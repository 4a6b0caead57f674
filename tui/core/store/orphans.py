"""Sidecars whose texts are gone, and which text each of them belongs to now."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from typing import TYPE_CHECKING

from tui.core.documents import OPENABLE
from tui.core.store.findings import Finding, Kind
from tui.core.store.kin import LIKELY, Kin, Texts
from tui.core.store.survey import is_gone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tui.core.store.keeping import Keeping
    from tui.core.store.merge import Tables
    from tui.core.store.survey import Spot

_DRIVES = frozenset({"media", "mnt", "run", "Volumes"})
"""Folders of the root below which what is missing may only be unplugged."""


def homeless(
    orphans: Sequence[tuple[Spot, Tables]], texts: Iterable[Path], keeping: Keeping
) -> Iterator[Finding]:
    """A finding for each sidecar without its text, `moved` if one of `texts` is the one."""
    candidates = _candidates(texts, orphans, keeping) if orphans else Texts(())
    found = [(spot, candidates.kin_of(tables)) for spot, tables in orphans]
    # Notes on one text may wait in the mirror as well: that is no second claim.
    claims = {(kin[0].text, _real(spot.source)) for spot, kin in found if len(kin) == 1}
    wanted = Counter(text for text, _ in claims)
    for spot, kin in found:
        yield _one(spot, kin, keeping, wanted)


def _one(spot: Spot, kin: list[Kin], keeping: Keeping, wanted: Counter[Path]) -> Finding:
    gone = f"its text {spot.source} is gone" if spot.source else "nobody knows its text"
    if not kin:
        action = "put the text back, or name the folder where it is now as well"
        kind: Kind = "mirrored" if spot.where == "mirror" else "orphaned"
        return Finding(kind, spot.path, spot.source, gone, action, person=True)
    if len(kin) > 1:
        detail = f"{gone}; alike are {' and '.join(str(one.text) for one in kin)}"
        action = "move the file of notes to the one that it belongs to"
        return Finding("moved", spot.path, spot.source, detail, action, person=True)
    to = kin[0].text
    home = keeping.sidecar(to)
    # As the text was written.
    home = home if keeping.tree else to.with_name(home.name)
    detail = f"{gone}; {to} {kin[0].likeness}"
    doubt = _doubt(spot, kin[0], wanted)
    if doubt:
        kind = "moved" if kin[0].share >= LIKELY else "orphaned"
        action = f"if that is the text: mv {shlex.quote(str(spot.path))} {shlex.quote(str(home))}"
        return Finding(kind, spot.path, spot.source, f"{detail}, but {doubt}", action, person=True)
    return Finding("moved", spot.path, spot.source, detail, f"moved to {home}", to=to)


def _doubt(spot: Spot, kin: Kin, wanted: Counter[Path]) -> str:
    """Why a person has to say whether the only kin is the text; empty if it clearly is."""
    source = spot.source
    if kin.share < LIKELY:
        return "that may be another text"
    if source is None:
        return "where it was is not known"
    if wanted[kin.text] > 1:
        return "other notes may belong to that too"
    if is_gone(source.parent) and source.parts[1] in _DRIVES:
        return "its drive may only be unplugged"
    return ""


def _candidates(
    texts: Iterable[Path], orphans: Sequence[tuple[Spot, Tables]], keeping: Keeping
) -> Texts:
    """The texts without notes, of the kinds that are opened or are missed."""
    endings = OPENABLE | {spot.source.suffix.lower() for spot, _ in orphans if spot.source}
    possible = (text for text in texts if text.suffix.lower() in endings)
    return Texts(text for text in possible if not keeping.has_notes(text))


def _real(path: Path | None) -> str:
    return os.path.realpath(path) if path else ""
