"""Where the links of a text lead, and which of them are followed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tui.core.paths import real

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.model import Block, Document, Span

WEB = ("http", "https")


@dataclass(frozen=True, slots=True)
class Web:
    """An address on the web; nothing is fetched from it."""

    address: str


@dataclass(frozen=True, slots=True)
class Text:
    """A file of the library, or "" for the same one, and the heading in it that is meant."""

    path: Path | None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A link that is not followed, and why."""

    reason: str


def links_of(block: Block) -> list[Span]:
    """The links and footnote marks of a block, in the order in which they are read."""
    return [span for span in block.spans if span.style in ("link", "ref") and span.target]


def aim(target: str, source: Path, root: Path) -> Web | Text | Refused:
    """Where the link `target` of `source` leads; files only inside the folder `root`."""
    try:
        parts = urlsplit(target)
        web = parts.scheme.casefold() in WEB and bool(parts.hostname)
    except ValueError:
        return Refused(f"not an address: {target}")
    if web:
        return Web(target)
    if parts.scheme or parts.netloc:
        return Refused(f"only links to http, https and files are followed, not {target}")
    heading = unquote(parts.fragment)
    return _file(unquote(parts.path), heading, source, root) if parts.path else Text(None, heading)


def _file(path: str, heading: str, source: Path, root: Path) -> Text | Refused:
    if "\0" in path:
        return Refused("a link to what is no path")
    found = real(source.parent / path)
    if not found.is_relative_to(real(root)):
        return Refused(f"{path} is not in the folder that is read: not opened")
    if not found.is_file():
        return Refused(f"{path}: there is no such file")
    return Text(found, heading)


def footnote(document: Document, label: str) -> int | None:
    """The block of the footnote `label`; looked for from the end, where they stand."""
    blocks = document.blocks
    for at in range(len(blocks) - 1, -1, -1):
        if blocks[at].kind == "footnote" and blocks[at].marker == label:
            return at
    return None


def heading(document: Document, name: str) -> int | None:
    """The block of the heading that a link calls `name`, as GitHub makes such names."""
    return next((at for at in document.headings if slug(document.blocks[at].text) == name), None)


def slug(text: str) -> str:
    """The name under which links know a heading, as GitHub makes such names."""
    return re.sub(r"[^\w\- ]", "", text.casefold()).replace(" ", "-")
