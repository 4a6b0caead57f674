"""What stands around a text: the head and foot of Project Gutenberg, the head of wire form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from tui.core.documents.shapes import ends_sentence
from tui.core.documents.source import SNIFFED
from tui.core.documents.splits import FILLED
from tui.core.text import clean_line

if TYPE_CHECKING:
    from tui.core.documents.snapshot import Data

_LINE = re.compile(rb"(?m)^" + FILLED)
_PARAGRAPH = rb"[^\n]*+(?:\n" + FILLED + rb")*+"
_START = re.compile(
    rb"(?m)^\*\*\* ?START OF (?:THIS|THE) PROJECT GUTENBERG[^*]{0,400}\*\*\*[ \t]*+$"
    rb"(?:\s*+(?:Produced|E-text prepared) by " + _PARAGRAPH + rb")?"
)
_END = re.compile(rb"(?m)^\*\*\* ?END OF (?:THIS|THE) PROJECT GUTENBERG")
_LAST_WORDS = re.compile(rb"(?m)^End of (?:the )?Project Gutenberg" + _PARAGRAPH + rb"\s*+\Z")
_LABELLED = re.compile(rb"(?m)^(Title|Author): *+([^\n]++(?:\n[ \t]++[^\n]++)*+)")
LONGEST_FOOT = 1 << 16
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Frame:
    """The text itself is `data[start:end]`; `wire` says that it had the head of wire form."""

    start: int
    end: int
    title: str = ""
    byline: str | None = None
    wire: bool = False


def frame_of(data: Data, *, wire: bool = True) -> Frame:
    """What to leave out of a text, and what that says; `wire` says whether to look for such."""
    frame = _gutenberg(data)
    return _wire(data, frame) if wire else frame


def _gutenberg(data: Data) -> Frame:
    start = _START.search(data, 0, SNIFFED)
    if not start:
        return Frame(0, len(data))
    labels: dict[bytes, str] = {}
    for label, value in _LABELLED.findall(data, 0, start.start()):
        labels.setdefault(label, clean_line(" ".join(value.decode("utf-8", "replace").split())))
    end = _foot(data, start.end())
    return Frame(start.end(), end, labels.get(b"Title", ""), labels.get(b"Author"))


def _foot(data: Data, start: int) -> int:
    near = max(start, len(data) - LONGEST_FOOT)
    found = _END.search(data, near)
    if not found:
        return len(data)
    before = max(start, found.start() - 1000)
    last_words = _LAST_WORDS.search(data, before, found.start())
    return last_words.start() if last_words else found.start()


def _wire(data: Data, frame: Frame) -> Frame:
    """A title, a publisher, a line of asterisks, and text below."""
    head = list(islice(_LINE.finditer(data, frame.start, frame.end), 4))
    if len(head) < 4 or head[2].end() - head[0].start() > 4 * LONGEST_TITLE:
        return frame
    title, publisher, stars = (line[0].decode("utf-8", "replace").strip() for line in head[:3])
    apart = head[1].start() > head[0].end() + 1
    if not is_stars(stars) or max(len(title), len(publisher)) > LONGEST_TITLE:
        return frame
    # Two paragraphs and a rule are no head: a title and a name do not end like sentences.
    if apart and (ends_sentence(title) or ends_sentence(publisher)):
        return frame
    return replace(
        frame,
        start=head[2].end(),
        title=clean_line(title),
        byline=clean_line(publisher),
        wire=True,
    )


def is_stars(line: str) -> bool:
    """Whether a line is made of asterisks, three at least."""
    return line.count("*") > 2 and not line.strip("* \t")
