"""What concerns the program rather than the text: help, themes, leaving."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.contexts import PANE, TEXT
from tui.core.keymap import Keymap
from tui.ui.themes import in_turn
from tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui.ui.screens.desk import Desk

PINNED = ("pinned_tag", "paint_pinned")


class Program:
    """The actions of the group Program.

    `close_top` closes what lies over the text, a selection included; `forget` removes the marks of
    a search, if there are any.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        run: Callable[[str], None],
        close_top: Callable[[], bool],
        forget: Callable[[], bool],
    ) -> None:
        self._desk = desk
        self._run = run
        self._close_top = close_top
        self._forget = forget

    def action_help(self, count: int | None, argument: str) -> None:
        """All keys, those of the focused pane first."""
        from tui.ui.screens.help import HelpScreen

        in_pane = isinstance(self._desk.view.screen.focused, RowList)
        context = PANE if in_pane else TEXT
        screen = HelpScreen(with_tags_of_keys(self._desk.keymap, self._desk.signs.digits), context)
        self._desk.ask(screen, lambda chosen: self._run(chosen) if chosen else None)

    def action_palette(self, count: int | None, argument: str) -> None:
        """Find an action by name."""
        self._desk.view.app.action_command_palette()

    def action_theme(self, count: int | None, argument: str) -> None:
        """The next theme."""
        app = self._desk.view.app
        names = in_turn(app, self._desk.themes)
        at = names.index(app.theme) if app.theme in names else -1
        app.theme = names[(at + 1) % len(names)]
        self._desk.say(f"theme {app.theme}", False)

    def action_messages(self, count: int | None, argument: str) -> None:
        """The last messages in full."""
        from tui.ui.screens.messages import MessagesScreen

        self._desk.ask(MessagesScreen(self._desk.said, self._desk.keymap), lambda _: None)

    def action_redraw(self, count: int | None, argument: str) -> None:
        """Draw everything anew."""
        self._desk.view.app.refresh(repaint=True, layout=True)

    def action_suspend(self, count: int | None, argument: str) -> None:
        """Back to the shell until `fg`."""
        if can_be_stopped():
            self._desk.view.app.action_suspend_process()
        else:
            self._desk.say("there is no shell here to go back to", False)

    def action_close(self, count: int | None, argument: str) -> None:
        """Close what lies over the text, else forget what was searched for."""
        if not self._close_top():
            self._forget()

    async def action_quit(self, count: int | None, argument: str) -> None:
        """Close the top thing, or save and leave."""
        if not self._close_top():
            await self._desk.view.app.action_quit()


def with_tags_of_keys(keymap: Keymap, digits: Mapping[int, str]) -> Keymap:
    """The keymap, its help naming the tags that have keys."""
    told = ", ".join(f"{digit} #{tag}" for digit, tag in digits.items())
    return Keymap(
        tuple(
            replace(action, help=f"{action.help}: {told}")
            if told and action.id in PINNED
            else action
            for action in keymap.actions
        )
    )


def can_be_stopped() -> bool:
    """Whether somebody is there to wake this process again.

    A group of processes without a parent in its session, as in a window of its own, is stopped by
    nothing (POSIX, orphaned process group): Textual would give up the terminal and wait in vain.
    """
    parent = os.getppid()
    try:
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    except OSError:
        return False
