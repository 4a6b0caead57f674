"""The user's settings and signs while one reads: put on at the start, anew when a file changes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.config import config_file, load_config, stamp_of
from tui.core.documents.source import is_settled
from tui.ui.screens.signing import Signing
from tui.ui.themes import dress

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.config import Config, Stamp
    from tui.ui.screens.comfort import Comfort
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.keyboard import Keyboard
    from tui.ui.screens.signing import Found
    from tui.ui.widgets.note_list import NoteList

SOON = 0.05
"""Seconds between two looks at a file that another program may still be writing."""


class Tuning:
    """Keeps keys, theme and measure as the settings have them, and tags as their file has them."""

    def __init__(
        self, desk: Desk, keyboard: Keyboard, notes: NoteList, comfort: Comfort, config: Config
    ) -> None:
        self._desk = desk
        self._keyboard = keyboard
        self._notes = notes
        self._comfort = comfort
        self._config = config
        self._seen = config.stamp
        self._looking = False
        self._signing = Signing(desk, notes)
        desk.look_at_tags = self._signing.look
        self._use_keys(config)

    def look(self) -> None:
        """See whether the files are others now."""
        # A disk that takes its time to answer is not asked twice at once.
        if not self._looking:
            self._looking = True
            self._desk.begin(self._look, "settings")

    async def _look(self) -> None:
        """Go by the tags file, and by the settings when they changed and seem to be whole."""
        folder = self._desk.state.places.config
        try:
            # In one go: starting a thread costs more than a look.
            stamp, signs = await asyncio.to_thread(self._read, config_file(folder))
            self._signing.take(signs)
            settled, self._seen = stamp == self._seen or is_settled(stamp), stamp
            changed = stamp != self._config.stamp
            if settled and changed:
                self._put_on(await asyncio.to_thread(load_config, folder))
        finally:
            self._looking = False
        if changed and not settled and self._desk.views.is_attached:
            self._desk.views.set_timer(SOON, self.look)

    def _read(self, file: Path) -> tuple[Stamp | None, Found]:
        return stamp_of(file), self._signing.read()

    def _put_on(self, config: Config) -> None:
        before = self._config
        if not config.usable:
            # A slip in the middle of the file takes nobody's keys away while they read.
            self._config = replace(before, stamp=config.stamp)
            self._desk.warn(config.problems[0])
            return
        self._config = config
        self._use_keys(config)
        if config.reading != before.reading:
            self._comfort.set(config.reading)
        # A theme chosen by key stays when something else was set.
        problems = dress(self._desk.view.app, config) if config.theme != before.theme else []
        self._desk.update()
        problem = next(iter([*config.problems, *problems]), "")
        if problem:
            self._desk.warn(problem)
        else:
            later = (config.library, config.folder) != (before.library, before.folder)
            self._desk.tell("settings read anew" + (" · folders at the next start" * later))

    def _use_keys(self, config: Config) -> None:
        self._desk.themes = (config.dark, config.light)
        self._signing.pin(config.pinned)
        self._desk.keymap = config.keymap
        self._keyboard.use(config.keymap, self._desk.signs)
        self._notes.use(config.keymap)
