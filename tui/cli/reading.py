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
from tui.core.store.keeping import Keeping
from tui.core.terminals import is_dumb, shortcomings

if TYPE_CHECKING:
    from tui.core.library import Library
    from tui.early import Page


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
        Thread(target=_read_ahead, args=(library, first), daemon=True).start()
    # Last, because it takes longer than everything else together.
    from tui.ui.app import run

    return run(library, first, config, places, page)


def _read_ahead(library: Library, source: Path) -> None:
    """Open what is read first while the screen library loads; a failure is met again there."""
    with contextlib.suppress(PostilError):
        library.open_ahead(source)


def need_terminal() -> None:
    """Raise `WrongUsage` where nothing can be shown."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUsage("reading needs a terminal; postil show FILE prints a text")
    if is_dumb(os.environ.get("TERM", "")):
        raise WrongUsage(
            "TERM says that this terminal cannot place a cursor; postil show FILE prints a text"
        )
