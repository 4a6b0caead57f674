"""Annotations as Markdown for people: under each article's title an item for each of them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.core.interchange.rows import Row
    from tui.core.model import Annotation

_ACTIVE = re.compile(r"[\\`*\[\]<>~|]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|(?<!\S)#|#$")
_MARKER = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))")


def to_markdown(rows: Iterable[Row]) -> Iterator[str]:
    """The annotations of each article under its title, in the order given."""
    for count, (path, own) in enumerate(groupby(rows, key=lambda row: row.path)):
        for at, row in enumerate(own):
            if at == 0:
                heading = (
                    f"# {_literal(clean_line(row.title))}\n\n{_literal(clean_line(str(path)))}"
                )
                yield "\n" * bool(count) + heading + "\n"
            yield "\n" + _item(row)


def quoted(title: str, place: str, text: str, note: str) -> str:
    """A passage as a quote, the note on it, and where it stands."""
    reference = f"— *{_literal(clean_line(title))}*, {place}"
    return "\n\n".join(part for part in (_quote(text), _note(note), reference) if part)


def _item(row: Row) -> str:
    """Quote, place and tags, note: in a list item, which no markup in them can leave."""
    annotation = row.annotation
    quote = _quote(annotation.target.exact) if annotation.target.exact else ""
    text = "\n\n".join(part for part in (quote, _place(row), _note(annotation.texts)) if part)
    lines = [f"  {line}" if line.strip() else "" for line in text.split("\n")]
    return "- " + "\n".join(lines).removeprefix("  ") + "\n"


def _note(text: str) -> str:
    return clean(text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")


def _place(row: Row) -> str:
    nowhere = "not in today’s text" if row.annotation.target.blocks else "on the whole article"
    place = f"¶ {row.paragraph}" if row.paragraph else nowhere
    return " ".join([place, *_tags(row.annotation)])


def _tags(annotation: Annotation) -> Iterator[str]:
    return (f"#{_literal(clean_line(tag)).replace(' ', '-')}" for tag in annotation.tags)


def _quote(text: str) -> str:
    """A blockquote that shows `text` line by line."""
    lines = [_literal(line) for line in clean(text).expandtabs(4).split("\n")]
    following = [*lines[1:], ""]
    broken = (f"{a}\\" if a and b else a for a, b in zip(lines, following, strict=True))
    return "\n".join(f"> {line}".rstrip() for line in broken)


def _literal(line: str) -> str:
    """One line of foreign text escaped so that Markdown shows it as it is, indented or not."""
    bare = line.strip()
    indent = "\u00a0" * (len(line) - len(line.lstrip()))
    escaped = _MARKER.sub(r"\1\\", _ACTIVE.sub(lambda match: "\\" + match[0], bare))
    return indent + escaped if bare else ""
