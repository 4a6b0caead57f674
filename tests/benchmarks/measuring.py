"""One run of a program on a document: what it took, by measure."""

import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.programs import Program, environment
from tests.benchmarks.pseudoterminal import SIZE, Pseudoterminal
from tests.benchmarks.replay import Screen, answers, first_shown
from tests.benchmarks.texts import FIRST, FOUND, LAST, TEXTS

OTHER_SIZE = (100, 30)
HELD = 200
BESIDE = 60.0
"""Seconds that work beside the program may take until its memory is measured."""
IDLE = 2.0
"""Seconds that a program is watched doing nothing."""
MEASURES = (
    "open", "line", "paragraph", "page", "end", "find", "held", "resize",
    "memory", "idle", "quit",
)  # fmt: skip
SETTLED = {"page", "held", "resize"}
"""What is over when the screen has changed for the last time: pages may be animated."""

Results = dict[str, list[float]]


@dataclass(frozen=True)
class Asked:
    """What to measure, how many seconds an opening may take, and whether before all else."""

    measures: Collection[str]
    limit: float
    is_real_time: bool = False


def run(program: Program, path: Path, asked: Asked, *, idle: bool) -> Results:
    """Open the document and leave; open it again, use every key, and leave.

    Times and CPU in milliseconds, memory in megabytes, `idle` in percent; a key has `ms`, `cpu`
    and `bytes` behind its name. Raises TimeoutError if the text never shows.
    """
    found: Results = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with _opened(program, path, home, asked, found, "open"):
            pass
        if not asked.measures:
            return found
        with _opened(program, path, home, asked, found, "reopen") as terminal:
            terminal.rest()
            if idle and "idle" in asked.measures:
                found["idle"].append(terminal.idle(IDLE))
            _use(terminal, program, path.stem, asked)
            # What a process beside it does is over sooner or later, and so is that process.
            terminal.rest(BESIDE)
            memory = terminal.memory()
            found["private MB"].append(memory.private)
            found["peak MB"].append(memory.peak)
    return found


@contextmanager
def _opened(
    program: Program, path: Path, home: Path, asked: Asked, found: Results, name: str
) -> Iterator[Pseudoterminal]:
    terminal = Pseudoterminal(
        [*program.command, str(path)], path.parent, environment(program, home)
    )
    try:
        if not terminal.wait_for(FIRST, asked.limit):
            written = b"".join(data for _, data in terminal.chunks)
            raise TimeoutError(f"{program.name} did not show {path.name}: {written[-300:]!r}")
        terminal.settle(0.3)
        found[f"{name} cpu"].append(terminal.cpu())
        yield terminal
        _add(found, "quit ms", terminal.quit(program.keys["quit"]))
    finally:
        terminal.close()
    screen = Screen()
    _add(found, f"{name} ms", first_shown(terminal, screen, FIRST))
    for step, first, last, size in answers(terminal, screen):
        took = last if step.name in SETTLED else first
        if took is not None:
            found[f"{step.name} ms"].append(took)
            found[f"{step.name} cpu"].append(step.cpu)
            found[f"{step.name} bytes"].append(size)


def _use(terminal: Pseudoterminal, program: Program, text: str, asked: Asked) -> None:
    shown = TEXTS[text]
    times = {"line": shown.lines, "paragraph": shown.lines, "page": shown.pages}
    marks = {"end": LAST, "find": FOUND}
    if "resize" in asked.measures:
        for size in (OTHER_SIZE, SIZE):
            terminal.resize("resize", size)
    # Some readers take keys for something else after a search.
    for name in ("line", "paragraph", "page", "end", "held", "find"):
        keys = program.keys.get(name)
        if keys and name in asked.measures:
            for _ in range(times.get(name, 1)):
                typed = keys * HELD if name == "held" else keys
                terminal.press(name, typed, marks.get(name, ""), asked.limit)
            if "top" in program.keys:
                terminal.press("top", program.keys["top"])


def _add(found: Results, name: str, value: float | None) -> None:
    if value is not None:
        found[name].append(value)
