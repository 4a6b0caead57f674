"""A web page as a document: its article, or the whole page where there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui.core.documents.assembled import assemble
from tui.core.documents.markup import holds_most, parse_page, stripped, without_doctype
from tui.core.documents.metadata import byline_of, title_of
from tui.core.documents.preformatted import as_prose
from tui.core.documents.source import SNIFFED, as_text
from tui.core.documents.walker import blocks_of
from tui.core.errors import WrongUsage
from tui.core.model import Block
from tui.core.text import clean, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.documents.source import File
    from tui.core.model import Document

EXTRACTOR = "html/2"
ARTICLE, PAGE = "article", "page"
SHAPES = (ARTICLE, PAGE)
MAX_TREE = 32 << 20
"""Bytes of a page beyond which only its tags are taken away."""

MAX_ARTICLE, MAX_ELEMENTS = 3 << 20, 40_000
"""Bytes and elements of a page beyond which no article is looked for: that takes a while."""

AT_HEAD = 5
"""Blocks among which an article may say its title and author again."""

MAX_DATE = 40
"""Characters of a line that only says a day."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MINUTES = re.compile(r"\d{1,3} ?min(?:ute)?s?(?: read)?")
_CHARSET = re.compile(
    rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|encoding=[\"']([\w.:-]{2,40})", re.I
)


def open_html(file: File, shape: str | None) -> Document:
    """The article of a page or, for `shape` "page", all of it.

    Raises `UnreadableDocument` and, for any other shape, `WrongUsage`.
    """
    if shape not in (None, *SHAPES):
        raise WrongUsage(f"no such shape of a web page: {shape}; there are {', '.join(SHAPES)}")
    source = as_text(file, declared_in(file.data))
    text = without_doctype(source.text)
    root = parse_page(text) if len(source.data) <= MAX_TREE else None
    if not holds_most(root, text):
        blocks = [Block("paragraph", clean(line)) for line in stripped(text)]
        return assemble(file, EXTRACTOR, blocks, shape=PAGE, encoding=source.encoding)
    # Before the tree is cut up.
    title, byline = title_of(root), byline_of(root)
    shape, blocks = _cut(root, text, shape)
    if shape == ARTICLE:
        blocks = list(_untold(blocks, title, byline))
    return assemble(
        file,
        EXTRACTOR,
        list(as_prose(blocks)),
        title=title,
        byline=byline,
        shape=shape,
        encoding=source.encoding,
    )


def declared_in(data: bytes) -> str:
    """The encoding that a page names at its beginning, "" if none."""
    found = _CHARSET.search(data[:SNIFFED])
    return (found[1] or found[2]).decode("ascii") if found else ""


def _cut(root: Any, text: str, shape: str | None) -> tuple[str, list[Block]]:
    """The shape and the blocks: the article's, unless there is none or the page is wanted."""
    large = len(text) > MAX_ARTICLE or sum(1 for _ in root.iter()) > MAX_ELEMENTS
    if shape != PAGE and not large:
        # Imported here, because a page that is read whole does not need it.
        from tui.core.documents.article import article_of

        article = article_of(root, text)
        if article:
            return ARTICLE, article
        # The tree was used up.
        root = parse_page(text)
    return PAGE, blocks_of(root)


def _untold(blocks: list[Block], title: str, byline: str) -> Iterator[Block]:
    """The blocks without those at the beginning that say title, author or day once more."""
    author, _, day = byline.rpartition(" · ")
    author, day = (author, day) if _DAY.fullmatch(day) else (byline, "")
    author = normalise(author)
    told = {normalise(title), author, f"by {author}"} if author else {normalise(title)}
    for at, block in enumerate(blocks):
        parts = (normalise(part) for part in re.split(r"\n|\s*[·•|]\s*", block.text))
        if at >= AT_HEAD or not all(part in told or _says(part, day) for part in parts):
            yield block


def _says(line: str, day: str) -> bool:
    """Whether a line only says the day (its year, and few words beside) or how long it takes."""
    if _MINUTES.fullmatch(line):
        return True
    numbers = {int(number) for number in re.findall(r"\d{1,4}", line)}
    wanted = [int(part) for part in day.split("-")] if day else []
    short = len(line) < MAX_DATE and len(re.findall(r"[^\W\d]+", line)) <= 3
    return bool(wanted) and short and {wanted[0], wanted[2]} <= numbers <= {*wanted}
