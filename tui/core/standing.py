"""How the notes below some paths stand in today's texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from tui.core.errors import PostilError
from tui.core.model import AnchorState
from tui.core.session import open_session
from tui.core.store.survey import is_gone, survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tui.core.session import Session
    from tui.core.store.keeping import Keeping


@dataclass(frozen=True, slots=True)
class Standing:
    """How many annotations of a source are in each state, and how many are to be looked at."""

    sidecar: Path
    source: Path
    states: Mapping[str, int]
    uncertain: int

    @property
    def is_as_made(self) -> bool:
        """Whether all of them are where and what they were."""
        return set(self.states) <= {"exact", "pinned"}

    def __str__(self) -> str:
        total = sum(self.states.values())
        parts = [f"{self.states[state]} {state}" for state in _STATES if state in self.states]
        return f"{total} {'note' if total == 1 else 'notes'}: {', '.join(parts)}"


_STATES = get_args(AnchorState)


def standings(paths: Iterable[Path], keeping: Keeping) -> Iterator[Standing]:
    """The standing of each text below `paths` that has notes and can be read; writes nothing."""
    for spot in survey(paths, keeping).spots:
        if spot.source and not is_gone(spot.source) and not is_gone(spot.path):
            try:
                session = open_session(spot.source, keeping)
            except PostilError:
                # What cannot be read is a finding of its own.
                continue
            if session.annotations:
                yield _standing(spot.path, session)


def _standing(sidecar: Path, session: Session) -> Standing:
    states: Counter[str] = Counter(anchor.state for anchor in session.anchors.values())
    return Standing(sidecar, session.source, states, len(session.uncertain()))
