"""What keys do to the results of a search that are selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.core import edits
from tui.core.errors import PostilError
from tui.core.model import COLOURS
from tui.ui.screens.over_text import Below
from tui.ui.screens.results import counted
from tui.ui.screens.tag_picker import TagChoice, TagPicker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.screen import Screen

    from tui.core.search.uses import TagUse
    from tui.ui.screens.results import Keeper, ResultList, Verb


class Deeds:
    """Keys over `results`; `keeper` does them, `done` is told what was done and if notes changed.

    `uses` are the tags of the library.
    """

    def __init__(
        self,
        screen: Screen[Any],
        results: ResultList,
        keeper: Keeper,
        uses: Callable[[], Sequence[TagUse]],
        done: Callable[[str, bool], Awaitable[None]],
    ) -> None:
        self._screen = screen
        self._results = results
        self._keeper = keeper
        self._uses = uses
        self._done = done

    def action_result_select(self, count: int | None, argument: str) -> None:
        """Select one, or no longer."""
        self._results.select()

    def action_result_select_all(self, count: int | None, argument: str) -> None:
        """Select all, or none."""
        self._results.select_all()

    def action_result_highlight(self, count: int | None, argument: str) -> None:
        """Highlight them."""
        self._act(lambda session, places: edits.set_colour(session, places, COLOURS[0]))

    def action_result_plain(self, count: int | None, argument: str) -> None:
        """No longer."""
        self._act(lambda session, places: edits.set_colour(session, places, None))

    def action_result_open(self, count: int | None, argument: str) -> None:
        """They are open."""
        self._act(lambda session, places: edits.set_status(session, places, "open"))

    def action_result_done(self, count: int | None, argument: str) -> None:
        """They are done."""
        self._act(lambda session, places: edits.set_status(session, places, "done"))

    def action_result_copy(self, count: int | None, argument: str) -> None:
        """Copy them as quotes."""
        if self._results.chosen:
            self._start(self._told(self._keeper.quote(self._results.chosen), changed=False))

    def action_result_undo(self, count: int | None, argument: str) -> None:
        """Take back what was done last."""
        self._start(self._undo())

    def _act(self, verb: Verb) -> None:
        if self._results.chosen:
            self._start(self._told(self._keeper.act(verb, self._results.chosen)))

    def action_result_tag(self, count: int | None, argument: str) -> None:
        """Ask for tags."""
        chosen, region = self._results.chosen, self._results.region
        if not chosen:
            return
        common = set.intersection(*(set(hit.tags) for hit in chosen))
        picker = TagPicker(
            title=f"tag {counted(len(chosen), 'result')}",
            uses=self._uses(),
            last=None,
            already=sorted(common),
            signs=self._keeper.signs,
            spot=lambda: Below(region.y, region.x + 2, self._screen.size.width - 4),
        )

        def picked(choice: TagChoice | None) -> None:
            if choice and (choice.add or choice.remove):
                deed = self._keeper.tag(chosen, choice.add, choice.remove)
                self._start(self._told(deed))

        self._screen.app.push_screen(picker, picked)

    def _start(self, deed: Any) -> None:
        self._screen.run_worker(deed, group="deed")

    async def _undo(self) -> None:
        try:
            await self._done(self._keeper.undo(), True)
        except PostilError as error:
            await self._done(str(error), False)

    async def _told(self, deed: Awaitable[str], *, changed: bool = True) -> None:
        try:
            said = await deed
        except PostilError as error:
            said, changed = str(error), False
        await self._done(said, changed)
