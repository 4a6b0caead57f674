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
from tui.core.library import open_library
from tui.core.paths import user_places
from tui.core.state import ReadingState
from tui.core.store.keeping import Keeping
from tui.core.terminals import is_dumb, shortcomings

if TYPE_CHECKING:
    from tui.core.config import Config
    from tui.core.library import Library
    from tui.core.paths import Places
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
    if first:
        reading = Thread(target=_read_ahead, args=(library, first), daemon=True)
        reading.start()
        size = page.size() if page else None
        if page and size:
            reading.join(PATIENCE)
            _show_text(library.ready(first), config, places, page, size)
    # Last, because it takes longer than everything else together.
    from tui.ui.app import run

    return run(library, first, config, places, page)


def _read_ahead(library: Library, source: Path) -> None:
    """Open what is read first while the screen library loads; a failure is met again there."""
    with contextlib.suppress(PostilError):
        library.open_ahead(source)


def _show_text(
    session: Session | None, config: Config, places: Places, page: Page, size: tuple[int, int]
) -> None:
    """Put the text on the terminal while nothing else can be."""
    if session is None:
        return
    from tui.ui.first_text import first_text, written

    rows = first_text(session, ReadingState(places), config, size)
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
