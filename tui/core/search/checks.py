"""Each kind of term made ready to be asked of records."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from fnmatch import translate
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from tui.core.tags import is_below, tag_key
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from tui.core.model import Annotation
    from tui.core.search.finders import Finder
    from tui.core.search.needle import Span
    from tui.core.search.query.tree import Dated, PathLike, Tag
    from tui.core.search.records import Place, Record, Where

_NEVER = "~"
"""Behind every time."""
EVERYWHERE: tuple[Place, ...] = ("note", "quote", "text", "tag_text")


class Check(Protocol):
    """One term, or several joined."""

    bare: bool
    """Whether a paragraph without annotations can fulfil it."""

    def holds(self, record: Record, where: Where) -> bool:
        """Whether it holds for a record."""

    def may_hold_in(self, text: str) -> bool:
        """False where a paragraph of that text cannot fulfil it without annotations."""

    def told_by(self, where: Where) -> bool | None:
        """Whether it holds for whatever is in a source; None where that depends on the record."""

    def score(self, record: Record, where: Where) -> float:
        """How well it holds, where it does."""

    def is_sure(self, record: Record, where: Where) -> bool:
        """Whether it holds for more than something nearly written so."""


class InTexts:
    """Something to find in one or more of a record's texts."""

    def __init__(self, finder: Finder, places: tuple[Place, ...]) -> None:
        self.finder = finder
        self.places = places
        self.bare = "text" in places
        self._last: Record | None = None
        self._spans: dict[Place, list[Span]] = {}

    def spans(self, record: Record, place: Place) -> list[Span]:
        """Where it is in one of the texts of a record; remembered until another record is asked."""
        if record is not self._last:
            self._last, self._spans = record, {}
        if place not in self._spans:
            self._spans[place] = self.finder.in_record(record, place)
        return self._spans[place]

    def holds(self, record: Record, where: Where) -> bool:
        """Whether it is in any of the places."""
        return any(self.spans(record, place) for place in self.places)

    def may_hold_in(self, text: str) -> bool:
        """Whether it is in the text."""
        return self.bare and bool(self.finder.in_text(text))

    def told_by(self, where: Where) -> bool | None:
        """It depends on the texts."""
        return None

    def score(self, record: Record, where: Where) -> float:
        """2 for being there, more for a whole word, for standing early, for being in a tag."""
        in_tag = "tag_text" in self.places and self.spans(record, "tag_text")
        texts = (place for place in self.places if place != "tag_text")
        best = max((self._in_text(record, place) for place in texts), default=0.0)
        return 2.0 + (2.5 if in_tag else 0.0) + best

    def is_sure(self, record: Record, where: Where) -> bool:
        """Whether it is in one of the places as it was written."""
        return any(self.finder.is_sure(record, place) for place in self.places)

    def _in_text(self, record: Record, place: Place) -> float:
        spans = self.spans(record, place)
        text = getattr(record, place)
        whole = any(not text[end : end + 1].isalnum() for _, end in spans)
        return 1.5 * whole + 1 / (1 + spans[0][0] / 40) if spans else 0.0


class Fact:
    """Something that is so or not; it makes no result better than another."""

    bare = False
    worth = 0.0

    def may_hold_in(self, text: str) -> bool:
        """As text does not matter, only what a bare paragraph can be."""
        return self.bare

    def told_by(self, where: Where) -> bool | None:
        """Most depends on the annotations."""
        return None

    def score(self, record: Record, where: Where) -> float:
        """The same for each record."""
        return self.worth

    def is_sure(self, record: Record, where: Where) -> bool:
        """Always."""
        return True


