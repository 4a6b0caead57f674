"""`postil export`: annotations in a form for other programs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.output import Failures, UnreadNotes, complain
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.cli.sources import root_of, sources_of
from tui.core.errors import FileProblem, PostilError, WrongUsage, reason
from tui.core.interchange import WRITERS, export
from tui.core.interchange.rows import rows_of
from tui.core.paths import real, write_atomically
from tui.core.search.match import Matcher
from tui.core.search.query import parse
from tui.core.search.records import Where, path_in, record_of
from tui.core.search.saved import SavedQueries
from tui.core.session import open_session
from tui.core.store.keeping import is_sidecar

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from tui.cli.parsing import Parser
    from tui.core.interchange.rows import Row
    from tui.core.store.keeping import Keeping


def _add_export(parser: Parser) -> None:
    parser.add_paths()
    parser.add_argument("--to", required=True, choices=[*WRITERS], help="the format")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to, else stdout")
    parser.add_argument("--query", default="", metavar="Q", help="only notes this query finds")


def _export(args: Namespace) -> int:
    failures = Failures()
    own = settings()
    sources = sources_of(args.paths, own.config, failures)
    query = parse(args.query, saved=SavedQueries(own.keeping.places).all)
    chosen = partial(_is_chosen, Matcher(query), root_of(args.paths, own.config))
    rows = list(filter(chosen, _rows(own.keeping, sources, failures)))
    if not rows:
        complain("there are no notes to export")
        return failures.code or 1
    pieces = export(rows, args.to)
    if args.output:
        _write(args.output, pieces, sources)
    else:
        for piece in pieces:
            print(piece, end="")
    return failures.code


def _rows(keeping: Keeping, sources: Iterable[Path], failures: Failures) -> Iterator[Row]:
    for source in sources:
        try:
            found = list(_rows_of(source, keeping))
        except PostilError as error:
            failures.add(error)
            continue
        yield from found


def _is_chosen(matcher: Matcher, root: Path, one: Row) -> bool:
    where = Where(path_in(root, one.path), lambda: one.title, lambda _: one.anchor.state)
    return matcher.holds(record_of(one.annotation), where)


def _rows_of(source: Path, keeping: Keeping) -> Iterator[Row]:
    """Without a sidecar there is no reason to read the text."""
    if keeping.has_notes(source):
        session = open_session(source, keeping)
        for warning in session.warnings:
            complain(warning)
        if session.problem and not session.annotations:
            raise UnreadNotes(session.problem)
        yield from rows_of(session)


def _write(path: Path, pieces: Iterable[str], sources: Iterable[Path]) -> None:
    """Never over notes or a text; a link is followed, a device written to."""
    to = real(path)
    if is_sidecar(to) or to in map(real, sources):
        raise WrongUsage(f"{path}: notes or a text that is exported; choose another file")
    data = "".join(pieces).encode()
    try:
        if path.is_relative_to("/dev") or (path.exists() and not path.is_file()):
            path.write_bytes(data)
        elif to.parent.is_dir():
            write_atomically(to, data)
        else:
            raise FileProblem(path, "there is no such folder")
    except OSError as error:
        raise FileProblem(path, reason(error)) from error


EXPORT = Command("export", "write notes in a form for other programs", _add_export, _export)
