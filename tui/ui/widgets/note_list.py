"""The notes of a document in reading order."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tui.core.text import clean
from tui.ui.render.cells import ELLIPSIS
from tui.ui.render.marks import CONFLICT, STAR, STATUS
from tui.ui.render.paint import UNCERTAIN
from tui.ui.render.wrap import SOFT_HYPHEN, wrap
from tui.ui.widgets.row_list import BLANK, ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.core.model import Anchor, Annotation
    from tui.core.session import Session
    from tui.ui.render.cells import Piece

LINES = 2
LONGEST = 400
"""Characters of a note that can matter to its lines."""

LOST = ListRow((("not found in the text", "dim"),), selectable=False)


class NoteList(RowList):
    """Notes on the document, on its paragraphs, and those without a place; keys are their ids."""

    def __init__(self) -> None:
        super().__init__("Notes", empty="t tag\na note\nh highlight")
        self._session: Session | None = None
        self._block = 0
        self._first = 0
        self._blocks: list[int] = []
        self._drawn: dict[int, tuple[Annotation, Anchor, list[ListRow]]] = {}
        self._width = 0

    def show(self, session: Session) -> None:
        """Show the notes of `session`."""
        self._session = session
        self._drawn.clear()
        self.outdate()

    def refresh_notes(self) -> None:
        """The notes of the session were edited."""
        self.outdate()

    def follow(self, block: int) -> None:
        """Mark the note of block `block`, or else the last one before it."""
        self._block = block
        if not self._outdated:
            self._move(lambda _: self._show_entry(self._entry()))

    def on_resize(self) -> None:
        """Another width wraps the notes anew."""
        if self._width != self.size.width:
            self.outdate()

    def build(self) -> None:
        """The rows of every note; those of notes that are as they were are kept."""
        session = self._session
        if session is None:
            return
        if self._width != self.size.width:
            self._width = self.size.width
            self._drawn.clear()
        count = len(session.annotations)
        self._title = f"Notes · {count}" if count else "Notes"
        self._rows.put(self._listed(session))
        self._show_entry(self._entry())

    def _entry(self) -> int:
        """The entry to mark: the marked one if it is on this block, else the last up to it."""
        at = self._rows.entry - self._first
        if 0 <= at < len(self._blocks) and self._blocks[at] == self._block:
            return self._rows.entry
        at = bisect_right(self._blocks, self._block) - 1
        return self._first + at if at >= 0 else -1

    def _listed(self, session: Session) -> list[ListRow]:
        anchors = session.anchors
        whole = session.on_document()
        placed = sorted((*a.ranges[0], id_) for id_, a in anchors.items() if a.ranges)
        unplaced = session.unplaced()
        self._first, self._blocks = len(whole), [block for block, *_ in placed]
        rows: list[ListRow] = []
        for annotation in whole:
            rows += self._entry_rows(session, annotation, "¶")
        for block, _, _, id_ in placed:
            number = session.document.number(block)
            rows += self._entry_rows(session, session.annotations[id_], str(number or ""))
        if unplaced:
            rows += (LOST, BLANK)
        for annotation in unplaced:
            rows += self._entry_rows(session, annotation, "?")
        return rows[:-1]

    def _entry_rows(self, session: Session, annotation: Annotation, label: str) -> list[ListRow]:
        anchor = session.anchors[annotation.id]
        drawn = self._drawn.get(annotation.id)
        if drawn and drawn[0] is annotation and drawn[1] is anchor:
            return drawn[2]
        digits = len(str(session.document.paragraphs))
        sign = UNCERTAIN if anchor.state == "fuzzy" else " "
        label = f"{label:>{digits}}{sign} "
        lines = _lines(annotation, _quoted(session, annotation), self._width - len(label) - 3)
        rows = [*_rows(annotation, label, lines), BLANK]
        self._drawn[annotation.id] = annotation, anchor, rows
        return rows


def _quoted(session: Session, annotation: Annotation) -> int:
    """How many lines of the text that `annotation` belongs to are worth showing with it."""
    ranges = session.anchors[annotation.id].ranges
    if not ranges:
        return 1
    if annotation.note:
        return 0
    index, start, end = ranges[0]
    is_phrase = start > 0 or end < len(session.document.blocks[index].text)
    return LINES if annotation.colour or is_phrase else 0


def _lines(annotation: Annotation, quoted: int, width: int) -> list[Piece]:
    exact = annotation.target.exact
    quote = _excerpt(f"«{exact}»", width, quoted) if exact and quoted else []
    note = _excerpt(annotation.note, width, LINES)
    return [*((line, "dim") for line in quote), *((line, "text") for line in note)]


def _rows(annotation: Annotation, label: str, lines: list[Piece]) -> Iterable[ListRow]:
    """A row of what was put on the place, if anything, then `lines`; the first has the label."""
    head = tuple(_labels(annotation))
    first, *others = [*([head] if head else []), *((line,) for line in lines)] or [()]
    yield ListRow(((label, "dim"), *first), key=annotation.id)
    for line in others:
        yield ListRow(line, indent=len(label), selectable=False, key=annotation.id)


def _labels(annotation: Annotation) -> Iterable[Piece]:
    tags = "  ".join(annotation.tags)
    status = STATUS.get(annotation.status or "", annotation.status or "")
    two = CONFLICT if annotation.conflicts else ""
    flags = " · ".join(filter(None, (status, STAR if annotation.starred else "", two)))
    if tags:
        yield tags, "accent"
    if flags:
        yield f" · {flags}" if tags else flags, "dim"


def _excerpt(text: str, width: int, lines: int) -> list[str]:
    """The first `lines` lines of `text` that say something; an ellipsis if there is more."""
    shown = clean(text.strip()[:LONGEST]).replace("\t", " ").replace(SOFT_HYPHEN, "")
    found = [shown[start:end] for start, end in wrap(shown, width)]
    found = [line for line in found if line.strip()]
    is_whole = len(found) <= lines and len(text) <= LONGEST
    if is_whole or not found:
        return found
    *others, last = found[:lines]
    _, end = wrap(last, width - 2)[0]
    return [*others, f"{last[:end]} {ELLIPSIS}"]
