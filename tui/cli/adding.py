"""`postil add`, and what `postil -` and `postil URL` bring into the library first."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.output import Failures, complain, say
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.cli.sources import usual_path
from tui.core.adding import add_address, add_file, add_stream, is_address
from tui.core.errors import PostilError
from tui.core.interchange.jsonl import json_line
from tui.core.work import Work, working

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from tui.cli.parsing import Parser
    from tui.core.adding import Added

STDIN = "-"
TERMINAL = "/dev/tty"


def is_elsewhere(argument: str) -> bool:
    """Whether an argument is a text that has to be brought in before it can be read."""
    return argument == STDIN or is_address(argument)


def bring(arguments: list[str]) -> list[str]:
    """The arguments as paths, texts from elsewhere kept in the library; raises `PostilError`."""
    folder = usual_path(settings().config)
    paths = [_kept(a, folder) if is_elsewhere(a) else a for a in arguments]
    if STDIN in arguments:
        _take_terminal()
    return paths


def _kept(argument: str, folder: Path) -> str:
    path = _add(argument, folder).path
    if not sys.stdout.isatty():
        complain(f"kept as {path}")
    return str(path)


def _add(argument: str, folder: Path) -> Added:
    if not sys.stderr.isatty():
        return _added(argument, folder, lambda _: None)
    telling = Telling()
    try:
        with working(telling):
            return _added(argument, folder, telling.fetched)
    finally:
        telling.wipe()


def _added(argument: str, folder: Path, fetched: Callable[[int], None]) -> Added:
    if argument == STDIN:
        return add_stream(sys.stdin.buffer, folder)
    if not is_address(argument):
        return add_file(Path(argument), folder)
    return add_address(argument, folder, fetched)


class Telling(Work):
    """Tells on a terminal, in one row of the error output, how far something is."""

    def __init__(self) -> None:
        super().__init__()
        self._row = ""

    def fetched(self, size: int) -> None:
        """So many bytes came."""
        self._tell(f"{size >> 10} kB")

    def step(self, done: int, whole: int, unit: str) -> None:
        """So much is done."""
        super().step(done, whole, unit)
        if whole:
            self._tell(self.told)

    def wipe(self) -> None:
        """Leave an empty row."""
        self._tell("")

    def _tell(self, row: str) -> None:
        if row != self._row:
            print(f"\r{row:<{len(self._row)}}", end="\r", file=sys.stderr, flush=True)
            self._row = row


def _take_terminal() -> None:
    """Keys come from the terminal, now that the pipe is read to its end."""
    # Where there is none, whoever wants to show something will say so.
    with suppress(OSError):
        terminal = os.open(TERMINAL, os.O_RDWR)
        try:
            os.dup2(terminal, sys.stdin.fileno())
        finally:
            os.close(terminal)


def _add_arguments(parser: Parser) -> None:
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="URL|FILE",
        help="an address of http or https, a file, or - for standard input",
    )
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="the folder; without it the usual library"
    )
    parser.add_json("what was added")


def _run(args: Namespace) -> int:
    folder: Path = args.to or usual_path(settings().config)
    failures = Failures()
    for source in args.sources:
        try:
            added = _add(source, folder)
        except PostilError as error:
            failures.add(error)
            continue
        if args.json:
            print(json_line({"source": source, "path": str(added.path), "known": added.known}))
        else:
            say(str(added.path))
        if added.known and not args.json:
            complain(f"{added.path}: was there already, with the same content")
    return failures.code


ADD = Command("add", "bring pages and files into the library", _add_arguments, _run)
