"""Regular expressions of a reader: compiled once, and stopped when they take too long."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tui.core.errors import WrongUsage

if TYPE_CHECKING:
    from tui.core.search.needle import Span

SECONDS = 0.25
"""How long one text may be looked at."""


class Pattern:
    """A pattern of the `regex` package with some of the flags `imsx`; `WrongUsage` if it is none.

    `re` can neither be stopped nor run beside other threads.
    """

    def __init__(self, pattern: str, flags: str) -> None:
        import regex

        self._written = f"/{pattern}/{flags}"
        try:
            options = sum(regex.RegexFlag[flag.upper()] for flag in flags)
            self._compiled = regex.compile(pattern, options)
        except (regex.error, ValueError, OverflowError, RecursionError, KeyError) as error:
            raise WrongUsage(f"{self._written} is no regular expression: {error}") from error

    def spans(self, text: str) -> list[Span]:
        """Where it matches in `text` as it is shown; an empty match is none.

        Raises `WrongUsage` when it takes too long.
        """
        if not text:
            return []
        try:
            found = self._compiled.finditer(text, concurrent=True, timeout=SECONDS)
            return [match.span() for match in found if match.end() > match.start()]
        except TimeoutError as error:
            raise WrongUsage(f"{self._written} takes too long; make it simpler") from error


@lru_cache(maxsize=32)
def pattern(text: str, flags: str) -> Pattern:
    """The pattern, from memory where it was asked for lately; raises `WrongUsage`."""
    return Pattern(text, flags)
