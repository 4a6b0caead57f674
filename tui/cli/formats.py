"""`postil formats`: what can be opened here, and what is missing for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.output import say
from tui.cli.parsing import Command
from tui.core.documents import formats
from tui.core.interchange.jsonl import json_line

if TYPE_CHECKING:
    from argparse import Namespace

    from tui.cli.parsing import Parser
    from tui.core.documents.formats import Format


def _add_formats(parser: Parser) -> None:
    parser.add_json("every format")


def _formats(args: Namespace) -> int:
    width = max(len(format_.title) for format_ in formats.FORMATS)
    room = max(len(" ".join(format_.endings)) for format_ in formats.FORMATS)
    for format_ in formats.FORMATS:
        if args.json:
            print(json_line(_fields(format_)))
        else:
            endings = " ".join(format_.endings)
            say(f"{format_.title:<{width}}  {endings:<{room}}  {_state(format_)}")
    return 0


def _state(format_: Format) -> str:
    if not format_.missing:
        return "yes"
    return f"{'as plain text' if format_.is_text else 'no'}: {format_.missing}"


def _fields(format_: Format) -> dict[str, object]:
    return {
        "format": format_.name,
        "title": format_.title,
        "endings": list(format_.endings),
        "opens": not format_.missing or format_.is_text,
        "missing": format_.missing or None,
    }


FORMATS = Command("formats", "list what can be opened here", _add_formats, _formats)
