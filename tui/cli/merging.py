"""`postil merge`: two versions of a sidecar made one, by hand or by git."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from tui.cli.output import complain
from tui.cli.parsing import Command
from tui.core.errors import FileProblem, reason
from tui.core.store.union import several_texts, unite

if TYPE_CHECKING:
    from argparse import Namespace

    from tui.cli.parsing import Parser

EPILOG = """\
Every note of both versions is in the result, so BASE is not needed; git names it. The exit code is
1 if a note was written differently in both: it then has both texts, and somebody has to choose.

postil doctor --git tells git to merge notes with this command."""


def _add_merge(parser: Parser) -> None:
    add = parser.add_argument
    add("base", metavar="BASE", help="the version before both; it may be missing")
    add("ours", type=Path, metavar="OURS", help="one version; replaced unless -o is given")
    add("theirs", type=Path, metavar="THEIRS", help="the other version")
    add("-o", "--output", type=Path, metavar="OUT", help="where to, else to OURS")
    add("--path", metavar="NAME", help="what messages call the result (git's %%P)")


def _merge(args: Namespace) -> int:
    files = [_existing(args.ours), _existing(args.theirs)]
    to = args.output.resolve() if args.output else files[0]
    if to.exists() and not to.is_file():
        raise FileProblem(to, "not a regular file")
    undecided = several_texts(unite(files, to, files[0]).tables)
    for id_ in undecided:
        name = args.path or args.output or args.ours
        complain(f"{name}: {UUID(int=id_)} was written differently in both; it has both texts")
    return 1 if undecided else 0


def _existing(path: Path) -> Path:
    """The file itself, also behind a link; raises `FileProblem`."""
    try:
        path.stat()
    except OSError as error:
        raise FileProblem(path, reason(error)) from error
    return path.resolve()


MERGE = Command("merge", "make one of two versions of a file of notes", _add_merge, _merge, EPILOG)
