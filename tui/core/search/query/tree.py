"""What a query means, as a tree; it knows of no index and of no way to look anything up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

Field = Literal["note", "quote", "text", "title", "heading"]
Reach = Literal["below", "exact", "prefix"]
Kind = Literal[
    "note", "highlight", "tagged", "untagged", "reply", "orphan", "fuzzy", "moved", "ambiguous",
    "pinned", "starred", "open", "done", "conflict", "imported",
]  # fmt: skip
Part = Literal["note", "tag", "colour", "link", "conflict"]
DateOf = Literal["created", "modified", "date"]
SortBy = Literal["modified", "created", "path", "position", "score"]
Group = Literal["path", "tag", "day"]

FIELDS: tuple[Field, ...] = get_args(Field)
KINDS: tuple[Kind, ...] = get_args(Kind)
PARTS: tuple[Part, ...] = get_args(Part)
DATES: tuple[DateOf, ...] = get_args(DateOf)
SORTS: tuple[SortBy, ...] = get_args(SortBy)
GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True, slots=True)
class Text:
    """A word or a phrase in one field, or anywhere.

    The last word is a prefix unless the term is `whole`: a phrase whose quotes were closed.
    """

    text: str
    field: Field | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word, or one that is written nearly so."""

    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression that the `regex` package compiles; `flags` are some of `imsx`."""

    pattern: str
    flags: str = ""
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: it or any below it, exactly it, or all that begin so."""

    tag: str
    reach: Reach = "below"


@dataclass(frozen=True, slots=True)
class Is:
    """An annotation of that kind or state."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Has:
    """An annotation with such a part."""

    part: Part


@dataclass(frozen=True, slots=True)
class PathLike:
    """A source by its path in the library.

    With one of `*?[` it is a glob, with a slash at the end a folder, else any part of the path.
    """

    pattern: str


@dataclass(frozen=True, slots=True)
class Colour:
    """An annotation of that colour."""

    name: str


@dataclass(frozen=True, slots=True)
class By:
    """An annotation of that writer."""

    name: str


@dataclass(frozen=True, slots=True)
class Id:
    """An annotation by the first hexadecimal digits of its id, or by the eight last ones."""

    digits: str


@dataclass(frozen=True, slots=True)
class Dated:
    """An annotation created or modified (`date`: one or the other) from day to day, inclusive.

    The days are those of the reader's own time zone; None is no bound.
    """

    which: DateOf
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a node."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of the nodes hold; without any it is everything."""

    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more nodes holds."""

    nodes: tuple[Node, ...]


Leaf: TypeAlias = Text | Fuzzy | Regex | Tag | Is | Has | PathLike | Colour | By | Id | Dated
Node: TypeAlias = Leaf | Not | And | Or

EVERYTHING = And()


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of results: new, best or A first; the other way round when it is `reverse`."""

    by: SortBy
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and how the results are ordered, grouped and cut."""

    node: Node = EVERYTHING
    sort: Sort | None = None
    group: Group | None = None
    limit: int | None = None


def all_of(nodes: Iterable[Node]) -> Node:
    """The conjunction of `nodes`, flat; one node is itself."""
    flat = tuple(p for n in nodes for p in (n.nodes if isinstance(n, And) else (n,)))
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(nodes: Iterable[Node]) -> Node:
    """The disjunction of `nodes`, flat; one node is itself, none is everything."""
    flat = tuple(p for n in nodes for p in (n.nodes if isinstance(n, Or) else (n,)))
    return Or(flat) if len(flat) > 1 else flat[0] if flat else EVERYTHING


def negated(node: Node) -> Node:
    """The opposite of `node`; the opposite of an opposite is the node itself."""
    return node.node if isinstance(node, Not) else Not(node)


def leaves(node: Node) -> Iterator[Leaf]:
    """The single terms of a tree, those that must not hold among them."""
    if isinstance(node, And | Or):
        for part in node.nodes:
            yield from leaves(part)
    elif isinstance(node, Not):
        yield from leaves(node.node)
    else:
        yield node
