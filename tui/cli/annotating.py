"""`postil annotate`: tags, notes and the like without the reader."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.orders import FIELDS, NONE, STATUSES, Order, batch, order
from tui.cli.output import UnreadNotes, complain, place, say
from tui.cli.page import marks
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.core.errors import FileProblem, NotFound, WrongUsage, reason
from tui.core.interchange.jsonl import json_line
from tui.core.interchange.rows import fields
from tui.core.library import Library
from tui.core.model import COLOURS
from tui.core.text import first_line

if TYPE_CHECKING:
    from argparse import Namespace

    from tui.cli.parsing import Parser
    from tui.core.session import Place, Session

EPILOG = """\
A paragraph has one annotation of its own, which tags, note and colour share; -p N-M touches each
paragraph separately; with --quote the phrase gets an annotation of its own.

--batch reads a JSON object per line, for instance
  {"paragraph": 3, "tags": ["policy/us"], "note": "Check this.", "colour": "red"}
and also takes "untag", "quote", "status" and "starred". All is saved at once, or nothing."""


def _add_annotate(parser: Parser) -> None:
    add = parser.add_argument
    add("path", type=Path, metavar="FILE", help="the document")
    add("-p", dest="paragraph", metavar="N[-M]", help="the paragraph, or each from N to M")
    add("--quote", metavar="TEXT", help="a phrase of the paragraph instead of all of it")
    add("--tag", dest="tags", action="append", metavar="T", help="put a tag on")
    add("--untag", action="append", metavar="T", help="take a tag off")
    add("--note", metavar="TEXT", help="set the note; - reads it from stdin, '' removes it")
    add("--colour", metavar="NAME", help=", ".join([*COLOURS, NONE]))
    add("--status", metavar="STATUS", help=", ".join([*STATUSES, NONE]))
    add("--star", dest="starred", action=argparse.BooleanOptionalAction, help="star or unstar")
    add("--batch", metavar="FILE", help="read JSON lines from FILE, or from stdin if it is -")
    parser.add_json("each annotation")


def _annotate(args: Namespace) -> int:
    orders = _orders(args)
    library = Library(args.path.parent, settings().keeping, [args.path])
    session = library.session(args.path)
    for warning in session.warnings:
        complain(warning)
    if session.problem:
        raise UnreadNotes(session.problem)
    done: dict[Place, int] = {}
    for one in orders:
        where = _places(session, one)
        for verb in one.verbs:
            library.perform(verb(session, [*where]))
        done |= where
    library.flush()
    if session.sidecar.fallback:
        complain(session.sidecar.fallback)
    for place_, number in done.items():
        _report(session, place_, number, args.json)
    return 0


def _orders(args: Namespace) -> list[Order]:
    fields_ = {name: getattr(args, name) for name in FIELDS}
    if args.batch is None:
        note = _read_text("-") if args.note == "-" else args.note
        if args.note == "-" and not note:
            raise WrongUsage("stdin is empty; --note '' removes a note")
        return [order(fields_ | {"note": note})]
    if any(value is not None for value in fields_.values()):
        raise WrongUsage("--batch stands alone: its lines say what to do")
    return batch(_read(args.batch))


def _read_text(file: str) -> str:
    try:
        return _read(file).decode()
    except UnicodeDecodeError as error:
        raise WrongUsage("the note is not UTF-8") from error


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise FileProblem(file, reason(error)) from error


def _places(session: Session, one: Order) -> dict[Place, int]:
    """The places of an order with their paragraph numbers; raises `NotFound`."""
    document = session.document
    try:
        document.index(one.last)
        indexes = {number: document.index(number) for number in range(one.first, one.last + 1)}
        if one.quote is None:
            return {session.paragraph(index): number for number, index in indexes.items()}
        return {session.phrase(index, one.quote): number for number, index in indexes.items()}
    except NotFound as error:
        raise NotFound(f"line {one.line}: {error}" if one.line else str(error)) from error


def _report(session: Session, where: Place, number: int, as_json: bool) -> None:
    annotation = session.at(where)
    if as_json and annotation:
        anchor = session.anchors[annotation.id]
        head = {"path": str(session.source), "paragraph": number}
        print(json_line(head | fields(annotation, anchor)))
    elif not as_json:
        words = [marks(annotation), first_line(annotation.note)] if annotation else ["no note"]
        say("  ".join([place(session.source, number), *filter(None, words)]))


ANNOTATE = Command(
    "annotate", "tag, note and highlight paragraphs", _add_annotate, _annotate, EPILOG
)
