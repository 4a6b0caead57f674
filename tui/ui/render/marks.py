"""What of a block's annotations is drawn beside and on its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.ui.render.cells import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.core.model import Anchor, Annotation, Range
    from tui.core.session import Session
    from tui.ui.render.cells import Piece

STAR = "★"
EDITED, UNSURE = "≈", "?"
CONFLICT = "⇄ two texts"
STATUS = {"open": "◇ open", "done": "◆ done"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of the text that an annotation marks."""

    start: int
    end: int
    colour: str | None


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything drawn for one block; the empty one is shared by all blocks without annotations.

    `colour` is that of a highlight of the whole block. `tags` and `flags` stand in the row below.
    `doubt` is what stands beside the number: the paragraph was edited, or may not be the right one.
    """

    colour: str | None = None
    note: bool = False
    doubt: str = ""
    tags: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()

    @property
    def meta(self) -> bool:
        """Whether there is anything for a row of its own."""
        return bool(self.tags or self.flags)


NO_MARKS = Marks()


def marks_of(session: Session, index: int) -> Marks:
    """The marks of block `index`."""
    annotations, doubts = session.on_block(index), session.doubts_on(index)
    if not annotations and not doubts:
        return NO_MARKS
    length = len(session.document.blocks[index].text)
    signs = {doubt_of(session.anchors[a.id]) for a in (*doubts, *annotations)}
    whole: list[Annotation] = []
    phrases: list[Phrase] = []
    for annotation in annotations:
        ranges = session.anchors[annotation.id].ranges
        for block, start, end in ranges:
            if block == index and (start, end) == (0, length) and _is_whole(session, ranges):
                whole.append(annotation)
            elif block == index:
                phrases.append(Phrase(start, end, annotation.colour))
    return Marks(
        colour=next((a.colour for a in whole if a.colour), None),
        note=any(a.note for a in annotations),
        doubt=next((sign for sign in (UNSURE, EDITED) if sign in signs), ""),
        tags=tuple(dict.fromkeys(tag for a in annotations for tag in a.tags)),
        flags=tuple(_flags(annotations)),
        phrases=tuple(phrases),
    )


def notes_of(session: Session, index: int) -> list[str]:
    """The notes that stand beside block `index`, in reading order: where their text begins."""
    placed = (
        (*session.anchors[annotation.id].ranges[0], annotation.id, annotation.note)
        for annotation in session.on_block(index)
        if annotation.note
    )
    return [note for block, *_, note in sorted(placed) if block == index]


def doubt_of(anchor: Anchor) -> str:
    """The mark of an annotation that is not simply where it was; "" for any other."""
    if anchor.is_uncertain:
        return UNSURE
    return EDITED if anchor.state == "fuzzy" else ""


def labels(annotation: Annotation) -> Iterable[Piece]:
    """The tags, colour, status and star of a note in a list, with names of styles."""
    tags = "  ".join(annotation.tags)
    status = STATUS.get(annotation.status or "", annotation.status or "")
    two = CONFLICT if annotation.conflicts else ""
    star = STAR if annotation.starred else ""
    flags = " · ".join(filter(None, (annotation.colour, status, star, two)))
    if tags:
        yield tags, "accent"
    if flags:
        yield f" · {flags}" if tags else flags, "dim"


def _is_whole(session: Session, ranges: Sequence[Range]) -> bool:
    """Whether nothing is left out at either end: the middle of a long phrase is a phrase too."""
    first, last = ranges[0], ranges[-1]
    return first[1] == 0 and last[2] == len(session.document.blocks[last[0]].text)


def _flags(annotations: Iterable[Annotation]) -> Iterable[str]:
    statuses = dict.fromkeys(a.status for a in annotations if a.status)
    yield from (STATUS.get(status, status) for status in statuses)
    if any(a.starred for a in annotations):
        yield STAR
    if any(a.conflicts for a in annotations):
        yield CONFLICT


def tags_line(tags: tuple[str, ...], room: int) -> str:
    """`tags` with their `#`, as many as fit into `room` cells, then how many more: `+2`."""
    line = ""
    for at, tag in enumerate(tags):
        longer = f"{line}  #{tag}" if line else f"#{tag}"
        left = len(tags) - at - 1
        if cell_len(longer) + (len(f"  +{left}") if left else 0) > room:
            return f"{line}  +{left + 1}" if line else cut(longer, max(1, room))
        line = longer
    return line
