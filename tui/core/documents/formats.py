"""The formats that can be read: how each is recognised, and what its reader needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

from tui.core.documents.encodings import ENCODINGS, decodes_nul, encoding_of
from tui.core.documents.source import SNIFFED
from tui.core.errors import UnreadableDocument, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.core.documents.source import File
    from tui.core.model import Document

    Reader: TypeAlias = Callable[[File, str | None], Document]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; `reader` is `module:function` below this package, imported when it is used.

    `extra` is the optional dependency of Postil that brings `modules`; `program` is one that has to
    be installed beside it. What `is_text` can be read as it stands where they are missing.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    reader: str
    extra: str = ""
    modules: tuple[str, ...] = ()
    program: str = ""
    is_text: bool = False

    @property
    def missing(self) -> str:
        """What has to be done before the format can be read, "" if nothing."""
        if self.program and not _installed(self.program):
            return f"install {self.program}"
        if all(find_spec(module) for module in self.modules):
            return ""
        return f"pip install 'postil[{self.extra}]'"

    def open(self, file: File, shape: str | None) -> Document:
        """Read `file`; raises `UnreadableDocument`, and `WrongUsage` for a choice it has not."""
        missing = self.missing
        if missing and not self.is_text:
            why = f"reading {self.title} needs more than is installed: {missing}"
            raise UnreadableDocument(file.path, why)
        shape = None if shape == self.name else shape
        self._check(file, shape)
        if missing or (self.is_text and shape):
            document = _reader("plain:open_plain")(file, shape)
            hint = f"read as plain text; as {self.title}: {missing}"
            return replace(document, byline=hint) if missing else document
        return _reader(self.reader)(file, shape)

    @property
    def has_encoding(self) -> bool:
        """Whether its bytes are a text, which may be in one encoding or another."""
        return self.is_text or self.name == "html"

    def _check(self, file: File, shape: str | None) -> None:
        """Raise `WrongUsage` where what was chosen makes no sense for this format."""
        if shape and not self.has_encoding:
            raise WrongUsage(f"{file.path}: {self.title} has no shapes to choose from")
        if file.encoding and not self.has_encoding:
            raise WrongUsage(f"{file.path}: {self.title} has no encodings to choose from")
        if file.encoding and file.encoding not in ENCODINGS:
            raise WrongUsage(f"{file.path}: there is no encoding {file.encoding}")


MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
WEB = ("lxml", "readability")
FORMATS = (
    Format("txt", "plain text", (".txt", ".text"), "plain:open_plain", is_text=True),
    Format("md", "Markdown", MARKDOWN, "plain:open_md", is_text=True),
    Format("srt", "subtitles", (".srt", ".vtt"), "subtitles:open_subtitles", is_text=True),
    Format("chat", "chat logs", (".txt", ".weechatlog"), "chat:open_chat", is_text=True),
    Format("html", "HTML", (".html", ".htm", ".xhtml"), "webpage:open_html", "web", WEB),
    Format("epub", "EPUB", (".epub",), "epub:open_epub", "web", WEB),
    Format("docx", "DOCX", (".docx",), "docx:open_docx", "docx", ("mammoth", "lxml")),
    Format("pdf", "PDF", (".pdf",), "pdf:open_pdf", "pdf", ("pypdfium2",)),
    *(
        Format(
            name, title, (f".{name}",), "pandoc:open_pandoc", "web", ("lxml",), "pandoc", is_text
        )
        for name, title, is_text in [
            ("rst", "reStructuredText", True),
            ("org", "Org", True),
            ("tex", "LaTeX", True),
            ("odt", "OpenDocument text", False),
            ("rtf", "RTF", False),
            ("fb2", "FictionBook", False),
        ]
    ),
)
"""In the order in which they are told."""

BY_NAME = {format_.name: format_ for format_ in FORMATS}
BY_ENDING = {ending: format_ for format_ in reversed(FORMATS) for ending in format_.endings}
"""What a file is if its content does not tell; of two with an ending that which is told first."""

OPENABLE = frozenset(BY_ENDING)
"""Endings, in lower case, of the files that a library lists."""

_MARKUP = re.compile(
    r"(?:\s++|<\?xml[^>]*+>|<!--.*?-->)*+<(!doctype\s+html|html|FictionBook)\b", re.I | re.S
)
_SUBTITLES = re.compile(r"\s*+(?:WEBVTT\b|\d{1,6}[^\S\n]*\n[\d:.,]+ --> )")
_STAMPED = re.compile(r"\W{0,2}(?:\d{1,4}[-./:]\d|[A-Z][a-z]{2} \d\d \d)")
_OWN_MARKUP = frozenset(f.name for f in FORMATS if f.is_text) - {"txt", "srt", "chat"}
"""Texts that may well begin with a line of HTML."""
_TOLD_BY_CONTENT = frozenset({"srt", "chat", "epub", "docx", "pdf", "odt", "rtf", "fb2"})
"""What is not recognised as one of these is not one, whatever its name says."""


def _reader(named: str) -> Reader:
    module, _, function = named.partition(":")
    found: Reader = getattr(import_module(f"tui.core.documents.{module}"), function)
    return found


def format_of(file: File) -> Format:
    """What `file` is, by its content; by its name only where the content is any text.

    Raises `UnreadableDocument` for a zip archive that is no document.
    """
    head = file.data[:SNIFFED]
    named = BY_ENDING.get(file.path.suffix.lower(), BY_NAME["txt"])
    if b"%PDF-" in head[:1024] and head.lstrip()[:1] != b"<":
        return BY_NAME["pdf"]
    if head.startswith(b"PK\x03\x04"):
        # Only those who read an archive need the module for it.
        from tui.core.documents.archive import packed

        return BY_NAME[packed(file)]
    if head.startswith(b"{\\rtf"):
        return BY_NAME["rtf"]
    told = "" if named.name in _OWN_MARKUP else _told(_text(head))
    return BY_NAME[told or ("txt" if named.name in _TOLD_BY_CONTENT else named.name)]


def _told(text: str) -> str:
    """The name of the format that a text is in beyond doubt, "" if it may be any."""
    if _SUBTITLES.match(text):
        return "srt"
    if found := _MARKUP.match(text):
        return "fb2" if found[1].lower() == "fictionbook" else "html"
    return "chat" if _is_chat(text) else ""


def _is_chat(text: str) -> bool:
    if not any(map(_STAMPED.match, text[:2000].split("\n"))):
        return False
    # Few texts have a time at their beginning.
    from tui.core.documents.chat import form_of

    return form_of(text) is not None


def _text(head: bytes) -> str:
    encoding = encoding_of(head, head) if decodes_nul(head) else "utf-8"
    return head.decode(encoding, "replace").removeprefix("\ufeff")


def _installed(program: str) -> bool:
    # Not needed before a file of such a format is read.
    from shutil import which

    return which(program) is not None
