"""`postil index`: what the index of a library holds, and making it anew."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from tui.cli.output import Failures, complain, say
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.cli.sources import root_of, sources_of
from tui.core.errors import FileProblem
from tui.core.interchange.jsonl import json_line
from tui.core.search.fts.housekeeping import kept_in, remove_unneeded
from tui.core.search.fts.state import State, state_of
from tui.core.search.opened import index_of, store_of
from tui.core.text import clean_line

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from tui.cli.parsing import Parser
    from tui.core.search.fts.housekeeping import Kept

EPILOG = """\
The index makes searches quick. It holds nothing but what is in texts and notes, so that it may be
removed at any time. Postil keeps it up to date while it runs, and removes those of libraries that
were not used for 90 days, or have not been there for 7. “clean” removes at once those of libraries
that are not there.

The exit code is 0 if the index is up to date, 1 if there is something to take in, 3 if it cannot be
used: then searches read through all files. After “clean” it is 1 if there was nothing to remove."""


HELP = "tell of it, make it anew, or remove those of libraries that are not there"


def _add_index(parser: Parser) -> None:
    parser.add_argument("what", choices=["status", "rebuild", "clean"], help=HELP)
    parser.add_paths()
    parser.add_json("what is told")


def _index(args: Namespace) -> int:
    own = settings()
    failures = Failures()
    sources = sources_of(args.paths, own.config, failures)
    root = root_of(args.paths, own.config)
    store = store_of(root, own.keeping)
    if args.what == "clean":
        return _clean(store.folder.parent, as_json=args.json)
    if failures.code and not sources:
        return failures.code
    trouble = ""
    if args.what == "rebuild":
        index = index_of(lambda: root, own.keeping)
        for _ in index.rebuild(sources, lambda: False):
            pass
        trouble = index.trouble
    state = state_of(store, sources)
    others = [one for one in kept_in(store.folder.parent) if one.folder != store.folder]
    if args.json:
        print(json_line({**_fields(state), "others": [*map(_kept_fields, others)]}))
    else:
        say("\n".join([_told(state), *map(_kept_told, others)]))
    if problem := trouble or state.trouble:
        failures.add(FileProblem(store.folder, f"{problem}; searches read through all files"))
    return failures.code or (1 if state.behind else 0)


def _clean(cache: Path, *, as_json: bool) -> int:
    """Remove what nobody needs; the exit code says whether there was any."""
    removed = remove_unneeded(cache, gone=0)
    for one in removed:
        print(json_line(_kept_fields(one))) if as_json else say(f"removed: {_kept_told(one)}")
    if not removed:
        complain("nothing to remove: the libraries of all indexes are there")
    return 0 if removed else 1


def _kept_fields(one: Kept) -> dict[str, object]:
    library = None if one.library is None else str(one.library)
    return {
        "folder": str(one.folder),
        "library": library,
        "size": one.size,
        "used": _day(one),
        "gone": one.is_gone,
    }


def _kept_told(one: Kept) -> str:
    name = clean_line(str(one.library or one.folder)) + " (not there)" * one.is_gone
    return f"{name} · {one.size / 1e6:,.1f} MB · used {_day(one)}"


def _day(one: Kept) -> str:
    return datetime.fromtimestamp(one.used).astimezone().date().isoformat()


def _fields(state: State) -> dict[str, object]:
    return {**asdict(state), "folder": str(state.folder)}


def _told(state: State) -> str:
    held = f"notes {state.notes:,} · texts {state.texts:,} · paragraphs {state.paragraphs:,}"
    behind = f"{state.behind:,} to take in" if state.behind else "up to date"
    return f"{held} · {behind}\n{state.folder} · {state.size / 1e6:,.1f} MB"


INDEX = Command("index", "tell of the index, or make it anew", _add_index, _index, EPILOG)
