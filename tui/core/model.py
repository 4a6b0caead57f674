"""The words of the project: documents and their blocks, annotations and their targets."""

from __future__ import annotations

import secrets
import time
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from tui.core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tui.core.documents.snapshot import Data

    Digest: TypeAlias = str | Callable[[], str]

Kind = Literal[
    "heading", "paragraph", "item", "code", "verse", "table", "image", "rule", "footnote"
]
Style = Literal["em", "strong", "code", "del", "sup", "sub", "link", "ref"]
Colour = Literal["yellow", "red", "green", "blue", "purple"]
Status = Literal["open", "done"]
AnchorState = Literal["exact", "moved", "fuzzy", "ambiguous", "orphan", "pinned"]

COLOURS: tuple[Colour, ...] = get_args(Colour)

Range = tuple[int, int, int]
"""Block index, first and last+1 character of its text."""

SURE = 0.8
"""The score from which on an edited paragraph is taken for the same without asking."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How a source is to be read: its shape and its encoding, None for what it is found to have."""

    shape: str | None = None
    encoding: str | None = None

    def __bool__(self) -> bool:
        return bool(self.shape or self.encoding)


AS_FOUND = Choice()


@dataclass(frozen=True, slots=True)
class Span:
    """An inline style over `text[start:end]`; `target` is the address of a link or footnote."""

    start: int
    end: int
    style: Style
    target: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document in reading order.

    `text` is safe to show; it holds newlines only in code, verse, tables and hard breaks. `level`
    is a heading's (1 to 6) or an item's depth (1 for the outermost). `marker` is an item's bullet
    or number, not part of the text. `rows` are a table's cells, the first row its head. `info` is a
    code block's language or an image's address. Lines are the source's, 1-based, inclusive, or None
    where only `Document.lines` knows them. `page`
    is the one of a PDF on which the block begins, from 1. `loc` tells in the words of the format
    where it begins: an XPath in a web page, a CFI in an EPUB, the paragraph of a DOCX.
    """

    kind: Kind
    text: str
    line_start: int | None = None
    line_end: int | None = None
    spans: tuple[Span, ...] = ()
    level: int = 0
    marker: str = ""
    quote_depth: int = 0
    info: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    page: int | None = None
    loc: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source read once.

    `blocks` may build a `Block` only when it is looked at, so index it rather than list it.
    `starts[i]` is where block i begins in the source, in units of `size` (bytes for text, else
    characters): what percentages and reading times are made of. `rules` and `headings` are the
    indexes of those blocks, ascending. `extractor` names the reader and its version: when it
    changes, the text may have changed though the file did not. While only the beginning of a long
    source is read, `estimate` is about how many numbered blocks it has, `size` is that of all of
    it, and `digest` is empty; else that is the sha256 of the source, or works it out. `raw` is the
    UTF-8 of a plain text or Markdown, in which `starts` are: what words a block has stand there as
    they are, unless one of `signs` is among them. `count_lines` is for `lines`.
    """

    path: Path
    format: str
    extractor: str
    title: str
    blocks: Sequence[Block]
    starts: Sequence[int]
    size: int
    digest: Digest
    shape: str | None = None
    encoding: str = "utf-8"
    byline: str | None = None
    rules: Sequence[int] = ()
    headings: Sequence[int] = ()
    estimate: int | None = None
    raw: Data | None = field(default=None, repr=False, compare=False)
    signs: tuple[bytes, ...] = ()
    count_lines: Callable[[int], tuple[int, int]] | None = field(
        default=None, repr=False, compare=False
    )

    @property
    def sha256(self) -> str:
        """The hash of the source, in hexadecimal; of a long text the first call takes a while."""
        return self.digest if isinstance(self.digest, str) else self.digest()

    def lines(self, index: int) -> tuple[int | None, int | None]:
        """The first and the last line of the source that block `index` is from, from 1, if known.

        In a text they are counted, up to there: that may take a while.
        """
        if self.count_lines:
            return self.count_lines(index)
        block = self.blocks[index]
        return block.line_start, block.line_end

    @property
    def cut(self) -> str:
        """How the text was cut into blocks."""
        return f"{self.extractor} {self.shape}" if self.shape else self.extractor

    @property
    def reading(self) -> str:
        """How the file was read; another reading of the same file has other blocks or words."""
        return self.cut if self.encoding == "utf-8" else f"{self.cut} {self.encoding}"

    @property
    def version(self) -> str:
        """What tells it from every other text, and from another reading of the same file."""
        return f"{self.sha256} {self.reading}"

    @property
    def paragraphs(self) -> int:
        """How many numbered blocks there are: all but rules."""
        return len(self.blocks) - len(self.rules)

    def number(self, index: int) -> int | None:
        """The paragraph number of block `index`, from 1; None for a rule."""
        before = bisect_left(self.rules, index)
        is_rule = before < len(self.rules) and self.rules[before] == index
        return None if is_rule else index + 1 - before

    def index(self, number: int) -> int:
        """The block with paragraph number `number`; raises `NotFound`."""
        if not 1 <= number <= self.paragraphs:
            raise NotFound(f"{self.path}: no paragraph {number}, there are {self.paragraphs}")
        index = number - 1
        while (gap := number - 1 + bisect_left(self.rules, index + 1)) != index:
            index = gap
        return index


