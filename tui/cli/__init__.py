"""The command line: parse, call the core, print."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

import tui
from tui.cli.output import complain
from tui.core.errors import PostilError, reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.cli.parsing import Command
    from tui.early import Page

COMMANDS = {
    "show": "showing",
    "annotate": "annotating",
    "search": "finding",
    "tags": "tagging",
    "index": "indexing",
    "export": "exporting",
    "doctor": "doctoring",
    "merge": "merging",
    "add": "adding",
    "formats": "formats",
    "keys": "keys",
    "config": "configuring",
    "tour": "touring",
}
"""The module of each command, which is imported only when the command is called."""


def command(name: str) -> Command:
    """The command of that name."""
    found: Command = getattr(import_module(f"tui.cli.{COMMANDS[name]}"), name.upper())
    return found


def main(argv: Sequence[str], page: Page | None = None) -> int:
    """Run `postil` with these arguments; returns the exit code.

    `page` is what they show first, on the terminal already or not.
    """
    arguments = list(argv)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments, page)
        sys.stdout.flush()
    except PostilError as error:
        if page:
            page.give_back()
        complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        complain(f"{error.filename or 'output'}: {reason(error)}")
        return 3
    return code


def _run(arguments: list[str], page: Page | None) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        # Nothing that is loaded now is garbage; it is collected when the first text stands there.
        gc.disable()
        from tui.cli.reading import read

        if any(word == "-" or "://" in word for word in arguments):
            from tui.cli.adding import bring

            # A page was kept for what is always the same: not for what comes through a pipe.
            arguments, page = bring(arguments), None
        # Only options need the parser, which takes a while to load.
        has_options = any(word.startswith("-") for word in arguments)
        return read(_paths(arguments) if has_options else arguments, page)
    from tui.cli.parsing import Parser

    called = command(arguments[0])
    parser = Parser(f"postil {called.name}", f"{called.help.capitalize()}.", called.epilog)
    called.add_arguments(parser)
    # Options may follow the query, but what stands behind -- is none; argparse can do one of both.
    parse = parser.parse_args if "--" in arguments else parser.parse_intermixed_args
    return called.run(parse(arguments[1:]))


def _paths(arguments: list[str]) -> list[str]:
    """The paths among arguments with options."""
    from tui.cli.parsing import Parser

    rows = "\n".join(f"  {name:<10}{command(name).help}" for name in COMMANDS)
    epilog = f"commands (postil COMMAND -h tells more; a PATH of that name is ./NAME):\n{rows}"
    parser = Parser("postil", "Read and annotate texts by paragraph, in the terminal.", epilog)
    parser.add_argument("--version", action="version", version=f"postil {tui.__version__}")
    parser.add_paths()
    return [str(path) for path in parser.parse_args(arguments).paths]


def _drop_output() -> None:
    """What is still in the buffer cannot be written, nor may Python try so at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
