"""What `postil annotate` is asked to do: orders, from options or from lines of JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tui.core import edits
from tui.core.errors import WrongUsage
from tui.core.model import COLOURS
from tui.core.tags import parse_tag
from tui.core.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from tui.core.edits import Edit
    from tui.core.session import Place, Session

    Verb: TypeAlias = Callable[[Session, Sequence[Place]], Edit]

STATUSES = ("open", "done")
NONE = "none"
_PARAGRAPHS = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


@dataclass(frozen=True, slots=True)
class Order:
    """Verbs for paragraphs `first` to `last`, or for the phrase `quote` in each of them.

    `line` is the number of the batch line it came from.
    """

    first: int
    last: int
    verbs: list[Verb]
    quote: str | None = None
    line: int | None = None


def paragraphs(text: str) -> tuple[int, int]:
    """`N` or `N-M` as first and last paragraph; raises `WrongUsage`."""
    match = _PARAGRAPHS.fullmatch(text.strip())
    if match is None:
        raise WrongUsage(f"“{text}” is not a paragraph: write 12, or 12-14")
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise WrongUsage(f"“{text}” ends before it starts")
    return first, last


def order(fields: Mapping[str, Any], line: int | None = None) -> Order:
    """The order that `fields` describe: an option or JSON key each, None where it is not given.

    Raises `WrongUsage` for the first one that makes no sense.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    for name, value in given.items():
        _check(name, value)
    if "paragraph" not in given:
        raise WrongUsage("a paragraph is needed: which one is this for?")
    verbs = _verbs(given)
    if not verbs:
        raise WrongUsage("nothing to do: a tag, note, colour, status or star is needed")
    first, last = paragraphs(str(given["paragraph"]))
    return Order(first, last, verbs, given.get("quote"), line)


def batch(data: bytes) -> list[Order]:
    """The orders of all lines that are not blank; raises `WrongUsage` naming the first bad one."""
    lines = enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1)
    return [_line_order(number, line) for number, line in lines if line.strip()]


def _line_order(number: int, line: bytes) -> Order:
    try:
        fields = json.loads(line.decode())
        if not isinstance(fields, dict):
            raise WrongUsage("an object in {} is needed")
        return order(fields, number)
    except UnicodeDecodeError as error:
        raise WrongUsage(f"line {number}: not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise WrongUsage(f"line {number}: not JSON: {error}") from error
    except WrongUsage as error:
        raise WrongUsage(f"line {number}: {error}") from error


def _verbs(given: Mapping[str, Any]) -> list[Verb]:
    """What removes comes last: an annotation must not vanish for a moment and lose its id."""
    adding: list[Verb] = []
    removing: list[Verb] = []
    if tags := [parse_tag(tag) for tag in given.get("tags", ())]:
        adding.append(partial(edits.add_tags, tags=tags))
    if untag := [parse_tag(tag) for tag in given.get("untag", ())]:
        removing.append(partial(edits.remove_tags, tags=untag))
    for name, verb in _SETTERS.items():
        if name in given:
            value = None if name in _CHOICES and given[name] == NONE else given[name]
            (adding if value else removing).append(partial(verb, **{name: value}))
    return adding + removing


def _check(name: str, value: Any) -> None:
    if name not in FIELDS:
        raise WrongUsage(f"unknown key “{name}”{did_you_mean(name, FIELDS)}")
    form, fits = FIELDS[name]
    if not fits(value):
        raise WrongUsage(f"“{name}” must be {form}")
    try:
        str(value).encode()
    except UnicodeEncodeError as error:
        raise WrongUsage(f"“{name}” is not valid Unicode") from error
    if name in _CHOICES and value not in (*_CHOICES[name], NONE):
        known = ", ".join([*_CHOICES[name], NONE])
        near = did_you_mean(value, _CHOICES[name])
        raise WrongUsage(f"“{value}” is no {name}{near or f': there are {known}'}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_paragraph(value: Any) -> bool:
    return type(value) is int or _is_text(value)


_TEXT, _TEXTS = ("a text", _is_text), ("a list of texts", _is_texts)
FIELDS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "paragraph": ("a number, or “N-M”", _is_paragraph),
    "tags": _TEXTS,
    "untag": _TEXTS,
    "note": _TEXT,
    "colour": _TEXT,
    "status": _TEXT,
    "starred": ("true or false", lambda value: isinstance(value, bool)),
    "quote": _TEXT,
}
_CHOICES: Mapping[str, tuple[str, ...]] = {"colour": COLOURS, "status": STATUSES}
_SETTERS: Mapping[str, Callable[..., Edit]] = {
    "note": edits.write_note,
    "colour": edits.set_colour,
    "status": edits.set_status,
    "starred": edits.set_star,
}
