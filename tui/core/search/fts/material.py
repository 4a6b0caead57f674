"""What one search goes through: what the index narrows it to, and edits that it does not hold."""

from __future__ import annotations

import heapq
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from tui.core.search.checks import in_path
from tui.core.search.fts import notes, texts
from tui.core.search.fts.joint import Joint
from tui.core.search.fts.narrowing import (
    OfNotes,
    OfParagraphs,
    every,
    narrowed,
    of_source,
)
from tui.core.search.fts.stamps import stamp
from tui.core.search.fts.vocabulary import near
from tui.core.search.match import Matcher
from tui.core.search.query.tree import leaves
from tui.core.search.records import Record, Where
from tui.core.search.snapshot import Part, newest_first

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from pathlib import Path
    from sqlite3 import Connection
    from typing import TypeAlias

    from tui.core.search.fts.narrowing import Expression
    from tui.core.search.fts.texts import Known
    from tui.core.search.query import Query
    from tui.core.search.query.tree import PathLike
    from tui.core.search.shelf import Borrow
    from tui.core.search.snapshot import Row, Rows

    Overlay: TypeAlias = Mapping[Path, Mapping[int, Row | None]]

MOST_PLACES = 200
"""Sources at a path that are told one by one; of more, notes are looked at wherever they are."""
KEPT_PLACES = 32
"""Paths of queries that are remembered: the next keystroke mostly asks for the same."""
GAP = 8
"""Numbers of sources that a search through texts passes over; behind a wider gap it starts anew."""
_NOTHING = Record()
_number = attrgetter("number")


