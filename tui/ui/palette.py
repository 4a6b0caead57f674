"""Every action of the registry in Textual's command palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from tui.core.actions import shown
from tui.ui.screens.in_turns import InTurns

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.core.actions import Action
    from tui.ui.screens.reader import ReaderScreen


class Palette(CommandPalette, InTurns[None]):
    """Textual's own, put up in several turns of the event loop."""


class ActionProvider(Provider):
    """Finds actions by title; only over the reader's screen, where they mean something."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for action, run in self._actions():
            yield DiscoveryHit(_title(action), run, help=action.help)

    async def search(self, query: str) -> Hits:
        """Those whose title matches."""
        matcher = self.matcher(query)
        for action, run in self._actions():
            score = matcher.match(_title(action))
            if score > 0:
                yield Hit(score, matcher.highlight(_title(action)), run, help=action.help)

    def _actions(self) -> list[tuple[Action, Callable[[], None]]]:
        screen: ReaderScreen = self.screen  # type: ignore[assignment]
        return [
            (action, lambda id_=action.id: screen.run_named(id_))  # type: ignore[misc]
            for action in screen.desk.keymap.actions
            if action.scope in ("reader", "app") and action.id != "palette"
        ]


def _title(action: Action) -> str:
    return f"{action.title}  {shown(action.keys[0])}" if action.keys else action.title
