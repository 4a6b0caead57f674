"""Chat logs as a document: each message is an item marked with who wrote it."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from typing import TYPE_CHECKING

from tui.core.documents.lazy import LazyBlocks
from tui.core.documents.source import SNIFFED, as_text
from tui.core.documents.text import name_of, open_text
from tui.core.model import Block, Document
from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from tui.core.documents.source import File

EXTRACTOR = "chat/1"
LEAST = 4
"""Messages below which a text is no log."""
STAMPED = 0.4
"""Share of its lines that begin with a time: a message may have several lines, but most do not."""
SPOKEN = 0.2
"""Share of what has a time that somebody said: in a large room most is coming and going."""
EARLY = 5
"""Lines among which the first message is."""
MAX_NAME = 20
"""Characters of a name that are shown: what is said has to have room beside it."""

_MARK = "[\u200e\u200f]?+"
_DATE = r"(?:\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./]\d{2,4}|\d\d?-[A-Z][a-z]{2}-\d{2,4})"
_TIME = r"\d\d?:\d\d(?::\d\d)?(?:[ \xa0\u202f]?[AaPp]\.?[Mm]\b\.?)?"
_STAMP = re.compile(
    rf"{_MARK}(?:(\[)(?:{_DATE},?[ T])?{_TIME}\]|(?:({_DATE},?[ T])|[A-Z][a-z]{{2}} \d\d )?{_TIME})"
    r"(?: -(?!!))?(?=\s)"
)
"""A time as it begins a line; a bracket or a date of numbers is a group."""

_WHO = re.compile(
    r"[ \t]*+(?:<[ @+%&~!]?([^<>\n]{1,40})>|([^:*<>\[\]/|=\n]{1,40}):(?=\s|\Z))[ \t]*+"
    r"|\t[@+%&~!]?(?=[^\t\n]*\w)([^\t\n]{1,40})\t"
)
_LEVEL = re.compile(r"\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b")
_DAY = "--- (?:Log opened|Day changed|Log closed) "


def open_chat(file: File, _: str | None) -> Document:
    """The document of a log; `info` of a message is its time, `marker` the name of its writer."""
    source = as_text(file)
    text = source.text
    form = form_of(text[:SNIFFED])
    if not form:
        return open_text(source)
    log = ChatLog(text, form)
    return Document(
        path=file.path,
        format="chat",
        extractor=EXTRACTOR,
        title=name_of(file.path),
        blocks=LazyBlocks(len(log.starts), log.block),
        starts=log.starts,
        size=len(text),
        digest=file.sha256,
        encoding=source.encoding,
        headings=log.headings,
    )


def form_of(sample: str) -> re.Pattern[str] | None:
    """What the messages of the log that begins with `sample` begin with; None if it is no log.

    The times of a log are all written alike, most of its lines begin with one, and behind it stands
    who wrote the message: somebody at least twice, and no program that tells how it does.
    """
    lines = [line for line in sample.split("\n") if line.strip()]
    stamps = [stamp for line in lines if (stamp := _STAMP.match(line))]
    names = Counter(filter(None, map(_name, stamps)))
    said = names.total()
    if said < LEAST or said == len(names) or any(map(_LEVEL.search, names)):
        return None
    form, count = Counter(_form(stamp[0]) for stamp in stamps).most_common(1)[0]
    early = any(_name(stamp) for line in lines[:EARLY] if (stamp := _STAMP.match(line)))
    if not early or count < STAMPED * len(lines) or said < SPOKEN * count:
        return None
    return re.compile(rf"(?m)^(?:{form}(?=\s)|{_DAY})")


class ChatLog:
    """Where the messages of `text` are; each is made when it is looked at.

    What a line without a time says belongs to the message above it.
    """

    def __init__(self, text: str, form: re.Pattern[str]) -> None:
        self._text = text
        self.starts = array("Q", (match.start() for match in form.finditer(text)))
        if text[: self.starts[0] if self.starts else None].strip():
            self.starts.insert(0, 0)
        self._lines = array("Q")
        self.headings: list[int] = []
        line, last = 1, 0
        for at, start in enumerate(self.starts):
            line += text.count("\n", last, start)
            last = start
            self._lines.append(line)
            if text.startswith("---", start):
                self.headings.append(at)

    def block(self, index: int) -> Block:
        """Build block `index`."""
        start, following = self.starts[index], self.starts[index + 1 : index + 2]
        said = self._text[start : following[0] if following else None].rstrip()
        first = self._lines[index]
        last = first + said.count("\n")
        stamp = _STAMP.match(said)
        if not stamp and index in self.headings:
            return Block("heading", clean_line(said.strip("- ")), first, last, level=2)
        if not stamp:
            return Block("paragraph", _lines(said), first, last)
        who = _who(stamp)
        name = clean_line(_named(who))
        name = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"
        said = said[(who or stamp).end() :]
        time = clean_line(stamp[0].strip("[] -\u200e\u200f"))
        marker = f"{name}:" if name else ""
        return Block("item", _lines(said), first, last, level=1, marker=marker, info=time)


def _lines(said: str) -> str:
    said = said.replace("\u200e", "").strip()
    if "\n" in said:
        said = "\n".join(filter(None, map(str.strip, said.split("\n"))))
    return clean(said)


def _form(stamp: str) -> str:
    """A pattern of all that is written like `stamp`."""
    bare = re.sub(r"[A-Za-z.]+", "a", re.sub(r"\d+", "9", stamp.strip("\u200e\u200f")))
    return _MARK + re.escape(bare).replace("9", r"\d{1,4}").replace("a", "[A-Za-z.]{1,4}")


def _who(stamp: re.Match[str]) -> re.Match[str] | None:
    """The name behind `stamp`.

    One before a colon has to stand behind a bracket or a date: any line may begin with a time.
    """
    who = _WHO.match(stamp.string, stamp.end())
    return who if who and (who[2] is None or stamp[1] or stamp[2]) else None


def _name(stamp: re.Match[str]) -> str:
    return _named(_who(stamp))


def _named(who: re.Match[str] | None) -> str:
    return (who[1] or who[2] or who[3]).strip(" ~\u200e\u202a\u202c") if who else ""
