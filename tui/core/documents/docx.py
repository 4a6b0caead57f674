"""A DOCX as a document: mammoth makes a web page of it, and that is walked."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import mammoth

from tui.core.documents.archive import Archive
from tui.core.documents.assembled import assemble
from tui.core.documents.docx_places import placed
from tui.core.documents.markup import (
    holds_most,
    named_by_hand,
    parse_html,
    parse_xml,
    stripped,
    without_doctype,
)
from tui.core.documents.source import File, as_text
from tui.core.documents.walker import blocks_of
from tui.core.errors import UnreadableDocument, WrongUsage
from tui.core.model import Block
from tui.core.text import clean

if TYPE_CHECKING:
    from tui.core.model import Document

EXTRACTOR = "docx/2"
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
"""
"""Styles of Word beside those that mammoth knows."""

BODY = "document.xml"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def open_docx(file: File, shape: str | None) -> Document:
    """The document of a DOCX; raises `UnreadableDocument`."""
    if shape is not None:
        raise WrongUsage("a DOCX has no shapes to choose from")
    archive = Archive(file)
    parts = {name: _part(file, archive, name) for name in sorted(archive.names) if _is_text(name)}
    core = parse_xml(parts.get("docProps/core.xml", ""))
    title, author, day = (_told(core, tag) for tag in ("title", "creator", "created"))
    byline = " · ".join(filter(None, (author, day[:10])))
    return assemble(file, EXTRACTOR, _blocks(file, parts), title=title, byline=byline)


def _is_text(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _part(file: File, archive: Archive, name: str) -> str:
    """The XML of a part, without entities of its own."""
    data = archive.read(name)
    text = as_text(replace(file, data=data)).text
    if "<!DOCTYPE" in text:
        text = named_by_hand(without_doctype(text))
    return _DECLARATION.sub("", text, count=1)


def _blocks(file: File, parts: dict[str, str]) -> list[Block]:
    """What mammoth makes of the parts, or where it fails the text between the tags."""
    body = next((text for name, text in parts.items() if name.endswith(BODY)), "")
    if not body:
        raise UnreadableDocument(file.path, "without a text, a damaged DOCX")
    try:
        page = mammoth.convert_to_html(
            _repacked(parts),
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
        ).value
    except Exception:  # of many kinds, for a file of any form; its text is there all the same
        page = ""
    root = parse_html(page)
    if page and holds_most(root, page):
        return list(placed(blocks_of(root), parse_xml(body))) if root is not None else []
    lines = stripped(page or body.replace("</w:p>", "<p>"))
    return [Block("paragraph", clean(line)) for line in lines]


def _repacked(parts: dict[str, str]) -> BytesIO:
    """An archive of nothing but these parts: what was not looked at is not there."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode("utf-8", "replace"))
    return buffer


def _told(core: Any, tag: str) -> str:
    found = None if core is None else next(core.iter(f"{{*}}{tag}"), None)
    return " ".join((found.text or "").split()) if found is not None else ""
