"""`postil config`: where the settings are, what they are, and a file to begin with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tui.cli.output import complain, say
from tui.cli.parsing import Command
from tui.core.config import config_file, read_config
from tui.core.errors import FileProblem, WrongUsage, reason
from tui.core.interchange.jsonl import json_line
from tui.core.paths import user_places
from tui.core.settings_file import effective, first_file, toml

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from tui.cli.parsing import Parser


def _add_arguments(parser: Parser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--init", action="store_true", help="write a file with every setting in it")
    what.add_argument("--path", action="store_true", help="print where the file is")
    what.add_argument("--show", action="store_true", help="print the settings as they count now")
    parser.add_json("with --show: the settings")


def _config(args: Namespace) -> int:
    if args.json and not args.show:
        raise WrongUsage("--json goes with --show")
    path = config_file(user_places().config)
    if args.path:
        say(str(path))
        return 0
    return _show(path, as_json=args.json) if args.show else _init(path)


def _init(path: Path) -> int:
    if os.path.lexists(path):
        complain(f"{path}: is there already and stays as it is")
        return 1
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # "x", so that nothing that came between is written over.
        with path.open("x", encoding="utf-8") as file:
            file.write(first_file())
    except OSError as error:
        raise FileProblem(path, reason(error)) from error
    say(str(path))
    return 0


def _show(path: Path, *, as_json: bool) -> int:
    config = read_config(path)
    for name, value, default in effective(config):
        if as_json:
            print(json_line(_fields(name, value, default)))
        else:
            say(f"{name} = {toml(value)}")
    for problem in config.problems:
        complain(problem)
    for action in config.keymap.actions:
        if not action.keys:
            complain(f"“{action.id}” has no key: it is done from the palette or the help")
    return 1 if config.problems else 0


def _fields(name: str, value: Any, default: Any) -> dict[str, Any]:
    return {"setting": name, "value": value, "default": default}


CONFIG = Command("config", "write, find or print the settings", _add_arguments, _config)
