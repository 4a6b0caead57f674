"""The form of a tag, and when two tags are the same."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tui.core.errors import WrongUsage
from tui.core.model import COLOURS
from tui.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

TAG_COLOURS = (*COLOURS, "orange", "teal")
"""The colours that a tag can have, each with a first letter of its own."""
DIGITS = range(1, 10)
"""The keys that a tag can have."""


def tag_key(tag: str) -> str:
    """What makes two tags one: NFC and case folding."""
    return unicodedata.normalize("NFC", tag).casefold()


def parse_tag(text: str) -> str:
    """`text` as a tag: no `#` in front, white space collapsed, levels between single slashes.

    Raises `WrongUsage` when nothing is left.
    """
    levels = (" ".join(level.split()) for level in clean_line(text).replace("#", " ").split("/"))
    tag = unicodedata.normalize("NFC", "/".join(level for level in levels if level))
    if not tag:
        raise WrongUsage(f"“{text}” is not a tag: a tag needs a letter, a digit or a sign but #")
    return tag


def with_tags(tags: tuple[str, ...], added: Iterable[str]) -> tuple[str, ...]:
    """`tags` and behind them those of `added` that are not there yet; order kept."""
    known = {tag_key(tag): tag for tag in tags}
    for tag in added:
        known.setdefault(tag_key(tag), tag)
    return tuple(known.values())


def without_tags(tags: tuple[str, ...], removed: Iterable[str]) -> tuple[str, ...]:
    """`tags` without those of `removed`."""
    gone = set(map(tag_key, removed))
    return tuple(tag for tag in tags if tag_key(tag) not in gone)


def is_below(tag: str, ancestor: str) -> bool:
    """Whether `tag` is `ancestor` or one of its descendants: `policy/us` is below `policy`."""
    key, root = tag_key(tag), tag_key(ancestor)
    return key == root or key.startswith(root + "/")


def moved(tags: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    """`tags` with `new` in place of `old`, and below it what was below `old`; none twice."""
    depth = old.count("/") + 1
    after = (
        "/".join([new, *tag.split("/")[depth:]]) if is_below(tag, old) else tag for tag in tags
    )
    return with_tags((), after)
