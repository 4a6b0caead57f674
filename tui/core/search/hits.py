"""What an index answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.search.needle import Span

HitKind = Literal["note", "tag", "text"]


@dataclass(frozen=True, slots=True)
class Hit:
    """An annotation or a paragraph for which a query holds.

    `block` and `number` are None for a note on the document and for one without a place in today's
    text. `marks` are the matches in `snippet`. `annotation` is an id, None where a paragraph was
    found. Scores compare among annotations, and among paragraphs. `group` names the group that a
    query puts it in; the same hit may stand in several. `guess` has the words that it was found by,
    where they are only near to those of the query, "" else.
    """

    source: Path
    title: str
    block: int | None
    number: int | None
    kind: HitKind
    snippet: str
    marks: tuple[Span, ...] = ()
    annotation: int | None = None
    tags: tuple[str, ...] = ()
    note: str = ""
    score: float = 0.0
    group: str = ""
    guess: str = ""


class Looked(NamedTuple):
    """How many sources of how many were looked at so far."""

    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A source as a list shows it; `problem` says why it, or its notes, cannot be read.

    `paragraphs` is None where counting them would take long.
    """

    source: Path
    title: str
    paragraphs: int | None
    annotations: int
    problem: str = ""
