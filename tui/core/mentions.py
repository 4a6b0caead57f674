"""Notes and documents named in a note: `[[essay.md#3f9a01bc|first words]]`, and what is meant.

Before `#` stands the path of the document in its folder, behind it the end of the annotation's id;
`[[essay.md|The margin]]` names the document itself. The words are for whoever reads the note.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tui.core.documents.text import name_of
from tui.core.search.snippet import snippet
from tui.core.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tui.core.model import Annotation

WORDS = 60
"""Characters of the words in a mention, at most."""
OFFERED = 10_000
"""Notes, the first of all, among which letters are looked for: a key must not wait."""
_WRITTEN = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]|\n]*))?\]\]")
_NOTE = re.compile(r"(.*)#([0-9a-f]{8})")
_BEGUN = re.compile(r"\[\[([^\[\]|\n]{0,60})$")
_UNFIT = re.compile(r"[\[\]|%\n*`<&\\]|(?<![^\W_])_|_(?![^\W_])")
"""What a path cannot hold as it is: it would end the mention, or be taken for Markdown."""
_PLAIN = str.maketrans("[]|`", "() '")


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention as written at `text[start:end]`; `note` is "" where a document is meant."""

    start: int
    end: int
    path: str
    note: str
    words: str


@dataclass(frozen=True, slots=True)
class Mentionable:
    """A document, or with an `annotation` the note on it; `path` is the one in its folder.

    `number` is the note's paragraph, if that is known. `folded` is what typed letters are sought
    in.
    """

    source: Path
    path: str
    title: str
    words: str = ""
    annotation: int | None = None
    number: int | None = None
    folded: str = ""

    @property
    def written(self) -> str:
        """The mention of it."""
        path = _UNFIT.sub(lambda match: f"%{ord(match[0]):02X}", self.path)
        note = "" if self.annotation is None else f"#{short(self.annotation)}"
        words = _words((self.words or self.title).translate(_PLAIN))
        return f"[[{path}{note}|{words}]]" if words else f"[[{path}{note}]]"


def short(annotation: int) -> str:
    """The end of an id, which differs even where the beginning, the time, is the same."""
    return f"{annotation & 0xFFFFFFFF:08x}"


def mentionable(
    source: Path,
    root: Path,
    title: str = "",
    annotation: Annotation | None = None,
    number: int | None = None,
) -> Mentionable:
    """What a mention of `source`, or of the note on it, needs to know."""
    path = str(source.relative_to(root)) if source.is_relative_to(root) else source.name
    title = clean_line(title or name_of(source))
    words = snippet(annotation.note, ())[0] if annotation else ""
    id_ = annotation.id if annotation else None
    place = f"{number} " if number else ""
    folded = fold(f"{title} {place}{words}" if annotation else f"{title} {path}")
    return Mentionable(source, path, title, words, id_, number, folded)


def mentions(text: str) -> Iterator[Mention]:
    """Every mention in `text`, in order."""
    for match in _WRITTEN.finditer(text):
        note = _NOTE.fullmatch(match[1])
        path = unquote(note[1] if note else match[1])
        yield Mention(*match.span(), path, note[2] if note else "", (match[2] or "").strip())


def begun(before: str) -> str | None:
    """What was typed of a mention that is open at the end of `before`; None where none is."""
    match = _BEGUN.search(before)
    return match[1] if match else None


class Known:
    """All that can be named, as `offered` while one types; finds what a mention means."""

    def __init__(self, every: Iterable[Mentionable] = ()) -> None:
        self.offered: list[Mentionable] = []
        notes = 0
        self._notes: defaultdict[str, list[Mentionable]] = defaultdict(list)
        self._documents: defaultdict[str, list[Mentionable]] = defaultdict(list)
        for one in every:
            if one.annotation is not None:
                notes += 1
                if notes <= OFFERED:
                    self.offered.append(one)
                self._notes[short(one.annotation)].append(one)
            else:
                self.offered.append(one)
                self._documents[one.path].append(one)
                if one.source.name != one.path:
                    self._documents[one.source.name].append(one)

    def meant(self, mention: Mention) -> Mentionable | None:
        """What `mention` leads to, also where the document was moved; None if it leads nowhere."""
        if mention.note:
            notes = self._notes.get(mention.note, [])
            # Where two ids end alike, the path says which.
            return next((n for n in notes if n.path == mention.path), notes[0] if notes else None)
        documents = self._documents.get(mention.path, [])
        exact = next((d for d in documents if d.path == mention.path), None)
        if exact:
            return exact
        named = documents or self._documents.get(mention.path.rpartition("/")[2], [])
        return named[0] if len(named) == 1 else None


def _words(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= WORDS:
        return text
    cut = text[: WORDS - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"
