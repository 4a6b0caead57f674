"""A program in a pseudo-terminal: what it writes is kept with the time at which it was read."""

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SIZE = (120, 40)
QUIET = 0.05
"""Seconds without output after which a key counts as answered."""
SILENT = 1.0
"""Seconds after which a key that nothing came of counts as one without an answer."""
RESTING = 0.02
"""The share of a processor below which a program has come to rest."""
PRIORITY = 10
QUERIES = {
    re.compile(rb"\x1b\[0?c"): b"\x1b[?62;22c",
    re.compile(rb"\x1b\[>0?c"): b"\x1b[>41;377;0c",
    re.compile(rb"\x1b\[6n"): b"\x1b[1;1R",
    re.compile(rb"\x1b\[5n"): b"\x1b[0n",
    re.compile(rb"\x1b\[\?2026\$p"): b"\x1b[?2026;2$y",
    re.compile(rb"\x1b\[\?2048\$p"): b"\x1b[?2048;0$y",
    re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"): b"\x1b]11;rgb:0000/0000/0000\x1b\\",
    re.compile(rb"\x1b\]10;\?(?:\x07|\x1b\\)"): b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
}
"""What programs ask a terminal, and the answers of one that knows colours and whole frames."""


def in_real_time(priority: int = PRIORITY + 1) -> None:
    """Run this process before all others; raises PermissionError where that is not allowed."""
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(priority))


@dataclass
class Step:
    """Something done to the program: chunks `first` to `last` are its answer.

    `cpu` is in milliseconds, of the program without its children: what one of them does meanwhile
    it would do anyway. `shows` is the text that the step was done for, if any.
    """

    name: str
    first: int
    at: float
    size: tuple[int, int] | None = None
    shows: str = ""
    last: int = 0
    cpu: float = 0.0


@dataclass
class Memory:
    """Megabytes: of the process and its children alone, and at most in all."""

    private: float
    peak: float


@dataclass
class Pseudoterminal:
    """Runs `command` in `folder` with exactly the environment `env`, until `close`.

    Where `is_real_time`, nothing else on the machine is run before it: that needs the right to.
    """

    command: list[str]
    folder: Path
    env: dict[str, str]
    is_real_time: bool = False
    chunks: list[tuple[float, bytes]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    is_over: bool = False

    def __post_init__(self) -> None:
        master, slave = os.openpty()
        self._fd = master
        self._set_size(SIZE)
        self.started = time.perf_counter()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                os.close(master)
                os.login_tty(slave)
                os.chdir(self.folder)
                if self.is_real_time:
                    in_real_time(PRIORITY)
                os.execvpe(self.command[0], self.command, self.env)
            finally:
                os._exit(127)
        os.close(slave)
        os.set_blocking(master, False)
        self._process = os.pidfd_open(self._pid)

    def read(self, seconds: float) -> bool:
        """Wait that long for something to be written; whether it was."""
        if self.is_over or not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return False
        try:
            data = os.read(self._fd, 1 << 20)
        except OSError:
            data = b""
        self.is_over = not data
        if data:
            self.chunks.append((time.perf_counter(), data))
            self._answer(data)
        return bool(data)

    def settle(self, quiet: float = QUIET, limit: float = 30.0) -> None:
        """Read on until nothing comes any more."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end and self.read(quiet):
            pass

    def wait_for(self, text: str, limit: float) -> bool:
        """Read on until `text` was written since the last step; whether it was."""
        wanted, end = text.encode(), time.perf_counter() + limit
        tail, at = b"", self.steps[-1].first if self.steps else 0
        while True:
            while at < len(self.chunks):
                tail = tail[-1000:] + self.chunks[at][1]
                at += 1
                if wanted in tail:
                    return True
            if self.is_over or time.perf_counter() > end:
                return False
            self.read(0.1)

    def rest(self, limit: float = 10.0) -> None:
        """Wait until what goes on behind the first screen is done."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end and self.idle(0.2) > RESTING * 100:
            pass

    def press(self, name: str, keys: str, shows: str = "", limit: float = 30.0) -> None:
        """Type `keys`, and read what comes of it."""
        with self._step(name, shows=shows):
            os.write(self._fd, keys.encode())
            if shows:
                self.wait_for(shows, limit)
            else:
                self.read(SILENT)
            self.settle()

    def resize(self, name: str, size: tuple[int, int]) -> None:
        """Give the terminal another size, and read what comes of it."""
        with self._step(name, size):
            self._set_size(size)
            self.read(SILENT)
            self.settle(0.1)

    def idle(self, seconds: float) -> float:
        """The share of a processor that is used while nothing happens, in percent."""
        cpu, start = self.cpu(), time.perf_counter()
        while (left := start + seconds - time.perf_counter()) > 0:
            self.read(left)
        return (self.cpu() - cpu) / (time.perf_counter() - start) / 10

    def quit(self, keys: str, limit: float = 10.0) -> float | None:
        """Milliseconds from the key that leaves to the end of the process; None if it stays."""
        start = time.perf_counter()
        os.write(self._fd, keys.encode())
        while (left := start + limit - time.perf_counter()) > 0:
            watched = [self._process] if self.is_over else [self._process, self._fd]
            ready = select.select(watched, [], [], left)[0]
            if self._process in ready:
                return (time.perf_counter() - start) * 1000
            self.read(0)
        return None

    def cpu(self, *, alone: bool = False) -> float:
        """Milliseconds of CPU of threads that still run, unless `alone` those of children too."""
        total = 0
        for pid in [self._pid] if alone else self._family():
            for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                with contextlib.suppress(OSError):
                    total += int(task.read_text().split()[0])
        return total / 1e6

    def memory(self) -> Memory:
        """What the process and its children hold now, and held at most."""
        found = Memory(0.0, 0.0)
        for pid in self._family():
            with contextlib.suppress(OSError):
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                status = Path(f"/proc/{pid}/status").read_text()
                found.private += sum(map(int, re.findall(r"Private_\w+:\s+(\d+)", rollup))) / 1024
                found.peak += sum(map(int, re.findall(r"VmHWM:\s+(\d+)", status))) / 1024
        return found

    def close(self) -> None:
        """End it, if it has not ended."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)
        os.close(self._process)

    @contextlib.contextmanager
    def _step(
        self, name: str, size: tuple[int, int] | None = None, shows: str = ""
    ) -> Iterator[None]:
        cpu = self.cpu(alone=True)
        step = Step(name, len(self.chunks), time.perf_counter(), size, shows)
        self.steps.append(step)
        yield
        step.last, step.cpu = len(self.chunks), self.cpu(alone=True) - cpu

    def _family(self) -> Iterator[int]:
        waiting = [self._pid]
        while waiting:
            pid = waiting.pop()
            yield pid
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    waiting += map(int, task.read_text().split())

    def _answer(self, data: bytes) -> None:
        for query, answer in QUERIES.items() if b"\x1b" in data else ():
            for _ in query.finditer(data):
                os.write(self._fd, answer)

    def _set_size(self, size: tuple[int, int]) -> None:
        columns, rows = size
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
