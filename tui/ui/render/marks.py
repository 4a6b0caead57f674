"""What of a block's annotations is drawn beside and on its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.core.tags import TAG_COLOURS
from tui.ui.render.cells import cut_pieces, size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tui.core.model import Anchor, Annotation, Range
    from tui.core.session import Session
    from tui.ui.render.cells import Piece

    Colour = Callable[[str], str]
    """The colour of a tag, "" for none."""

STAR = "★"
EDITED, UNSURE = "≈", "?"
CONFLICT = "⇄ two texts"
STATUS = {"open": "◇ open", "done": "◆ done"}
TAG_STYLES = tuple(f"tag-{colour}" for colour in TAG_COLOURS)
GAP = "  "


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


def labels(annotation: Annotation, colour: Colour) -> Iterable[Piece]:
    """The tags, colour, status and star of a note in a list, with names of styles."""
    status = STATUS.get(annotation.status or "", annotation.status or "")
    two = CONFLICT if annotation.conflicts else ""
    star = STAR if annotation.starred else ""
    flags = " · ".join(filter(None, (annotation.colour, status, star, two)))
    yield from tag_pieces(annotation.tags, colour, "accent", sign="")
    if flags:
        yield f" · {flags}" if annotation.tags else flags, "dim"


def tag_pieces(
    tags: Iterable[str], colour: Colour, style: str, *, sign: str = "#", gap: str = GAP
) -> Iterable[Piece]:
    """`tags`, each in its own colour, else in `style`."""
    for at, tag in enumerate(tags):
        if at:
            yield gap, style
        yield f"{sign}{tag}", tag_style(tag, colour, style)


def uncoloured(_: str) -> str:
    """No tag has a colour."""
    return ""


def tag_style(tag: str, colour: Colour, style: str) -> str:
    """The name of the style of a tag: that of its colour, `style` where it has none."""
    own = colour(tag)
    return f"tag-{own}" if own else style


def tag_rules(prefix: str) -> str:
    """The rules of a style sheet for the styles of tags, whose classes begin with `prefix`."""
    return " ".join(f"& > .{prefix}--{style} {{ color: ${style}; }}" for style in TAG_STYLES)


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


def tags_line(tags: Sequence[str], room: int, colour: Colour) -> list[Piece]:
    """`tags` with their `#`, as many as fit into `room` cells, then how many more: `+2`."""
    # Each takes four cells at least: there is no use in trying thousands.
    for count in range(min(len(tags), room // 4 + 1), 0, -1):
        more = [(f"{GAP}+{len(tags) - count}", "tag")] if count < len(tags) else []
        line = [*tag_pieces(tags[:count], colour, "tag"), *more]
        if size(line) <= room:
            return line
    return cut_pieces(tag_pieces(tags[:1], colour, "tag"), max(1, room))
