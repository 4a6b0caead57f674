"""An EPUB as a document: its chapters in the order of the spine, walked like web pages."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tui.core.documents.archive import Archive, TooLarge, inside
from tui.core.documents.assembled import assemble
from tui.core.documents.crosslinks import linked_within
from tui.core.documents.footnotes import Footnotes
from tui.core.documents.markup import holds_most, local_name, parse_page, stripped, text_of
from tui.core.documents.markup import without_doctype as undeclared
from tui.core.documents.source import File, as_text
from tui.core.documents.walker import walk
from tui.core.documents.webpage import declared_in
from tui.core.errors import UnreadableDocument, WrongUsage
from tui.core.model import Block
from tui.core.text import clean, clean_line
from tui.core.work import step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.model import Document

EXTRACTOR = "epub/2"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""What hides the fonts of a book, not its text."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book, by its path in the archive."""

    path: str | None
    media: str
    properties: str
    fallback: str


def open_epub(file: File, shape: str | None) -> Document:
    """The document of an EPUB; raises `UnreadableDocument`."""
    if shape is not None:
        raise WrongUsage("a book has no shapes to choose from")
    book = Book(file)
    blocks = book.blocks()
    return assemble(file, EXTRACTOR, blocks, title=book.title, byline=book.byline)


class Book:
    """The parts of a book that are read: package, contents and chapters."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._archive = Archive(file)
        path = self._package_path()
        package = self._tree(path)
        if package is None:
            raise UnreadableDocument(file.path, f"{path}: not understood, a damaged book")
        folder = posixpath.dirname(path)
        self._items = dict(_items(package, folder))
        self._spine = [item.get("idref") or "" for item in package.iter("{*}itemref")]
        # Where the spine is in the package, as a step of a CFI.
        self._step = next(
            (2 * at for at, e in enumerate(package, 1) if local_name(e) == "spine"), 6
        )
        self._ncx = next((spine.get("toc") for spine in package.iter("{*}spine")), None)
        told = {tag: _lines(package, tag) for tag in ("title", "creator", "date")}
        self.title = next(iter(told["title"]), "")
        authors, date = ", ".join(told["creator"][:5]), "".join(told["date"][:1])[:10]
        self.byline = " · ".join(filter(None, (authors, date)))

    def blocks(self) -> list[Block]:
        """All blocks; raises `UnreadableDocument` if no chapter can be read."""
        protected = self._protected()
        chapters: dict[str, Any] = {}
        problem: UnreadableDocument | None = None
        paths = [path for path, _ in self._chapters()]
        for at, path in enumerate(paths):
            # Afterwards each of them is gone through once more.
            step(at, 2 * len(paths))
            if path in protected:
                problem = UnreadableDocument(self._file.path, "protected against being read (DRM)")
            try:
                chapters[path] = problem if path in protected else self._chapter(path)
            except TooLarge:
                raise
            except UnreadableDocument as error:
                chapters[path] = problem = error
        if problem and all(isinstance(part, UnreadableDocument) for part in chapters.values()):
            raise problem
        return self._walked(chapters)

    def _walked(self, chapters: dict[str, Any]) -> list[Block]:
        notes = Footnotes(self._resolve)
        for path, part in chapters.items():
            if not isinstance(part, list | UnreadableDocument):
                notes.learn(part, path)
        titles = self._titles()
        found: list[Block] = []
        places: dict[str, int] = {}
        bases = dict(self._chapters())
        for at, (path, part) in enumerate(chapters.items()):
            step(len(chapters) + at, 2 * len(chapters))
            blocks, here = _read(part, notes, path, bases[path])
            if path in titles and not any(block.kind == "heading" for block in blocks):
                loc = f"epubcfi({bases[path]}!)"
                blocks.insert(0, Block("heading", titles[path], level=1, loc=loc))
            places |= {name: len(found) + at for name, at in here.items()}
            found += blocks
        return linked_within(found, places)

    def _chapter(self, path: str) -> Any:
        """The tree of a chapter, or its paragraphs where there is more in it than in its tree."""
        text = undeclared(self._text(path))
        root = parse_page(text)
        return root if holds_most(root, text) else stripped(text)

    def _chapters(self) -> Iterator[tuple[str, str]]:
        """The paths of the chapters in reading order, each once, and where the spine has them."""
        seen: set[str] = set()
        for at, name in enumerate(self._spine, 1):
            item = self._readable(name)
            if item and item.path and item.path not in seen and "nav" not in item.properties:
                seen.add(item.path)
                yield item.path, f"/{self._step}/{2 * at}"

    def _readable(self, name: str) -> Item | None:
        """The item of that name, or what the book offers in its place for those who only read."""
        tried: set[str] = set()
        item = self._items.get(name)
        while item and "html" not in item.media and item.fallback not in tried:
            tried.add(item.fallback)
            item = self._items.get(item.fallback)
        return item if item and "html" in item.media else None

    def _package_path(self) -> str:
        container = self._tree("META-INF/container.xml")
        roots = [] if container is None else list(container.iter("{*}rootfile"))
        path = inside("", roots[0].get("full-path") or "") if roots else None
        if path is None or path not in self._archive.names:
            raise UnreadableDocument(self._file.path, "names no package, a damaged book")
        return path

    def _protected(self) -> set[str]:
        name = "META-INF/encryption.xml"
        tree = self._tree(name) if name in self._archive.names else None
        found: set[str] = set()
        for data in () if tree is None else tree.iter("{*}EncryptedData"):
            methods = [method.get("Algorithm") for method in data.iter("{*}EncryptionMethod")]
            if not any(method in _FONTS for method in methods):
                found |= {unquote(r.get("URI") or "") for r in data.iter("{*}CipherReference")}
        return found

    def _titles(self) -> dict[str, str]:
        """What the contents call each chapter."""
        found: dict[str, str] = {}
        for item in self._items.values():
            if item.path and "nav" in item.properties.split():
                for link in self._links(item.path, "{*}a"):
                    found.setdefault(*link)
        ncx = self._items.get(self._ncx or "")
        if not found and ncx and ncx.path:
            for link in self._links(ncx.path, "{*}navPoint"):
                found.setdefault(*link)
        return found

    def _links(self, path: str, tag: str) -> Iterator[tuple[str, str]]:
        try:
            tree = self._tree(path)
        except UnreadableDocument:
            return
        for element in () if tree is None else tree.iter(tag):
            content = next(element.iter("{*}content"), None)
            source = element.get("href") if content is None else content.get("src")
            label = next(element.iter("{*}text"), element)
            place = self._resolve(path, source or "")
            title = clean_line(" ".join(text_of(label, 1000).split()))
            if place and title:
                yield place.partition("#")[0], title

    def _resolve(self, page: str, href: str) -> str | None:
        path, _, name = href.partition("#")
        found = inside(posixpath.dirname(page), unquote(path)) if path else page
        return f"{found}#{unquote(name)}" if found in self._archive.names else None

    def _tree(self, path: str) -> Any:
        return parse_page(undeclared(self._text(path)))

    def _text(self, path: str) -> str:
        data = self._archive.read(path)
        try:
            source = as_text(replace(self._file, data=data), declared_in(data))
        except UnreadableDocument as error:
            raise UnreadableDocument(error.path, f"{path}: {error.reason}") from error
        return source.text


def _read(part: Any, notes: Footnotes, path: str, base: str) -> tuple[list[Block], dict[str, int]]:
    """The blocks of a chapter, which is at `base` in the book, and where in them its names are."""
    loc = f"epubcfi({base}!)"
    if isinstance(part, UnreadableDocument):
        return [Block("paragraph", f"[{part.reason}]", loc=loc)], {}
    if isinstance(part, list):
        return [Block("paragraph", clean(line), loc=loc) for line in part], {}
    walker = walk(part, notes, path, base)
    return walker.blocks, walker.places


def _items(package: Any, folder: str) -> Iterator[tuple[str, Item]]:
    for item in package.iter("{*}item"):
        path = inside(folder, unquote(item.get("href") or ""))
        yield (
            item.get("id") or "",
            Item(
                path,
                item.get("media-type") or "",
                item.get("properties") or "",
                item.get("fallback") or "",
            ),
        )


def _lines(package: Any, tag: str) -> list[str]:
    found = (" ".join(text_of(e, 2000).split()) for e in package.iter() if local_name(e) == tag)
    return [line for line in found if line]
