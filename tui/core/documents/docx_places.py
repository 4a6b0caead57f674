"""Which paragraph of a DOCX each block begins with: mammoth's page does not tell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.core.documents.walker import unplaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.model import Block

NEAR = 200
"""Paragraphs among which a block is looked for: what is not there was made of something else."""


def placed(blocks: list[Block], body: Any) -> Iterator[Block]:
    """The blocks of a DOCX, each with its paragraph in `body`, the tree of the main part.

    `loc` is `p` with its number among all paragraphs, from 1, and behind `#` its `w14:paraId` if it
    has one: `p12#1A2B3C4D`. Notes have none, for they stand in parts of their own.
    """
    paragraphs = [] if body is None else list(body.iter("{*}p"))
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, paragraph in enumerate(paragraphs, 1):
        places[_first_line(paragraph)].append(number)
    last = 0
    for block in map(unplaced, blocks):
        here = places.get(_key(block), []) if block.kind != "footnote" else []
        after = bisect_right(here, last)
        if after == len(here) or here[after] > last + NEAR:
            yield block
            continue
        last = here[after]
        yield replace(block, loc=f"p{last}{_id(paragraphs[last - 1])}")


def _first_line(paragraph: Any) -> str:
    found: list[str] = []
    for element in paragraph.iter("{*}t", "{*}br"):
        if found and element.text is None:
            break
        found.append(element.text or "")
    return "".join("".join(found).split())


def _key(block: Block) -> str:
    """The first line of the paragraph that a block begins with: in a table that of a cell."""
    if block.rows:
        return "".join(next((cell for row in block.rows for cell in row if cell), "").split())
    text = block.text
    for span in reversed(block.spans):
        # Marks of notes are no text there.
        if span.style == "ref":
            text = text[: span.start] + text[span.end :]
    return "".join(text.split("\n")[0].split())


def _id(paragraph: Any) -> str:
    found = next((value for name, value in paragraph.items() if name.endswith("}paraId")), "")
    return f"#{found}" if found.isalnum() and len(found) <= 8 else ""