class Known:
    """What a finder finds in names, remembered: most records share theirs with many."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._known: dict[str, bool] = {}

    def is_in(self, name: str) -> bool:
        """Whether it is in `name`."""
        if name not in self._known:
            self._known[name] = bool(self._finder.in_text(name))
        return self._known[name]


class InHeadings(Fact):
    """Something to find in the headings above a record."""

    bare = True

    def __init__(self, finder: Finder) -> None:
        self._known = Known(finder)

    def holds(self, record: Record, where: Where) -> bool:
        """Whether it is in any of them."""
        return any(map(self._known.is_in, record.headings))


class OfSource(Fact):
    """Something that is so of a source, whatever the record."""

    bare = True

    def __init__(self, test: Callable[[Where], bool]) -> None:
        self._test = test

    def holds(self, record: Record, where: Where) -> bool:
        """Whether it is so."""
        return self._test(where)

    def told_by(self, where: Where) -> bool | None:
        """Always."""
        return self._test(where)


def in_title(finder: Finder) -> OfSource:
    """Something to find in the title of the document."""
    known = Known(finder)
    return OfSource(lambda where: known.is_in(where.title()))


def in_path(term: PathLike) -> OfSource:
    """A glob, a folder or a part of the path in the library; case and accents do not matter."""
    wanted = fold(term.pattern)
    if any(sign in wanted for sign in "*?["):
        fits = re.compile(translate(wanted)).match
    elif wanted.endswith("/"):
        fits = re.compile(re.escape(wanted)).match
    else:
        fits = re.compile(re.escape(wanted)).search
    known: dict[str, bool] = {}

    def test(where: Where) -> bool:
        if where.path not in known:
            known[where.path] = bool(fits(_folded(where.path)))
        return known[where.path]

    return OfSource(test)


@lru_cache(maxsize=1 << 14)
def _folded(path: str) -> str:
    """While a query is typed, the paths stay the same."""
    return fold(path)


class Tagged(Fact):
    """A tag, exactly it, any below it, or any that begins so."""

    worth = 4.5

    def __init__(self, term: Tag) -> None:
        self._term = term
        self._key = tag_key(term.tag)

    def holds(self, record: Record, where: Where) -> bool:
        """Whether any tag fits."""
        return any(map(self._fits, record.tags))

    def _fits(self, tag: str) -> bool:
        if self._term.reach == "below":
            return is_below(tag, self._term.tag)
        key = tag_key(tag)
        return key == self._key if self._term.reach == "exact" else key.startswith(self._key)


class Annotated(Fact):
    """Something that one of the annotations is or has."""

    def __init__(self, test: Callable[[Annotation, Where], bool]) -> None:
        self._test = test

    def holds(self, record: Record, where: Where) -> bool:
        """Whether one of the annotations is so."""
        return any(self._test(one, where) for one in record.annotations)


class Within(Fact):
    """A time of one of the annotations between two days of the reader's zone, inclusive.

    `since` and `until` are the first moment and the one behind the last.
    """

    def __init__(self, term: Dated, zone: tzinfo | None) -> None:
        self._which = ("created", "modified") if term.which == "date" else (term.which,)
        self.since = _begins(term.first, zone) if term.first else ""
        self.until = _ends(term.last, zone) if term.last else _NEVER

    def holds(self, record: Record, where: Where) -> bool:
        """Whether one of the times lies there."""
        times = (getattr(one, which) for one in record.annotations for which in self._which)
        return any(self.since <= moment(time) < self.until for time in times if time)


def _begins(day: date, zone: tzinfo | None) -> str:
    """When a day begins in the reader's zone, in UTC and to the second."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    try:
        return start.astimezone(UTC).isoformat()[:19]
    except (OverflowError, ValueError, OSError):
        # At the ends of the calendar a zone is beyond what can be told.
        return start.isoformat()[:19]


def _ends(day: date, zone: tzinfo | None) -> str:
    return _begins(day + timedelta(days=1), zone) if day < date.max else _NEVER


def moment(time: str) -> str:
    """A stored time in UTC and to the second."""
    if time.endswith("Z"):
        return time[:19]
    try:
        return datetime.fromisoformat(time).astimezone(UTC).isoformat()[:19]
    except (OverflowError, ValueError):
        return _NEVER
