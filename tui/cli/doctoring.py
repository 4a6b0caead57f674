"""`postil doctor`: what is wrong with files of notes, and putting it right."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.output import Failures, say
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.cli.sources import root_of, usual_path
from tui.core.errors import PostilError, WrongUsage
from tui.core.git import ATTRIBUTES, LINE, SETTINGS, install
from tui.core.interchange.jsonl import json_line
from tui.core.search.fts.state import trouble_with
from tui.core.search.opened import store_of
from tui.core.standing import standings
from tui.core.store.doctor import examine, misplaced
from tui.core.store.keeping import Keeping
from tui.core.store.remedies import remedy

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from tui.cli.parsing import Parser
    from tui.cli.settings import Settings
    from tui.core.standing import Standing
    from tui.core.store.findings import Finding

EPILOG = """\
Nothing is written without --fix or --move-sidecars. The exit code is 0 if all is well or was put
right, 1 if something is left to do, 3 if something could not be read or written.

--move-sidecars takes “beside”, or the folder that is to hold the notes on all texts."""
BESIDE = "beside"


def _add_doctor(parser: Parser) -> None:
    parser.add_paths()
    parser.add_argument("--fix", action="store_true", help="do what can be done")
    parser.add_json("findings")
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--git", action="store_true", help="how git is told to merge notes")
    other.add_argument(
        "--move-sidecars", dest="move", metavar="WHERE", help="keep notes beside texts or elsewhere"
    )


def _doctor(args: Namespace) -> int:
    if args.git:
        return _tell_git(args)
    own = settings()
    paths = args.paths or [usual_path(own.config)]
    if args.move is not None:
        return _move(paths, args, own)
    found = examine(paths, own.keeping)
    failures = Failures()
    for problem in found.problems:
        failures.add(problem)
    findings = _treated(found.findings, own.keeping if args.fix else None, args.json, failures)
    doubts = sum([_stands(standing, own, args.json) for standing in standings(paths, own.keeping)])
    if failures.code and not found.sidecars and not findings:
        # Where there is nothing to look at, nothing is well.
        return failures.code
    _tell_of_index(args, own)
    if not args.json:
        say(_summary(findings, found.sidecars, args.fix, "nothing wrong", doubts))
    return failures.code or (0 if all(finding.fixed for finding in findings) and not doubts else 1)


def _tell_of_index(args: Namespace, own: Settings) -> None:
    """Say why searches are slow, where they are; there is nothing wrong with notes then."""
    store = store_of(root_of(args.paths, own.config), own.keeping)
    if trouble := trouble_with(store):
        detail = f"{trouble}; searches read through all files"
        row = {"kind": "index", "path": str(store.folder), "detail": detail}
        print(json_line(row)) if args.json else say(f"{'index':<10} {store.folder}: {detail}")


def _stands(standing: Standing, own: Settings, as_json: bool) -> bool:
    """Print how the notes on a text stand that is another by now; whether a reader is needed."""
    if standing.is_as_made:
        return False
    key = own.config.keymap.key_of("next_uncertain")
    action = f"open it and go through them with {key}" if standing.uncertain else ""
    if as_json:
        about = {
            "kind": "anchors",
            "path": str(standing.sidecar),
            "source": str(standing.source),
            "detail": str(standing),
            "action": action,
            "fixed": not standing.uncertain,
            "person": bool(standing.uncertain),
            "states": dict(standing.states),
            "uncertain": standing.uncertain,
        }
        print(json_line(about))
    else:
        say(f"{'anchors':<10} {standing.source}: {standing}")
        say(f"{'':10} for you: {action}") if action else None
    return bool(standing.uncertain)


def _treated(
    findings: Iterable[Finding], keeping: Keeping | None, as_json: bool, failures: Failures
) -> list[Finding]:
    """Print each finding, after its remedy if there is a `keeping`."""
    treated: list[Finding] = []
    for finding in findings:
        done = finding
        if keeping and not finding.person:
            try:
                done = remedy(finding, keeping)
            except PostilError as error:
                failures.add(error)
        treated.append(done)
        print(_json(done)) if as_json else say(_lines(done, tried=bool(keeping)))
    return treated


def _json(finding: Finding) -> str:
    return json_line(
        {
            "kind": finding.kind,
            "path": str(finding.path),
            "source": None if finding.source is None else str(finding.source),
            "detail": finding.detail,
            "action": finding.action,
            "fixed": finding.fixed,
            "person": finding.person,
        }
    )


def _lines(finding: Finding, *, tried: bool) -> str:
    """What it is, and beneath it what is done about it."""
    lead = "not done" if tried else "--fix"
    if finding.person:
        lead = "for you"
    elif finding.fixed:
        lead = "done"
    return f"{finding.kind:<10} {finding.path}: {finding.detail}\n{'':10} {lead}: {finding.action}"


def _summary(
    findings: list[Finding], sidecars: int, tried: bool, well: str, doubts: int = 0
) -> str:
    looked = "1 file of notes" if sidecars == 1 else f"{sidecars} files of notes"
    if not findings and not doubts:
        return f"{looked}, {well}" if sidecars else "no notes here"
    counts = Counter("fixed" if f.fixed else "yours" if f.person else "open" for f in findings)
    counts["yours"] += doubts
    words = {
        "fixed": "put right",
        "open": "not done" if tried else "that --fix puts right",
        "yours": "for you to decide",
    }
    parts = [f"{counts[name]} {what}" for name, what in words.items() if counts[name]]
    return f"{looked}: {', '.join(parts)}"


def _tell_git(args: Namespace) -> int:
    if args.json or len(args.paths) > 1:
        raise WrongUsage("--git takes one folder and --fix; postil doctor -h shows how")
    folder = args.paths[0] if args.paths else Path()
    if args.fix:
        say("\n".join(install(folder) or ["git merges notes with Postil already"]))
        return 0
    say(f"in {ATTRIBUTES}:\n  {LINE}\nonce in every clone:")
    for name, value in SETTINGS.items():
        say(f'  git config {name} "{value}"')
    return 0


def _move(paths: list[Path], args: Namespace, own: Settings) -> int:
    tree = None if args.move == BESIDE else Path(args.move).expanduser().absolute()
    if tree and tree.exists() and not tree.is_dir():
        raise WrongUsage(f"{tree}: not a folder")
    wanted = Keeping(own.keeping.places, tree)
    found = misplaced(paths, own.keeping, wanted)
    failures = Failures()
    for problem in found.problems:
        failures.add(problem)
    findings = _treated(found.findings, wanted, args.json, failures)
    if not args.json:
        say(_summary(findings, found.sidecars, True, "all in their place"))
        if tree != own.config.folder:
            say(_setting(tree, own))
    return failures.code


def _setting(tree: Path | None, own: Settings) -> str:
    file = own.keeping.places.config / "config.toml"
    if tree is None:
        return f"now take the line “folder” below [notes] out of {file}"
    return (
        f"now write into {file}:\n  [notes]\n  folder = {json.dumps(str(tree), ensure_ascii=False)}"
    )


DOCTOR = Command(
    "doctor", "find what is wrong with notes, and fix it", _add_doctor, _doctor, EPILOG
)
