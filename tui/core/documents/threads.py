"""The posts of a forum: a page of many texts that are marked up alike, each with its author."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from lxml import etree

from tui.core.documents.markup import UNSEEN, ancestors, line_of, local_name
from tui.core.documents.walker import blocks_of
from tui.core.model import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEAST = 3
"""Posts below which a page is no thread."""
MOST = 0.8
"""Share of the prose of a page that its posts hold."""
PROSE = 40
"""Characters from which on a run of text is no label."""
TRIED = 20
"""Ways to find the posts that are tried: each goes through the page."""

MAX_NAME = 60

_HOLDERS = frozenset({"div", "article", "section", "td", "li"})
_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:author|user-?name|user|poster|nick(?:name)?)(?=$|[\s_-])", re.I
)

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

Group = tuple[str, str]
Post = tuple[str, str, Any]
"""Its author, its heading or "", and the element that holds its text."""


def thread_of(root: Any) -> list[Block]:
    """The posts of a page, a heading with the author before each; none if it is no thread."""
    prose, whole = _sizes(root)
    groups: defaultdict[Group, list[Any]] = defaultdict(list)
    for element in root.iter():
        tag, named = local_name(element), element.get("class")
        if tag in _HOLDERS and named:
            groups[tag, named].append(element)
    least = MOST * prose[root]
    likely = [
        posts
        for posts in groups.values()
        if len(posts) >= LEAST and sum(prose[post] for post in posts) >= least
    ]
    # Of what holds nearly all of it the tightest: that is without names, dates and buttons.
    likely.sort(key=lambda posts: sum(whole[post] for post in posts))
    for posts in likely[:TRIED]:
        signed = [*takewhile(bool, map(_signed, posts, _around(posts)))]
        if len(signed) == len(posts):
            return list(_blocks(filter(None, signed)))
    return []


def _sizes(root: Any) -> tuple[dict[Any, int], dict[Any, int]]:
    """For each element the characters of prose in it, and of all text."""
    prose: defaultdict[Any, int] = defaultdict(int)
    whole: defaultdict[Any, int] = defaultdict(int)
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        unseen = local_name(element) in UNSEEN or element.get("hidden") is not None
        if event == "start":
            if unseen:
                events.skip_subtree()
            continue
        parent = element.getparent() if element is not root else None
        inside = "" if unseen else element.text
        for text, holder in ((inside, element), (element.tail, parent)):
            length = len(" ".join(text.split())) if text else 0
            if holder is not None:
                whole[holder] += length
                prose[holder] += length if length >= PROSE else 0
        if parent is not None:
            prose[parent] += prose[element]
            whole[parent] += whole[element]
    return prose, whole


def _around(posts: list[Any]) -> Iterator[Any]:
    """For each post the largest element around it that holds no other; None if it holds one."""
    count = Counter(element for post in posts for element in ancestors(post))
    for post in posts:
        alone = [element for element in (post, *ancestors(post)) if count[element] < 2]
        yield None if post in count else alone[-1]


def _signed(post: Any, around: Any) -> Post | None:
    """A post with what stands beside it; None where nobody is named."""
    author = "" if around is None else _author(around)
    if not author:
        return None
    heading = ""
    for element in around.iter():
        if element is post:
            break
        heading = heading or (line_of(element) if local_name(element) in _HEADINGS else "")
    return author, heading, post


def _author(element: Any) -> str:
    for inner in element.iter():
        told = inner.get("rel") == "author" or inner.get("itemprop") == "author"
        if told or _AUTHOR.search((inner.get("class") or "")[:200]):
            line = line_of(inner)
            if 0 < len(line) <= MAX_NAME:
                return line
    return ""


def _blocks(signed: Iterable[Post]) -> Iterator[Block]:
    told = ""
    for author, heading, post in signed:
        # An answer says again what it is one to.
        if heading and not (told and heading.endswith(told)):
            told = told or heading
            yield Block("heading", heading, level=2)
        yield Block("heading", author, level=3)
        post.tail = None
        # What a post calls a heading is below the name of who wrote it.
        for block in blocks_of(post):
            yield replace(block, level=max(4, block.level)) if block.kind == "heading" else block