@dataclass(frozen=True, slots=True)
class BlockRange:
    """The part of one block that a target touches: `text[start:end]`, in code points."""

    index: int
    fingerprint: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Selector:
    """Where an annotation belongs, described so that it can be found in a changed text.

    `exact`, `prefix` and `suffix` are a W3C TextQuoteSelector and never rewritten. `before` and
    `after` are the fingerprints of up to two neighbours on each side, nearest last and first.
    `position` (start, end) is in the canonical text, None where counting it would take long.
    `made_on` is the sha256 of the source and `reading` how it was cut into blocks. `now` is the
    latest re-anchoring, if any was stored; its place is a selector too, made on a later text. A
    note on the whole document has no blocks.
    """

    blocks: tuple[BlockRange, ...] = ()
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    position: tuple[int, int] | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    count: int = 0
    norm: int = 0
    section: tuple[str, ...] = ()
    made_on: str = ""
    reading: str = ""
    now: Resolution | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a selector was found in a later text, or what its reader decided there.

    `pinned` and `orphan` are decisions; any other state was found. `place` describes it on that
    text and has no blocks for an orphan. `refused` are the fingerprints of paragraphs that were
    offered and are not to be offered again. `extra` holds stored fields that Postil does not model.
    """

    state: AnchorState
    place: Selector
    score: float = 1.0
    refused: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a reader adds to a place: tags, a note, a colour, a status, a star.

    Times are RFC 3339 in UTC with milliseconds. `conflicts` are texts of the note that were written
    elsewhere at the same time as `note`. `extra` holds stored fields that Postil does not model;
    they are written back unchanged.
    """

    id: int
    created: str
    modified: str
    target: Selector
    tags: tuple[str, ...] = ()
    note: str = ""
    colour: str | None = None
    style: str | None = None
    status: str | None = None
    starred: bool = False
    conflicts: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def texts(self) -> str:
        """The note, and behind blank lines what was written elsewhere at the same time."""
        return "\n\n".join(filter(None, (self.note, *self.conflicts)))

    @property
    def is_empty(self) -> bool:
        """Nothing left that a reader put there."""
        return not (self.tags or self.note or self.colour or self.status or self.starred)

    def revised(self, **fields: Any) -> Annotation:
        """A copy with `fields` changed and `modified` set to now."""
        return replace(self, modified=timestamp(), **fields)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a selector may mean, and how likely that is (0 to 1)."""

    ranges: tuple[Range, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """A selector resolved in today's text: the blocks it touches, and how sure that is (0 to 1).

    `ranges` is empty for an orphan, for an ambiguous target and for a note on the document. What is
    uncertain has `candidates`, the likeliest first; where it is attached meanwhile is one of them.
    `near` is the block where an orphan stood, `settled` says that its reader made it one.
    """

    state: AnchorState
    ranges: tuple[Range, ...] = ()
    score: float = 1.0
    candidates: tuple[Candidate, ...] = ()
    near: int = 0
    settled: bool = False

    @property
    def is_uncertain(self) -> bool:
        """Whether its reader should look at it."""
        if self.state == "fuzzy":
            return self.score < SURE
        return self.state in ("ambiguous", "orphan") and not self.settled

    @property
    def block(self) -> int:
        """The block to show it at: its own, the likeliest, or where it stood."""
        ranges = self.ranges or (self.candidates[0].ranges if self.candidates else ())
        return ranges[0][0] if ranges else self.near


def timestamp(ago: timedelta = timedelta()) -> str:
    """The present moment, or one some time ago, as RFC 3339 in UTC with milliseconds."""
    return (datetime.now(UTC) - ago).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> int:
    """A UUID version 7 as an integer: unique between machines, sorted by time of creation.

    The 12 bits behind the milliseconds hold their fraction (RFC 9562, 6.2, method 3), so that
    annotations made in one go sort too.
    """
    millis, fraction = divmod(time.time_ns(), 1_000_000)
    return (
        millis << 80
        | 7 << 76
        | (fraction * 4096 // 1_000_000) << 64
        | 2 << 62
        | secrets.randbits(62)
    )
