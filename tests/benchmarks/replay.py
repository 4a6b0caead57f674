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
        self.changes()

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
        self.changes()

    def shows(self, text: str) -> bool:
        """Whether `text` stands in one of the rows."""
        return any(text in row for row in self._screen.display)

    def changes(self) -> tuple[bool, bool]:
        """Whether a cell, and whether the cursor's place, is another than when last asked."""
        screen, changed = self._screen, False
        for y in screen.dirty:
            row = tuple(tuple(screen.buffer[y][x]) for x in range(screen.columns))
            changed |= self._rows.get(y) != row
            self._rows[y] = row
        screen.dirty.clear()
        cursor, self._cursor = self._cursor, (screen.cursor.x, screen.cursor.y)
        return changed, cursor != self._cursor


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
    screen.changes()
    return shown


def answers(
    program: Pseudoterminal, screen: Screen
) -> Iterator[tuple[Step, float | None, float | None, int]]:
    """Each step with milliseconds to its first and to its last change, and bytes.

    The first change of a step that was done for a text is that the text stands there. The last is
    that of a cell: a cursor goes to and fro where the same is drawn once more.
    """
    for step in program.steps:
        if step.size:
            screen.resize(step.size)
        chunks = program.chunks[step.first : step.last]
        changes = list(_changes(chunks, screen, step.shows))
        first = next((at for at, _ in changes), None)
        last = next((at for at, is_cell in reversed(changes) if is_cell), first)
        times = [None if at is None else (at - step.at) * 1000 for at in (first, last)]
        yield step, *times, sum(len(data) for _, data in chunks)


def _changes(
    chunks: Sequence[tuple[float, bytes]], screen: Screen, text: str
) -> Iterator[tuple[float, bool]]:
    """When something changed, and whether it was a cell."""
    seen = not text
    for at, data in chunks:
        screen.feed(data)
        cells, cursor = screen.changes()
        seen = seen or screen.shows(text)
        if seen and (cells or cursor):
            yield at, cells
