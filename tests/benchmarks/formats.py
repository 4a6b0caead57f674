"""What opening a book takes in each format, beside the programs that open it too.

    python -m tests.benchmarks.formats --peers FOLDER...    one table, rows of Markdown

The same text of 2,000 paragraphs is made in every format. `postil show` and the peers that print
are timed from their start to their end, readers in a terminal to the first word of the text on the
screen. Programs take turns, the first of which only warms the caches of the disk. Memory is the
most that a program and its children had. A number in parentheses is what Postil takes, as a
multiple of what that program takes. A peer is found on PATH or in the folders given by `--peers`,
and left out with a word where it is not.
"""

from __future__ import annotations

import argparse
import html
import os
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.programs import Program, environment, installed, postil
from tests.benchmarks.pseudoterminal import Pseudoterminal
from tests.benchmarks.texts import FIRST, Text, paragraphs, write_epub
from tests.making import docx, pdf, word_paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOK = Text(2_000, 60)
LINES, COLUMNS = 50, 80
"""Of a page of the PDF."""
PATIENCE = 60.0
"""Seconds that a program may take."""

Cost = tuple[float, float]
"""Seconds, and MB at most."""


@dataclass(frozen=True, eq=False)
class Run:
    """A program and what it reads; `on_screen` says that it does so in a terminal."""

    program: Program
    reads: tuple[str, ...]
    on_screen: bool = False

    @property
    def name(self) -> str:
        """What the program is called in the table."""
        return self.program.name + (", screen" if self.on_screen else "")


ROOT = Path(__file__).parent.parent.parent
SHOW = postil("postil", ROOT)
RUNS = (
    Run(
        replace(SHOW, command=(*SHOW.command, "show")),
        ("txt", "md", "html", "epub", "docx", "pdf"),
    ),
    Run(
        Program("pandoc", ("pandoc", "--to=plain", "--wrap=none"), {}),
        ("md", "html", "epub", "docx"),
    ),
    Run(Program("pdftotext", ("pdftotext", "-layout"), {}), ("pdf",)),
    Run(Program("epy", ("epy", "--dump"), {}), ("epub",)),
    Run(SHOW, ("txt", "md", "html", "epub", "docx", "pdf"), on_screen=True),
    Run(Program("less", ("less",), {}), ("txt",), on_screen=True),
    Run(Program("epy", ("epy",), {}), ("epub",), on_screen=True),
    Run(Program("baca", ("baca",), {}), ("epub",), on_screen=True),
    Run(Program("frogmouth", ("frogmouth",), {}), ("md",), on_screen=True),
    Run(Program("hike", ("hike",), {}), ("md",), on_screen=True),
)


def made(folder: Path) -> Iterator[Path]:
    """The book in each format."""
    texts = list(paragraphs(BOOK))
    for suffix in ("txt", "md"):
        path = folder / f"book.{suffix}"
        path.write_text("\n\n".join(texts) + "\n")
        yield path
    page, word, print_, epub = (folder / f"book.{end}" for end in ("html", "docx", "pdf", "epub"))
    body = "\n".join(f"<p>{html.escape(text)}</p>" for text in texts)
    page.write_text(f"<!DOCTYPE html><title>A book</title><article>{body}</article>")
    write_epub(epub, texts, 40)
    word.write_bytes(docx("".join(map(word_paragraph, texts))))
    lines = [line for text in texts for line in ("", *textwrap.wrap(text, COLUMNS))]
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    print_.write_bytes(
        pdf([[(72, 740 - 13 * at, 9, line) for at, line in enumerate(page)] for page in pages])
    )
    yield from (page, epub, word, print_)


def printed(program: Program, path: Path, home: Path) -> Cost:
    """What a program takes that prints the text and ends; raises OSError where it fails."""
    started = time.perf_counter()
    with subprocess.Popen(
        [*program.command, str(path), *(["-"] if program.name == "pdftotext" else [])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(program, home),
    ) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise OSError(f"{program.name} ended with {child.returncode} on {path.name}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def shown(program: Program, path: Path, home: Path) -> Cost:
    """What a reader takes up to the first word; raises OSError where that does not come."""
    terminal = Pseudoterminal(
        [*program.command, str(path)], path.parent, environment(program, home)
    )
    try:
        if not terminal.wait_for(FIRST, PATIENCE):
            raise OSError(f"{program.name} did not show {path.name}")
        return time.perf_counter() - terminal.started, terminal.memory().peak
    finally:
        terminal.close()


def measured(runs: list[Run], paths: list[Path], repeats: int) -> dict[str, dict[Run, list[Cost]]]:
    """What each program took for each format, turn by turn."""
    found: defaultdict[str, dict[Run, list[Cost]]] = defaultdict(dict)
    for path in paths:
        suffix = path.suffix[1:]
        for turn in range(repeats + 1):
            for run in (run for run in runs if suffix in run.reads):
                with tempfile.TemporaryDirectory() as home:
                    take = shown if run.on_screen else printed
                    try:
                        cost = take(run.program, path, Path(home))
                    except OSError as problem:
                        print(problem, file=sys.stderr)
                        continue
                if turn:
                    found[suffix].setdefault(run, []).append(cost)
    return found


def table(found: dict[str, dict[Run, list[Cost]]]) -> Iterator[str]:
    """A row for each program and format."""
    yield "| format | program | s | MB |"
    yield "|---|---|--:|--:|"
    for suffix, costs in found.items():
        middles = {
            run: [median(values) for values in zip(*taken, strict=True)]
            for run, taken in costs.items()
        }
        for run, (seconds, megabytes) in middles.items():
            own = next(r for r in middles if r.on_screen == run.on_screen)
            times, size = middles[own][0] / seconds, middles[own][1] / megabytes
            beside = ("", "") if run is own else (f" ({times:.2f})", f" ({size:.2f})")
            yield (
                f"| {suffix} | {run.name} | {seconds:.2f}{beside[0]} | {megabytes:.0f}{beside[1]} |"
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", nargs="+", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    present = []
    for run in RUNS:
        here = installed(run.program, options.peers)
        if here:
            present.append(replace(run, program=here))
        else:
            print(f"{run.program.name} is not installed: left out", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        paths = list(made(Path(folder)))
        print("\n".join(table(measured(present, paths, options.repeats))))


if __name__ == "__main__":
    main()
