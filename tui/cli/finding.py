"""`postil search` and `postil tags`: what is in the library."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING
from uuid import UUID

from tui.cli.output import Failures, complain, place, say
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.cli.sources import sources_of
from tui.core.interchange.jsonl import json_line
from tui.core.search.index import ScanIndex
from tui.core.search.query import parse

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from tui.cli.parsing import Parser
    from tui.core.search.index import Hit, TagUse

SYNTAX = """\
queries:
  word             a word that starts so, in notes, tags, quotes and text
  "a phrase"       these words in a row
  #tag, tag:tag    the tag or any below it; tag:=tag exactly this one
  note:word        in notes only; likewise quote: and text:
  -word, -#tag     not this; a query that starts so is put behind --"""


def _add_search(parser: Parser) -> None:
    parser.add_argument("query", metavar="QUERY", help="what to find; several terms all hold")
    parser.add_paths()
    parser.add_argument("--limit", type=_limit, default=sys.maxsize, metavar="N", help="stop at N")
    parser.add_json("hits")


def _limit(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 on")
    return int(text)


def _search(args: Namespace) -> int:
    failures = Failures()
    index = _index(args.paths, failures)
    found = False
    for batch in index.search(parse(args.query), args.limit, _never):
        found = found or bool(batch)
        for hit in batch:
            print(_hit_json(hit)) if args.json else say(_hit_line(hit))
    return _end(index, failures, found)


def _hit_json(hit: Hit) -> str:
    return json_line(
        {
            "path": str(hit.source),
            "paragraph": hit.number,
            "kind": hit.kind,
            "snippet": hit.snippet,
            "tags": hit.tags,
            "note": hit.note,
            "annotation": None if hit.annotation is None else str(UUID(int=hit.annotation)),
            "score": round(hit.score, 3),
        }
    )


def _hit_line(hit: Hit) -> str:
    return "  ".join([place(hit.source, hit.number), hit.snippet, *(f"#{tag}" for tag in hit.tags)])


def _add_tags(parser: Parser) -> None:
    parser.add_paths()
    parser.add_json("tags")


def _tags(args: Namespace) -> int:
    failures = Failures()
    index = _index(args.paths, failures)
    uses = index.tags()
    width = max((len(use.tag) for use in uses), default=0)
    for use in uses:
        print(_tag_json(use)) if args.json else say(_tag_line(use, width))
    return _end(index, failures, bool(uses))


def _tag_json(use: TagUse) -> str:
    return json_line({"tag": use.tag, "annotations": use.annotations, "documents": use.documents})


def _tag_line(use: TagUse, width: int) -> str:
    articles = "article" if use.documents == 1 else "articles"
    return f"{use.tag:<{width}}  {use.annotations:>4} in {use.documents} {articles}"


def _index(paths: Sequence[Path], failures: Failures) -> ScanIndex:
    own = settings()
    index = ScanIndex(own.keeping)
    index.load(sources_of(paths, own.config, failures), _never)
    return index


def _end(index: ScanIndex, failures: Failures, found: bool) -> int:
    for problem in index.problems.values():
        complain(problem)
    if index.problems:
        return 3
    return failures.code or (0 if found else 1)


def _never() -> bool:
    return False


SEARCH = Command("search", "find notes, tags and text", _add_search, _search, SYNTAX)
TAGS = Command("tags", "list all tags and how often they are used", _add_tags, _tags)
