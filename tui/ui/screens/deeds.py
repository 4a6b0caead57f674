"""What keys do to the results of a search that are selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.core.errors import PostilError
from tui.ui.screens.over_text import Below
from tui.ui.screens.results import counted
from tui.ui.screens.searching import VERBS
from tui.ui.screens.tag_picker import TagChoice, TagPicker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.screen import Screen

    from tui.core.search.uses import TagUse
    from tui.ui.screens.results import Keeper, ResultList


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

    def press(self, key: str) -> bool:
        """Do what `key` stands for; False where that is nothing of this."""
        chosen = self._results.chosen
        if key == "space":
            self._results.select()
        elif key == "*":
            self._results.select_all()
        elif key == "u":
            self._start(self._undo())
        elif key not in (*VERBS, "t", "Y"):
            return False
        elif key == "t" and chosen:
            self._ask_tags()
        elif key == "Y" and chosen:
            self._start(self._told(self._keeper.quote(chosen), changed=False))
        elif chosen:
            self._start(self._told(self._keeper.act(key, chosen)))
        return True

    def _ask_tags(self) -> None:
        chosen, region = self._results.chosen, self._results.region
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
