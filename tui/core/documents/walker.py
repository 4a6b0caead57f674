"""From a tree of HTML to a flat run of blocks, without recursion."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lxml import etree

from tui.core.documents.chunks import RULE
from tui.core.documents.crosslinks import linked_within, resolve
from tui.core.documents.footnotes import Footnotes, names_of
from tui.core.documents.grid import is_grid, rows_of
from tui.core.documents.markup import UNSEEN, hints, local_name, text_of
from tui.core.documents.parts import ListLevel
from tui.core.documents.spans import StyledText
from tui.core.documents.tables import aligned
from tui.core.documents.trails import Trail
from tui.core.model import Block
from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from tui.core.model import Kind, Span, Style

_NAMES = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol option p
pre section summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_NAMES.split())
_STYLES: dict[str, Style] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
    "sup": "sup",
    "sub": "sub",
}
_BLANKS = re.compile("[ \t\n\r\f␉␊␌␍]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHROME = re.compile(
    r"\b(?:mw-editsection|headerlink|anchor-?js-link|sr-only|visually-hidden|screen-reader-text)\b"
)
"""Classes of what serves those who edit or listen to a page."""

_LANGUAGE = re.compile(r"\b(?:language|lang|highlight-source|brush:)[-\s]?([\w+#-]+)", re.I)
_VERSE = re.compile(r"\b(?:verse|poem|poetry|stanza|lyrics|line-?group)\b", re.I)
_STANZA = re.compile(r"\b(?:stanza|line-?group)\b", re.I)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SIGNS = ("§", "¶", "#", "🔗")
"""What links a heading to itself."""

MAX_ADDRESS = 2000
MAX_LEVEL = 8
"""Lists and quotes that are deeper than this are shown no deeper."""


def blocks_of(root: Any) -> list[Block]:
    """The blocks below `root`, a page of its own, in reading order."""
    notes = Footnotes(resolve)
    notes.learn(root)
    walker = walk(root, notes)
    return linked_within(walker.blocks, walker.places)


def unplaced(block: Block) -> Block:
    """A block that was made of another tree than its source's: where it stood is not known."""
    return replace(block, loc="", line_start=None)


def walk(root: Any, notes: Footnotes, page: str = "", base: str = "") -> Walker:
    """A walker that has gone through `root`; `page` is the name by which `notes` know it.

    `base` is where in a book it is.
    """
    walker = Walker(notes, Trail(root, base), page)
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "end":
            walker.end(element)
        elif walker.start(element):
            events.skip_subtree()
    walker.flush()
    return walker


