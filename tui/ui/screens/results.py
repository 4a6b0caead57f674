"""The results of a search as rows, which of them are selected, and the text around one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from textual.content import Content

from tui.core.search.hits import Hit
from tui.ui.render.marks import tag_pieces
from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from typing import TypeAlias

    from tui.core.edits import Edit
    from tui.core.search.around import Piece
    from tui.core.search.query import Query
    from tui.core.session import Place, Session
    from tui.core.tag_signs import TagSigns
    from tui.ui.render.marks import Colour

    Verb: TypeAlias = Callable[[Session, Sequence[Place]], Edit]

KINDS = {"note": "✎", "tag": "#", "text": " "}
SELECTED = "●"
LOOKS = {"head": "dim", "beside": "dim", "match": "bold underline", "tag": "$accent", "text": ""}
"""How the pieces of a preview look."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The hit that was opened, and all that were found with it."""

    hit: Hit
    hits: Sequence[Hit]


class Keeper(Protocol):
    """Who knows the texts and changes the notes: the first may block, all raise `PostilError`.

    Tags have the colours of `signs`.
    """

    @property
    def signs(self) -> TagSigns:
        """The colours of tags."""

    def preview(self, hit: Hit, query: Query) -> list[Piece]:
        """The text around a hit."""

    def asked(self, query: str) -> None:
        """Remember what was typed."""

    async def tag(self, hits: Sequence[Hit], add: Sequence[str], remove: Sequence[str]) -> str:
        """Put tags on and take others off; returns what was done."""

    async def act(self, verb: Verb, hits: Sequence[Hit]) -> str:
        """Do that to their places; returns what was done."""

    async def quote(self, hits: Sequence[Hit]) -> str:
        """Copy them as quotes; returns what was done."""

    def undo(self) -> str:
        """Take back what was done last; returns what that was."""


class ResultList(RowList):
    """What was found; some of it may be selected to act on. Tags have the colours of `colour`."""

    def __init__(self, colour: Colour) -> None:
        super().__init__()
        self._colour = colour
        self.hits: list[Hit] = []
        self.selected: set[int] = set()

    def show(self, hits: Sequence[Hit]) -> None:
        """Show other hits; cursor and selection stay while the first one is the same."""
        other = not self.hits or not hits or self.hits[0] != hits[0]
        chosen = [] if other else [self.hits[at] for at in self.selected]
        self.hits = grouped(hits)
        self.selected = {at for at, hit in enumerate(self.hits) if hit in chosen}
        rows = rows_of(self.hits, self._colour, self.selected)
        self.set_rows(rows, 1 if other and hits else None)

    @property
    def marked(self) -> Hit | None:
        """The hit under the cursor."""
        return self.current.key if self.current and isinstance(self.current.key, Hit) else None

    @property
    def chosen(self) -> list[Hit]:
        """The hits that are selected, else the one under the cursor."""
        if self.selected:
            return [self.hits[at] for at in sorted(self.selected)]
        return [self.marked] if self.marked else []

    def select(self) -> None:
        """Select the hit under the cursor, or no longer, and go to the next."""
        if self.marked:
            self._mark(self.selected ^ {self.hits.index(self.marked)})
            self.action_list_down(None)

    def select_all(self) -> None:
        """Select every hit, or none where all are."""
        every = set(range(len(self.hits)))
        self._mark(set() if self.selected == every else every)

    def _mark(self, selected: set[int]) -> None:
        self.selected = selected
        self.set_rows(rows_of(self.hits, self._colour, selected))


def rows_of(
    hits: Sequence[Hit], colour: Colour, selected: AbstractSet[int] = frozenset()
) -> Iterator[ListRow]:
    """The hits as rows below the title of their article, notes before text; or below their group.

    In a group each row names its article. `selected` are places in `hits`.
    """
    sizes = Counter(map(_heading, hits))
    above: tuple[object, bool] | None = None
    for at, hit in enumerate(hits):
        here = _heading(hit)
        if here != above:
            above = here
            thing = "hit" if _is_named(hit) else "paragraph" if hit.kind == "text" else "note"
            title = ((_title(hit), "dim" if hit.guess else "strong"),)
            yield ListRow(title, right=counted(sizes[here], thing), selectable=False)
        number = f"¶ {hit.number}" if hit.number else "¶  "
        sign = (SELECTED, "mark") if at in selected else (KINDS[hit.kind], "dim")
        head = (sign, (f" {number}  ", "dim"))
        right = hit.title if _is_named(hit) else ""
        yield ListRow((*head, *_marked(hit, colour)), key=hit, right=right)


def grouped(hits: Sequence[Hit]) -> list[Hit]:
    """The hits with those below one heading together, headings in the order they first come in."""
    groups: dict[tuple[object, bool], list[Hit]] = {}
    for hit in hits:
        groups.setdefault(_heading(hit), []).append(hit)
    return [hit for group in groups.values() for hit in group]


def preview(pieces: Iterable[Piece], colour: Colour) -> Content:
    """The text around a hit, each tag in its colour."""
    return Content.assemble(*((text, _style(text, look, colour)) for text, look in pieces))


def _style(text: str, look: str, colour: Colour) -> str:
    own = colour(text[1:]) if look == "tag" and text.startswith("#") else ""
    return f"$tag-{own}" if own else LOOKS[look]


def counted(number: int, thing: str) -> str:
    """`1 hit`, `2 hits`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _heading(hit: Hit) -> tuple[object, bool]:
    """What stands above a hit: hits with the same one stand below it together."""
    return (_title(hit), False) if _is_named(hit) else (hit.source, hit.kind == "text")


def _is_named(hit: Hit) -> bool:
    """Whether what stands above it is no article."""
    return bool(hit.group or hit.guess)


def _title(hit: Hit) -> str:
    return f"perhaps you meant “{hit.guess}”" if hit.guess else hit.group or hit.title


def _marked(hit: Hit, colour: Colour) -> Iterator[tuple[str, str]]:
    at, text = 0, "dim" if hit.guess else "text"
    for start, end in hit.marks:
        yield hit.snippet[at:start], text
        yield hit.snippet[start:end], "match"
        at = end
    yield hit.snippet[at:], text
    if hit.tags:
        yield "  ", "text"
        yield from tag_pieces(hit.tags, colour, "accent", gap=" ")
