"""Search over notes, tags and texts of the whole library, with the results as one types."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from tui.core.contexts import SEARCH
from tui.core.errors import PostilError
from tui.core.keys import KeyGrammar
from tui.core.search.hits import Hit
from tui.core.search.query import explain, parse
from tui.core.search.query.terms import TERMS
from tui.ui.key_names import key_names
from tui.ui.widgets.at_once import take
from tui.ui.widgets.find_bar import FindBar
from tui.ui.widgets.line import Line
from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual import events
    from textual.app import ComposeResult

    from tui.core.keymap import Keymap
    from tui.core.search.index import SearchIndex
    from tui.core.search.query import Query
    from tui.core.search.saved import SavedQueries

LIMIT = 500
EXAMPLES = 'words, "a phrase", #tag, -not, a OR b, is:open, modified:7d; Ctrl+S keeps a query'
KINDS = {"note": "✎", "tag": "#", "text": " "}


class QueryLine(Line):
    """The line of the query."""

    class Kept(Message):
        """Ctrl+S was pressed."""

    async def on_key(self, event: events.Key) -> None:
        """Comes before that of a line."""
        if event.key == "ctrl+s":
            take(event)
            self.post_message(self.Kept())


class SearchScreen(Screen[Hit | None]):
    """Asks `index`; the result is the hit that was opened. `searched` is told of each query.

    `preview` gives the text around a hit and is called in a thread. `saved` are the queries that
    the reader keeps.
    """

    help_context = replace(SEARCH, typed=tuple((one.typed, one.plain) for one in TERMS))
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 -- as Textual types it
    DEFAULT_CSS = """
    SearchScreen {
        & > #ask {
            height: auto; border-bottom: solid $foreground 15%;
            & > Input, & > Static { height: 1; padding: 0 1; background: $background; }
            & > Input { border: none; }
            & > Static { color: $text-muted; &.-wrong { color: $error; } }
        }
        & > #found > RowList { width: 2fr; }
        & > #found > #preview { width: 3fr; border-left: solid $foreground 15%; padding: 0 2; }
        & > #foot { height: 2; border-top: solid $foreground 15%; padding: 0 1; }
        & > #foot { color: $text-muted; }
        &.-narrow > #found > #preview { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "to_results", show=False),
    ]

    def __init__(
        self,
        index: SearchIndex,
        keymap: Keymap,
        query: str,
        preview: Callable[[Hit], str],
        searched: Callable[[str], None],
        saved: SavedQueries,
    ) -> None:
        super().__init__()
        self._index = index
        self._preview = preview
        self._searched = searched
        self._saved = saved
        self._input = QueryLine(query, placeholder="notes, tags and texts")
        self._naming = FindBar("a name for this query")
        self._list = RowList()
        self._keymap = keymap
        self._keys = KeyGrammar(keymap.actions, ("list",))
        self._wish = object()
        self._hits: list[Hit] = []

    def compose(self) -> ComposeResult:
        """The query and what it means; the hits and the text around one; counts and keys."""
        with Vertical(id="ask"):
            yield self._input
            yield self._naming
            yield Static(id="explain", markup=False)
        with Horizontal(id="found"):
            yield self._list
            yield Static(id="preview", markup=False)
        yield Static(id="foot", markup=False)

    def on_mount(self) -> None:
        """Take the keys; an earlier query is asked again."""
        self.set_focus(self._input)
        self._ask()

    def on_input_changed(self) -> None:
        """As one types."""
        self._ask()

    def on_line_ended(self, event: Line.Ended) -> None:
        """Enter goes to the results, Esc back to the text; in a name they go back to the query."""
        if self._naming.display:
            self._named(event.text if event.kept else "")
        elif event.kept:
            self.action_to_results()
        else:
            self.action_leave()

    def on_query_line_kept(self) -> None:
        """Ask for a name to keep the query under."""
        self._naming.ask()

    async def on_key(self, event: events.Key) -> None:
        """Keys of the list, while it has the focus."""
        if self.focused is not self._list or event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        for name in key_names(event):
            if name in ("/", "i"):
                self._input.resume()
            elif name == "q":
                self.action_leave()
            elif (invocation := self._keys.feed(name)) is not None:
                getattr(self._list, f"action_{invocation.action.id}")(invocation.count)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show the text around the marked hit."""
        self._show_preview(event.row)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open a hit."""
        if isinstance(event.row.key, Hit):
            self._close(event.row.key)

    def action_leave(self) -> None:
        """Back to the text."""
        self._close(None)

    def action_to_results(self) -> None:
        """To the first hit."""
        if self._hits:
            # Not `focus()`, which waits its turn: the next key may be here already.
            self.set_focus(self._list)
        else:
            self._input.resume()

    def _close(self, hit: Hit | None) -> None:
        # A search under way must not draw on a screen that is gone.
        self._wish = object()
        self.dismiss(hit)

    def _named(self, name: str) -> None:
        self._naming.display = False
        self._input.resume()
        if not name.strip():
            return
        try:
            name = self._saved.save(name, self._input.value)
            self._say(f"saved:{name} finds this from now on")
        except PostilError as error:
            self._say(str(error), wrong=True)

    def _ask(self) -> None:
        """Search for what is typed; while that is no query, the last results stay."""
        text = self._input.value
        self._searched(text)
        try:
            query = parse(text, saved=self._saved.all)
        except PostilError as error:
            return self._say(str(error), wrong=True)
        self._say(explain(query) if text.strip() else EXAMPLES)
        self.run_worker(self._search(query, text), group="search", exclusive=True)
        return None

    def _say(self, text: str, *, wrong: bool = False) -> None:
        line = self.query_one("#explain", Static)
        line.set_class(wrong, "-wrong")
        line.update(Content(text))

    async def _search(self, query: Query, text: str) -> None:
        wish = self._wish = object()
        started = time.perf_counter()
        found: list[Hit] = []
        batches = self._index.search(query, LIMIT, lambda: self._wish is not wish)
        try:
            while text.strip() and (batch := await self._next(batches)) is not None:
                if self._wish is not wish:
                    return
                found += batch
                self._show(found)
        except PostilError as error:
            if self._wish is wish:
                self._say(str(error), wrong=True)
            return
        if self._wish is wish:
            if not found:
                self._show(found)
            self._tell(found, text, time.perf_counter() - started)

    async def _next(self, batches: Iterator[list[Hit]]) -> list[Hit] | None:
        return await asyncio.to_thread(next, batches, None)

    def _show(self, hits: list[Hit]) -> None:
        first = not self._hits or not hits or self._hits[0] != hits[0]
        self._hits = list(hits)
        self._list.set_rows(rows_of(hits), 1 if first and hits else None)
        row = self._list.current
        if row:
            self._show_preview(row)
        else:
            self.query_one("#preview", Static).update("")

    def _tell(self, found: list[Hit], text: str, seconds: float) -> None:
        notes = sum(hit.kind != "text" for hit in found)
        parts = (_counted(notes, "note"), _counted(len(found) - notes, "paragraph"))
        count = f"{', '.join(parts)} · {seconds * 1000:.0f} ms"
        if not text.strip():
            count = "type to search"
        elif not found:
            count = "nothing found"
        keys = self._keymap.told("↓ results · {list_open} open · / query · Esc back")
        self.query_one("#foot", Static).update(Content(f"{count}    {keys}"))

    def _show_preview(self, row: ListRow) -> None:
        if isinstance(row.key, Hit):
            self.run_worker(self._load_preview(row.key), group="preview", exclusive=True)

    async def _load_preview(self, hit: Hit) -> None:
        wish = self._wish
        text = await asyncio.to_thread(self._preview, hit)
        if self._wish is wish:
            self.query_one("#preview", Static).update(Content(text))


