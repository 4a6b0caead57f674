"""What pandoc reads for Postil, if it is installed: it makes a web page, and that is walked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.core.documents.assembled import assemble
from tui.core.documents.formats import format_of
from tui.core.documents.markup import holds_most, parse_html, stripped
from tui.core.documents.programs import run
from tui.core.documents.source import as_text
from tui.core.documents.text import open_text
from tui.core.documents.walker import blocks_of, unplaced
from tui.core.errors import UnreadableDocument
from tui.core.model import Block
from tui.core.text import clean

if TYPE_CHECKING:
    from tui.core.documents.source import File
    from tui.core.model import Document

VERSION = 2
SECONDS = 30
_COMMAND = [
    "pandoc",
    # No other file is read and nothing is fetched, whatever the text asks for.
    "--sandbox",
    "--standalone",
    "--wrap=none",
    "--to=html5",
]
_NAMES = {"tex": "latex"}
"""What pandoc calls a format, where that is not our name for it."""


def open_pandoc(file: File, _: str | None) -> Document:
    """The document of a file in one of pandoc's formats; raises `UnreadableDocument`."""
    format_ = format_of(file)
    source = as_text(file) if format_.is_text else None
    data = bytes(source.data) if source else file.data
    try:
        code, output = run(
            [*_COMMAND, f"--from={_NAMES.get(format_.name, format_.name)}"], data, SECONDS
        )
    except OSError as error:
        raise UnreadableDocument(file.path, "pandoc could not be started") from error
    if code:
        why = "pandoc could not read it"
        if not source:
            raise UnreadableDocument(file.path, why)
        return replace(open_text(source), byline=f"read as plain text: {why}")
    page = output.decode("utf-8", "replace")
    root = parse_html(page)
    if root is not None and holds_most(root, page):
        blocks = [*map(unplaced, blocks_of(root))]
    else:
        blocks = [Block("paragraph", clean(line)) for line in stripped(page)]
    encoding = source.encoding if source else "utf-8"
    return assemble(file, f"{format_.name}/{VERSION}", blocks, encoding=encoding)