class _Found(NamedTuple):
    """Blocks of a source, by its number: its own, or those that have a word looked for."""

    number: int
    blocks: list[int] | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is known of a library when a search begins.

    `paths` are those of all sources in the library. `numbers` tell which of them a note in the
    index is of, `fresh` which texts are there as they are on the disk. `overlay` are edits.
    `places` is where the numbers of the sources at a path are remembered, None for many.
    """

    paths: Mapping[Path, str]
    numbers: Mapping[int, Path]
    fresh: Mapping[Path, Known]
    overlay: Overlay
    places: dict[PathLike, list[int] | None]


class Narrowed:
    """The part of a library where `query` may hold, by the index of notes and the one of texts.

    `borrow` gives the document of a source that is open: what is in the index says nothing of it.
    """

    def __init__(
        self,
        query: Query,
        holdings: Holdings,
        note: Connection,
        text: Connection,
        borrow: Borrow,
        cancelled: Callable[[], bool],
    ) -> None:
        self._query = query
        self._holdings = holdings
        self._note = note
        self._text = text
        self._borrow = borrow
        self._cancelled = cancelled
        self._of: dict[Path, Rows] = {}
        self._last: tuple[Path | None, set[int] | None] = (None, None)

    @property
    def noted(self) -> Iterable[Path]:
        """The sources of edits: they may be of no library."""
        return self._holdings.overlay

    def of(self, source: Path) -> Rows:
        """All rows of `source`."""
        if source not in self._of:
            number = self._numbers.get(source)
            stored = {} if number is None else notes.of(self._note, number)
            over = self._holdings.overlay.get(source, {})
            kept = {id_: one for id_, one in stored.items() if id_ not in over}
            self._of[source] = kept | {id_: one for id_, one in over.items() if one}
        return self._of[source]

    def newest(self, *, reverse: bool = False) -> Iterator[tuple[Path, Row]]:
        """The rows where the query may hold, in the order of `newest_first`, as they are needed."""
        over = [
            (s, one) for s, own in self._holdings.overlay.items() for one in own.values() if one
        ]
        over.sort(key=_order, reverse=reverse)
        return heapq.merge(over, self._stored(reverse), key=_order, reverse=reverse)

    def within(self, source: Path) -> list[Row]:
        """Those of `source`, by id."""
        number, over = self._numbers.get(source), self._holdings.overlay.get(source, {})
        rows = [one for one in over.values() if one]
        if number is not None:
            own = every([self._expression, f'facets : "{of_source(number)}"'])
            found = (one for _, one in notes.found(self._note, own))
            rows += [one for one in found if one.annotation.id not in over]
        return sorted(rows, key=lambda one: one.annotation.id)

    def paragraphs(self, sources: Iterable[Path]) -> Iterator[Part]:
        """The parts of `sources` to look at; those that are not in the index whole."""
        for is_known, run in groupby(sources, self._is_known):
            yield from (self._in_index if is_known else partial(map, Part))(list(run))

    def is_at_hand(self, source: Path) -> bool:
        """Whether the text of a source need not be read from its file."""
        return source in self._holdings.fresh or self._borrow(source) is not None

    def _is_known(self, source: Path) -> bool:
        return source in self._holdings.fresh and self._borrow(source) is None

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._query)

    @cached_property
    def _numbers(self) -> dict[Path, int]:
        return {source: number for number, source in self._holdings.numbers.items()}

    @cached_property
    def _noted_sources(self) -> set[Path]:
        return {*self._holdings.numbers.values(), *self._holdings.overlay}

    @cached_property
    def _expression(self) -> Expression:
        return narrowed(self._query.node, self._of_notes)

    @cached_property
    def _of_notes(self) -> OfNotes:
        return OfNotes(self._placed, partial(near, self._note))

    @cached_property
    def _of_paragraphs(self) -> OfParagraphs:
        return OfParagraphs(partial(near, self._text))

    @cached_property
    def _in_text(self) -> Expression:
        """Of the paragraphs whose own text has something that is looked for."""
        return self._of_paragraphs.in_text(self._query.node)

    def _placed(self, term: PathLike) -> list[int] | None:
        known = self._holdings.places
        with suppress(KeyError):
            return known[term]
        fits, paths = in_path(term), self._holdings.paths
        found = [
            number
            for number, source in self._holdings.numbers.items()
            if fits.holds(_NOTHING, Where(paths[source]))
        ]
        if len(known) == KEPT_PLACES:
            known.clear()
        known[term] = few = found if len(found) <= MOST_PLACES else None
        return few

    def _stored(self, reverse: bool) -> Iterator[tuple[Path, Row]]:
        """In the order of the index, and those of one moment in ours."""
        found = notes.found(self._note, self._expression, oldest_first=reverse)
        for _, moment in groupby(found, lambda pair: pair[1].changed):
            yield from sorted(self._valid(moment), key=_order, reverse=reverse)

    def _valid(self, found: Iterable[tuple[int, Row]]) -> Iterator[tuple[Path, Row]]:
        """Those of the library that no edit has replaced."""
        numbers, overlay = self._holdings.numbers, self._holdings.overlay
        for number, one in found:
            source = numbers.get(number)
            if source and one.annotation.id not in overlay.get(source, {}):
                yield source, one

    def _in_index(self, sources: list[Path]) -> Iterator[Part]:
        expression = every([narrowed(self._query.node, self._of_paragraphs), self._in_text])
        fresh = self._holdings.fresh
        if expression is True:
            yield from self._looked_through(sources)
            return
        for run in _runs(sources, fresh):
            own = self._found(expression, run, is_own=True)
            merged = heapq.merge(own, self._beside(run), key=_number)
            sources_of = {fresh[source].number: source for source in run}
            for number, both in groupby(merged, _number):
                # Between them there may be some that are not of the library, or are open.
                if number in sources_of:
                    yield from self._part(sources_of[number], list(both))

    def _looked_through(self, sources: Iterable[Path]) -> Iterator[Part]:
        """Where no word tells: by the texts in the index, without opening their documents."""
        holdings, matcher = self._holdings, self._matcher
        asks_for_title = any(
            getattr(one, "field", "") == "title" for one in leaves(self._query.node)
        )
        for source in sources:
            if self._cancelled():
                return
            known = holdings.fresh[source]
            if not asks_for_title and matcher.rules_out(Where(holdings.paths[source])):
                continue
            if stamp([source]) != known.stamp:
                yield Part(source)
                continue
            own = texts.looked_through(self._text, known.number, self._may_hold_in)
            beside = _Found(known.number, None, is_own=False)
            found = [_Found(known.number, own, is_own=True), beside]
            yield from self._part(source, found[: 1 + self._joint.may_hold_in(source)])

    def _may_hold_in(self, text: str) -> bool:
        """Nothing is found any more when nobody waits: a text may have very many paragraphs."""
        return not self._cancelled() and self._matcher.may_hold_in(text)

    def _found(self, expression: Expression, run: list[Path], *, is_own: bool) -> Iterator[_Found]:
        if isinstance(expression, str):
            span = (self._holdings.fresh[source].number for source in (run[0], run[-1]))
            for number, blocks in texts.found(self._text, expression, *span):
                yield _Found(number, blocks, is_own)

    def _beside(self, run: list[Path]) -> Iterator[_Found]:
        """Where it may hold by what is annotated, with the blocks that have a word looked for.

        Without blocks where no word tells, or it takes less to look at those that are annotated.
        """
        places, fresh = self._joint.places, self._holdings.fresh
        if places is None and isinstance(self._in_text, str):
            return self._found(self._in_text, run, is_own=False)
        among: Container[Path] = self._noted_sources if places is None else places
        return (_Found(fresh[source].number, None, False) for source in run if source in among)

    def _part(self, source: Path, found: list[_Found]) -> Iterator[Part]:
        """A source with its own blocks, and those that may hold by what is annotated there."""
        own = [block for one in found if one.is_own for block in one.blocks or ()]
        noted = False
        if not found[-1].is_own and source in self._noted_sources:
            noted = self._annotated(source) is None
            own = sorted({*own, *self._noted(source, found[-1].blocks)})
        if own or noted:
            blocks = self._annotated(source)
            bare = blocks is not None and blocks.isdisjoint(own)
            yield Part(source, own, noted, self._holdings.fresh[source].version, bare)

    def _noted(self, source: Path, in_text: list[int] | None) -> Iterable[int]:
        """The annotated blocks that have a word that is looked for, as far as that is known."""
        blocks, places = self._annotated(source) or set(), self._joint.places
        if places and (only := places.get(source)) is not None:
            blocks = blocks & only
        if in_text is not None:
            return blocks.intersection(in_text)
        number = self._holdings.fresh[source].number
        return texts.looked_through(self._text, number, self._matcher.is_in_text, blocks)

    def _annotated(self, source: Path) -> set[int] | None:
        """The blocks of a text in the index that are annotated; None where that cannot be told."""
        if self._last[0] != source:
            number = self._numbers.get(source)
            version = self._holdings.fresh[source].version
            blocks = notes.blocks_of(self._note, number, version) if number is not None else set()
            self._last = source, None if source in self._holdings.overlay else blocks
        return self._last[1]

    @cached_property
    def _joint(self) -> Joint:
        return Joint(
            self._query.node,
            self._holdings,
            partial(notes.sources_found, self._note),
            partial(texts.blocks_found, self._text),
            self._of_notes,
            self._of_paragraphs,
        )


def _order(pair: tuple[Path, Row]) -> tuple[int, bytes, int]:
    return newest_first(*pair)


def _runs(sources: Iterable[Path], fresh: Mapping[Path, Known]) -> Iterator[list[Path]]:
    """Sources whose numbers ascend without a wide gap: they are looked through in one go."""
    run: list[Path] = []
    for source in sources:
        if run and not 0 < fresh[source].number - fresh[run[-1]].number <= GAP:
            yield run
            run = []
        run.append(source)
    if run:
        yield run