def rows_of(hits: list[Hit]) -> Iterator[ListRow]:
    """The hits as rows below the title of their article, notes before text; or below their group.

    In a group each row names its article.
    """
    sizes = Counter(map(_heading, hits))
    above: tuple[object, bool] | None = None
    for hit in hits:
        here = _heading(hit)
        if here != above:
            above = here
            title = ((hit.group or hit.title, "strong"),)
            yield ListRow(title, right=_counted(sizes[here], "hit"), selectable=False)
        number = f"¶ {hit.number}" if hit.number else "¶  "
        head = (f"{KINDS[hit.kind]} {number}  ", "dim")
        yield ListRow((head, *_marked(hit)), key=hit, right=hit.title if hit.group else "")


def _heading(hit: Hit) -> tuple[object, bool]:
    """What stands above a hit: hits with the same one stand below it together."""
    return (hit.group, False) if hit.group else (hit.source, hit.kind == "text")


def _marked(hit: Hit) -> Iterator[tuple[str, str]]:
    at = 0
    for start, end in hit.marks:
        yield hit.snippet[at:start], "text"
        yield hit.snippet[start:end], "match"
        at = end
    yield hit.snippet[at:], "text"
    if hit.tags:
        yield "  " + " ".join(f"#{tag}" for tag in hit.tags), "accent"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
