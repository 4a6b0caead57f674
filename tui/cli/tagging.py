"""`postil tags`: which there are, what they mean, and other names for them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.output import Failures, complain, say
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.cli.sources import root_of, sources_of, usual_path
from tui.cli.tag_list import TagsShown, print_tags
from tui.core.errors import PostilError, WrongUsage
from tui.core.interchange.jsonl import json_line
from tui.core.library import Library
from tui.core.renaming import merge_tags, rename_tag
from tui.core.search import tag_report, uses
from tui.core.search.index import ScanIndex
from tui.core.store.tagbook import TagBook, book_path
from tui.core.tags import DIGITS, TAG_COLOURS, parse_tag
from tui.core.text import did_you_mean

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
  postil tags describe TAG --colour blue --key 3
                                        which colour it has, and which key of 1 to 9
Old names are kept in .postil-tags.json: notes met later that still have them follow. A folder of
such a name is written ./rename."""
PAIR = 2
NONE = "none"
COLOURS = f"{', '.join(TAG_COLOURS)} or {NONE}"


def _add_tags(parser: Parser) -> None:
    parser.add_paths()
    parser.add_json("tags")
    parser.add_argument("--tree", action="store_true", help="levels, each with what is below it")
    parser.add_argument("--into", metavar="TAG", help="what tags are merged into")
    parser.add_argument("--colour", type=_colour, metavar="NAME", help=f"its colour: {COLOURS}")
    parser.add_argument("--key", type=_key, metavar="N", help="its key, 1 to 9, or none")
    parser.add_argument("--in", dest="where", type=_folder, metavar="DIR", help="another library")


def _colour(text: str) -> str:
    if text not in (*TAG_COLOURS, NONE):
        near = did_you_mean(text, TAG_COLOURS)
        raise argparse.ArgumentTypeError(f"“{text}” is none of the colours {COLOURS}{near}")
    return "" if text == NONE else text


def _key(text: str) -> int:
    if text not in (*map(str, DIGITS), NONE):
        raise argparse.ArgumentTypeError(f"“{text}” is not a key: there are 1 to 9, and none")
    return 0 if text == NONE else int(text)


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"“{text}” is not a folder")
    return Path(text)


def _tags(args: Namespace) -> int:
    words = [str(path) for path in args.paths]
    verb = VERBS.get(words[0]) if words else None
    if verb:
        return verb(words[1:], args)
    if any(each is not None for each in (args.into, args.where, args.colour, args.key)):
        raise WrongUsage(
            "--into goes with merge, --colour and --key with describe, --in with these and rename"
        )
    return _list(args)


def _list(args: Namespace) -> int:
    own, failures = settings(), Failures()
    index = ScanIndex(own.keeping)
    index.load(sources_of(args.paths, own.config, failures), _never)
    shown = TagsShown(root_of(args.paths, own.config), own.config)
    said = shown.signs.described
    found: Sequence[TagReport | TagUse] = (
        tag_report.with_described(index.tag_reports(), said)
        if args.tree
        else uses.with_described(index.tags(), said)
    )
    print_tags(found, shown, as_json=args.json)
    return failures.end(index.problems.values(), found=bool(found))


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
    said = args.colour is not None or args.key is not None
    if len(words) != PAIR and not (said and len(words) == 1):
        raise WrongUsage(
            "describe takes a tag and a text, --colour or --key: postil tags describe TAG TEXT"
        )
    root = args.where or usual_path(settings().config)
    tag, text = parse_tag(words[0]), words[1] if len(words) == PAIR else None
    book = TagBook(book_path(root.absolute()))
    before = book.describe(tag, text, args.colour, args.key)
    if before:
        complain(f"the key {args.key} was that of #{before}")
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
