"""`postil show`: a document with its annotations, for eyes and for programs."""

from __future__ import annotations

import shutil
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli.output import Failures, UnreadNotes, complain, say
from tui.cli.page import page
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.core.documents.choosing import WEB, chosen, has_encoding
from tui.core.documents.shapes import SHAPES
from tui.core.errors import PostilError
from tui.core.interchange.jsonl import json_line
from tui.core.interchange.rows import fields
from tui.core.session import open_session

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from tui.cli.parsing import Parser
    from tui.core.model import Annotation
    from tui.core.session import Session


AT_ONCE = 500
"""Lines that are printed in one go."""


def _add_show(parser: Parser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="what to print")
    add = parser.add_argument
    add(
        "--shape",
        metavar="NAME",
        help="read it in this shape, for once: " + ", ".join((*SHAPES, *WEB)),
    )
    add("--encoding", metavar="NAME", help="read it in this encoding, for once")
    parser.add_json("the document, then each block with its annotations,")


def _show(args: Namespace) -> int:
    failures = Failures()
    keeping = settings().keeping
    choice = chosen(args.shape, args.encoding) or None
    for path in args.paths:
        try:
            _show_one(open_session(path, keeping, choice), args.json, failures)
        except PostilError as error:
            failures.add(error)
    return failures.code


def _show_one(session: Session, as_json: bool, failures: Failures) -> None:
    for warning in session.warnings:
        complain(warning)
    unread = bool(session.problem) and session.problem not in session.warnings
    if not (unread and as_json):
        if as_json:
            _print_all(_json(session))
        else:
            for line in page(session, _width()):
                say(line)
    if unread:
        failures.add(UnreadNotes(session.problem))


def _print_all(lines: Iterator[str]) -> None:
    """Print many lines at once: a call for each takes as long as making it, where none is kept."""
    while some := list(islice(lines, AT_ONCE)):
        print("\n".join(some))


def _json(session: Session) -> Iterator[str]:
    document = session.document
    yield json_line(
        {
            "type": "document",
            "path": str(document.path),
            "title": document.title,
            "byline": document.byline,
            "format": document.format,
            "shape": document.shape,
            "encoding": document.encoding if has_encoding(document) else None,
            "paragraphs": document.paragraphs,
            "sha256": document.sha256,
            "annotations": _fields(session, session.on_document() + session.unplaced()),
        }
    )
    number = 0
    for index, block in enumerate(document.blocks):
        number += block.kind != "rule"
        here = session.on_block(index) if session.annotations else ()
        first, last = document.lines(index)
        yield json_line(
            {
                "type": "block",
                "number": number if block.kind != "rule" else None,
                "kind": block.kind,
                "level": block.level,
                "marker": block.marker or None,
                "info": block.info or None,
                "text": block.text,
                "line_start": first,
                "line_end": last,
                "page": block.page,
                "loc": block.loc or None,
                "annotations": _fields(session, here),
            }
        )


def _fields(session: Session, annotations: Iterable[Annotation]) -> list[dict[str, Any]]:
    return [fields(a, session.anchors[a.id]) for a in annotations]


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 80


SHOW = Command("show", "print a document with its notes", _add_show, _show)
