"""What is searched for: typed text parsed to a tree, and the tree in plain English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from tui.core.errors import WrongUsage
from tui.core.tags import parse_tag

Field = Literal["note", "quote", "text"]
FIELDS: tuple[Field, ...] = get_args(Field)

_QUOTES = '"“”„«»'
_ATOM = re.compile(
    rf"""(?P<minus>-(?=[^\s-]))?
    (?P<field>(?:{"|".join(FIELDS)}|tag):(?=\S)|\#(?=\S))?
    (?P<exact>(?<=tag:)=(?=\S))?
    (?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}]?)|(?P<word>\S+))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A word or a phrase in one field, or anywhere.

    The last word is a prefix unless the term is `whole`: a phrase whose quotes were closed.
    """

    text: str
    field: Field | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: this one or any below it, or exactly this one."""

    tag: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a term."""

    term: Text | Tag


Term: TypeAlias = Text | Tag | Not


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that all hold; none of them is everything."""

    terms: tuple[Term, ...] = ()

    def explain(self) -> str:
        """The query in plain English, as in `tagged policy or below, and “date” anywhere`."""
        return ", and ".join(map(_explain, self.terms)) or "everything"


def parse(text: str) -> Query:
    """Read a typed or pasted query; what is no syntax is plain text, so nothing is an error."""
    return Query(tuple(term for match in _ATOM.finditer(text) if (term := _term(match))))


def _term(match: re.Match[str]) -> Term | None:
    term = _atom(match)
    return Not(term) if term and match["minus"] else term


def _atom(match: re.Match[str]) -> Text | Tag | None:
    phrase, field = match["phrase"], (match["field"] or "").rstrip(":")
    value = match["word"] if phrase is None else " ".join(phrase.split())
    if field in ("#", "tag"):
        return _tag(match, value)
    if not value:
        return None
    known = next((name for name in FIELDS if name == field), None)
    return Text(value, known, whole=bool(match["closed"]))


def _tag(match: re.Match[str], value: str) -> Text | Tag:
    try:
        return Tag(parse_tag(value), exact=bool(match["exact"]))
    except WrongUsage:
        return Text(match[0].removeprefix("-"))


def _explain(term: Term, negated: bool = False) -> str:
    if isinstance(term, Not):
        return _explain(term.term, negated=True)
    if isinstance(term, Tag):
        reach = "exactly" if term.exact else "or below"
        return f"{'not ' if negated else ''}tagged {term.tag} {reach}"
    quoted = f"{'no ' if negated else ''}“{term.text}”"
    return f"the {term.field} has {quoted}" if term.field else f"{quoted} anywhere"
