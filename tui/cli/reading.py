"""`postil [PATH...]`: the reader itself."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from tui.cli.sources import usual_path
from tui.core.config import load_config
from tui.core.errors import PostilError, WrongUsage
from tui.core.layout import load_views
from tui.core.library import open_library
from tui.core.paths import user_places
from tui.core.state import ReadingState
from tui.core.store.keeping import Keeping
from tui.core.tag_signs import signs_of
from tui.core.terminals import is_dumb, shortcomings
from tui.core.work import Ended

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.core.config import Config
    from tui.core.library import Library
    from tui.core.session import Session
    from tui.early import Page

PATIENCE = 0.2
"""Seconds within which a document that is opened is shown before the screen library is loaded."""


def read(arguments: list[str], page: Page | None = None) -> int:
    """Open the paths in the reader; without any the usual place."""
    return open_reader([Path(argument) for argument in arguments], page)


def open_reader(paths: list[Path], page: Page | None = None) -> int:
    """Read until the reader leaves; the exit code. `page` is what is shown first."""
    need_terminal()
    places = user_places()
    config = load_config(places.config)
    term, encoding = os.environ.get("TERM", ""), sys.stdout.encoding
    missing = shortcomings(term, encoding, config.keymap)
    config = replace(config, problems=(*config.problems, *missing))
    library, first = open_library(paths or [usual_path(config)], Keeping(places, config.folder))
    state = ReadingState(places)
    ahead = _Ahead(library, first, state)
    ahead.start()
    size = page.size() if page else None
    if page and size:
        ahead.join(PATIENCE)
        if ahead.session:
            colour = signs_of(library.tag_book(), config.pinned).colour
            _show_text(ahead.session, state, config, page, size, colour)
    # Last, because it takes longer than everything else together.
    from tui.ui.app import run

    return run(library, first, config, places, page)


class _Ahead(Thread):
    """Opens what is read first while the screen library loads; a failure is met again there."""

    def __init__(self, library: Library, first: Path | None, state: ReadingState) -> None:
        super().__init__(daemon=True)
        self._library = library
        self._first = first
        self._state = state
        self.session: Session | None = None

    def run(self) -> None:
        # Esc and leaving give up what takes long: that is no failure either.
        with contextlib.suppress(PostilError, Ended):
            source = self._first or self._left_last()
            self.session = self._library.open_ahead(source) if source else None

    def _left_last(self) -> Path | None:
        """What a library opens with; None where there were several views."""
        if load_views(self._state.places, self._library.root):
            return None
        return self._state.last_read(self._library.sources())


def _show_text(
    session: Session,
    state: ReadingState,
    config: Config,
    page: Page,
    size: tuple[int, int],
    tag_colour: Callable[[str], str],
) -> None:
    """Put the text on the terminal while nothing else can be."""
    from tui.ui.first_text import first_text, written

    rows = first_text(session, state, config, size, tag_colour)
    shown = written(rows, os.environ) if rows else None
    if shown:
        page.put(shown)


def need_terminal() -> None:
    """Raise `WrongUsage` where nothing can be shown."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUsage("reading needs a terminal; postil show FILE prints a text")
    if is_dumb(os.environ.get("TERM", "")):
        raise WrongUsage(
            "TERM says that this terminal cannot place a cursor; postil show FILE prints a text"
        )
