"""Which notes and documents are offered for what was typed of a mention."""

from __future__ import annotations

import heapq
from functools import partial
from typing import TYPE_CHECKING

from tui.core.mentions import mentionable
from tui.core.search.fuzzy import fuzzy_scores
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tui.core.mentions import Mentionable
    from tui.core.model import Annotation
    from tui.core.search.shelf import Opened
    from tui.core.search.snapshot import Material

ROWS = 50
NUMBERED = 500
"""Notes, the newest, whose paragraphs are looked for: doing so for all would take long."""


def offers(typed: str, every: Sequence[Mentionable]) -> list[Mentionable]:
    """What fits `typed`, best first; of equals, and where nothing is typed, the first there are."""
    wanted = "".join(fold(typed).split())
    if not wanted:
        return list(every[:ROWS])
    scores = fuzzy_scores(wanted, (one.folded for one in every))
    fitting = ((-score, at) for at, score in enumerate(scores) if score is not None)
    return [every[at] for _, at in heapq.nsmallest(ROWS, fitting)]


def known_of(
    snapshot: Material,
    root: Path,
    titles: Mapping[Path, str],
    held: Callable[[Path], Opened | None],
) -> Iterator[Mentionable]:
    """Every note, the newest first, then every document; reads no disk.

    `held` gives a document that is in memory already: only of such paragraph numbers are known.
    """
    count = 0
    for source, one in snapshot.newest():
        if one.annotation.note:
            opened = held(source) if count < NUMBERED else None
            number = _number(opened, snapshot, source, one.annotation) if opened else None
            yield mentionable(source, root, titles.get(source, ""), one.annotation, number)
            count += 1
    for source in titles:
        yield mentionable(source, root, titles[source])


def _number(opened: Opened, snapshot: Material, source: Path, note: Annotation) -> int | None:
    ranges = opened.anchor(note, partial(snapshot.of, source)).ranges
    return opened.document.number(ranges[0][0]) if ranges else None
