"""`python -m tests.benchmarks [ROUNDS]`: Postil in a real terminal, beside its peers, as ratios.

The unit is a minimal Textual application: times on different machines do not compare, ratios do.
All programs take turns, so that a busy moment of the machine hits each of them. CPU is that of the
threads alive at the end: a thread that has ended is not in it.
"""

import fcntl
import os
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from select import select

ROOT = Path(__file__).parent.parent.parent
SIZE, OTHER_SIZE = (120, 40), (100, 30)
FIRST = "Firstparagraph"
ANSWERS = {
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
}
KEYS = [("j", "j", 8), ("space", " ", 10), ("G", "G", 1)]
QUIET = 0.06
MINIMAL = f"""
from textual.app import App
from textual.widgets import Static

class Minimal(App):
    def compose(self):
        yield Static("{FIRST}")

Minimal().run()
"""


class Program:
    """A program in a pseudo-terminal; nothing is interpreted while the clock runs."""

    def __init__(self, command: list[str], folder: Path) -> None:
        home = {f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "STATE")}
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
        self.started = time.perf_counter()
        self._pid, self._fd = os.forkpty()
        if self._pid == 0:
            os.execvpe(command[0], command, {**os.environ, **terminal, **home})
        self._resize(SIZE)

    def until(self, text: str, seconds: float = 60.0) -> float:
        """Milliseconds from the start until `text` was written."""
        seen, end = b"", time.perf_counter() + seconds
        while text.encode() not in seen:
            if time.perf_counter() > end:
                raise SystemExit(f"{text} did not appear in:\n{seen[-2000:]!r}")
            seen += self._read(0.1)
        return (time.perf_counter() - self.started) * 1000

    def step(self, keys: str = "", size: tuple[int, int] | None = None) -> tuple[float, float]:
        """Milliseconds to the first bytes after a key or another size, and of CPU in all."""
        self.settle()
        cpu, start = self.cpu(), time.perf_counter()
        if size:
            self._resize(size)
        else:
            os.write(self._fd, keys.encode())
        answered = bool(self._read(1.0))
        took = (time.perf_counter() - start) * 1000 if answered else float("nan")
        self.settle()
        return took, self.cpu() - cpu

    def settle(self, quiet: float = QUIET) -> None:
        """Read on until nothing more comes."""
        while self._read(quiet):
            pass

    def cpu(self) -> float:
        """Milliseconds of CPU used so far."""
        tasks = Path(f"/proc/{self._pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6

    def close(self) -> None:
        """End it at once."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)

    def _resize(self, size: tuple[int, int]) -> None:
        columns, rows = size
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self, seconds: float) -> bytes:
        if not select([self._fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self._fd, 1 << 20)
        except OSError:
            return b""
        for query, answer in ANSWERS.items():
            if query in data:
                os.write(self._fd, answer)
        return data


def documents(folder: Path) -> dict[str, Path]:
    """A piece of news and a book of 100,000 paragraphs, each alone in a folder."""
    sentence = "the margin of a page answers line by line what its text has said before"
    words = sentence.split()
    made = {}
    for name, count in (("news", 12), ("huge", 100_000)):
        made[name] = folder / name / f"{name}.txt"
        made[name].parent.mkdir()
        with made[name].open("w") as file:
            file.write(f"{FIRST} of the text.\n")
            for number in range(1, count):
                text = " ".join(words[(number * at) % len(words)] for at in range(1, 90))
                file.write(f"\nParagraph {number} says {text}.\n")
    return made


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured, by name; peers only where they are installed."""
    minimal = folder / "minimal.py"
    minimal.write_text(MINIMAL)
    found = {"minimal": [sys.executable, str(minimal)]}
    peers = {"less": ["less"], "vim": ["vim", "-u", "NONE"]}
    for name, path in documents(folder).items():
        found[f"postil {name}"] = [sys.executable, "-m", "tui", str(path)]
        for peer, command in peers.items():
            if shutil.which(peer):
                found[f"{peer} {name}"] = [*command, str(path)]
    return found


def measure(
    command: list[str], folder: Path, *, keys: bool
) -> dict[str, list[tuple[float, float]]]:
    """One run: (milliseconds, CPU) of opening and of every key."""
    with tempfile.TemporaryDirectory(dir=folder) as home:
        program = Program(command, Path(home))
        try:
            opened = program.until(FIRST)
            program.settle(0.5)
            found = {"open": [(opened, program.cpu())]}
            for name, key, times in KEYS if keys else ():
                found[name] = [program.step(key) for _ in range(times)]
            if keys:
                found["resize"] = [program.step(size=OTHER_SIZE)]
            return found
        finally:
            program.close()


def main(rounds: int) -> None:
    """Measure, in turns, and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs = commands(folder)
        results: dict[str, dict[str, list[tuple[float, float]]]] = {p: {} for p in programs}
        for round_ in range(rounds + 1):
            for program, command in programs.items():
                run = measure(command, folder, keys=program != "minimal")
                # The first round warms the caches of the disk.
                for step, found in run.items() if round_ else ():
                    results[program].setdefault(step, []).extend(found)
        print(table(results))


def table(results: dict[str, dict[str, list[tuple[float, float]]]]) -> str:
    """Milliseconds (p50), CPU, and opening as a multiple of the minimal application."""
    steps = ["open", *(name for name, _, _ in KEYS), "resize"]
    unit = middle(results["minimal"]["open"], 0)
    lines = [f"{'ms p50 (CPU)':14}" + "".join(f"{step:>18}" for step in steps) + "   open/minimal"]
    for program, found in results.items():
        cells = [
            f"{middle(found[s], 0):9.1f} ({middle(found[s], 1):6.1f})" if s in found else ""
            for s in steps
        ]
        ratio = middle(found["open"], 0) / unit
        lines.append(f"{program:14}" + "".join(f"{cell:>18}" for cell in cells) + f"{ratio:15.2f}")
    return "\n".join(lines)


def middle(pairs: list[tuple[float, float]], at: int) -> float:
    """The median; steps without an answer, such as a key at the end, do not count."""
    return statistics.median([p[at] for p in pairs if p[at] == p[at]] or [float("nan")])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
