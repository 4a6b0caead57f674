"""Markdown inside a block: the text as read, and spans over it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui.core.documents.spans import StyledText
from tui.core.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from tui.core.model import Span, Style

MAX_LENGTH = 50_000
MAX_BRACKETS = 400
"""Beyond these the parser's time grows with the square: such text is shown as written."""

SIGNS = ("\\", "`", "*", "_", "~", "[", "<", "&", "  \n")
"""What else but words there may be: without any of them the parser has nothing to find."""
_SOFT_BREAK = re.compile(r" ?\n[ \t]*+")
_STYLES: dict[str, Style] = {"em": "em", "strong": "strong", "s": "del", "link": "link"}


class Inline(StyledText):
    """Text and spans being put together from the tokens of one block."""

    def take(self, token: Token) -> None:
        """Add what one token says."""
        name, _, part = token.type.rpartition("_")
        if part == "open" and name in _STYLES:
            self.open(_STYLES[name], _address(token))
        elif part == "close" and name in _STYLES:
            self.close()
        elif token.type == "code_inline":
            self.styled(token.content, "code", "")
        elif token.type == "footnote_ref":
            label = str(token.meta.get("label", ""))
            self.styled(f"[{label}]", "ref", label)
        else:
            self.add(_plain(token))


def parse_inline(
    parser: Callable[[], MarkdownIt], content: str, env: dict[str, Any]
) -> tuple[str, tuple[Span, ...], Sequence[Token]]:
    """Text, spans and tokens of a block's content; what is too wild is shown as written.

    Most paragraphs have only words, for which there are no tokens and the `parser` is not asked.
    """
    if len(content) > MAX_LENGTH or content.count("[") + content.count("*") > MAX_BRACKETS:
        return clean(" ".join(content.split())), (), ()
    if not any(sign in content for sign in SIGNS):
        return clean(_SOFT_BREAK.sub(" ", content) if "\n" in content else content), (), ()
    tokens: list[Token] = []
    try:
        parser().inline.parse(content, parser(), env, tokens)
    except (RecursionError, IndexError, ValueError):
        return clean(" ".join(content.split())), (), ()
    inline = Inline()
    for token in tokens:
        inline.take(token)
    return inline.text, inline.spans, tokens


def _address(token: Token) -> str:
    return str(token.attrs.get("href", "") or "")


def _plain(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    if token.children:
        # An image's alternative text, of which the content is still Markdown.
        return " ".join("".join(map(_plain, token.children)).split())
    return "\n" if token.type == "hardbreak" else token.content
