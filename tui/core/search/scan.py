"""One search through annotations in memory and texts on the disk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from tui.core.search.hits import Hit
from tui.core.search.match import Record, record
from tui.core.search.snippet import snippet
from tui.core.tags import with_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from tui.core.model import Anchor, Annotation, Document
    from tui.core.search.hits import HitKind
    from tui.core.search.match import Matcher
    from tui.core.search.needle import Span
    from tui.core.search.shelf import Opened
    from tui.core.search.snapshot import Row, Snapshot

    Cancelled: TypeAlias = Callable[[], bool]
    Open: TypeAlias = Callable[[Path], Opened | None]

CHECK_EVERY = 256
"""Annotations or paragraphs between two looks at `cancelled`."""
BATCH = 20
"""Hits handed over at a time."""
CANDIDATES = 500
"""Annotations, the newest ones, among which the best are chosen; all, where more are asked for."""
HALF_LIFE = 180
"""Days after which being new counts half."""


@dataclass(frozen=True, slots=True)
class _Scored:
    kind: HitKind
    score: float
    source: Path
    row: Row


class Scan:
    """One search; `open_` gives a source's document, or None where it cannot be read."""

    def __init__(
        self, matcher: Matcher, snapshot: Snapshot, open_: Open, cancelled: Cancelled
    ) -> None:
        self._matcher = matcher
        self._snapshot = snapshot
        self._open = open_
        self._cancelled = cancelled
        self._anchored: dict[Path, dict[int, Anchor]] = {}
        self._seen: defaultdict[Path, set[int]] = defaultdict(set)
        """Blocks that stand in a hit already."""

    def run(self, sources: Sequence[Path], limit: int) -> Iterator[list[Hit]]:
        """At most `limit` hits: annotations, best first, then paragraphs in reading order."""
        best = sorted(self._scored(max(limit, CANDIDATES)), key=_rank)[:limit]
        for start in range(0, len(best), BATCH):
            if self._cancelled():
                return
            yield [self._annotation(scored) for scored in best[start : start + BATCH]]
        left = limit - len(best)
        for source in sources if self._matcher.looks_in_text else ():
            if left <= 0 or self._cancelled():
                return
            for batch in self._paragraphs(source):
                yield batch[:left]
                left -= len(batch)
                if left <= 0:
                    return

    def _scored(self, limit: int) -> Iterator[_Scored]:
        """The newest annotations for which the query holds: ranking them all would take long."""
        now = datetime.now(UTC)
        for source, one in islice(self._holding(), limit):
            score = self._matcher.score(one.record) + _newness(one.annotation, now)
            yield _Scored(self._kind(one), score, source, one)

    def _holding(self) -> Iterator[tuple[Path, Row]]:
        for count, (source, one) in enumerate(self._snapshot.newest):
            if count % CHECK_EVERY == 0 and self._cancelled():
                return
            if self._matcher.holds(one.record):
                yield source, one

    def _annotation(self, scored: _Scored) -> Hit:
        annotation = scored.row.annotation
        opened = self._open(scored.source)
        block = self._place(scored.source, annotation, opened)
        return Hit(
            scored.source,
            opened.document.title if opened else scored.source.name,
            block,
            opened.document.number(block) if opened and block is not None else None,
            scored.kind,
            *self._snippet(scored.row),
            annotation.id,
            annotation.tags,
            annotation.note,
            scored.score,
        )

    def _place(self, source: Path, annotation: Annotation, opened: Opened | None) -> int | None:
        """The first block of an annotation; all of its blocks count as seen."""
        if opened is None:
            return None
        blocks = [index for index, _, _ in self._anchors(source, opened)[annotation.id].ranges]
        self._seen[source].update(blocks)
        return blocks[0] if blocks else None

    def _snippet(self, one: Row) -> tuple[str, tuple[Span, ...]]:
        """Of the note, or of the quote where only that was found."""
        note, quote = one.annotation.texts, one.annotation.target.exact
        in_note, in_quote = self._spans(one)
        if in_quote and not in_note:
            return snippet(quote, in_quote)
        return snippet(note or quote, in_note)

    def _kind(self, one: Row) -> HitKind:
        has_note = bool(one.annotation.note)
        in_note, in_quote = self._spans(one)
        if in_note or (in_quote and has_note):
            return "note"
        if in_quote:
            return "text"
        if self._matcher.wants_something:
            return "tag"
        return "note" if has_note else "tag" if one.annotation.tags else "text"

    def _spans(self, one: Row) -> tuple[list[Span], list[Span]]:
        record = one.record
        return self._matcher.spans(record.note, "note"), self._matcher.spans(record.quote, "quote")

    def _paragraphs(self, source: Path) -> Iterator[list[Hit]]:
        """The paragraphs of a source, handed over as soon as some hundred were looked at."""
        opened = self._open(source)
        if opened is None:
            return
        annotated = self._annotated(source, opened)
        every = range(len(opened.document.blocks))
        found: list[Hit] = []
        for count, index in enumerate(
            every if self._matcher.finds_bare_text else sorted(annotated)
        ):
            if count % CHECK_EVERY == 0:
                if self._cancelled():
                    return
                if found:
                    yield found
                    found = []
            if index not in self._seen[source]:
                found += self._paragraph(source, opened.document, index, annotated.get(index, ()))
        if found:
            yield found

    def _paragraph(
        self, source: Path, document: Document, index: int, annotations: Sequence[Annotation]
    ) -> Iterator[Hit]:
        text = document.blocks[index].text
        if not annotations and not self._matcher.holds_in_text(text):
            return
        found = record(
            note="\n".join(a.note for a in annotations),
            quote="\n".join(a.target.exact for a in annotations),
            text=text,
            tags=with_tags((), (tag for a in annotations for tag in a.tags)),
        )
        spans = self._matcher.spans(found.text, "text")
        if spans and self._matcher.holds(found):
            yield Hit(
                source,
                document.title,
                index,
                document.number(index),
                "text",
                *snippet(text, spans),
                tags=found.tags,
                score=self._matcher.score(Record(text=found.text)),
            )

    def _annotated(self, source: Path, opened: Opened) -> dict[int, list[Annotation]]:
        """The annotations on each block that has any."""
        found: defaultdict[int, list[Annotation]] = defaultdict(list)
        for id_, anchor in self._anchors(source, opened).items():
            for index in {index for index, _, _ in anchor.ranges}:
                found[index].append(self._snapshot.of(source)[id_].annotation)
        return found

    def _anchors(self, source: Path, opened: Opened) -> dict[int, Anchor]:
        if source not in self._anchored:
            self._anchored[source] = opened.anchors(self._snapshot.annotations(source))
        return self._anchored[source]


def _rank(scored: _Scored) -> tuple[bool, float]:
    """A paragraph that only happens to be tagged or highlighted stands behind what was written."""
    return scored.kind == "text", -scored.score


def _newness(annotation: Annotation, now: datetime) -> float:
    try:
        age = (now - datetime.fromisoformat(annotation.modified)).total_seconds() / 86_400
    except (ValueError, TypeError):
        return 0.0
    return float(1.2 * 0.5 ** (max(age, 0.0) / HALF_LIFE))
