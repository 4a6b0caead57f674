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
    first, last = 0, len(kept)
    while first < last and _only_links(kept[first]):
        first += 1
    while first < last and _only_links(kept[last - 1]) and not _announced(kept[:last]):
        last -= 1
    return kept[first:last]


def _announced(blocks: list[Block]) -> bool:
    """Whether what stands before the last block leads to it: a heading, or a colon."""
    before = blocks[-2] if len(blocks) > 1 else None
    return before is not None and (before.kind == "heading" or before.text.endswith((":", "：")))


def linked(block: Block) -> int:
    """Characters of a block that are in links."""
    return sum(span.end - span.start for span in block.spans if span.style == "link")


def _only_links(block: Block) -> bool:
    """Whether a block is several links and hardly anything else; items may be works."""
    several = sum(span.style == "link" for span in block.spans) > 1
    prose = block.kind in ("paragraph", "verse")
    return several and prose and linked(block) >= 0.8 * len("".join(block.text.split()))
