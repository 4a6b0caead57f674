"""Title, author and date of a web page, from what it says of itself."""

from __future__ import annotations

import json
import re
from typing import Any

from tui.core.documents.markup import line_of, local_name

_TITLES = ("og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title")
_AUTHORS = ("author", "article:author", "citation_author", "dc.creator", "byl", "parsely-author")
_DATES = (
    *("article:published_time", "datepublished", "citation_publication_date", "dc.date"),
    *("parsely-pub-date", "pubdate", "date", "dcterms.created", "dc.date.issued"),
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BY = re.compile(r"\s*(?:written |posted |words )?by:?\s+", re.I)
_SIGNED = re.compile(r"[Bb][Yy] (?=[^\W\d_a-z])(?:[\w.’'-]+ ){1,3}[\w.’'-]+")
_BEHIND = re.compile(r"\s*(?:[|»·•–—]|\s-\s|\bon\s|,?\s\d).*")
"""What follows a name that stands in a line with it: mostly a date."""

_PARTED = re.compile(r"\s+[|–—·»:/\\-]\s+")
_SITED = re.compile(r"\s+[|–—·»/\\-]\s+|:\s+")
_SHOWN = ("{*}b", "{*}strong", "{*}font", "{*}big", "{*}h2", "{*}h3", "{*}center")
"""Elements in which old pages show what they are called."""

MAX_BYLINE = 100


def title_of(root: Any) -> str:
    """The title of a page without the name of its site; "" if it has none."""
    linked = _linked(root)
    told = _first(_told(root), _TITLES) or str(linked.get("headline") or linked.get("name") or "")
    if told:
        return told
    title = _line(next(root.iter("{*}title"), None))
    headings = [_line(heading) for heading in root.iter("{*}h1")]
    first = next((heading for heading in headings if heading and title.startswith(heading)), "")
    if first or (len(headings) == 1 and headings[0]):
        return first or headings[0]
    parts = [part for part in _PARTED.split(title) if len(part.split()) > 2]
    return _shown(root, title) or (parts[0] if parts else title)


def _shown(root: Any, title: str) -> str:
    """The part of a title that the page shows by itself; "" if it does not show one."""
    parts = {part for part in _SITED.split(title) if len(part.split()) > 1} - {title}
    if not parts:
        return ""
    return next((line for e in root.iter(*_SHOWN) if (line := _line(e)) in parts), "")


def byline_of(root: Any) -> str:
    """Author and day, with a dot between; "" if neither is told."""
    told, linked = _told(root), _linked(root)
    author = _first(told, _AUTHORS) or _author(linked.get("author")) or _credited(root)
    date = _first(told, _DATES) or str(linked.get("datePublished") or "") or _dated(root)
    author = _BY.sub("", author, count=1)
    day = _DAY.search(date)
    return " · ".join(filter(None, (author[:MAX_BYLINE], day[0] if day else date[:40])))


def _told(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("{*}meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = " ".join((meta.get("content") or "").split())
        if content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked(root: Any) -> dict[str, Any]:
    """The JSON-LD of the page that speaks of an article, or of a recipe, which has a name."""
    named: dict[str, Any] = {}
    for script in root.iter("{*}script"):
        if script.get("type") != "application/ld+json" or not script.text:
            continue
        try:
            found = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        graph = found.get("@graph", found) if isinstance(found, dict) else found
        for item in graph if isinstance(graph, list) else [graph]:
            if isinstance(item, dict) and item.get("headline"):
                return item
            if isinstance(item, dict) and item.get("@type") == "Recipe":
                named = item
    return named


def _author(told: Any) -> str:
    people = told if isinstance(told, list) else [told]
    names = [one.get("name") if isinstance(one, dict) else one for one in people]
    return ", ".join(name for name in names if isinstance(name, str))


def _credited(root: Any) -> str:
    """Who is marked as the author, or else named in a line that says no more than that."""
    signed = ""
    for element in root.iter():
        named = element.get("rel") == "author" or element.get("itemprop") == "author"
        classes = (element.get("class") or "")[:200].lower().split()
        if named or "byline" in classes or "author" in classes:
            line = _BEHIND.sub("", _line(element))
            if line and len(line) < MAX_BYLINE:
                return line
        written = " ".join((element.text or "")[:MAX_BYLINE].split())
        if not signed and len(element) == 0 and _SIGNED.fullmatch(written):
            signed = written
    return signed


def _dated(root: Any) -> str:
    times = (element.get("datetime") or "" for element in root.iter("{*}time"))
    return next((time for time in times if _DAY.search(time)), "")


def _first(told: dict[str, str], names: tuple[str, ...]) -> str:
    """What is told under one of `names`, an address of a profile aside."""
    values = (told.get(name, "") for name in names)
    return next((value for value in values if value and not value.startswith("http")), "")


def _line(element: Any) -> str:
    if element is None or not local_name(element):
        return ""
    # Documentation has a sign behind each heading that links to it.
    return line_of(element)[:1000].strip("¶§# ")
