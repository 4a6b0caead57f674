"""A query in plain English."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from tui.core.search.query.tree import (
    EVERYTHING,
    And,
    By,
    Colour,
    Dated,
    Fuzzy,
    Has,
    Id,
    Is,
    Not,
    Or,
    PathLike,
    Regex,
    Tag,
    Text,
)
from tui.core.text import clean_line

if TYPE_CHECKING:
    from datetime import date

    from tui.core.search.query.tree import Node, Query, Sort

_KINDS = {
    "note": "with a note",
    "highlight": "highlighted",
    "tagged": "tagged",
    "untagged": "without a tag",
    "reply": "a reply",
    "orphan": "without a place in today's text",
    "fuzzy": "on a paragraph that was edited",
    "moved": "on a paragraph that moved",
    "ambiguous": "with several possible places",
    "pinned": "put in its place by hand",
    "starred": "starred",
    "open": "open",
    "done": "done",
    "conflict": "with a note written in two places",
    "imported": "imported",
}
_PARTS = {
    "note": "with a note",
    "tag": "with a tag",
    "colour": "with a colour",
    "link": "with a link in the note",
    "conflict": "with a note written in two places",
}
_SORTS = {
    "modified": ("the latest change first", "the earliest change first"),
    "created": ("the newest first", "the oldest first"),
    "path": ("by path", "by path from the end"),
    "position": ("in reading order", "against the reading order"),
    "score": ("the best first", "the best last"),
}
_DATES = {"created": "created", "modified": "changed", "date": "created or changed"}


def explain(query: Query) -> str:
    """The query in plain English, as in `tagged policy or below, and “date” anywhere`."""
    parts = [_said(query.node)]
    if query.sort:
        parts.append(_order(query.sort))
    if query.group:
        parts.append(f"grouped by {query.group}")
    if query.limit:
        parts.append(f"at most {query.limit}")
    return clean_line("; ".join(parts))


def _order(sort: Sort) -> str:
    return _SORTS[sort.by][sort.reverse]


@singledispatch
def _said(node: Node) -> str:
    raise TypeError(node)


@_said.register(And)
def _(node: And) -> str:
    return ", and ".join(_inside(part, Or) for part in node.nodes) or "everything"


@_said.register(Or)
def _(node: Or) -> str:
    return " or ".join(_inside(part, And) for part in node.nodes)


@_said.register(Not)
def _(node: Not) -> str:
    return _denied(node.node)


@_said.register(Text)
@_said.register(Fuzzy)
def _(node: Text | Fuzzy) -> str:
    return _in_field(node.field, _wording(node))


@_said.register(Regex)
def _(node: Regex) -> str:
    return _in_field(node.field, f"a {_wording(node)}")


@_said.register(Tag)
def _(node: Tag) -> str:
    if node.reach == "prefix":
        return f"tagged {node.tag}…" if node.tag else "tagged"
    return f"tagged {node.tag} {'exactly' if node.reach == 'exact' else 'or below'}"


@_said.register(Is)
def _(node: Is) -> str:
    return _KINDS[node.kind]


@_said.register(Has)
def _(node: Has) -> str:
    return _PARTS[node.part]


@_said.register(PathLike)
def _(node: PathLike) -> str:
    if any(sign in node.pattern for sign in "*?["):
        return f"in a file like {node.pattern}"
    if node.pattern.endswith("/"):
        return f"in the folder {node.pattern}"
    return f"in a file with “{node.pattern}” in its path"


@_said.register(Colour)
def _(node: Colour) -> str:
    return f"coloured {node.name}"


@_said.register(By)
def _(node: By) -> str:
    return f"written by {node.name}"


@_said.register(Id)
def _(node: Id) -> str:
    return f"with the id {node.digits}…"


@_said.register(Dated)
def _(node: Dated) -> str:
    return f"{_DATES[node.which]} {_span(node.first, node.last)}"


def _span(first: date | None, last: date | None) -> str:
    if first and first == last:
        return f"on {_day(first)}"
    if first and last:
        return f"from {_day(first)} to {_day(last)}"
    if first:
        return f"on {_day(first)} or later"
    return f"on {_day(last)} or earlier" if last else "at any time"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _wording(node: Text | Fuzzy | Regex) -> str:
    if isinstance(node, Regex):
        return f"match of /{node.pattern}/{node.flags}"
    return f"“{node.text}”" + " or nearly that" * isinstance(node, Fuzzy)


def _in_field(field: str | None, what: str) -> str:
    return f"the {field} has {what}" if field else f"{what} anywhere"


def _denied(node: Node) -> str:
    if isinstance(node, Text | Fuzzy | Regex):
        return _in_field(node.field, f"no {_wording(node)}")
    said = _said(node)
    return f"not ({said})" if isinstance(node, And | Or) else f"not {said}"


def _inside(node: Node, other: type[And | Or]) -> str:
    said = _said(node)
    return f"({said})" if isinstance(node, other) and node != EVERYTHING else said
