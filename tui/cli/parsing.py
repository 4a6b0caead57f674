"""What a command is, and how its arguments are read."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tui.core.errors import WrongUsage

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Command:
    """A word behind `postil`; `run` returns the exit code."""

    name: str
    help: str
    add_arguments: Callable[[Parser], None]
    run: Callable[[Namespace], int]
    epilog: str = ""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line like all others."""

    def __init__(self, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog,
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Raise `WrongUsage`."""
        raise WrongUsage(f"{message}; {self.prog} -h shows how")

    def add_json(self, what: str) -> None:
        """Take --json."""
        self.add_argument("--json", action="store_true", help=f"print {what} as JSON lines")

    def add_paths(self) -> None:
        """Take any number of files and folders."""
        self.add_argument(
            "paths",
            nargs="*",
            type=Path,
            default=[],
            metavar="PATH",
            help="files and folders; without any the library of the configuration, "
            "else ./articles, else this folder",
        )
