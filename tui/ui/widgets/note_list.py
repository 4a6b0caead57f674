"""The notes of a document in reading order."""

from __future__ import annotations

from bisect import bisect_left, insort
from itertools import islice
from typing import TYPE_CHECKING, cast

from tui.core.keymap import VIM
from tui.ui.render.excerpt import excerpt
from tui.ui.render.marks import doubt_of, labels
from tui.ui.render.rows import LazyRows
from tui.ui.widgets.row_list import BLANK, ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from tui.core.keymap import Keymap
    from tui.core.model import Anchor, Annotation
    from tui.core.session import Session
    from tui.core.tag_signs import TagSigns
    from tui.ui.render.cells import Piece

    _Key: TypeAlias = tuple[int, int, int, int, int]

MANY = 100
"""Changes of one edit behind which all notes are put in order anew."""
LINES = 2

MAKE = {"tag": "tag", "note": "note", "highlight": "highlight"}
"""What is proposed for a text without notes."""
SETTLE = {"list_pin": "put here", "list_remove": "remove"}
"""What is proposed for notes whose text is not there any more."""

WHOLE, PLACED, LOST = range(3)
"""Notes on the document, on its text, and on text that is not there any more."""


class NoteList(RowList):
    """Notes on the document, on its paragraphs, and those without a place; keys are their ids.

    Tags have the colours of `signs`.
    An edit costs no more than its own notes: all are kept in order, their rows are made in view.
    """

    def __init__(self, signs: TagSigns) -> None:
        super().__init__("Notes")
        self._signs = signs
        self._session: Session | None = None
        self._block = 0
        self._order: list[_Key] = []
        self._keys: dict[int, _Key] = {}
        self._drawn: dict[int, tuple[Annotation, Anchor, list[ListRow]]] = {}
        self._width = 0
        self.use(VIM)

    def use(self, keymap: Keymap) -> None:
        """Name these keys: where there are no notes, and over those without a place."""
        self._empty = [f"{key} {word}" for key, word in keymap.hints(MAKE)]
        lines = ("not found in the text", "  ".join(map(" ".join, keymap.hints(SETTLE))))
        self._lost = [ListRow(((line, "dim"),), selectable=False) for line in lines if line]
        self.outdate()

    def new_rows(self) -> LazyRows:
        """Notes can be many, and each takes a while to wrap."""
        return LazyRows(self._entry_rows)

    def show(self, session: Session) -> None:
        """Show the notes of `session`."""
        self._session = session
        self._drawn.clear()
        self.outdate()

    def edited(self, ids: Iterable[int]) -> None:
        """These notes of the session were made, changed or removed."""
        if self._session is None or self._outdated:
            return
        changed = [*islice(ids, MANY + 1)]
        if len(changed) > MANY:
            self.draw_anew()
            if self.region:
                # In a turn of the event loop that does not draw as well.
                self.call_next(self.bring_up_to_date)
            return
        marked = self._marked()
        for id_ in changed:
            self._take_out(id_)
            if id_ in self._session.annotations:
                self._put_in(id_, self._session)
        self._renew(marked)
        self.refresh()

    def draw_anew(self) -> None:
        """The signs of tags are others."""
        self._drawn.clear()
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
        else:
            self._fit()

    def build(self) -> None:
        """Put all notes in order."""
        session = self._session
        if session is None:
            return
        if self._width != self.size.width:
            self._width = self.size.width
            self._drawn.clear()
        marked = self._marked()
        anchors = session.anchors
        self._keys = {
            id_: (PLACED, *ranges[0], id_)
            if (ranges := anchors[id_].ranges)
            else _key(session, id_)
            for id_ in session.annotations
        }
        self._order = sorted(self._keys.values())
        self._renew(marked)

    def _marked(self) -> _Key | None:
        entry = self._rows.entry
        return self._order[entry] if 0 <= entry < len(self._order) else None

    def _renew(self, marked: _Key | None) -> None:
        """The notes are others; the one marked before stays so if it is still on this block."""
        count = len(self._order)
        self._title = f"Notes · {count}" if count else "Notes"
        at = bisect_left(self._order, marked) if marked else -1
        cast("LazyRows", self._rows).renew(count, at)
        self._show_entry(self._entry())

    def _put_in(self, id_: int, session: Session) -> None:
        key = self._keys[id_] = _key(session, id_)
        insort(self._order, key)

    def _take_out(self, id_: int) -> None:
        key = self._keys.pop(id_, None)
        if key:
            del self._order[bisect_left(self._order, key)]
            self._drawn.pop(id_, None)

    def _entry(self) -> int:
        """The entry to mark: the marked one if it is on this block, else the last up to it."""
        marked = self._marked()
        if marked and marked[:2] == (PLACED, self._block):
            return self._rows.entry
        at = bisect_left(self._order, (PLACED, self._block + 1)) - 1
        return at if at >= 0 and self._order[at][0] == PLACED else -1

    def _entry_rows(self, entry: int) -> list[ListRow]:
        """The rows of a note, with a blank one between it and the next."""
        session = cast("Session", self._session)
        kind, *_, id_ = self._order[entry]
        rows = self._note_rows(session, session.annotations[id_], kind)
        if kind == LOST and (entry == 0 or self._order[entry - 1][0] != LOST):
            rows = [*self._lost, BLANK, *rows]
        return rows if entry == len(self._order) - 1 else [*rows, BLANK]

    def _note_rows(self, session: Session, annotation: Annotation, kind: int) -> list[ListRow]:
        anchor = session.anchors[annotation.id]
        drawn = self._drawn.get(annotation.id)
        if drawn and drawn[0] is annotation and drawn[1] is anchor:
            return drawn[2]
        digits = len(str(session.document.paragraphs))
        sign = doubt_of(anchor) if kind == PLACED else ""
        label = f"{_label(session, anchor, kind):>{digits}}{sign:1} "
        lines = _lines(annotation, _quoted(session, annotation), self._width - len(label) - 3)
        head = tuple(labels(annotation, self._signs.colour))
        rows = [*_rows(annotation, label, head, lines)]
        self._drawn[annotation.id] = annotation, anchor, rows
        return rows


def _key(session: Session, id_: int) -> _Key:
    """What the notes are sorted by."""
    ranges = session.anchors[id_].ranges
    if ranges:
        return PLACED, *ranges[0], id_
    on_text = bool(session.annotations[id_].target.blocks)
    return LOST if on_text else WHOLE, 0, 0, 0, id_


def _label(session: Session, anchor: Anchor, kind: int) -> str:
    if kind == PLACED:
        return str(session.document.number(anchor.ranges[0][0]) or "")
    return "?" if kind == LOST else "¶"


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
    quote = excerpt(f"«{exact}»", width, quoted) if exact and quoted else []
    note = excerpt(annotation.note, width, LINES)
    return [*((line, "dim") for line in quote), *((line, "text") for line in note)]


def _rows(
    annotation: Annotation, label: str, head: tuple[Piece, ...], lines: list[Piece]
) -> Iterable[ListRow]:
    """A row of what was put on the place, if anything, then `lines`; the first has the label."""
    first, *others = [*([head] if head else []), *((line,) for line in lines)] or [()]
    yield ListRow(((label, "dim"), *first), key=annotation.id)
    for line in others:
        yield ListRow(line, indent=len(label), selectable=False, key=annotation.id)
