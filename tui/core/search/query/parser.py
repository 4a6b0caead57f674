"""From typed or pasted text to a tree, by recursive descent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, get_args

from tui.core.errors import QueryError, WrongUsage
from tui.core.search.query.fields import NAMES, choice, tag_of, text_of
from tui.core.search.query.scanner import Scanner
from tui.core.search.query.tree import (
    EVERYTHING,
    FIELDS,
    GROUPS,
    SORTS,
    Field,
    Query,
    Sort,
    Text,
    all_of,
    any_of,
    negated,
)
from tui.core.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from tui.core.search.query.scanner import Piece
    from tui.core.search.query.tree import Group, Node

    Saved: TypeAlias = Callable[[], Mapping[str, str]]

DEEPEST = 40
"""Brackets within each other."""
MOST_SAVED = 20
"""Saved queries that one query may lead to, directly or by way of others."""
_IN_SAVED = "in the saved query"
SETTERS = {
    "sort": f"one of {', '.join(SORTS)}",
    "group": f"one of {', '.join(GROUPS)}",
    "limit": "a number from 1 on",
    "saved": "the name of a saved query",
}
"""What can stand before a colon and picks nothing by itself, and what is expected behind it."""
KNOWN = frozenset((*NAMES, *SETTERS))


def parse(text: str, today: Callable[[], date] = date.today, saved: Saved = dict) -> Query:
    """Read a query; what is no syntax is plain text.

    `today` is the reader's day, `saved` has the texts of saved queries. Raises `QueryError` where
    a known name has no value, or none that makes sense.
    """
    return _Parser(text, today, _SavedQueries(saved)).query()


class _SavedQueries:
    """The saved queries, and how many more of them may be opened."""

    def __init__(self, saved: Saved) -> None:
        self._saved = saved
        self._left = MOST_SAVED
        self.depth = 0

    def take(self, name: str) -> str:
        """The text of a saved query; raises `WrongUsage`."""
        known = self._saved()
        if name not in known:
            near = did_you_mean(name, known) or self.names()
            raise WrongUsage(f"there is no saved query “{name}”{near}")
        if not self._left:
            raise WrongUsage(f"the saved query “{name}” leads to itself or to too many others")
        self._left -= 1
        return known[name]

    def names(self) -> str:
        """What a message ends with that lists them."""
        return f": there are {', '.join(self._saved()) or 'none'}"


class _Parser:
    def __init__(self, text: str, today: Callable[[], date], shared: _SavedQueries) -> None:
        self._scanner = Scanner(text)
        self._today = today
        self._shared = shared
        self._within = ""
        self._sort: Sort | None = None
        self._group_by: Group | None = None
        self._limit: int | None = None
        self._inner: list[Query] = []
        """Saved queries; their order, groups and limits hold where this one has none."""

    def query(self) -> Query:
        node = self._or() or EVERYTHING
        given = [Query(node, self._sort, self._group_by, self._limit), *self._inner]
        return Query(
            node,
            next((one.sort for one in given if one.sort), None),
            next((one.group for one in given if one.group), None),
            next((one.limit for one in given if one.limit), None),
        )

    def _or(self) -> Node | None:
        """None where nothing but brackets, empty quotes and settings stands."""
        nodes = [self._and()]
        while self._scanner.takes_operator("OR"):
            nodes.append(self._and())
        given = [node for node in nodes if node]
        return any_of(given) if given else None

    def _and(self) -> Node | None:
        nodes: list[Node | None] = []
        scanner = self._scanner
        scanner.skip_blanks()
        while not scanner.is_over() and not (nodes and scanner.sees_operator("OR")):
            if not nodes and (scanner.sees_operator("OR") or scanner.sees_operator("AND")):
                nodes.append(self._piece())
            elif not scanner.takes_operator("AND"):
                nodes.append(self._unary())
            scanner.skip_blanks()
        given = [node for node in nodes if node]
        return all_of(given) if given else None

    def _unary(self) -> Node | None:
        turned = False
        while minus := self._scanner.takes_operator("NOT") or self._scanner.takes_minus():
            turned = not turned
            if minus == "NOT":
                self._scanner.skip_blanks()
        if self._scanner.is_over() or self._scanner.sees_operator("OR"):
            return None
        node = self._atom(turned)
        return negated(node) if node and turned else node

    def _atom(self, turned: bool) -> Node | None:
        column = self._scanner.column
        if self._scanner.takes("("):
            return self._group(column, self._within)
        if self._scanner.takes_mark("#"):
            return self._marked(column)
        name, sign = self._scanner.takes_name(KNOWN, FIELDS)
        if name in SETTERS:
            return self._set(name, turned, column)
        return self._named(name, sign) if name else self._piece()

    def _group(self, column: int, within: str) -> Node | None:
        """What stands in brackets; the last ones need not be closed."""
        if self._shared.depth == DEEPEST:
            raise QueryError(f"more than {DEEPEST} brackets within each other", column)
        outside, self._within = self._within, within
        self._scanner.depth += 1
        self._shared.depth += 1
        node = self._or()
        self._scanner.takes(")")
        self._scanner.depth -= 1
        self._shared.depth -= 1
        self._within = outside
        return node

    def _marked(self, column: int) -> Node | None:
        """What stands behind `#`; what cannot be a tag is text."""
        if self._scanner.takes("("):
            return self._group(column, "tag")
        piece = self._scanner.takes_piece()
        try:
            return tag_of(piece)
        except WrongUsage:
            return Text(f"#{piece.raw}")

    def _named(self, name: str, sign: str) -> Node | None:
        column = self._scanner.column
        if sign == ":" and self._scanner.takes("("):
            return self._group(column, name)
        field = _field(name)
        if sign == "~" and field:
            return self._text(field, nearly=True)
        return self._value(name)

    def _piece(self) -> Node | None:
        return self._value(self._within) if self._within else self._text()

    def _text(self, field: Field | None = None, *, nearly: bool = False) -> Node | None:
        piece = self._scanner.takes_piece()
        try:
            return text_of(piece, field, nearly=nearly)
        except WrongUsage as error:
            raise QueryError(str(error), piece.column) from error

    def _value(self, name: str) -> Node:
        named = NAMES[name]
        operator = self._scanner.takes(*named.operators)
        piece = self._next_piece(name, named.expected)
        try:
            return named.meaning(piece, operator, self._today)
        except WrongUsage as error:
            raise _at(piece, error, name, named.expected) from error

    def _set(self, name: str, turned: bool, column: int) -> Node | None:
        """Sort, group, limit: for the whole query, wherever they stand; and a saved query."""
        if turned and name in ("group", "limit"):
            raise QueryError(f"{name}: takes no minus", column)
        if name == "saved":
            return self._saved()
        piece = self._next_piece(name, SETTERS[name])
        try:
            if name == "sort":
                self._sort = Sort(SORTS[choice(name, piece, SORTS)], turned)
            elif name == "group":
                self._group_by = GROUPS[choice(name, piece, GROUPS)]
            else:
                self._limit = _limit(piece)
        except WrongUsage as error:
            raise _at(piece, error, name, SETTERS[name]) from error
        return None

    def _saved(self) -> Node | None:
        piece = self._next_piece("saved", SETTERS["saved"], self._shared.names)
        try:
            inner = _Parser(self._shared.take(piece.text), self._today, self._shared).query()
        except QueryError as error:
            # Of saved queries within each other the innermost one is to be put right.
            is_inner = error.what.startswith(_IN_SAVED)
            what = error.what if is_inner else f"{_IN_SAVED} “{piece.text}”: {error}"
            raise QueryError(what, piece.column) from error
        except WrongUsage as error:
            raise QueryError(str(error), piece.column) from error
        self._inner.append(inner)
        return None if inner.node == EVERYTHING else inner.node

    def _next_piece(self, name: str, expected: str, known: Callable[[], str] = lambda: "") -> Piece:
        before = self._scanner.column
        self._scanner.skip_blanks()
        if self._scanner.column > before or self._scanner.is_over():
            raise QueryError(f"{name}: expects {expected}{known()}", before)
        return self._scanner.takes_piece()


def _field(name: str) -> Field | None:
    fields: Sequence[Field] = get_args(Field)
    return next((field for field in fields if field == name), None)


def _limit(piece: Piece) -> int:
    text = piece.text
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
        raise WrongUsage(f"“{text}” is no limit")
    return int(text)


def _at(piece: Piece, error: WrongUsage, name: str, expected: str) -> QueryError:
    is_told = any(words in str(error) for words in ("did you mean", "cannot be told"))
    hint = "" if is_told else f"; {name}: expects {expected}"
    return QueryError(f"{error}{hint}", piece.column)