class Walker:
    """What a text is inside of, from tag to tag, and the `blocks` found so far.

    `places` are the indexes of the blocks at which what has a name begins, by `page#name`; the page
    itself begins at `page#`.
    """

    def __init__(self, notes: Footnotes, trail: Trail, page: str = "") -> None:
        self.blocks: list[Block] = []
        self.places: dict[str, int] = {f"{page}#": 0}
        self._notes, self._trail, self._page = notes, trail, page
        self._place: tuple[str, int | None] | None = None
        self._text = StyledText()
        self._styles: list[tuple[Style, str]] = []
        self._lists: list[ListLevel] = []
        self._marker = ""
        self._quotes = self._pre = 0
        self._heading = 0
        self._info = ""
        self._note: list[tuple[Any, str]] = []
        self._poems: list[tuple[Any, bool]] = []
        self._note_here = ""
        self._noted: set[str] = set()
        self._pictures: list[tuple[str, str]] = []
        self._skipped: Any = None

    def start(self, element: Any) -> bool:
        """Enter an element; returns whether what is inside is to be passed over."""
        self._trail.enter(element)
        tag = local_name(element)
        if self._is_unseen(element, tag):
            self._skipped = element
            return True
        if tag in _BLOCKS:
            self._part(element)
        self._meet_note(element, tag)
        style = _STYLES.get(tag)
        if style:
            self._open(style)
        handler = getattr(self, f"_start_{tag}", None)
        if handler and handler(element):
            self._skipped = element
            return True
        self._add(element.text)
        return False

    def end(self, element: Any) -> None:
        """Leave an element, and go on with the text behind it."""
        tag = local_name(element)
        if self._skipped is element:
            self._skipped = None
        else:
            handler = getattr(self, f"_end_{tag}", None)
            if tag in _BLOCKS:
                self._part()
            if handler:
                handler(element)
            if tag in _STYLES:
                self._close()
        for stack in (self._note, self._poems):
            if stack and stack[-1][0] is element:
                stack.pop()
        self._trail.leave()
        self._add(element.tail)

    def flush(self) -> None:
        """End the block that is being put together."""
        text, spans = self._text.trimmed()
        pictures, self._pictures = self._pictures, []
        if text.strip():
            self._emit(text, spans, pictures)
        self._note_here = ""
        self._place = None
        self._text = StyledText()
        for style, target in self._styles:
            self._text.open(style, target)

    def _part(self, element: Any = None) -> None:
        """A block begins or ends: another block, or within a stanza another line."""
        if self._poems and self._poems[-1][1]:
            self._text.new_line()
        else:
            self.flush()
        told = hints(element) if element is not None else ""
        if _VERSE.search(told):
            self.flush()
            self._poems.append((element, bool(_STANZA.search(told))))

    def _is_unseen(self, element: Any, tag: str) -> bool:
        if not tag or tag in UNSEEN or element.get("hidden") is not None:
            return True
        style, named = element.get("style"), element.get("class")
        hidden = style and _HIDDEN.search(style[:2000])
        return bool(hidden or (named and _CHROME.search(named[:2000])))

    def _meet_note(self, element: Any, tag: str) -> None:
        for name in names_of(element):
            self.places.setdefault(f"{self._page}#{name}", len(self.blocks))
        label = self._notes.note(element, self._page)
        if label and tag in _BLOCKS:
            self._note.append((element, label))
        elif label and not self._notes.mark(element):
            self._note_here = label

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self._place and not text.isspace():
            self._place = self._trail.place(_BLOCKS)
        if self._pre:
            self._text.add(text)
            return
        text = _BLANKS.sub(" ", text)
        self._text.add(text.lstrip(" ") if self._text.last in ("", " ", "\n") else text)

    def _open(self, style: Style, target: str = "") -> None:
        self._styles.append((style, target))
        self._text.open(style, target)

    def _close(self) -> None:
        if self._styles:
            self._styles.pop()
            self._text.close()

    def _emit(self, text: str, spans: tuple[Span, ...], pictures: list[tuple[str, str]]) -> None:
        note = self._note_here or (self._note[-1][1] if self._note else "")
        if self._pre:
            self._code(text)
        elif len(pictures) == 1 and text == clean(pictures[0][0]):
            self._block("image", text, info=pictures[0][1])
        elif self._heading and not note:
            self._block("heading", text.replace("\n", " "), spans, level=self._heading)
        elif note:
            # What follows in the same note goes on without a mark.
            marker = "" if note in self._noted else clean_line(note)
            self._noted.add(note)
            self._block("footnote", text, spans, marker=marker)
        elif self._lists:
            level = min(len(self._lists), MAX_LEVEL)
            self._block("item", text, spans, level=level, marker=self._marker)
            self._marker = ""
        elif RULE.fullmatch(text):
            self._block("rule", "")
        else:
            self._block("verse" if self._is_verse(text) else "paragraph", text, spans)

    def _code(self, text: str) -> None:
        if self._poems:
            self._block("verse", text.strip("\n"))
        else:
            self._block("code", text.expandtabs(4).strip("\n"), info=self._info)

    def _is_verse(self, text: str) -> bool:
        lines = text.split("\n")
        return bool(self._poems) or (len(lines) > 3 and max(map(len, lines)) < 60)

    def _block(self, kind: Kind, text: str, spans: tuple[Span, ...] = (), **fields: Any) -> None:
        depth = min(self._quotes, MAX_LEVEL)
        loc, line = self._place or self._trail.place(_BLOCKS)
        self.blocks.append(
            Block(kind, text, line, spans=spans, quote_depth=depth, loc=loc, **fields)
        )

    def _start_heading(self, element: Any) -> None:
        self._heading = int(local_name(element)[1])

    def _end_heading(self, _: Any) -> None:
        self._heading = 0

    _start_h1 = _start_h2 = _start_h3 = _start_h4 = _start_h5 = _start_h6 = _start_heading
    _end_h1 = _end_h2 = _end_h3 = _end_h4 = _end_h5 = _end_h6 = _end_heading

    def _start_ul(self, _: Any) -> None:
        self._lists.append(ListLevel(None))

    def _start_ol(self, element: Any) -> None:
        reverse = element.get("reversed") is not None
        first = _number(element.get("start"), sum(1 for _ in element) if reverse else 1)
        self._lists.append(ListLevel(first, step=-1 if reverse else 1))

    def _end_list(self, _: Any) -> None:
        self._lists.pop()
        self._marker = ""

    _start_menu = _start_dir = _start_ul
    _end_ul = _end_ol = _end_menu = _end_dir = _end_list

    def _start_li(self, element: Any) -> None:
        if not self._lists:
            self._marker = ""
            return
        here = self._lists[-1]
        if here.number is not None:
            here.number = _number(element.get("value"), here.number)
        number, self._marker = here.number, here.next_marker(min(len(self._lists), MAX_LEVEL))
        kind = (element.getparent().get("type") or "") if number else ""
        if kind in ("a", "A") and number and 0 < number <= 26:
            letter = _LETTERS[number - 1]
            self._marker = f"{letter.upper() if kind == 'A' else letter}."

    def _end_li(self, _: Any) -> None:
        self._marker = ""

    def _start_dd(self, _: Any) -> None:
        self._lists.append(ListLevel(None))
        self._marker = ""

    def _end_dd(self, _: Any) -> None:
        self._end_list(_)

    def _start_blockquote(self, _: Any) -> None:
        self._quotes += 1

    def _end_blockquote(self, _: Any) -> None:
        self._quotes -= 1

    def _start_pre(self, element: Any) -> None:
        inner = next(iter(element), None)
        told = hints(element) + (" " + hints(inner) if inner is not None else "")
        language = _LANGUAGE.search(told)
        self._info = clean_line(language[1]) if language else ""
        self._pre += 1

    def _end_pre(self, _: Any) -> None:
        self._pre -= 1

    def _start_hr(self, _: Any) -> None:
        self._block("rule", "")

    def _start_br(self, _: Any) -> None:
        if self._text.last == "\n" and not self._pre:
            # Two of them are how old pages part paragraphs.
            self.flush()
        else:
            self._text.new_line()

    def _start_q(self, _: Any) -> None:
        self._add("“")

    def _end_q(self, _: Any) -> None:
        self._add("”")

    def _start_rt(self, _: Any) -> None:
        self._add("(")

    def _end_rt(self, _: Any) -> None:
        self._add(")")

    def _start_math(self, element: Any) -> bool:
        alt = element.get("alttext")
        self._add(alt)
        return bool(alt)

    def _start_table(self, element: Any) -> bool:
        if not is_grid(element):
            return False
        caption, rows = rows_of(element)
        if caption:
            self._block("paragraph", caption)
        if rows:
            self._block("table", aligned(rows), rows=rows)
        return True

    def _start_img(self, element: Any) -> None:
        alt = " ".join((element.get("alt") or element.get("title") or "").split())
        source = element.get("src") or ""
        if alt:
            address = "" if source[:5].lower() == "data:" else source[:MAX_ADDRESS]
            self._pictures.append((alt, clean_line(address)))
            self._add(alt)

    def _start_a(self, element: Any) -> bool:
        if self._notes.leads_back(element):
            return True
        if self._heading and text_of(element, 4).strip() in _SIGNS:
            return True
        label = self._notes.mark(element)
        if label:
            self._text.styled(f"[{label}]", "ref", label)
            return True
        address = (element.get("href") or "").strip()[:MAX_ADDRESS]
        if address:
            self._open("link", self._notes.place(self._page, address) or address)
        return False

    def _end_a(self, element: Any) -> None:
        if (element.get("href") or "").strip():
            self._close()


def _number(value: str | None, otherwise: int) -> int:
    value = (value or "").strip()
    return int(value) if re.fullmatch(r"-?\d{1,6}", value) else otherwise
