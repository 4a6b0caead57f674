"""`postil keys`: the action registry, for eyes and for programs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.cli.output import say
from tui.cli.parsing import Command
from tui.core.actions import ACTIONS, groups, key_tables, shown
from tui.core.interchange.jsonl import json_line

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from tui.cli.parsing import Parser
    from tui.core.actions import Action


def _add_keys(parser: Parser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print every action as a JSON line")
    form.add_argument("--markdown", action="store_true", help=argparse.SUPPRESS)


def _keys(args: Namespace) -> int:
    if args.json:
        for action in ACTIONS:
            print(json_line(_fields(action)))
    else:
        say(key_tables() if args.markdown else "\n".join(_table()))
    return 0


def _fields(action: Action) -> dict[str, object]:
    return {
        "id": action.id,
        "title": action.title,
        "group": action.group,
        "scope": action.scope,
        "keys": [shown(key) for key in action.keys],
        "help": action.help,
    }


def _table() -> Iterator[str]:
    written = {action.id: " ".join(map(shown, action.keys)) for action in ACTIONS}
    width = max(map(len, written.values()))
    for at, (group, actions) in enumerate(groups().items()):
        yield from ["", group] if at else [group]
        yield from (f"  {written[a.id]:<{width}}  {a.help}" for a in actions)


KEYS = Command("keys", "print all keys of the reader", _add_keys, _keys)
