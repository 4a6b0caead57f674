"""Blocks that were all read at once, as a document."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from tui.core.documents.text import name_of
from tui.core.model import Document
from tui.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.core.documents.source import File
    from tui.core.model import Block

MAX_TITLE = 300
"""Characters of a title or byline that are kept."""


def assemble(
    file: File,
    extractor: str,
    blocks: Sequence[Block],
    *,
    title: str = "",
    byline: str = "",
    shape: str | None = None,
    encoding: str = "utf-8",
) -> Document:
    """The document of `blocks`, its places counted in characters; `extractor` is `format/version`.

    Without a `title` that of the first heading of the highest level, or the name of the file.
    """
    headings = [at for at, block in enumerate(blocks) if block.kind == "heading"]
    starts = list(accumulate((len(block.text) + 1 for block in blocks), initial=0))
    first = next((blocks[at].text for at in headings if blocks[at].level == 1), "")
    return Document(
        path=file.path,
        format=extractor.partition("/")[0],
        extractor=extractor,
        title=_short(title) or _short(first) or name_of(file.path),
        blocks=blocks,
        starts=starts[:-1],
        size=starts[-1],
        digest=file.sha256,
        shape=shape,
        encoding=encoding,
        byline=_short(byline) or None,
        rules=[at for at, block in enumerate(blocks) if block.kind == "rule"],
        headings=headings,
    )


def _short(text: str) -> str:
    line = " ".join(clean_line(text).split())
    return line if len(line) <= MAX_TITLE else line[: MAX_TITLE - 1].rstrip() + "…"
