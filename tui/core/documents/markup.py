"""HTML and XML parsed without trust: no entities, no network, nothing lost in the depth."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import Any

from lxml import etree

from tui.core.text import clean, clean_line

_UNSEEN = """
script style template iframe object embed applet svg canvas audio video head title meta link select
datalist textarea button noframes noscript map rp annotation annotation-xml
"""
UNSEEN = frozenset(_UNSEEN.split())
"""Elements whose content is not text to read."""

_SETTINGS: dict[str, Any] = {
    "encoding": "utf-8",
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_ENTITY = re.compile(r"&(?!#|(?:amp|lt|gt|quot|apos);)(\w{1,32};)?")
_DECLARATION = re.compile(r"\s*+<\?xml[^>]*+\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.I)
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1[^>]*+>|\Z)", re.I | re.S)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|tr|table|blockquote|pre|br|hr|section|article|dt|dd|title)"
    r"\b[^>]*+>?",
    re.I,
)
_TAG = re.compile(r"<[/!?a-z][^>]*+>?", re.I)


def parse_html(text: str) -> Any:
    """The root element of a page, whatever it is; None if there is nothing in it.

    Or if it is deeper than libxml2 follows it (256 levels): what comes then would be lost.
    """
    parser = etree.HTMLParser(**_SETTINGS)
    try:
        root = etree.fromstring(clean(text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    limited = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if limited else root


def parse_xml(text: str) -> Any:
    """The root element of well-formed XML, else None.

    Names of characters are those of HTML; entities that the document declares stay as written.
    """
    # Blanks before a declaration are an error, and what encoding it names does not count here.
    text = _DECLARATION.sub(_line_ends, text, count=1) if _DECLARATION.match(text) else text
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, **_SETTINGS)
    try:
        return etree.fromstring(named_by_hand(text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def without_doctype(text: str) -> str:
    """A page without the entities that it may declare, all else on the lines where it was."""
    return _DOCTYPE.sub(_line_ends, text, count=1)


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def parse_page(text: str) -> Any:
    """The root of a chapter: as XML where it is that, so that `<a/>` ends there; else as HTML."""
    root = parse_xml(text)
    return parse_html(text) if root is None else root


def named_by_hand(text: str) -> str:
    """XML in which no entity is left but those that all XML knows."""
    return _ENTITY.sub(_by_hand, text)


def _by_hand(match: re.Match[str]) -> str:
    char = html5.get(match[1] or "")
    return char if char and char not in "&<" else "&amp;" + (match[1] or "")


def local_name(element: Any) -> str:
    """The lower-case name of an element without its name space; "" for what is none."""
    tag = getattr(element, "tag", None)
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def ancestors(element: Any) -> list[Any]:
    """The elements around `element`, the nearest first."""
    return list(element.iterancestors())


def hints(element: Any) -> str:
    """What an element says of its meaning: its classes, its role and its type in an EPUB."""
    return " ".join(
        value
        for name, value in element.items()
        if name in ("class", "role", "rel") or name.endswith("}type")
    )


def text_of(element: Any, limit: int = 1 << 20) -> str:
    """The text inside an element, up to a little over `limit` characters, not cleaned."""
    found, length = [], 0
    for piece in element.itertext():
        found.append(piece)
        length += len(piece)
        if length > limit:
            break
    return "".join(found)


def line_of(element: Any) -> str:
    """What can be seen of an element, safe to show, on one line; a picture by its description."""
    pieces = []
    events = etree.iterwalk(element, events=("start", "end"))
    for event, inner in events:
        tag = local_name(inner)
        if inner is not element and tag in ("br", "p", "div", "li"):
            pieces.append(" ")
        if event == "end":
            pieces.append((inner.tail or "") if inner is not element else "")
        elif inner is not element and tag in UNSEEN:
            events.skip_subtree()
        else:
            pieces.append((inner.get("alt") or "") if tag == "img" else inner.text or "")
    return clean_line(" ".join("".join(pieces).split()))


def holds_most(root: Any, text: str) -> bool:
    """Whether a tree has at least half of what stands between the tags of its `text`."""
    if root is None:
        return False
    kept = 0
    for element in root.iter():
        kept += _filled(element.text) if local_name(element) not in ("script", "style") else 0
        kept += _filled(element.tail)
    return 2 * kept >= _filled(between_tags(text))


def _filled(text: str | None) -> int:
    """Characters that are no white space."""
    return len("".join(text.split())) if text else 0


def between_tags(text: str) -> str:
    """The text between tags as it is written, a blank line for each tag that begins a block."""
    return _TAG.sub("", _BLOCK.sub("\n\n", _HIDDEN.sub("", text)))


def stripped(text: str) -> list[str]:
    """The paragraphs of a page of which the tags are taken away, in characters, not cleaned."""
    chunks = re.split(r"\n\n+", between_tags(text))
    return [line for chunk in chunks if (line := " ".join(unescape(chunk).split()))]
