"""`postil [PATH...]` and `postil tour`: the reader itself."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import tui
from tui.cli.parsing import Command, Parser
from tui.cli.sources import usual_path
from tui.core.config import load_config
from tui.core.errors import PostilError, WrongUsage
from tui.core.library import open_library
from tui.core.paths import user_places
from tui.core.store.keeping import Keeping
from tui.core.terminals import is_dumb, shortcomings
from tui.core.tour import prepare_tour

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from pathlib import Path

    from tui.core.library import Library


def read(arguments: list[str], commands: Iterable[Command]) -> int:
    """Read the arguments as paths, and open them in the reader."""
    rows = "\n".join(f"  {command.name:<10}{command.help}" for command in commands)
    epilog = f"commands (postil COMMAND -h tells more; a PATH of that name is ./NAME):\n{rows}"
    parser = Parser("postil", "Read and annotate texts by paragraph, in the terminal.", epilog)
    parser.add_argument("--version", action="version", version=f"postil {tui.__version__}")
    parser.add_paths()
    return _open(parser.parse_args(arguments).paths)


def _tour(_: Namespace) -> int:
    _need_terminal()
    return _open([prepare_tour(user_places())])


def _open(paths: list[Path]) -> int:
    _need_terminal()
    places = user_places()
    config = load_config(places.config)
    term, encoding = os.environ.get("TERM", ""), sys.stdout.encoding
    missing = shortcomings(term, encoding, config.keymap)
    config = replace(config, problems=(*config.problems, *missing))
    library, first = open_library(paths or [usual_path(config)], Keeping(places, config.folder))
    # Nothing of what is loaded now is garbage; the reader collects when its first text is there.
    gc.disable()
    if first:
        Thread(target=_read_ahead, args=(library, first), daemon=True).start()
    # Last, because it takes longer than everything else together.
    from tui.ui.app import run

    return run(library, first, config, places)


def _read_ahead(library: Library, source: Path) -> None:
    """Open what is read first while the screen library loads; a failure is met again there."""
    with contextlib.suppress(PostilError):
        library.session(source)


def _need_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUsage("reading needs a terminal; postil show FILE prints a text")
    if is_dumb(os.environ.get("TERM", "")):
        raise WrongUsage(
            "TERM says that this terminal cannot place a cursor; postil show FILE prints a text"
        )


TOUR = Command("tour", "learn the program by using it", lambda _: None, _tour)
