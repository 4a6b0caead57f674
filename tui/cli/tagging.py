"""`postil tags`: the tags of the library, listed, renamed and merged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.indexing import exit_code, index_of
from tui.cli.output import Failures, UnreadNotes, complain, say
from tui.cli.parsing import Command
from tui.cli.settings import settings
from tui.core import edits
from tui.core.errors import PostilError, QueryError, WrongUsage
from tui.core.interchange.jsonl import json_line
from tui.core.library import Library
from tui.core.search.query import parse
from tui.core.search.query.tree import Tag, leaves
from tui.core.search.saved import SavedQueries
from tui.core.search.uses import TagCounts, with_ancestors
from tui.core.tags import is_below, parse_tag, renamed, tag_key

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from tui.cli.parsing import Parser
    from tui.cli.settings import Settings
    from tui.core.search.index import ScanIndex, TagUse
    from tui.core.session import Session

EPILOG = """\
postil tags rename OLD NEW              call a tag, and all below it, otherwise
postil tags merge TAG... --into TAG     make several tags one
(a folder that is called rename or merge is ./rename, ./merge)

Either is one edit: u in any of the documents takes all of it back."""


def _add_tags(parser: Parser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="PATH",
        help="files and folders; without any the library of the configuration, "
        "else ./articles, else this folder",
    )
    parser.add_argument(
        "--tree", action="store_true", help="with their levels, each with all below"
    )
    parser.add_argument("--into", metavar="TAG", help="with merge: the tag that is left")
    parser.add_argument(
        "--in",
        dest="within",
        action="append",
        type=Path,
        metavar="PATH",
        help="with rename and merge: only in this file or folder",
    )
    parser.add_json("tags")


def _tags(args: Namespace) -> int:
    verb = args.words[0] if args.words else ""
    if verb in ("rename", "merge"):
        return _rename(*_asked(args), args)
    if args.into or args.within:
        raise WrongUsage("--into and --in go with rename and merge")
    failures = Failures()
    index = index_of([Path(word) for word in args.words], settings(), failures)
    uses = _tree(index) if args.tree else index.tags()
    rows = [_indented(use) if args.tree else use.tag for use in uses]
    width = max(map(len, rows), default=0)
    for use, row in zip(uses, rows, strict=True):
        print(_tag_json(use)) if args.json else say(f"{row:<{width}}  {_counted(use)}")
    return exit_code(index, failures, bool(uses))


def _tree(index: ScanIndex) -> list[TagUse]:
    uses = TagCounts(with_ancestors(index.annotations())).uses
    return sorted(uses, key=lambda use: tag_key(use.tag).split("/"))


def _indented(use: TagUse) -> str:
    *above, own = use.tag.split("/")
    return "  " * len(above) + own


def _tag_json(use: TagUse) -> str:
    return json_line({"tag": use.tag, "annotations": use.annotations, "documents": use.documents})


def _counted(use: TagUse) -> str:
    articles = "article" if use.documents == 1 else "articles"
    return f"{use.annotations:>4} in {use.documents} {articles}"


def _asked(args: Namespace) -> tuple[list[str], str]:
    """The tags that are to go, and the one in their place; raises `WrongUsage`."""
    verb, *words = args.words
    if args.tree:
        raise WrongUsage(f"--tree does not go with {verb}")
    if verb == "rename":
        if len(words) != 2 or args.into:
            raise WrongUsage("two tags are needed: postil tags rename OLD NEW")
        return [parse_tag(words[0])], parse_tag(words[1])
    if not words or not args.into:
        raise WrongUsage("tags are needed: postil tags merge TAG... --into TAG")
    return [parse_tag(word) for word in words], parse_tag(args.into)


def _rename(olds: list[str], new: str, args: Namespace) -> int:
    failures, own = Failures(), settings()
    index = index_of(args.within or [], own, failures)
    library = Library(Path(), own.keeping)
    sessions = list(_sessions(library, index, olds, failures))
    edit = edits.rename_tags(sessions, olds, new)
    library.perform(edit)
    _flush(library, failures)
    said = {
        "tag": new,
        "annotations": len(edit.changes),
        "documents": len({change.source for change in edit.changes}),
    }
    say_done = f"{edit.label}: {said['annotations']} annotations, {said['documents']} articles"
    print(json_line(said)) if args.json else say(say_done)
    for reminder in _reminders(olds, new, own):
        complain(reminder)
    return exit_code(index, failures, bool(edit))


def _sessions(
    library: Library, index: ScanIndex, olds: Sequence[str], failures: Failures
) -> Iterator[Session]:
    """The documents in which one of the tags is, as far as their notes may be changed."""
    for source, own in index.annotations().items():
        tags = {tag for one in own for tag in one.tags}
        if not any(is_below(tag, old) for tag in tags for old in olds):
            continue
        try:
            # Another run may stand in another folder when it takes this back.
            session = library.session(source.absolute())
            if session.problem:
                raise UnreadNotes(session.problem)
            yield session
        except PostilError as error:
            failures.add(error)


def _flush(library: Library, failures: Failures) -> None:
    """Put everything on the disk that can be; one that cannot does not keep the others from it."""
    for session in library.sessions():
        try:
            session.flush()
        except PostilError as error:
            failures.add(error)
        if session.sidecar.fallback:
            complain(session.sidecar.fallback)
    if not failures.code:
        library.flush()


def _reminders(olds: Sequence[str], new: str, own: Settings) -> Iterator[str]:
    """Where else the reader wrote the old tags."""
    for digit, tag in own.config.pinned.items():
        if _is_gone(tag, olds, new):
            yield f"the key {digit} of your settings still puts on #{tag}"
    saved = SavedQueries(own.keeping.places)
    for name, text in saved.all().items():
        try:
            terms = list(leaves(parse(text, saved=saved.all).node))
        except QueryError:
            continue
        tags = (term.tag for term in terms if isinstance(term, Tag))
        if any(_is_gone(tag, olds, new) for tag in tags):
            yield f"the saved query “{name}” still asks for a tag of the old name: {text}"


def _is_gone(tag: str, olds: Sequence[str], new: str) -> bool:
    return tag_key(renamed(tag, olds, new)) != tag_key(tag)


TAGS = Command("tags", "list, rename and merge tags", _add_tags, _tags, EPILOG)
