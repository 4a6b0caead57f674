"""The article of a web page: what readability finds, with the lists and tables it dropped."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from readability import Document as Readable

from tui.core.documents.boxes import hide, linked, trimmed, without_boxes
from tui.core.documents.dropped import PROSE, with_dropped
from tui.core.documents.markup import local_name, parse_html
from tui.core.documents.threads import thread_of
from tui.core.documents.walker import blocks_of
from tui.core.text import clean

if TYPE_CHECKING:
    from tui.core.model import Block

_ASIDE = re.compile(r"comment|disqus|related|sidebar|footer|promo|newsletter|share|cookie", re.I)
_BESIDE = ("div", "section", "aside", "footer", "nav", "header")


def article_of(root: Any, text: str) -> list[Block]:
    """The blocks of the article in the page `text`, parsed as `root`; none if there is none.

    Where most of the prose would be lost there is none, unless the page is a thread of posts or
    says which part of it is the main one. The tree is used up.
    """
    if root is None:
        return []
    page = blocks_of(without_boxes(root))
    _cut_asides(root)
    found = thread_of(root)
    if found:
        return found
    found = _found(text)
    main = _main(root)
    rest = blocks_of(root if main is None else main)
    if _prose(rest) > 3 * _prose(found) or _is_remnant(found, rest):
        return [] if main is None else trimmed(rest)
    return trimmed([*with_dropped(found, page), *_notes(found, page)])


def _main(root: Any) -> Any:
    """The element that a page says is its main one; None if there is none or more than one."""
    mains = [e for e in root.iter() if local_name(e) == "main" or e.get("role") == "main"]
    return mains[0] if len(mains) == 1 else None


def _is_remnant(found: list[Block], page: list[Block]) -> bool:
    """Whether what was found has no prose, and is a small part of the page: no article."""
    if _prose([block for block in found if block.kind != "table"]):
        return False
    there = {block.text for block in found}
    whole = sum(len(block.text) for block in page)
    return 3 * sum(len(block.text) for block in page if block.text in there) < 2 * whole


def _notes(article: list[Block], page: list[Block]) -> list[Block]:
    """The footnotes of the page that the article refers to and does not have."""
    wanted = {span.target for block in article for span in block.spans if span.style == "ref"}
    there = {block.text for block in article}
    notes, label = [], ""
    for block in page:
        # What has no mark goes on in the same note.
        label = block.marker or label if block.kind == "footnote" else ""
        if label in wanted and block.text not in there:
            notes.append(block)
    return notes


def _found(text: str) -> list[Block]:
    # What it says of pages that it does not understand is no message of ours.
    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        summary = Readable(clean(text)).summary(html_partial=True)
    except Exception:  # whatever it stumbles over, the page can be read whole
        return []
    root = parse_html(summary)
    return blocks_of(without_boxes(root)) if root is not None else []


def _cut_asides(root: Any) -> None:
    """Take away what stands beside the text of a page."""
    for element in root.iter(*_BESIDE):
        told = f"{element.get('class') or ''} {element.get('id') or ''}"
        beside = element.tag in ("aside", "footer", "nav") or _ASIDE.search(told[:1000])
        if beside:
            hide(element)


def _prose(blocks: list[Block]) -> int:
    """Characters of prose outside links."""
    found = 0
    for block in blocks:
        elsewhere = linked(block)
        if len(block.text) >= PROSE and elsewhere * 2 < len(block.text):
            found += len(block.text) - elsewhere
    return found
