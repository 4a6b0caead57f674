"""The one row below the text: the place, what happened last, and the keys that matter here."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len

from tui.core.reading import duration
from tui.core.text import clean_line
from tui.ui.render.cells import Piece, cut, cut_pieces, size
from tui.ui.render.strips import strip_of
from tui.ui.widgets.key_strip import KeyStrip, Pairs
from tui.ui.widgets.parts import Bare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.style import Style
    from textual.strip import Strip

GAP = 3
BETWEEN = 2
"""Cells between two hints."""
MOST_HINTS = 5
REMEMBERED = 20
"""Messages that can be read again."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message and the time of day at which it was said."""

    text: str
    error: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """All that the row says; `place` is in the order in which its parts matter.

    `rest` is the key that shows a message whole. While something is `asked` in the left half of the
    row, the right half has what happens.
    """

    title: str = ""
    place: tuple[str, ...] = ()
    message: str = ""
    error: bool = False
    selection: str = ""
    pending: str = ""
    following: Pairs = ()
    saving: str = ""
    hints: Pairs = ()
    selecting: Pairs = ()
    rest: str = ""
    asked: bool = False


class StatusLine(Bare):
    """Repaints once for every change of what it says, and not at all without one.

    It is `-speaking` while it says more than the place.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    StatusLine {
        width: 1fr; height: 1; background: $background;
        & > .status-line--text { color: $foreground; }
        & > .status-line--place { color: $text-muted; }
        & > .status-line--message { color: $foreground; }
        & > .status-line--error { color: $error; text-style: bold; }
        & > .status-line--key { color: $primary; text-style: bold; }
        & > .status-line--hint { color: $text-muted; }
        &:ansi > .status-line--place, &:ansi > .status-line--hint { text-style: dim; }
    }
    """

    def __init__(self, clock: Callable[[], datetime] = datetime.now) -> None:
        super().__init__()
        self.strip = KeyStrip()
        self.said: deque[Said] = deque(maxlen=REMEMBERED)
        self._clock = clock
        self._status = Status()
        self._styles: dict[str, Style] = {}

    @property
    def message(self) -> str:
        """The last thing that happened."""
        return self._status.message

    def place(
        self,
        title: str,
        number: int,
        total: int,
        percent: int,
        minutes: int,
        part: str = "",
        *,
        about: bool = False,
    ) -> None:
        """Where the reader is: paragraph `number` of `total`, with `minutes` to the end.

        `part` says what of the text is shown, "" for all; `about` that `total` is a guess.
        """
        of_all = f"¶ {number}/{'~' if about else ''}{total}"
        parts = [*filter(None, [of_all, clean_line(part), f"{percent} %"])] if total else []
        parts += [f"{duration(minutes)} left"] if total and minutes else []
        self._change(title=clean_line(title), place=tuple(parts))

    def say(self, text: str, error: bool = False) -> None:
        """The last thing that happened; "" clears it."""
        self._hear(text, error)
        self._change(message=clean_line(text), error=error)

    def progress(self, text: str) -> None:
        """How far something is; the next message takes its place, and it is not read again."""
        self._change(message=clean_line(text), error=False)

    def settle(self) -> None:
        """Say nothing but the place."""
        self._change(message="", error=False, selection="", pending="", following=(), saving="")

    def selecting(self, text: str) -> None:
        """What is selected, "" for nothing; it stands where a message does, while there is none."""
        self._change(selection=clean_line(text))

    def pending(self, text: str, continuations: Sequence[tuple[str, str]] = ()) -> None:
        """Keys typed of a longer sequence, and those that may follow; hides the message.

        What may follow stands in the strip above where this row has no room for all of it.
        """
        if not text and not self._status.pending:
            return
        following = tuple(continuations)
        status = replace(self._status, pending=text, following=following)
        fits = _fits(status, self.size.width)
        self.strip.show(() if fits else following)
        self._change(pending=text, following=following if fits else ())

    def asked(self, is_asked: bool) -> None:
        """Whether a line of input covers the left half."""
        self._change(asked=is_asked)

    def saving(self, text: str) -> None:
        """What keeps notes from being saved, until it is cleared with ""."""
        self._hear(text, True)
        self._change(saving=clean_line(text))

    def hints(
        self,
        hints: Sequence[tuple[str, str]],
        rest: str = "",
        selecting: Sequence[tuple[str, str]] = (),
    ) -> None:
        """The keys that matter here, at most five, the most important first.

        `rest` shows all of a message; `selecting` are those while something is selected.
        """
        self._change(hints=tuple(hints[:MOST_HINTS]), rest=rest, selecting=tuple(selecting))

    def render_line(self, y: int) -> Strip:
        """The row."""
        width = self.size.width
        pieces = arrange(self._status, width) if y == 0 else []
        return self.finished(strip_of(pieces, width, self._style), width)

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._styles.clear()

    def _hear(self, text: str, error: bool) -> None:
        text = clean_line(text) if text else ""
        if text:
            one = Said(text, error, self._clock())
            # The same again is the same message, said later.
            if self.said and (self.said[0].text, self.said[0].error) == (one.text, error):
                self.said.popleft()
            self.said.appendleft(one)

    def _change(self, **fields: Any) -> None:
        before = self._status
        if any(getattr(before, name) != value for name, value in fields.items()):
            status = self._status = replace(before, **fields)
            said = status.message or status.selection or status.pending or status.saving
            self.set_class(bool(said), "-speaking")
            self.refresh()

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"status-line--{name}")
        return self._styles[name]


