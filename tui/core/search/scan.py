"""One search through annotations in memory and texts on the disk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from tui.core.anchors.describe import section
from tui.core.search.fts.narrowing import is_wide
from tui.core.search.hits import Hit
from tui.core.search.match import Matcher
from tui.core.search.pacing import gathered
from tui.core.search.query.tree import Sort
from tui.core.search.records import NOWHERE, Record, record
from tui.core.search.snippet import snippet
from tui.core.search.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from tui.core.model import Annotation, Document
    from tui.core.search.hits import HitKind
    from tui.core.search.needle import Span
    from tui.core.search.query import Query
    from tui.core.search.records import Place, Where
    from tui.core.search.shelf import Opened
    from tui.core.search.snapshot import Material, Part, Row
    from tui.core.search.texts import Open

    Cancelled: TypeAlias = Callable[[], bool]

CHECK_EVERY = 64
"""Annotations or paragraphs between two times that what was found is handed over."""
CANDIDATES = 300
"""Annotations, the newest ones, among which the best come first; those behind follow by time."""
PAGE = 20
"""Annotations that are handed over together, as far as they do not have to be waited for."""
PLACES: tuple[Place, ...] = ("note", "quote")
"""Where an annotation has something to mark."""
BY_PLACE = ("path", "position")
"""The orders in which notes and texts are mixed."""
HALF_LIFE = 180
"""Days after which being new counts half."""


@dataclass(frozen=True, slots=True)
class _Scored:
    kind: HitKind
    score: float
    source: Path
    row: Row
    sure: bool
    in_note: list[Span]
    in_quote: list[Span]

    def snippet(self) -> tuple[str, tuple[Span, ...]]:
        """Of the note, or of the quote where only that was found."""
        note, quote = self.row.annotation.texts, self.row.annotation.target.exact
        if self.in_quote and not self.in_note:
            return snippet(quote, self.in_quote)
        return snippet(note or quote, self.in_note)


class Scan:
    """One search; `open_` gives a source's document, or None where it cannot be read.

    Paths are those in the library `root`.
    """

    def __init__(
        self, query: Query, material: Material, open_: Open, root: Path, cancelled: Cancelled
    ) -> None:
        self._sort = query.sort or Sort("modified" if is_wide(query.node) else "score")
        self._ranks_all = query.sort is not None
        self._matcher = Matcher(query)
        self._material = material
        self._texts = Texts(material, open_, root)
        self._cancelled = cancelled
        self._now = datetime.now(UTC)
        self._seen: defaultdict[Path, set[int]] = defaultdict(set)
        """Blocks that stand in a hit already."""
        self._most = 0
        self._guesses: list[Hit] = []
        """Paragraphs that only hold something near what was asked for: the last ones."""

    def run(self, sources: Sequence[Path], limit: int) -> Iterator[list[Hit]]:
        """At most `limit` hits: annotations, best first, then paragraphs in reading order.

        In the order of a query, if it has one; raises `WrongUsage` where a pattern takes too long.
        """
        self._most = limit
        by_place = self._sort.by in BY_PLACE
        batches = self._by_place(sources, limit) if by_place else self._best_first(sources, limit)
        return gathered(batches, limit)

    def _best_first(self, sources: Sequence[Path], limit: int) -> Iterator[list[Hit]]:
        page: list[Hit] = []
        for scored in self._chosen(limit):
            if self._cancelled():
                return
            page += [self._annotation(scored)] if scored else []
            if not scored or len(page) == PAGE:
                yield page
                page = []
        yield page
        for part in self._parts(sources):
            if self._cancelled():
                return
            yield from self._paragraphs(part)
        yield self._guesses

    def _by_place(self, sources: Sequence[Path], limit: int) -> Iterator[list[Hit]]:
        """Source by source, in the order of the text; of each at least the first `limit` hits."""
        every = list(dict.fromkeys([*sources, *self._material.noted]))
        if self._sort.by == "path":
            every.sort(key=lambda source: self._texts.path(source).casefold())
        for source in reversed(every) if self._sort.reverse else every:
            if self._cancelled():
                return
            rows = self._holding((source, row) for row in self._material.within(source))
            found = [self._annotation(self._scored(source, row)) for source, row in rows]
            for part in self._parts([source]):
                found += islice((hit for batch in self._paragraphs(part) for hit in batch), limit)
            found += self._guesses
            self._guesses = []
            found.sort(key=_position, reverse=self._sort.reverse)
            yield found

    def _chosen(self, limit: int) -> Iterator[_Scored | None]:
        """The annotations for which the query holds, in order; None where one would wait long."""
        turned = self._sort.reverse
        newest = iter(self._material.newest(reverse=turned and self._sort.by == "modified"))
        if self._sort.by == "created":
            held = sorted(self._holding(newest), key=_created, reverse=not turned)
            yield from (self._scored(source, row) for source, row in held[:limit])
            return
        if self._sort.by == "score":
            # The newest of them: ranking them all would take long.
            many = max(limit, CANDIDATES) if self._ranks_all else CANDIDATES
            rows = islice(self._holding(newest), many)
            ranked = sorted((self._scored(source, row) for source, row in rows), key=_rank)
            yield from ranked[::-1] if turned else ranked
        yield from (one and self._scored(*one) for one in self._looked_at(newest))

    def _scored(self, source: Path, one: Row) -> _Scored:
        where = self._where(source)
        score = self._matcher.score(one.record, where) + _newness(one.annotation, self._now)
        sure = self._matcher.is_sure(one.record, where)
        in_note, in_quote = (self._matcher.spans(one.record, place) for place in PLACES)
        kind = self._kind(one, where, bool(in_note), bool(in_quote))
        return _Scored(kind, score, source, one, sure, in_note, in_quote)

    def _holding(self, rows: Iterable[tuple[Path, Row]]) -> Iterator[tuple[Path, Row]]:
        return (one for one in self._looked_at(rows) if one)

    def _looked_at(self, rows: Iterable[tuple[Path, Row]]) -> Iterator[tuple[Path, Row] | None]:
        """Those for which the query holds, and None now and then."""
        for count, (source, one) in enumerate(rows):
            # Each of them may have to be looked for in its text.
            if self._cancelled():
                return
            if count % CHECK_EVERY == 0:
                yield None
            if self._matcher.holds(one.record, self._where(source)):
                yield source, one

    def _where(self, source: Path) -> Where:
        return self._texts.where(source) if self._matcher.asks_for_source else NOWHERE

    def _annotation(self, scored: _Scored) -> Hit:
        annotation = scored.row.annotation
        opened = self._texts.open(scored.source)
        block = self._place(scored.source, annotation, opened)
        return Hit(
            scored.source,
            self._texts.title(scored.source),
            block,
            opened.document.number(block) if opened and block is not None else None,
            scored.kind,
            *scored.snippet(),
            annotation.id,
            annotation.tags,
            annotation.note,
            scored.score,
        )

    def _place(self, source: Path, annotation: Annotation, opened: Opened | None) -> int | None:
        """The first block of an annotation; all of its blocks count as seen."""
        if opened is None:
            return None
        anchor = opened.anchor(annotation, partial(self._material.of, source))
        blocks = [index for index, _, _ in anchor.ranges]
        self._seen[source].update(blocks)
        return blocks[0] if blocks else None

    def _kind(self, one: Row, where: Where, in_note: bool, in_quote: bool) -> HitKind:
        has_note = bool(one.annotation.note)
        if in_note or (in_quote and has_note):
            return "note"
        if in_quote:
            return "text"
        if self._matcher.finds_tag(one.record, where):
            return "tag"
        return "note" if has_note else "tag" if one.annotation.tags else "text"

    def _parts(self, sources: Iterable[Path]) -> Iterable[Part]:
        return self._material.paragraphs(sources) if self._matcher.looks_in_text else ()

    def _paragraphs(self, part: Part) -> Iterator[list[Hit]]:
        """The paragraphs of a source, handed over as soon as some hundred were looked at."""
        source = part.source
        # Most texts are not even opened when a query names a folder.
        opened = None if self._matcher.rules_out(self._where(source)) else self._texts.open(source)
        if opened is None:
            return
        is_bare = part.bare and part.version == opened.document.version
        annotated = {} if is_bare else self._texts.annotated(source, opened)
        found: list[Hit] = []
        for count, index in enumerate(self._in_turn(part, opened.document, annotated)):
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

    def _in_turn(self, part: Part, document: Document, annotated: Iterable[int]) -> Iterable[int]:
        """The blocks that can fulfil the query, in the order in which they are shown."""
        blocks = part.blocks
        if blocks is None or part.version != document.version:
            blocks = range(len(document.blocks)) if self._matcher.finds_bare_text else None
        if blocks is None or (part.noted and not isinstance(blocks, range)):
            blocks = sorted({*(blocks or ()), *annotated})
        return reversed(blocks) if self._sort.reverse and self._sort.by in BY_PLACE else blocks

    def _paragraph(
        self, source: Path, document: Document, index: int, annotations: Sequence[Annotation]
    ) -> Iterator[Hit]:
        text = document.blocks[index].text
        if not annotations and not self._matcher.may_hold_in(text):
            return
        headings = section(document, index) if self._matcher.asks_for_headings else ()
        found, where = record(annotations, text, headings), self._where(source)
        spans = self._matcher.spans(found, "text")
        if not spans or not self._matcher.holds(found, where):
            return
        hit = Hit(
            source,
            document.title,
            index,
            document.number(index),
            "text",
            *snippet(text, spans),
            tags=found.tags,
            score=self._matcher.score(Record(text=found.text, paragraph=text), where),
        )
        if self._matcher.is_sure(found, where):
            yield hit
        elif len(self._guesses) < self._most:
            self._guesses.append(hit)


def _rank(scored: _Scored) -> tuple[bool, bool, float]:
    """What is only near comes last.

    A paragraph that only happens to be tagged or highlighted stands behind what was written.
    """
    return not scored.sure, scored.kind == "text", -scored.score


def _created(held: tuple[Path, Row]) -> str:
    return held[1].annotation.created


def _position(hit: Hit) -> tuple[bool, int]:
    """What has no place stands behind what has one."""
    return hit.block is None, hit.block or 0


def _newness(annotation: Annotation, now: datetime) -> float:
    try:
        age = (now - datetime.fromisoformat(annotation.modified)).total_seconds() / 86_400
    except (ValueError, TypeError):
        return 0.0
    return float(1.2 * 0.5 ** (max(age, 0.0) / HALF_LIFE))
