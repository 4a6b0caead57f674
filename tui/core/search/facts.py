"""What can be told of an annotation beside its words: its kind, its parts, its writer, its id."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from tui.core.search.query.tree import KINDS
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from tui.core.model import AnchorState, Annotation
    from tui.core.search.query.tree import By, Colour, Has, Id, Is
    from tui.core.search.records import Where

    Test: TypeAlias = Callable[[Annotation, Where], bool]

_LINK = re.compile(r"https?://\S|\[\[[^\[\]\n]+\]\]|\]\([^)\s]")


def kind(term: Is) -> Test:
    """Whether an annotation is of that kind, or its place of that state."""
    return _KINDS[term.kind]


def part(term: Has) -> Test:
    """Whether an annotation has such a part."""
    return _PARTS[term.part]


def colour(term: Colour) -> Test:
    """Whether it is of that colour."""
    wanted = fold(term.name)
    return lambda one, _: one.colour is not None and fold(one.colour) == wanted


def writer(term: By) -> Test:
    """Whether it was written by somebody of that name, as other programs store it."""
    wanted = fold(term.name)
    return lambda one, _: wanted == fold(creator(one))


def creator(one: Annotation) -> str:
    """The name of who wrote it, "" if it is the reader."""
    name = one.extra.get("creator")
    return name if isinstance(name, str) else ""


def numbered(term: Id) -> Test:
    """Whether its id begins so, or ends so as in a mention."""
    digits = term.digits
    tail = digits if len(digits) == 8 else None
    return lambda one, _: _is_id(f"{one.id:032x}", digits, tail)


def _is_id(own: str, digits: str, tail: str | None) -> bool:
    return own.startswith(digits) or (tail is not None and own.endswith(tail))


def _in_state(state: AnchorState, one: Annotation, where: Where) -> bool:
    return where.state(one) == state


_KINDS: Mapping[str, Test] = {
    "note": lambda one, _: bool(one.note),
    "highlight": lambda one, _: one.colour is not None,
    "tagged": lambda one, _: bool(one.tags),
    "untagged": lambda one, _: not one.tags,
    # These two are fields of the sidecar that other programs write.
    "reply": lambda one, _: bool(one.extra.get("references")),
    "imported": lambda one, _: bool(one.extra.get("origin")),
    "orphan": partial(_in_state, "orphan"),
    "fuzzy": partial(_in_state, "fuzzy"),
    "moved": partial(_in_state, "moved"),
    "ambiguous": partial(_in_state, "ambiguous"),
    "pinned": partial(_in_state, "pinned"),
    "starred": lambda one, _: one.starred,
    "open": lambda one, _: one.status == "open",
    "done": lambda one, _: one.status == "done",
    "conflict": lambda one, _: bool(one.conflicts),
}
_PARTS: Mapping[str, Test] = {
    "note": _KINDS["note"],
    "tag": _KINDS["tagged"],
    "colour": _KINDS["highlight"],
    "link": lambda one, _: bool(_LINK.search(one.texts)),
    "conflict": _KINDS["conflict"],
}
TOLD_ALONE = tuple(kind for kind in KINDS if not isinstance(_KINDS[kind], partial))
"""Kinds that an annotation has whatever its text is today."""
