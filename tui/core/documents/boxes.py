"""What stands in the article of a web page without being of it: boxes, labels, rows of links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui.core.documents.markup import text_of

if TYPE_CHECKING:
    from tui.core.model import Block

LARGEST = 0.2
"""Share of a text beyond which nothing in it is a box: names of classes may mislead."""

_BOX = re.compile(
    r"(?:^|[\s_-])(?:newsletter|sign-?up|subscri(?:be|ption)|promo|ads?|advert\w*|sponsor\w*|share"
    r"|sharing|sharedaddy|social|related|recirc|read-?more|jump|toolbar)"
    r"(?=$|[\s_-])",
    re.I,
)
_BOXES = ("div", "section", "aside", "p", "ul", "nav", "form", "span")
_LABEL = re.compile(
    r"\W*(?:advertisement|advertising|ad|sponsored|continue reading below|story continues below"
    r"|skip advertisement|publicité|anzeige|werbung|publicidad|pubblicità|advertentie)\W*",
    re.I,
)


def without_boxes(root: Any) -> Any:
    """`root` without the small parts that call themselves something beside the text."""
    most = round(LARGEST * len(text_of(root)))
    for element in root.iter(*_BOXES):
        # An `id` may be that of a heading, made of its words.
        told = (element.get("class") or "")[:500]
        if _BOX.search(told) and len(text_of(element, most)) < most:
            hide(element)
    return root


def hide(element: Any) -> None:
    """Take an element out of sight; the places of all others stay what they were."""
    element.set("hidden", "")


def trimmed(blocks: list[Block]) -> list[Block]:
    """The blocks without labels of advertisements, nor at either end what only leads elsewhere."""
    kept = [block for block in blocks if not _LABEL.fullmatch(block.text)]
    first = _links_at(kept)
    ending = kept[first:]
    last = _links_at(ending[::-1], items=False)
    while last and _announced(ending[: len(ending) - last + 1]):
        last -= 1
    return ending[: len(ending) - last]


def _links_at(blocks: list[Block], *, items: bool = True) -> int:
    """How many blocks at the beginning are nothing but links, if these are several.

    `items` says whether to count those of lists: at the end they may well be of works or texts.
    """
    kinds = ("paragraph", "verse", "item") if items else ("paragraph", "verse")
    links = count = 0
    for block in blocks:
        if block.kind not in kinds or not _only_links(block):
            break
        count += 1
        links += sum(span.style == "link" for span in block.spans)
    return count if links > 1 else 0


def _announced(blocks: list[Block]) -> bool:
    """Whether what stands before the last block leads to it: a heading, or a colon."""
    before = blocks[-2] if len(blocks) > 1 else None
    return before is not None and (before.kind == "heading" or before.text.endswith((":", "：")))


def linked(block: Block) -> int:
    """Characters of a block that are in links."""
    return sum(span.end - span.start for span in block.spans if span.style == "link")


def _only_links(block: Block) -> bool:
    return 0 < 0.8 * len("".join(block.text.split())) <= linked(block)
