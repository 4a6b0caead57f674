"""Search over notes, tags and texts of the whole library, with the results as one types."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.core.errors import PostilError
from tui.core.keys import KeyGrammar
from tui.core.search.hits import Hit, Looked
from tui.core.search.query import Query, explain, parse
from tui.core.text import clean_line
from tui.ui.key_names import fitting, key_names
from tui.ui.screens.deeds import Deeds
from tui.ui.screens.in_turns import InTurns
from tui.ui.screens.refine_box import RefineBox
from tui.ui.screens.results import Opened, ResultList, counted, preview
from tui.ui.screens.search_help import HELP
from tui.ui.widgets.find_bar import FindBar
from tui.ui.widgets.query_line import QueryLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events
    from textual.app import ComposeResult

    from tui.core.keymap import Keymap
    from tui.core.search.index import SearchIndex
    from tui.core.search.saved import SavedQueries
    from tui.ui.screens.results import Keeper
    from tui.ui.widgets.line import Line
    from tui.ui.widgets.row_list import ListRow, RowList

LIMIT = 500
"""Results that are shown at most."""
SLOW = 0.3
"""Seconds after which it is told how much a search has found so far."""
AGAIN = 0.4
"""Seconds after which a search is repeated while the library is looked at for the first time."""
EXAMPLES = 'words, "a phrase", #tag, -not, a OR b, is:open, modified:7d; Ctrl+S keeps a query'
HINTS = {
    "list_open": "open", "result_select": "select", "result_tag": "tag", "help": "help",
    "result_highlight": "highlight", "result_open": "open", "result_done": "done",
    "result_copy": "copy", "result_undo": "undo", "result_query": "query",
}  # fmt: skip
"""The actions that the last row names over the results, the most important first."""
LEFT = 32
"""Cells for what was found: keys do not jump while one types."""
TYPING = ("↓ results", "Tab refine by a tag", "Esc back")


class SearchScreen(InTurns[Opened | None]):
    """Asks `index`, and `keeper` for what is around a hit and to act on several.

    `saved` are the queries that the reader keeps.
    """

    help_context = HELP
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
        & > #found > #preview {
            width: 3fr; height: 1fr; border-left: solid $foreground 15%; padding: 0 2;
        }
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
        keeper: Keeper,
        saved: SavedQueries,
    ) -> None:
        super().__init__()
        self._index = index
        self._keeper = keeper
        self._saved = saved
        self._input = QueryLine(query, placeholder="notes, tags and texts")
        self._naming = FindBar(placeholder="a name for this query")
        self._list = ResultList(keeper.signs.colour)
        self._deeds = Deeds(self, self._list, keeper, index.tags, self._again)
        self._keymap = keymap
        self._keys = KeyGrammar(keymap.actions, ("results", "list"))
        self._wish = object()
        self._parsed = Query()
        self._count = ""

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

    def on_query_line_refined(self) -> None:
        """Ask for a tag."""
        self._refine()

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
            if name == "q":
                self.action_leave()
            elif (invocation := self._keys.feed(name)) is not None:
                method = f"action_{invocation.action.id}"
                actor = next(a for a in (self, self._deeds, self._list) if hasattr(a, method))
                getattr(actor, method)(invocation.count, invocation.argument)
                if actor is self._deeds:
                    self._foot()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show the text around the marked hit."""
        self._show_preview(event.row)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open a hit."""
        if isinstance(event.row.key, Hit):
            self._close(Opened(event.row.key, self._list.hits))

    def action_leave(self) -> None:
        """Back to the text."""
        self._close(None)

    def action_result_refine(self, count: int | None, argument: str) -> None:
        """Ask for a tag."""
        self._refine()

    def action_result_query(self, count: int | None, argument: str) -> None:
        """To the query."""
        self._input.resume()

    def action_to_results(self) -> None:
        """To the first hit."""
        if self._list.hits:
            # Not `focus()`, which waits its turn: the next key may be here already.
            self.set_focus(self._list)
        else:
            self._input.resume()

    def _close(self, opened: Opened | None) -> None:
        # A search under way must not draw on a screen that is gone.
        self._wish = object()
        self.dismiss(opened)

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
        self._keeper.asked(text)
        try:
            query = parse(text, saved=self._saved.all)
        except PostilError as error:
            return self._say(str(error), wrong=True)
        self._say(explain(query) if text.strip() else EXAMPLES)
        self._parsed = query
        self.run_worker(self._search(query, text), group="search", exclusive=True)
        return None

    def _say(self, text: str, *, wrong: bool = False) -> None:
        line = self.query_one("#explain", Static)
        line.set_class(wrong, "-wrong")
        line.update(Content(text))

    async def _search(self, query: Query, text: str) -> None:
        wish = self._wish = object()
        if not text.strip():
            self._show([])
            return self._foot_of("type to search")
        try:
            is_whole = await self._round(query, wish, first=True)
            while not is_whole:
                await asyncio.sleep(AGAIN)
                is_whole = await self._round(query, wish, first=False)
        except PostilError as error:
            if self._wish is wish:
                self._say(str(error), wrong=True)
        return None

    async def _round(self, query: Query, wish: object, *, first: bool) -> bool:
        """Show what is found now; whether that is all, or nobody waits for more.

        Results that somebody goes through are not changed by a later round.
        """
        if not first and self.focused is self._list:
            return self._wish is not wish

        def cancelled() -> bool:
            return self._wish is not wish

        started, looked = time.perf_counter(), self._index.looked
        found: list[Hit] = []
        slow = self.set_interval(
            SLOW, lambda: self._foot_of(_so_far(_counts(found), self._index.looked) + " …")
        )
        try:
            # One more, to know whether there are more.
            await self._take(self._index.search(query, LIMIT + 1, cancelled), found, wish, first)
            every = found[:LIMIT]
            guesses = self._index.guesses(query, found, LIMIT, cancelled)
            await self._take(guesses, every, wish, first)
        finally:
            slow.stop()
        if not cancelled():
            if not (first and every) or len(found) > LIMIT:
                self._show(every)
            self._foot_of(_told(found, time.perf_counter() - started, looked))
        return cancelled() or looked is None

    async def _take(
        self, batches: Iterator[list[Hit]], into: list[Hit], wish: object, shown: bool
    ) -> None:
        """Put what is found behind what there is, and show it as it comes."""
        while self._wish is wish and (batch := await self._next(batches)) is not None:
            into += batch
            if shown and self._wish is wish:
                self._show(into)

    async def _next(self, batches: Iterator[list[Hit]]) -> list[Hit] | None:
        return await asyncio.to_thread(next, batches, None)

    def _show(self, hits: list[Hit]) -> None:
        self._list.show(hits)
        row = self._list.current
        if row:
            self._show_preview(row)
        else:
            self.query_one("#preview", Static).update("")

    def _foot_of(self, count: str) -> None:
        self._count = count
        self._foot()

    def _foot(self, done: str = "") -> None:
        """What was `done`, or else how many were found, and the keys of where one is."""
        said = done or (
            f"{len(self._list.selected)} selected" if self._list.selected else self._count
        )
        over = [f"{key} {word}" for key, word in self._keymap.hints(HINTS)]
        keys = TYPING if self.focused is self._input else over
        said = f"{clean_line(said):<{LEFT}}  "
        self.query_one("#foot", Static).update(
            Content(said + fitting(keys, self.size.width - len(said) - 2))
        )

    def on_descendant_focus(self) -> None:
        """Other keys count."""
        self._foot()

    def _refine(self) -> None:
        """Ask for one of the tags of the results, and look only for what has it."""

        def picked(tag: str | None) -> None:
            self._input.resume()
            if tag:
                term = f'#"{tag}"' if " " in tag else f"#{tag}"
                self._input.value = f"{self._input.value} {term}".strip()
                self._input.cursor_position = len(self._input.value)

        self.app.push_screen(
            RefineBox(self._list.hits, self._keymap, self._keeper.signs.colour), picked
        )

    async def _again(self, said: str, changed: bool) -> None:
        """Something was done to results, or could not be."""
        if changed:
            self._list.selected = set()
            await self._search(self._parsed, self._input.value)
        self._foot(said)

    def _show_preview(self, row: ListRow) -> None:
        if isinstance(row.key, Hit):
            self.run_worker(self._load_preview(row.key), group="preview", exclusive=True)

    async def _load_preview(self, hit: Hit) -> None:
        wish = self._wish
        try:
            pieces = await asyncio.to_thread(self._keeper.preview, hit, self._parsed)
        except PostilError as error:
            pieces = [(str(error), "text")]
        if self._wish is wish:
            shown = preview(pieces, self._keeper.signs.colour)
            self.query_one("#preview", Static).update(shown)


def _told(found: list[Hit], seconds: float, looked: Looked | None) -> str:
    """How much was found, and whether that is all."""
    if len(found) > LIMIT:
        return f"the first {LIMIT}; narrow the query"
    told = f"{_counts(found)} · {seconds * 1000:.0f} ms" if found else "nothing found"
    return _so_far(told, looked) if looked else told


def _so_far(told: str, looked: Looked | None) -> str:
    """What was found, and how many files were looked at where not all were."""
    if looked and not looked.total:
        return f"{told} so far, the library is not looked at yet"
    if looked:
        return f"{told} so far, {looked.done:,} of {looked.total:,} files looked at"
    return f"{told} so far"


def _counts(found: list[Hit]) -> str:
    notes = sum(hit.kind != "text" for hit in found)
    return f"{counted(notes, 'note')}, {counted(len(found) - notes, 'paragraph')}"
