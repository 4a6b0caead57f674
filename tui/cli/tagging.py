"""`postil tags`: which there are, what they mean, and other names for them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.output import Failures, complain, say
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.cli.sources import sources_of, usual_path
from tui.core.errors import PostilError, WrongUsage
from tui.core.interchange.jsonl import json_line
from tui.core.library import Library
from tui.core.renaming import merge_tags, rename_tag
from tui.core.search.index import ScanIndex
from tui.core.store.tagbook import TagBook, book_path
from tui.core.tags import is_below, parse_tag

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Sequence

    from tui.cli.parsing import Parser
    from tui.core.edits import Edit
    from tui.core.search.index import TagUse
    from tui.core.search.tag_report import TagReport
    from tui.core.session import Session

EPILOG = """\
what else it does, in the library or in the folder that --in names:
  postil tags rename OLD NEW            NEW in place of OLD, and below it what is below OLD
  postil tags merge A B ... --into C    C in place of each of the others
  postil tags describe TAG TEXT         what a tag means; an empty text takes it away
Old names are kept in .postil-tags.json: notes met later that still have them follow. A folder of
such a name is written ./rename."""
PAIR = 2


def _add_tags(parser: Parser) -> None:
    parser.add_paths()
    parser.add_json("tags")
    parser.add_argument("--tree", action="store_true", help="levels, each with what is below it")
    parser.add_argument("--into", metavar="TAG", help="what tags are merged into")
    parser.add_argument("--in", dest="where", type=_folder, metavar="DIR", help="another library")


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"“{text}” is not a folder")
    return Path(text)


def _tags(args: Namespace) -> int:
    words = [str(path) for path in args.paths]
    verb = VERBS.get(words[0]) if words else None
    if verb:
        return verb(words[1:], args)
    if args.into or args.where:
        raise WrongUsage("--into and --in go with merge, rename and describe")
    return _list(args)


def _list(args: Namespace) -> int:
    own, failures = settings(), Failures()
    index = ScanIndex(own.keeping)
    index.load(sources_of(args.paths, own.config, failures), _never)
    found: Sequence[TagReport | TagUse] = index.tag_reports() if args.tree else index.tags()
    if args.json:
        for one in found:
            print(json_line(_fields(one)))
    else:
        _print([*map(_line, found)])
    return failures.end(index.problems.values(), found=bool(found))


def _fields(one: TagReport | TagUse) -> dict[str, object]:
    fields: dict[str, object] = {"tag": one.tag}
    fields |= {"annotations": one.annotations, "documents": one.documents}
    level, own = getattr(one, "level", None), getattr(one, "own", None)
    tree = {"level": level, "own": own, "last_used": one.last_used}
    return fields | ({} if level is None else tree)


def _line(one: TagReport | TagUse) -> tuple[str, int, int]:
    level = getattr(one, "level", 0)
    name = one.tag.rpartition("/")[2] if level else one.tag
    return "  " * level + name, one.annotations, one.documents


def _print(lines: Sequence[tuple[str, int, int]]) -> None:
    width = max((len(name) for name, _, _ in lines), default=0)
    for name, count, documents in lines:
        articles = "article" if documents == 1 else "articles"
        say(f"{name:<{width}}  {count:>4} in {documents} {articles}")


def _rename(words: Sequence[str], args: Namespace) -> int:
    if len(words) != PAIR:
        raise WrongUsage("rename takes two tags: postil tags rename OLD NEW")
    old, new = map(parse_tag, words)
    return _change([old], args, lambda sessions: rename_tag(sessions, old, new))


def _merge(words: Sequence[str], args: Namespace) -> int:
    if not words or not args.into:
        raise WrongUsage("merge takes tags and the one they become: postil tags merge A B --into C")
    tags, into = [*map(parse_tag, words)], parse_tag(args.into)
    return _change(tags, args, lambda sessions: merge_tags(sessions, tags, into))


def _describe(words: Sequence[str], args: Namespace) -> int:
    if len(words) != PAIR:
        raise WrongUsage("describe takes a tag and a text: postil tags describe TAG TEXT")
    root = args.where or usual_path(settings().config)
    TagBook(book_path(root.absolute())).describe(parse_tag(words[0]), words[1])
    return 0


def _change(tags: Sequence[str], args: Namespace, made: Callable[[Sequence[Session]], Edit]) -> int:
    own, failures = settings(), Failures()
    library = Library((args.where or usual_path(own.config)).absolute(), own.keeping)
    sources = library.sources()
    index = ScanIndex(own.keeping, library.document)
    index.load(sources, _never)
    edit = made([*_sessions(library, index, tags, failures)])
    if not edit:
        complain(f"no note has the tag {' or '.join(tags)}")
        return failures.end(index.problems.values(), found=False)
    library.perform(edit)
    library.flush()
    _tell(edit, as_json=args.json)
    for digit, tag in own.config.pinned.items():
        if any(is_below(tag, one) for one in tags):
            complain(f"the key {digit} of your settings still puts on #{tag}")
    return failures.end(index.problems.values(), found=True)


def _sessions(
    library: Library, index: ScanIndex, tags: Sequence[str], failures: Failures
) -> Iterator[Session]:
    """Those with one of the tags; one whose notes cannot be read follows when they can."""
    for source in index.tagged(tags):
        try:
            session = library.session(source)
        except PostilError as error:
            failures.add(error)
            continue
        if not session.problem:
            yield session


def _tell(edit: Edit, *, as_json: bool) -> None:
    notes, documents = len(edit.changes), len({change.source for change in edit.changes})
    if as_json:
        print(json_line({"edit": edit.label, "annotations": notes, "documents": documents}))
        return
    articles = "article" if documents == 1 else "articles"
    say(f"{edit.label}: {notes} {'note' if notes == 1 else 'notes'} in {documents} {articles}")


def _never() -> bool:
    return False


VERBS = {"rename": _rename, "merge": _merge, "describe": _describe}
TAGS = Command(
    "tags", "list all tags and how often they are used, rename and merge them", _add_tags, _tags,
    EPILOG,
)  # fmt: skip
