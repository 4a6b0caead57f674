"""Footnotes of a web page or book: which links are marks of notes, and where the notes are."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from tui.core.documents.markup import ancestors, hints, local_name, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_MARK = 12
_MARK = re.compile(
    r"[\[(]?\s*(?:note\s*)?(\d{1,4}|[*†‡§¶‖#]{1,4}|[a-z]|[ivxlc]{1,6})\s*[\])]?", re.I
)
_HINT = re.compile(r"\b(?:doc-)?note-?ref\b|footnote|endnote|\bfn\b", re.I)
_ADDRESS = re.compile(r"(?:foot|end|cite_)note|^_?(?:fn|ftn|edn|en|note|n)[-_:.]?\d", re.I)
_BACK = re.compile(r"back-?(?:link|ref)|mw-cite-backlink|reversefootnote", re.I)
_ARROWS = re.compile(r"[\s↩↑⤴⏎^︎️\[\]←]+")
_NO_NOTE = frozenset(
    {"body", "html", "section", "article", "main", *(f"h{n}" for n in range(1, 7))}
)


class Footnotes:
    """What the marks and notes of one or several pages are called.

    `resolve(page, href)` is the place that a link leads to, `page#id`, or None.
    """

    def __init__(self, resolve: Callable[[str, str], str | None]) -> None:
        self._resolve = resolve
        self._labels: dict[str, str] = {}
        self._taken: Counter[str] = Counter()
        self._sources: set[str] = set()
        # Elements are kept: lxml makes others of the same when nobody holds them.
        self._marks: dict[Any, str] = {}
        self._back: dict[Any, None] = {}

    def learn(self, root: Any, page: str = "") -> None:
        """Find the marks and notes of a page; pages come in reading order."""
        for link in root.iter("{*}a"):
            target = self._resolve(page, link.get("href") or "")
            if target is None:
                continue
            if target in self._sources or self._is_back(link, page):
                self._back[link] = None
            elif label := _mark(link, target):
                self._marks[link] = self._label(target, label)
                self._sources.update(f"{page}#{name}" for name in names_of(link, up=2))

    def place(self, page: str, href: str) -> str | None:
        """The place in these pages that a link leads to, `page#id`, or None."""
        return self._resolve(page, href)

    def mark(self, link: Any) -> str:
        """The label of the note that `link` is a mark of, "" if it is none."""
        return self._marks.get(link, "")

    def leads_back(self, link: Any) -> bool:
        """Whether `link` only leads from a note to its mark."""
        return link in self._back

    def note(self, element: Any, page: str = "") -> str:
        """The label of the note that `element` is, "" if it is none."""
        if local_name(element) in _NO_NOTE:
            return ""
        for name in names_of(element):
            if label := self._labels.get(f"{page}#{name}"):
                return label
        return ""

    def _is_back(self, link: Any, page: str) -> bool:
        if _BACK.search(hints(link)) or _ARROWS.fullmatch(text_of(link, MAX_MARK)):
            return True
        within = ancestors(link)
        return any(
            f"{page}#{name}" in self._labels for e in (link, *within) for name in names_of(e)
        )

    def _label(self, target: str, wanted: str) -> str:
        if target not in self._labels:
            self._taken[wanted] += 1
            count = self._taken[wanted]
            dash = "-" if wanted.isalnum() else ""
            self._labels[target] = wanted if count == 1 else f"{wanted}{dash}{count}"
        return self._labels[target]


def _mark(link: Any, target: str) -> str:
    """What stands at a mark of a note; "" for a link that is none."""
    text = text_of(link, MAX_MARK)
    found = _MARK.fullmatch(text.strip())
    if not found:
        return ""
    parent = link.getparent()
    raised = "sup" in (local_name(parent), *map(local_name, link))
    told = _HINT.search(hints(link)) or _ADDRESS.search(target.partition("#")[2])
    return found[1] if raised or told or text.strip()[0] == "[" else ""


def names_of(element: Any, up: int = 1) -> list[str]:
    """The names by which links know an element, or one of those just around it."""
    found = []
    for _ in range(up):
        if element is None:
            break
        found += [name for name in (element.get("id"), element.get("name")) if name]
        element = element.getparent()
    return found
