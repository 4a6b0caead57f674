"""The characters of a typed query taken apart: blanks, brackets, names, words, phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection

QUOTES = '"“”„«»'
FLAGS = "imsx"

_NAME = re.compile(r"([a-z]+)([:~])")
_BLANKS = re.compile(r"\s*")
_PHRASE = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)([{QUOTES}]?)")
_REGEX = re.compile(rf"/(?!\s)((?:[^/\\]|\\.)+)/([{FLAGS}]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A value as it was typed, and the column (from 1) where it starts.

    `whole` says that the quotes of a phrase were closed, `starred` that `*` stands behind them.
    `raw` is what was typed, quotes and all.
    """

    kind: Literal["word", "phrase", "regex"]
    text: str
    raw: str
    column: int
    whole: bool = False
    starred: bool = False
    flags: str = ""


class Scanner:
    """Goes through a typed text from left to right; `depth` is the number of open brackets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.depth = 0

    @property
    def column(self) -> int:
        """Where it stands, from 1."""
        return self._at + 1

    def skip_blanks(self) -> None:
        """Go to the next character that is not white space."""
        blanks = _BLANKS.match(self._text, self._at)
        self._at = blanks.end() if blanks else self._at

    def is_over(self) -> bool:
        """Whether nothing follows, or the end of a group."""
        return self._at == len(self._text) or self._closes(self._at)

    def takes(self, *signs: str) -> str:
        """Go behind the first of `signs` that stands here; "" if none does."""
        for sign in signs:
            if self._text.startswith(sign, self._at):
                self._at += len(sign)
                return sign
        return ""

    def takes_minus(self) -> bool:
        """Go behind a minus that negates: one with something but a minus behind it."""
        behind = self._at + 1
        if not self._text.startswith("-", self._at) or self._ends(behind):
            return False
        return self._text[behind] != "-" and bool(self.takes("-"))

    def takes_mark(self, mark: str) -> bool:
        """Go behind a `mark` that has something behind it."""
        if not self._text.startswith(mark, self._at) or self._ends(self._at + len(mark)):
            return False
        return bool(self.takes(mark))

    def takes_operator(self, *names: str) -> str:
        """Go behind an operator: capitals that stand alone."""
        for name in names:
            if self.sees_operator(name):
                return self.takes(name)
        return ""

    def sees_operator(self, name: str) -> bool:
        """Whether the operator `name` follows."""
        end = self._at + len(name)
        opens = self._text.startswith("(", end)
        return self._text.startswith(name, self._at) and (opens or self._ends(end))

    def takes_name(self, known: Collection[str], nearly: Collection[str]) -> tuple[str, str]:
        """Go behind a known name and its sign; ("", "") if there is none.

        The sign is a colon or, with one of `nearly` and something behind it, a tilde.
        """
        match = _NAME.match(self._text, self._at)
        if match is None or match[1] not in (known if match[2] == ":" else nearly):
            return "", ""
        if match[2] == "~" and self._ends(match.end()):
            return "", ""
        self._at = match.end()
        return match[1], match[2]

    def takes_piece(self) -> Piece:
        """Go behind a phrase, a pattern or a word, of which at least one character is here."""
        column, start = self.column, self._at
        if phrase := _PHRASE.match(self._text, start):
            self._at = phrase.end()
            starred = bool(phrase[2]) and self._ends(self._at + 1) and bool(self.takes("*"))
            text, whole = " ".join(phrase[1].split()), bool(phrase[2])
            return Piece("phrase", text, phrase[0], column, whole and not starred, starred)
        regex = _REGEX.match(self._text, start)
        if regex and self._ends(regex.end()):
            self._at = regex.end()
            flags = "".join(flag for flag in FLAGS if flag in regex[2])
            return Piece("regex", regex[1], regex[0], column, flags=flags)
        self._at = self._word_end()
        word = self._text[start : self._at]
        return Piece("word", word, word, column)

    def _closes(self, at: int) -> bool:
        return self.depth > 0 and self._text.startswith(")", at)

    def _ends(self, at: int) -> bool:
        """Whether a word that reaches as far as `at` ends there."""
        return at >= len(self._text) or self._text[at].isspace() or self._closes(at)

    def _word_end(self) -> int:
        """A bracket that the word opens itself is a part of it, and so is its closing one."""
        inner, at = 0, self._at
        while at < len(self._text) and not self._text[at].isspace():
            if self._text[at] == "(":
                inner += 1
            elif self._text[at] == ")":
                if not inner and self.depth:
                    break
                inner = max(inner - 1, 0)
            at += 1
        return at
