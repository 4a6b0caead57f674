"""Subtitles as a document: each cue is a paragraph, without its times and tags."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from tui.core.documents.assembled import assemble
from tui.core.documents.source import as_text
from tui.core.model import Block
from tui.core.text import clean

if TYPE_CHECKING:
    from tui.core.documents.source import File
    from tui.core.model import Document

EXTRACTOR = "srt/1"
_TAG = re.compile(r"</?[a-z][^>\n]*+>|\{\\[^}\n]*+\}", re.I)
_ARROW = "-->"


def open_subtitles(file: File, _: str | None) -> Document:
    """The document of SubRip or WebVTT subtitles; `info` of each block is when it is shown."""
    source = as_text(file)
    blocks: list[Block] = []
    cue: list[str] = []
    time, first = "", 0
    for number, line in enumerate([*source.text.split("\n"), ""], 1):
        if _ARROW in line:
            time, first, cue = line.partition(_ARROW)[0].strip(), number + 1, []
        elif line.strip():
            cue.append(line.strip())
        else:
            text = clean(unescape(_TAG.sub("", "\n".join(cue)))).strip()
            # What comes before any time is a head, a number or a remark.
            if time and text:
                blocks.append(Block("paragraph", text, first, number - 1, info=clean(time)))
            time, cue = "", []
    return assemble(file, EXTRACTOR, blocks, encoding=source.encoding)
