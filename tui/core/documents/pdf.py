"""A PDF as a document: its lines are read by a program of its own, which has limits."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.core.documents.assembled import assemble
from tui.core.documents.pdf_layout import Composer
from tui.core.documents.pdf_lines import Line
from tui.core.documents.programs import run
from tui.core.errors import UnreadableDocument, WrongUsage
from tui.core.model import Block
from tui.core.work import step

if TYPE_CHECKING:
    from tui.core.documents.source import File
    from tui.core.model import Document

EXTRACTOR = "pdf/1"
SECONDS = 40

_CHILD = Path(__file__).with_name("pdf_child.py")
_PROBLEMS = {
    3: "asks for a password, which Postil cannot give",
    4: "not understood, a damaged PDF",
}


def open_pdf(file: File, shape: str | None) -> Document:
    """The document of a PDF; raises `UnreadableDocument`."""
    if shape is not None:
        raise WrongUsage("a PDF has no shapes to choose from")
    pages_read = _Pages()
    command = [sys.executable, "-P", str(_CHILD)]
    code, output = run(command, file.data, SECONDS, pages_read.heard)
    about, pages = _understood(output)
    if not pages and code:
        why = _PROBLEMS.get(code, "could not be read within its limits")
        raise UnreadableDocument(file.path, why)
    lines = [[_line(row, number) for row in page] for number, page in enumerate(pages, 1)]
    if not any(lines):
        why = "holds no text, perhaps pictures of pages (a scan)"
        raise UnreadableDocument(file.path, why)
    blocks = Composer(lines, about.get("outline", ())).compose()
    if code:
        blocks.append(Block("paragraph", f"[what follows page {len(pages)} could not be read]"))
    title = str(about.get("title", ""))
    # Many programs write the name of their own file here, or nothing that says more than it.
    is_title = len(title) > 3 and "." not in title[-5:] and "untitled" not in title.casefold()
    return assemble(
        file,
        EXTRACTOR,
        blocks,
        title=title if is_title else "",
        byline=str(about.get("author", "")),
    )


class _Pages:
    """Counts the pages that were read, by the lines that tell of them."""

    def __init__(self) -> None:
        self._head = b""
        self._count, self._whole = -1, 0

    def heard(self, data: bytes) -> None:
        """More of what is told; raises `Ended` where nobody waits for it."""
        self._count += data.count(b"\n")
        if not self._whole:
            self._head += data
            head, ended, _ = self._head.partition(b"\n")
            self._whole = int(json.loads(head).get("pages", 0)) if ended else 0
        step(max(0, self._count), self._whole, "page")


def _understood(output: bytes) -> tuple[dict[str, Any], list[list[Any]]]:
    """What the file says of itself, and the rows of each page that was told whole."""
    about, *pages = [json.loads(line) for line in output.split(b"\n")[:-1]] or [{}]
    return about, pages


def _line(row: list[Any], page: int) -> Line:
    text, left, right, base, size, bold = row
    return Line(text, left, right, base, size, bold, page)
