"""The application: themes, the first screen, and the one way out."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import App

from tui.core.state import ReadingState
from tui.ui.first_page import FirstPage
from tui.ui.key_names import key_names
from tui.ui.restyling import restyle
from tui.ui.screens.patience import KeysWaited
from tui.ui.screens.reader import ReaderScreen
from tui.ui.themes import STYLE, THEMES, dress, mark_variables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rich.console import RenderableType
    from textual.command import Provider
    from textual.driver import Driver
    from textual.screen import Screen

    from tui.core.config import Config
    from tui.core.library import Library
    from tui.core.paths import Places
    from tui.early import Page

NOT_SAVED = 3
DRAGGED = 0.1
"""Seconds within which another size is one of many, as while the border of a window is dragged."""


def _palette() -> type[Provider]:
    from tui.ui.palette import ActionProvider

    return ActionProvider


class PostilApp(App[int]):
    """Postil in a terminal."""

    TITLE = "Postil"
    CSS = STYLE
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}

    def __init__(
        self,
        library: Library,
        first: Path | None,
        config: Config,
        places: Places,
        page: Page | None = None,
    ) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self._reader = ReaderScreen(library, ReadingState(places), first, config)
        problems = [*config.problems, *dress(self, config)]
        self._reader.desk.problems += problems
        self._warned = False
        self._resized_at = 0.0
        self._is_owed = False
        self._page = page
        self._first_page = FirstPage(self, self._reader, page)

    def get_css_variables(self) -> dict[str, str]:
        """The theme's, and those of the marks on the text."""
        return {**mark_variables(self.current_theme), **super().get_css_variables()}

    async def refresh_css(self, animate: bool = True) -> None:  # type: ignore[override]
        """Another theme is put on, which Textual waits for."""
        if self.screen_stack:
            await restyle(self)
        else:
            super().refresh_css(animate)

    def get_default_screen(self) -> ReaderScreen:
        """The reader."""
        return self._reader

    def on_mount(self) -> None:
        """Leave properly when the terminal is closed or the process asked to end."""
        loop = asyncio.get_running_loop()
        for number, leave in ((signal.SIGTERM, self._ended), (signal.SIGHUP, self._hung_up)):
            with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                loop.add_signal_handler(number, leave)
        self.app_resume_signal.subscribe(self, self._resumed)
        self.run_worker(self._first_page.stand())

    def _resumed(self, _: App[int]) -> None:
        self.refresh(repaint=True, layout=True)

    def on_unmount(self) -> None:
        """However it ends."""
        self._reader.watching.stop()

    def on_app_focus(self) -> None:
        """The reader is back at this terminal."""
        self._reader.watching.focused()

    def get_driver_class(self) -> type[Driver]:
        """The terminal's own, with a quick beginning and end where there is one."""
        found = super().get_driver_class()
        if found.__module__ != "textual.drivers.linux_driver":
            return found
        from tui.ui.driver import TerminalDriver

        return TerminalDriver

    def _build_driver(self, *arguments: Any, **options: Any) -> Driver:
        driver = super()._build_driver(*arguments, **options)
        driver.page = self._page if self._page and self._page.attributes else None  # type: ignore[attr-defined]
        driver.gone, driver.caught_up = self._hung_up, self._caught_up  # type: ignore[attr-defined]
        return driver

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        # The library has no public way to hold what it draws but not what it works out.
        if self._first_page.is_shown:
            return
        if getattr(self._driver, "is_behind", False):
            # What was to be drawn meanwhile is drawn in one go when the terminal has the rest.
            self._is_owed = True
            return
        super()._display(screen, renderable)

    def _caught_up(self) -> None:
        if self._is_owed:
            self._is_owed = False
            self.screen.refresh()

    async def on_event(self, event: events.Event) -> None:
        """Keys reach what was opened by the key before, however fast they are typed."""
        if isinstance(event, events.InputEvent | events.Resize):
            self._first_page.see(event)
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._reader.turns.wait()
            if self._reader.is_listening:
                self._reader.turns.begin()
            if self._reader.patience.holds(event):
                self._reader.turns.done()
                return
            if self._helped(event):
                return
            event = await self._without_haste(event)
            if self._goes_straight(event):
                await self._reader.press(event)
                return
        await super().on_event(event)
        if isinstance(event, events.Resize):
            self._lay_out_at_once()

    def _goes_straight(self, event: events.Key) -> bool:
        """Whether a key is for the reader alone: Textual would hand it on from task to task."""
        is_bound = event.key in self._bindings.key_to_bindings
        return self._reader.is_listening and self.app_focus and not is_bound

    def _lay_out_at_once(self) -> None:
        """Textual lets a moment pass in which yet another size may come; most come alone."""
        now = time.monotonic()
        if now - self._resized_at > DRAGGED:
            self._check_resize()
        self._resized_at = now

    @on(KeysWaited)
    async def _take_again(self) -> None:
        for key in self._reader.patience.release():
            await self.on_event(key)

    async def _without_haste(self, event: events.Key) -> events.Key:
        """Esc and a letter right behind it arrive as one key: close the box, leave the letter."""
        names = key_names(event)
        closing = self.active_bindings.get("escape") if len(names) == 2 else None
        if closing is None or self.screen is self._reader:
            return event
        await self.run_action(closing.binding.action, closing.node)
        return events.Key(names[1], names[1])

    def _helped(self, event: events.Key) -> bool:
        """Show the keys of the box that is open, if that is what the key asks for."""
        if self.screen is self._reader:
            return False
        from tui.ui.screens.helping import help_in

        box = help_in(self.screen, self._reader.desk.keymap, event)
        if box:
            self.push_screen(box)
        return box is not None

    async def action_quit(self) -> None:
        """Save and leave; stays once when something could not be saved."""
        await self.leave(force=self._warned)
        self._reader.turns.done()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A prompt in which Ctrl+P goes up keeps that key, although the palette's comes first."""
        taken = action == "command_palette" and "ctrl+p" in self.screen._bindings.key_to_bindings
        return not taken and super().check_action(action, parameters)

    def action_command_palette(self) -> None:
        """Find an action by name; like the one above it has a key that no screen sees."""
        super().action_command_palette()
        self._reader.turns.done()

    def action_help_quit(self) -> None:
        """Ctrl+C, out of habit."""
        self._reader.desk.tell("{quit} saves and leaves")

    def wait(self) -> None:
        """Wait for threads that must not go on while Python itself ends."""
        self._reader.watching.wait()

    def _end(self, code: int) -> None:
        _end_programs()
        end = getattr(self._driver, "end", None)
        # Where there is no terminal, as in a test, the loop ends by itself.
        (end or self.exit)(code)

    def _ended(self) -> None:
        self.run_worker(self.leave(force=True))

    def _hung_up(self) -> None:
        async def leave() -> None:
            saved = await self._save()
            _end_programs()
            # There is no terminal any more to give back, and Textual would wait for it for ever.
            os._exit(0 if saved else NOT_SAVED)

        self.run_worker(leave())

    async def _save(self) -> bool:
        """Take over a note being written, and save; whether all is on the disk."""
        # Nobody writes a note whose editor was never loaded.
        editor = sys.modules.get("tui.ui.screens.note_editor")
        if editor and isinstance(self.screen, editor.NoteEditor):
            self.screen.save()
        return await self._reader.leave()

    async def leave(self, *, force: bool) -> None:
        """Take over a note being written, save, and end if all is on the disk or `force`."""
        saved = await self._save()
        if saved or force:
            if saved:
                self._first_page.keep()
            self._end(0 if saved else NOT_SAVED)
        else:
            self._warned = True
            self._reader.watching.start()
            self._reader.desk.warn(
                self._reader.desk.keymap.told("NOT SAVED · {quit} again leaves WITHOUT these notes")
            )


def _end_programs() -> None:
    """None that reads a file goes on without us; few files need one."""
    programs = sys.modules.get("tui.core.documents.programs")
    if programs:
        programs.end_all()


def run(
    library: Library, first: Path | None, config: Config, places: Places, page: Page | None = None
) -> int:
    """Read until the reader leaves; the exit code. `page` is what is shown first."""
    app = PostilApp(library, first, config, places, page)
    try:
        return app.run() or 0
    finally:
        app.wait()
