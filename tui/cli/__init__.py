"""The command line: parse, call the core, print."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from tui.cli.annotating import ANNOTATE
from tui.cli.configuring import CONFIG
from tui.cli.doctoring import DOCTOR
from tui.cli.exporting import EXPORT
from tui.cli.finding import SEARCH, TAGS
from tui.cli.keys import KEYS
from tui.cli.merging import MERGE
from tui.cli.output import complain
from tui.cli.parsing import Parser
from tui.cli.reading import TOUR, read
from tui.cli.showing import SHOW
from tui.core.errors import PostilError, reason

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    command.name: command
    for command in (SHOW, ANNOTATE, SEARCH, TAGS, EXPORT, DOCTOR, MERGE, KEYS, CONFIG, TOUR)
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run `postil` with these arguments, by default the process's own; returns the exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except PostilError as error:
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


def _run(arguments: list[str]) -> int:
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        return read(arguments, COMMANDS.values())
    parser = Parser(f"postil {command.name}", f"{command.help.capitalize()}.", command.epilog)
    command.add_arguments(parser)
    # Options may follow the query, but what stands behind -- is none; argparse can do one of both.
    parse = parser.parse_args if "--" in arguments else parser.parse_intermixed_args
    return command.run(parse(arguments[1:]))


def _drop_output() -> None:
    """What is still in the buffer cannot be written, nor may Python try so at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
