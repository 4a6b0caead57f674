"""What is printed: safe lines on stdout, messages on stderr."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from tui.core.errors import PostilError
from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def say(text: str) -> None:
    """Print `text`, whatever it holds, so that it cannot act on a terminal."""
    print(clean(text))


BOLD, DIM, CYAN = "1", "2", "36"
"""Ways to draw a part of a line: parameters of Select Graphic Rendition (ECMA-48)."""


def are_colours_shown() -> bool:
    """Whether stdout is a terminal that shows colours, and whose user wants any (NO_COLOR)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout.isatty()


def say_parts(parts: Iterable[tuple[str, str]], coloured: bool) -> None:
    """Print one line made of texts, each with the way to draw it, or "" for as it is."""
    drawn = (
        f"\x1b[{way}m{clean_line(text)}\x1b[m" if way and coloured else clean_line(text)
        for text, way in parts
    )
    print("".join(drawn))


def complain(message: str) -> None:
    """Print a message on stderr."""
    print(f"postil: {clean_line(message)}", file=sys.stderr)


def place(path: Path, number: int | None) -> str:
    """How a paragraph is named in a line of output."""
    return clean_line(str(path)) + (f":¶{number}" if number else "")


class UnreadNotes(PostilError):
    """Notes that could not be read, though the text could; the message names the file."""

    exit_code = 3


class Failures:
    """Reports what goes wrong with one of several items, and knows the exit code at the end."""

    def __init__(self) -> None:
        self.code = 0

    def add(self, error: PostilError) -> None:
        """Report `error`; the others are still done."""
        complain(str(error))
        self.code = max(self.code, error.exit_code)

    def end(self, problems: Iterable[str], *, found: bool) -> int:
        """Report notes that could not be read; the exit code of a command that looks for things."""
        for problem in problems:
            complain(problem)
            self.code = 3
        return self.code or (0 if found else 1)


def spread(text: str) -> str:
    """`text` with a NUL behind each character of two cells (UAX #11), to be as long as wide.

    Texts hold no NUL: control characters are shown as signs.
    """
    if text.isascii():
        return text
    return "".join(f"{one}\0" if east_asian_width(one) in "WF" else one for one in text)
