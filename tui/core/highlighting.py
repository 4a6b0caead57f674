"""The parts of a piece of code that a reader tells apart: what Pygments knows of its language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.lexer import Lexer

Kind = Literal["keyword", "string", "comment", "number", "name"]
Token: TypeAlias = tuple[int, int, Kind]
"""`text[start:end]` is of that kind."""

MOST_LINES, MOST_CHARACTERS = 2_000, 60_000
"""Longer code is left as it is."""


def tokens(text: str, language: str) -> tuple[Token, ...]:
    """The tokens of `text`, in order; none for an unknown language. May take a while."""
    if not language or len(text) > MOST_CHARACTERS or text.count("\n") >= MOST_LINES:
        return ()
    lexer = _lexer(language)
    return tuple(_kinds(lexer, text)) if lexer else ()


def _lexer(language: str) -> Lexer | None:
    # Only those who read code wait for this.
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _kinds(lexer: Lexer, text: str) -> Iterator[Token]:
    from pygments.token import Comment, Keyword, Name, Number, String

    kinds: list[tuple[object, Kind]] = [
        (Keyword, "keyword"), (String, "string"), (Comment, "comment"), (Number, "number"),
        (Name.Function, "name"), (Name.Class, "name"), (Name.Tag, "name"),
    ]  # fmt: skip
    for start, token, value in lexer.get_tokens_unprocessed(text):
        kind = next((kind for of, kind in kinds if token in of), None)  # type: ignore[operator]
        if kind and value:
            yield start, start + len(value), kind
