"""`postil keys`: the keys that work, for eyes and for programs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.cli.output import say
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.core.actions import groups, key_tables, shown
from tui.core.interchange.jsonl import json_line
from tui.core.keymap import VIM, keymap
from tui.core.presets import DEFAULT, PRESETS

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from tui.cli.parsing import Parser
    from tui.core.actions import Action
    from tui.core.keymap import Keymap


def _add_keys(parser: Parser) -> None:
    parser.add_argument(
        "--preset", choices=PRESETS, help="the keys of that preset, without your own settings"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print every action as a JSON line")
    form.add_argument("--markdown", action="store_true", help=argparse.SUPPRESS)


def _keys(args: Namespace) -> int:
    if args.markdown:
        say(key_tables())
        return 0
    keys = keymap(args.preset)[0] if args.preset else settings().config.keymap
    if args.json:
        for action in keys.actions:
            print(json_line(_fields(action)))
    else:
        say("\n".join(_table(keys)))
    return 0


def _written(action: Action) -> list[str]:
    return [shown(key) for key in action.keys]


def _default(action: Action) -> list[str]:
    return _written(VIM.action(action.id))


def _fields(action: Action) -> dict[str, object]:
    return {
        "id": action.id,
        "title": action.title,
        "group": action.group,
        "scope": action.scope,
        "keys": _written(action),
        "default": _default(action),
        "differs": _written(action) != _default(action),
        "help": action.help,
    }


def _table(keys: Keymap) -> Iterator[str]:
    written = {action.id: " ".join(_written(action)) for action in keys.actions}
    width = max(map(len, written.values()))
    for at, (group, actions) in enumerate(groups(keys.actions).items()):
        yield from ["", group] if at else [group]
        yield from (f"  {written[a.id]:<{width}}  {a.help}{_differs(a)}" for a in actions)


def _differs(action: Action) -> str:
    default = _default(action)
    return "" if _written(action) == default else f"  ({DEFAULT}: {' '.join(default)})"


KEYS = Command("keys", "print all keys of the reader", _add_keys, _keys)
