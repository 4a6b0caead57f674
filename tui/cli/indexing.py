"""`postil index`: what the index of a library holds, and making it anew."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from tui.cli.output import Failures, say
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.cli.sources import root_of, sources_of
from tui.core.errors import FileProblem
from tui.core.interchange.jsonl import json_line
from tui.core.search.fts.state import State, state_of
from tui.core.search.opened import index_of, store_of

if TYPE_CHECKING:
    from argparse import Namespace

    from tui.cli.parsing import Parser

EPILOG = """\
The index makes searches quick. It holds nothing but what is in texts and notes, so that it may be
removed at any time. Postil keeps it up to date while it runs.

The exit code is 0 if the index is up to date, 1 if there is something to take in, 3 if it cannot be
used: then searches read through all files."""


def _add_index(parser: Parser) -> None:
    parser.add_argument("what", choices=["status", "rebuild"], help="tell of it, or make it anew")
    parser.add_paths()
    parser.add_json("what is told")


def _index(args: Namespace) -> int:
    own = settings()
    failures = Failures()
    sources = sources_of(args.paths, own.config, failures)
    root = root_of(args.paths, own.config)
    store = store_of(root, own.keeping)
    trouble = ""
    if args.what == "rebuild":
        index = index_of(lambda: root, own.keeping)
        for _ in index.rebuild(sources, lambda: False):
            pass
        trouble = index.trouble
    state = state_of(store, sources)
    print(json_line(_fields(state))) if args.json else say(_told(state))
    if problem := trouble or state.trouble:
        failures.add(FileProblem(store.folder, f"{problem}; searches read through all files"))
    return failures.code or (1 if state.behind else 0)


def _fields(state: State) -> dict[str, object]:
    return {**asdict(state), "folder": str(state.folder)}


def _told(state: State) -> str:
    held = f"notes {state.notes:,} · texts {state.texts:,} · paragraphs {state.paragraphs:,}"
    behind = f"{state.behind:,} to take in" if state.behind else "up to date"
    return f"{held} · {behind}\n{state.folder} · {state.size / 1e6:,.1f} MB"


INDEX = Command("index", "tell of the index, or make it anew", _add_index, _index, EPILOG)
