"""A query written out again, so that reading it gives the same tree."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from tui.core.errors import QueryError
from tui.core.search.query.parser import parse
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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from types import UnionType

    from tui.core.search.query.tree import Leaf, Node, Query

_BEFORE, _BEHIND = Text("x"), Text("x/")


def unparse(query: Query) -> str:
    """The text of a query; dates that were relative are days, saved queries what they mean."""
    parts = [_written(query.node)] if query.node != EVERYTHING else []
    if query.sort:
        parts.append(f"{'-' if query.sort.reverse else ''}sort:{query.sort.by}")
    if query.group:
        parts.append(f"group:{query.group}")
    if query.limit:
        parts.append(f"limit:{query.limit}")
    return " ".join(parts)


def _written(node: Node) -> str:
    if isinstance(node, And):
        return " ".join(_inside(part, Or) for part in node.nodes)
    if isinstance(node, Or):
        return " OR ".join(map(_written, node.nodes))
    if isinstance(node, Not):
        return "-" + _inside(node.node, And | Or)
    return _safest(node)


def _inside(node: Node, bracketed: UnionType | type) -> str:
    written = _written(node)
    if not isinstance(node, bracketed):
        return written
    # A word may have an open bracket of its own, which must not take the one that closes.
    return f"({written} )" if "(" in written.split()[-1] else f"({written})"


def _safest(node: Leaf) -> str:
    """The first way to write `node` that is read as it anywhere, else alone."""
    ways = list(_ways(node))
    alone = [way for way in ways if _read(way) == node]
    among = And((_BEFORE, node, Not(node), _BEHIND))
    anywhere = (way for way in alone if _read(_among(way)) == among)
    return next(anywhere, alone[0] if alone else ways[0])


def _among(way: str) -> str:
    return f"({_BEFORE.text} {way} -{way} {_BEHIND.text} )"


def _read(text: str) -> Node | None:
    try:
        return parse(text).node
    except QueryError:
        return None


@singledispatch
def _ways(node: Leaf) -> Iterator[str]:
    raise TypeError(node)


@_ways.register(Text)
def _(node: Text) -> Iterator[str]:
    field = f"{node.field}:" if node.field else ""
    if not node.whole:
        yield field + node.text
    yield f'{field}"{node.text}"{"" if node.whole else "*"}'


@_ways.register(Fuzzy)
def _(node: Fuzzy) -> Iterator[str]:
    if node.field:
        yield f"{node.field}~{node.text}"
        yield f'{node.field}~"{node.text}"'
    yield f"{node.text}~"


@_ways.register(Regex)
def _(node: Regex) -> Iterator[str]:
    yield f"{node.field}:" * bool(node.field) + f"/{node.pattern}/{node.flags}"


@_ways.register(Tag)
def _(node: Tag) -> Iterator[str]:
    star = "*" * (node.reach == "prefix")
    name = "tag:=" if node.reach == "exact" else "tag:"
    if node.reach != "exact":
        yield f"#{node.tag}{star}"
    yield f"{name}{node.tag}{star}"
    yield f'{name}"{node.tag}"{star}'
    # A sharp is a blank: so a tag may have a blank, quotes, and a star that is no sign.
    yield f"{name}#{node.tag.replace(' ', '#')}{star or '#'}"


@_ways.register(Is)
def _(node: Is) -> Iterator[str]:
    yield f"is:{node.kind}"


@_ways.register(Has)
def _(node: Has) -> Iterator[str]:
    yield f"has:{node.part}"


@_ways.register(PathLike)
def _(node: PathLike) -> Iterator[str]:
    yield from _values("path:", node.pattern)


@_ways.register(Colour)
def _(node: Colour) -> Iterator[str]:
    yield from _values("colour:", node.name)


@_ways.register(By)
def _(node: By) -> Iterator[str]:
    yield from _values("by:", node.name)


@_ways.register(Id)
def _(node: Id) -> Iterator[str]:
    yield f"id:{node.digits}"


@_ways.register(Dated)
def _(node: Dated) -> Iterator[str]:
    yield f"{node.which}:{_days(node.first, node.last)}"


def _values(name: str, value: str) -> Iterator[str]:
    yield f"{name}{value}"
    yield f'{name}"{value}"'


def _days(first: date | None, last: date | None) -> str:
    if first and first == last:
        return first.isoformat()
    return f"{first.isoformat() if first else ''}..{last.isoformat() if last else ''}"
