"""The results as tables in Markdown, and the targets with what was measured of them."""

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.benchmarks.measuring import MEASURES, Results

Found = dict[str, dict[str, Results]]
"""By document, then by program."""
OURS = "postil"
PLAIN = ("idle", "quit ms")


def p50(values: list[float]) -> float:
    """The median."""
    return statistics.median(values)


def p99(values: list[float]) -> float:
    """The value that one in a hundred is above; of fewer than a hundred the highest."""
    return sorted(values)[int(0.99 * (len(values) - 1) + 0.5)]


def tables(found: Found) -> Iterator[str]:
    """Of each document: a line for each measure, a column for each program."""
    for document, results in found.items():
        names = [name for name, values in results.items() if values]
        yield f"\n### {document}\n"
        yield "| |" + "".join(f" {name} |" for name in names)
        yield "|---|" + " --: |" * len(names)
        for label, measure in _rows(results.values()):
            ours = results.get(OURS, {}).get(measure, [])
            cells = [_cell(results[name].get(measure, []), ours, name, label) for name in names]
            yield f"| {label} |" + "".join(f" {cell} |" for cell in cells)


def _rows(results: Iterable[Results]) -> Iterator[tuple[str, str]]:
    known = {measure for values in results for measure in values}
    wanted = ["open ms", "open cpu", "reopen ms", "reopen cpu"]
    wanted += [f"{name} {unit}" for name in MEASURES for unit in ("ms", "cpu", "bytes")]
    wanted += ["private MB", "peak MB", "idle"]
    for measure in dict.fromkeys(wanted):
        if measure in known:
            units = {"cpu": "CPU ms", "idle": "idle CPU %"}
            head, _, unit = measure.rpartition(" ")
            yield f"{head} {units.get(unit, unit)}".strip(), measure


def _cell(values: list[float], ours: list[float], name: str, label: str) -> str:
    if not values:
        return ""
    middle = p50(values)
    text = _number(middle)
    if len(values) > 10 and label.endswith(" ms") and "CPU" not in label:
        text += f" / {_number(p99(values))}"
    if ours and name != OURS and middle:
        text += f" ({p50(ours) / middle:.2f})"
    return text


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.{1 if abs(value) >= 10 else 2}f}"


@dataclass(frozen=True)
class Figure:
    """A measure of a program on a document: its median, or what one in a hundred is above."""

    program: str
    document: str
    measure: str
    is_p99: bool = False

    def of(self, found: Found) -> float | None:
        """The value, if it was measured."""
        values = found.get(self.document, {}).get(self.program, {}).get(self.measure)
        return (p99 if self.is_p99 else p50)(values) if values else None


@dataclass(frozen=True)
class Target:
    """Of `figure` at most `factor` times `than` and `more`; without `than` at most `more`."""

    figure: Figure
    factor: float = 0.0
    than: Figure | None = None
    more: float = 0.0

    def line(self, found: Found) -> str | None:
        """What was measured, and whether that is enough; None if it was not measured."""
        value = self.figure.of(found)
        base = self.than.of(found) if self.than else 0.0
        if value is None or base is None:
            return None
        most = self.factor * base + self.more
        verdict = "met" if value <= most else "MISSED"
        what = f"{self.figure.measure}{' p99' if self.figure.is_p99 else ''}"
        parts = [f"{self.factor:g} x {self.than.program}"] if self.than else []
        parts += [f"{self.more:g}"] if self.more else []
        return (
            f"| {self.figure.program}, {self.figure.document}: {what} | {_number(value)} "
            f"| {' + '.join(parts)} = {_number(most)} | {verdict} |"
        )


def _targets() -> Iterator[Target]:
    def ours(document: str, measure: str, *, is_p99: bool = False) -> Figure:
        return Figure(OURS, document, measure, is_p99)

    for document in ("news", "novel", "huge"):
        first = ours(document, "open ms")
        yield Target(first, 1.15, Figure("minimal", document, "open ms"))
        again = ours(document, "reopen ms")
        yield Target(again, 3.5, Figure("less", document, "reopen ms"))
    markdown = Figure("postil md", "novel", "open ms")
    yield Target(markdown, 1.15, Figure("minimal", "novel", "open ms"))
    yield Target(ours("novel", "open ms"), 0.5, Figure("epy", "novel", "open ms"))
    yield Target(ours("huge", "open ms"), 0.06, Figure("epy", "huge", "open ms"))
    yield Target(ours("news", "open ms"), 0.5, Figure("hike", "news", "open ms"))
    for document in ("novel", "huge"):
        yield Target(ours(document, "open ms"), 1.1, ours("news", "open ms"))
    yield Target(ours("huge", "reopen ms"), 0.2, Figure("vim", "huge", "reopen ms"))
    yield Target(ours("news", "reopen ms"), 0.2, Figure("epy", "news", "reopen ms"))
    yield Target(ours("huge", "open cpu"), 1.0, ours("news", "open cpu"), more=80)
    for key in ("line", "paragraph", "page"):
        yield Target(ours("huge", f"{key} ms"), more=3.5)
        yield Target(ours("huge", f"{key} ms", is_p99=True), more=8)
        floor = Figure("echo", "huge", "line ms", is_p99=True)
        yield Target(ours("huge", f"{key} ms", is_p99=True), 1.0, floor, more=4)
        yield Target(ours("huge", f"{key} cpu"), 1.3, ours("news", f"{key} cpu"))
    yield Target(ours("huge", "held ms"), 2.0, Figure("vim", "huge", "held ms"))
    yield Target(ours("huge", "held ms"), 1.0, Figure("epy", "novel", "held ms"))
    yield Target(ours("huge", "resize ms"), more=16)
    for peer in ("less", "vim"):
        yield Target(ours("huge", "find ms"), 0.5, Figure(peer, "huge", "find ms"))
    for program in (OURS, "postil md"):
        yield Target(Figure(program, "huge", "private MB"), more=45)
    yield Target(ours("huge", "private MB"), 0.75, Figure("vim", "huge", "private MB"))
    yield Target(ours("huge", "private MB"), 1.0, ours("news", "private MB"), more=15)
    yield Target(ours("huge", "quit ms"), more=15)
    yield Target(ours("huge", "line bytes"), more=10_000)
    for document in ("news", "novel", "huge"):
        yield Target(ours(document, "idle"), more=0.15)


def targets(found: Found) -> Iterator[str]:
    """Every target of which something was measured."""
    lines = [line for target in _targets() if (line := target.line(found))]
    if lines:
        yield "\n### targets\n"
        yield "| | measured | at most | |"
        yield "|---|--:|--:|---|"
        yield from lines
