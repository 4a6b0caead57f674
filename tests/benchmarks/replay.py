"""When the screen changed: what a program wrote, emulated after the clock has stopped."""

import codecs
import re
from collections.abc import Iterator, Sequence

import pyte

from tests.benchmarks.pseudoterminal import SIZE, Pseudoterminal, Step

# What pyte does not parse, and would print: kitty keyboard, device strings, reports, window sizes.
UNKNOWN = re.compile(
    r"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[[?0-9;]*\$[a-z]|\x1b\[[0-9;]*t"
    r"|\x1b\[\?[0-9;]*[^0-9;hlJK]|\x1b\[[0-9;]*:[0-9;:]*m|\x1b[P_^X][^\x1b]*\x1b\\"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)
UNFINISHED = re.compile(r"\x1b(?:\[[0-9;:<=>?]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?)?$")

Row = tuple[tuple[object, ...], ...]


class Screen:
    """The screen as a person would see it, chunk by chunk."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(*SIZE)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self._rows: dict[int, Row] = {}
        self._cursor = (0, 0)
        self.has_changed()

    def feed(self, data: bytes) -> None:
        """Show what was written; a sequence that is not whole yet waits for its end."""
        text = self._rest + self._decode(data)
        found = UNFINISHED.search(text)
        self._rest = text[found.start() :] if found else ""
        self._stream.feed(UNKNOWN.sub("", text.removesuffix(self._rest)))

    def resize(self, size: tuple[int, int]) -> None:
        """Take another size."""
        columns, rows = size
        self._screen.resize(rows, columns)
        self._screen.dirty.update(range(rows))
        self.has_changed()

    def shows(self, text: str) -> bool:
        """Whether `text` stands in one of the rows."""
        return any(text in row for row in self._screen.display)

    def has_changed(self) -> bool:
        """Whether a cell or the place of the cursor is another than when this was asked last."""
        screen, changed = self._screen, False
        for y in screen.dirty:
            row = tuple(tuple(screen.buffer[y][x]) for x in range(screen.columns))
            changed |= self._rows.get(y) != row
            self._rows[y] = row
        screen.dirty.clear()
        cursor, self._cursor = self._cursor, (screen.cursor.x, screen.cursor.y)
        return changed or cursor != self._cursor


def first_shown(program: Pseudoterminal, screen: Screen, text: str) -> float | None:
    """Milliseconds from the start of the program until `text` stood on the screen.

    What was written before the first step is fed to `screen`.
    """
    end = program.steps[0].first if program.steps else len(program.chunks)
    shown = None
    for at, data in program.chunks[:end]:
        screen.feed(data)
        if shown is None and screen.shows(text):
            shown = (at - program.started) * 1000
    screen.has_changed()
    return shown


def answers(
    program: Pseudoterminal, screen: Screen
) -> Iterator[tuple[Step, float | None, float | None, int]]:
    """Each step with milliseconds to its first and to its last change, and bytes.

    The first change of a step that was done for a text is that the text stands there.
    """
    for step in program.steps:
        if step.size:
            screen.resize(step.size)
        chunks = program.chunks[step.first : step.last]
        times = list(_changes(chunks, screen, step.shows))
        first, last = (
            ((at - step.at) * 1000 for at in (times[0], times[-1])) if times else (None,) * 2
        )
        yield step, first, last, sum(len(data) for _, data in chunks)


def _changes(chunks: Sequence[tuple[float, bytes]], screen: Screen, text: str) -> Iterator[float]:
    seen = not text
    for at, data in chunks:
        screen.feed(data)
        changed = screen.has_changed()
        seen = seen or screen.shows(text)
        if changed and seen:
            yield at
