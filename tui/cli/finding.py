"""`postil search`: what is in the library."""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from tui.cli.output import (
    BOLD,
    DIM,
    Failures,
    are_colours_shown,
    complain,
    place,
    say,
    say_parts,
)
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.cli.sources import root_of, sources_of
from tui.cli.tag_list import TagsShown
from tui.core.interchange.jsonl import json_line
from tui.core.search.guessing import FEW
from tui.core.search.opened import index_of
from tui.core.search.query import explain, parse
from tui.core.search.query.terms import syntax
from tui.core.search.saved import SavedQueries

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tui.cli.parsing import Parser
    from tui.cli.settings import Settings
    from tui.core.search.fts.index import StoredIndex
    from tui.core.search.index import Hit


GUESSED = 100
"""Results of a guess that are looked for: to count all takes longer than to find what was asked."""
MOST_GUESSES = 5
"""Words of which it is told that they may have been meant."""


def _add_search(parser: Parser) -> None:
    parser.add_argument("query", metavar="QUERY", help="what to find, as told below")
    parser.add_paths()
    parser.add_argument("--limit", type=_limit, default=sys.maxsize, metavar="N", help="stop at N")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--count", action="store_true", help="print only how many results there are")
    what.add_argument("--explain", action="store_true", help="say what the query means, and stop")
    what.add_argument("--save", metavar="NAME", help="keep the query as saved:NAME, and stop")
    parser.add_json("hits")


def _limit(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 on")
    return int(text)


def _search(args: Namespace) -> int:
    own = settings()
    saved = SavedQueries(own.keeping.places)
    query = parse(args.query, saved=saved.all)
    if args.explain or args.save:
        if args.save:
            saved.save(args.save, args.query)
        _tell({"explanation": explain(query)}, args)
        return 0
    failures = Failures()
    index = _index(args.paths, own, failures)
    found = _Kept(hit for batch in index.search(query, args.limit, _never) for hit in batch)
    shown = TagsShown(root_of(args.paths, own.config), own.config)
    count = _count(found) if args.count else _print(found, shown, as_json=args.json)
    if args.count:
        _tell({"count": count}, args)
    elif count < args.limit:
        most = min(args.limit - count, GUESSED)
        batches = index.guesses(query, found.first, most, _never)
        _guess((hit for batch in batches for hit in batch), as_json=args.json)
    return failures.end(index.problems.values(), found=bool(count))


class _Kept:
    """Some hits, of which the first ones are kept: as many as leave nothing to guess."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self.first: list[Hit] = []
        self._hits = hits

    def __iter__(self) -> Iterator[Hit]:
        for hit in self._hits:
            self.first += [hit] if len(self.first) < FEW else []
            yield hit


def _guess(hits: Iterable[Hit], *, as_json: bool) -> None:
    """Say what may have been meant: as objects that say so, or in words beside what was found."""
    if as_json:
        for hit in hits:
            print(_hit_json(hit))
    elif counts := Counter(hit.guess for hit in hits):
        more = " or more" if counts.total() == GUESSED else ""
        common = counts.most_common(MOST_GUESSES)
        said = [f"“{words}” ({count:,}{more})" for words, count in common]
        complain(f"perhaps you meant {' or '.join(said)}")


def _tell(said: dict[str, str | int], args: Namespace) -> None:
    print(json_line(said)) if args.json else say(str(*said.values()))


def _count(hits: Iterable[Hit]) -> int:
    return sum(1 for _ in hits)


def _print(hits: Iterable[Hit], shown: TagsShown, *, as_json: bool) -> int:
    coloured, group, count = are_colours_shown(), "", 0
    for hit in hits:
        count += 1
        if as_json:
            print(_hit_json(hit))
            continue
        if hit.group != group:
            say_parts([(hit.group, BOLD)], coloured)
            group = hit.group
        say_parts(_hit_parts(hit, shown), coloured)
    return count


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
            **({"group": hit.group} if hit.group else {}),
            **({"guess": hit.guess} if hit.guess else {}),
        }
    )


def _hit_parts(hit: Hit, shown: TagsShown) -> Iterator[tuple[str, str]]:
    yield place(hit.source, hit.number) + "  ", DIM
    at = 0
    for start, end in hit.marks:
        yield hit.snippet[at:start], ""
        yield hit.snippet[start:end], BOLD
        at = end
    yield hit.snippet[at:], ""
    for tag in hit.tags:
        yield f"  #{tag}", shown.way(tag)


def _index(paths: Sequence[Path], own: Settings, failures: Failures) -> StoredIndex:
    index = index_of(lambda: root_of(paths, own.config), own.keeping, every=math.inf)
    index.load(sources_of(paths, own.config, failures), _never)
    return index


def _never() -> bool:
    return False


SEARCH = Command("search", "find notes, tags and text", _add_search, _search, syntax())
