"""Pieces of a Markdown text: where they are, and their blocks whenever they are asked for."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from tui.core.documents.parts import Part, parts_of
from tui.core.documents.stretches import STRETCH

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from tui.core.documents.snapshot import Data


KEPT = 64
"""Pieces that stay parsed: more than a screen shows."""
LONG = 1 << 14
"""Bytes of a piece that stays parsed always: a key cannot wait for it again."""


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """One for all documents: it keeps nothing of a text, and takes 200 kB and longer than a page.

    Its rules are compiled here and now, because several threads may come to use it at once. It is
    loaded here too: a long text may well begin with nothing for it to do.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    # Beyond its limit of nesting the parser drops text: without one it fails, and text is not lost.
    made = MarkdownIt("commonmark", {"maxNesting": 100_000})
    made.enable(["table", "strikethrough"])
    made.use(footnote_plugin, inline=False)
    made.core.ruler.disable(["inline", "text_join", "footnote_tail"])
    inline = made.inline
    for ruler in (made.core.ruler, made.block.ruler, inline.ruler, inline.ruler2):
        ruler.getRules("")
    return made


def tokens_of(data: Data, start: int, end: int, env: dict[str, Any]) -> list[Token]:
    """The blocks' tokens of a piece; `env` takes the addresses that are defined in it."""
    return parser().parse(data[start:end].decode("utf-8", "replace"), env)


class Pieces:
    """Which blocks of `data` are in which piece; the others are plain paragraphs."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._starts, self._ends = array("Q"), array("Q")
        self._firsts, self._behind = array("Q"), array("Q")
        self._long: dict[int, list[Part]] = {}
        self._again = lru_cache(KEPT)(partial(_parts, data))

    def add(self, start: int, end: int, first: int, tokens: list[Token]) -> list[Part]:
        """Take `data[start:end]`, of which `first` is the first block; pieces come in order.

        The lines of the parts are counted from the beginning of the piece.
        """
        parts = parts_of(tokens)
        if end - start > LONG:
            self._long[len(self._starts)] = parts
        self._starts.append(start)
        self._ends.append(end)
        self._firsts.append(first)
        self._behind.append(first + len(parts))
        return parts

    def part(self, index: int, start: int) -> tuple[Part, int]:
        """Block `index`, which begins at byte `start` if it is a plain paragraph.

        The other number is the byte from which its lines are counted.
        """
        at = bisect_right(self._firsts, index) - 1
        if at < 0 or index >= self._behind[at]:
            return self._paragraph(start), start
        parts = self._long.get(at) or self._again(self._starts[at], self._ends[at])
        return parts[index - self._firsts[at]], self._starts[at]

    def _paragraph(self, start: int) -> Part:
        match = STRETCH.match(self._data, start)
        text = match[0] if match else b""
        content = text.decode("utf-8", "replace").replace("\0", "\ufffd").strip()
        return Part("paragraph", content, (0, text.count(b"\n")))


def _parts(data: Data, start: int, end: int) -> list[Part]:
    # What is defined in the piece is known since it was first read.
    return parts_of(tokens_of(data, start, end, {}))
