"""The names that stand before a colon in a query, and what the values behind them mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tui.core.errors import WrongUsage
from tui.core.search.pattern import pattern
from tui.core.search.query.dates import EXPECTED as A_DATE
from tui.core.search.query.dates import OPERATORS, bounds
from tui.core.search.query.tree import (
    DATES,
    FIELDS,
    KINDS,
    PARTS,
    By,
    Colour,
    Dated,
    Fuzzy,
    Has,
    Id,
    Is,
    PathLike,
    Regex,
    Tag,
    Text,
)
from tui.core.tags import parse_tag
from tui.core.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from typing import TypeAlias

    from tui.core.search.query.scanner import Piece
    from tui.core.search.query.tree import DateOf, Field, Leaf

    Today: TypeAlias = Callable[[], date]
    Meaning: TypeAlias = Callable[[Piece, str, Today], Leaf]

UNKNOWABLE = {
    "is:deleted": "what was removed is in the trash (gu), not in the notes",
    "has:reply": "a note does not know what was written in reply to it",
}
"""What would fit in, but cannot be told from the notes; and why."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name: what is expected behind it, the operators it takes, and what a value means.

    The meaning raises `WrongUsage` for a value that it does not have.
    """

    expected: str
    meaning: Meaning
    operators: tuple[str, ...] = ()


def text_of(piece: Piece, field: Field | None = None, *, nearly: bool = False) -> Leaf | None:
    """The words to look for; None for empty quotes. Raises `WrongUsage` for a bad pattern."""
    if piece.kind == "regex":
        pattern(piece.text, piece.flags)
        return Regex(piece.text, piece.flags, field)
    word = piece.text.removesuffix("~") if piece.kind == "word" else piece.text
    if nearly and piece.kind == "phrase" and (" " in word or not word):
        raise WrongUsage("one word is what ~ looks for")
    if (nearly or word != piece.text) and any(map(str.isalnum, word)):
        return Fuzzy(word, field)
    return Text(piece.text, field, piece.whole) if piece.text else None


def tag_of(piece: Piece, operator: str = "") -> Tag:
    """The tag that is meant; raises `WrongUsage` when it is none."""
    text = piece.raw if piece.kind == "regex" else piece.text
    if operator:
        return Tag(parse_tag(text), "exact")
    starred = piece.starred or (piece.kind == "word" and text.endswith("*"))
    if not starred:
        return Tag(parse_tag(text))
    stem = text if piece.starred else text[:-1]
    if not stem:
        return Tag("", "prefix")
    return Tag(parse_tag(stem) + "/" * stem.endswith("/"), "prefix")


def _text(field: Field, piece: Piece, _operator: str, _today: Today) -> Leaf:
    found = text_of(piece, field)
    if found is None:
        raise WrongUsage(f"nothing stands behind {field}:")
    return found


def _tag(piece: Piece, operator: str, _today: Today) -> Leaf:
    return tag_of(piece, operator)


def _is(piece: Piece, _operator: str, _today: Today) -> Leaf:
    return Is(KINDS[choice("is", piece, KINDS)])


def _has(piece: Piece, _operator: str, _today: Today) -> Leaf:
    return Has(PARTS[choice("has", piece, PARTS)])


def _path(piece: Piece, _operator: str, _today: Today) -> Leaf:
    return PathLike(_whole(piece) + "*" * piece.starred)


def _colour(piece: Piece, _operator: str, _today: Today) -> Leaf:
    return Colour(_whole(piece))


def _by(piece: Piece, _operator: str, _today: Today) -> Leaf:
    return By(_whole(piece))


def _id(piece: Piece, _operator: str, _today: Today) -> Leaf:
    digits = _whole(piece).replace("-", "").lower()
    if not digits or len(digits) > 32 or set(digits) - set("0123456789abcdef"):
        raise WrongUsage(f"“{piece.text}” is no beginning of an id")
    return Id(digits)


def _dated(which: DateOf, piece: Piece, operator: str, today: Today) -> Leaf:
    return Dated(which, *bounds(operator, _whole(piece), today()))


def _whole(piece: Piece) -> str:
    text = piece.raw if piece.kind == "regex" else piece.text
    if not text:
        raise WrongUsage("nothing stands between the quotes")
    return text


def choice(name: str, piece: Piece, known: Sequence[str]) -> int:
    """The index of what is meant in `known`; raises `WrongUsage` for what is not there."""
    said = f"{name}:{piece.text}"
    if said in UNKNOWABLE:
        raise WrongUsage(f"{said} cannot be told: {UNKNOWABLE[said]}")
    if piece.text not in known:
        raise WrongUsage(f"there is no {said}{did_you_mean(piece.text, known)}")
    return known.index(piece.text)


_WORDS = 'a word, a "phrase" or a /regular expression/'
NAMES: Mapping[str, Named] = {
    **{field: Named(_WORDS, partial(_text, field)) for field in FIELDS},
    "tag": Named("a tag", _tag, ("=",)),
    "is": Named(f"one of {', '.join(KINDS)}", _is),
    "has": Named(f"one of {', '.join(PARTS)}", _has),
    "path": Named("a part of a path, a folder/ or a glob like *.md", _path),
    "file": Named("a part of a path, a folder/ or a glob like *.md", _path),
    "colour": Named("a colour", _colour),
    "by": Named("the name of a writer", _by),
    "id": Named("the first digits of an id", _id),
    **{which: Named(A_DATE, partial(_dated, which), OPERATORS) for which in DATES},
}
"""What can stand before a colon and picks results."""