def arrange(status: Status, width: int) -> list[Piece]:
    """The pieces of the row at `width` cells.

    When they do not all fit, the title goes first, then hints from the right, then the end of the
    place, then that of the message. A selection comes before how much there is left to read.
    """
    if status.asked:
        half = width // 2 + 1
        return [(" " * half, "text"), *cut_pieces([*_middle(status)], max(0, width - 1 - half))]
    if status.selection:
        status = replace(status, title="", place=status.place[:1], hints=status.selecting)
    middle = list(_middle(status))
    left = _left(status, width, size(middle) + GAP if middle else 0)
    start = cell_len(left) + GAP
    middle = _cut_middle(middle, width - 1 - start, status.rest)
    taken = start + (size(middle) + GAP if middle else 0)
    right = _hints(status.hints, width - 1 - taken)
    end = width - 1 - size(right)
    # The middle stands still at the middle while there is room on both sides of it.
    at = max(start, min(width // 2, end - GAP - size(middle)))
    gap = " " * (end - at - size(middle))
    return [(left, "place"), (" " * (at - cell_len(left)), "text"), *middle, (gap, "text"), *right]


def _cut_middle(middle: list[Piece], room: int, rest: str) -> list[Piece]:
    """What fits of the middle, and behind what was cut the key that shows the rest."""
    more = [(f" {rest}", "key")] if rest and size(middle) > room else []
    if size(more) >= room:
        more = []
    return [*cut_pieces(middle, room - size(more)), *more]


def _fits(status: Status, width: int) -> bool:
    """Whether all that stands in the middle can be read, the place giving way."""
    taken = size(_middle(status)) + GAP
    return cell_len(_left(status, width, taken)) + taken < width


def _middle(status: Status) -> Iterator[Piece]:
    # What is wrong now, and asks for an answer, comes before what is wrong all the time.
    if status.saving and not (status.error and status.message):
        yield status.saving, "error"
        yield "  ", "text"
    if status.pending:
        yield f"{status.pending}…", "key"
        for pair in status.following:
            yield from _pair(pair)
    elif status.message:
        yield status.message, "error" if status.error else "message"
    elif status.selection:
        yield status.selection, "key"


def _left(status: Status, width: int, taken: int) -> str:
    """The place, as much of it as leaves `taken` cells for the middle; the title is a luxury."""
    whole = " · ".join(status.place)
    titled = f" {cut(status.title, width // 4)} · {whole}"
    # Whether there is a title must not change with every message.
    hints = size(_hints(status.hints, width)) + GAP
    if status.title and cell_len(titled) + max(hints, taken) < width:
        return titled
    parts = list(status.place)
    while len(parts) > 1 and cell_len(" · ".join(parts)) + 1 + taken >= width:
        parts.pop()
    return f" {' · '.join(parts)}" if parts else ""


def _hints(pairs: Pairs, room: int) -> list[Piece]:
    """As many hints as fit into `room`, each two cells from the next."""
    hints: list[Piece] = []
    for pair in pairs:
        added = _pair(pair)
        room -= size(added)
        if room < -BETWEEN:
            break
        hints += added
    return hints[1:]


def _pair(pair: tuple[str, str]) -> tuple[Piece, ...]:
    key, word = pair
    return (" " * BETWEEN, "text"), (key, "key"), (f" {word}", "hint")
