"""Marks that a reader sets with a letter: a paragraph of any document, kept between runs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.core.anchors.describe import fingerprint
from tui.core.paths import write_atomically

if TYPE_CHECKING:
    from tui.core.model import Document
    from tui.core.paths import Places


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A paragraph: its block in the text it was set in, and the fingerprint of its words."""

    source: Path
    block: int
    print: str

    def find(self, document: Document) -> tuple[int, bool]:
        """The block it is on in today's text, and whether that has the same words.

        The nearest paragraph with the same words, else what stands at the same place.
        """
        blocks = document.blocks
        last = max(0, len(blocks) - 1)
        here = min(self.block, last)
        for away in range(len(blocks)):
            for index in {here - away, here + away}:
                if 0 <= index <= last and fingerprint(blocks[index].text) == self.print:
                    return index, True
        return here, False


def bookmark(document: Document, block: int) -> Bookmark:
    """A mark on a block."""
    return Bookmark(document.path, block, fingerprint(document.blocks[block].text))


class Bookmarks:
    """The marks of all documents, in one small file that every run reads anew."""

    def __init__(self, places: Places) -> None:
        self._file = places.state / "marks.json"

    def get(self, letter: str) -> Bookmark | None:
        """The mark of that letter, if there is one; a damaged one counts as none."""
        try:
            raw = self._read()[letter]
            source, block, print_ = raw["source"], raw["block"], raw["print"]
        except (KeyError, TypeError):
            return None
        fits = isinstance(source, str) and type(block) is int and block >= 0
        return Bookmark(Path(source), block, str(print_)) if fits else None

    def put(self, letter: str, mark: Bookmark) -> None:
        """Set a mark, in place of the one that had the letter; raises OSError."""
        record = {**asdict(mark), "source": str(mark.source.absolute())}
        marks = {**self._read(), letter: record}
        write_atomically(self._file, json.dumps(marks, indent=1).encode())

    def _read(self) -> dict[str, Any]:
        try:
            raw = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        return raw if isinstance(raw, dict) else {}
