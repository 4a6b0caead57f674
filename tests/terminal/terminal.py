"""A real pseudo-terminal with a program in it, and the screen that a person would see."""

import codecs
import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import pyte

DEADLINE = 30.0
# What pyte does not parse: kitty keyboard, device strings, mode reports.
UNKNOWN = re.compile(r"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b[P_^X].*?(?:\x1b\\|\x07)")
ANSWERS = {b"\x1b[c": b"\x1b[?62;22c", b"\x1b[6n": b"\x1b[1;1R"}


class Terminal:
    """Runs `python -m tui ARGUMENTS` in `size` (columns, rows) until `close`.

    `env` is added to the environment; what is None there is taken away. `inside` is a command that
    runs Postil in its turn.
    """

    def __init__(self, arguments, *, cwd, env=(), size=(80, 24), inside=()):
        self.raw = b""
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._fd, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        usual = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        usual |= dict.fromkeys(("NO_COLOR", "COLUMNS", "LINES"))
        known = {**os.environ, **usual, **dict(env)}
        known = {name: value for name, value in known.items() if value is not None}
        self._modes = termios.tcgetattr(slave)
        self.process = subprocess.Popen(
            [*inside, sys.executable, "-m", "tui", *map(str, arguments)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env=known,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    @property
    def text(self):
        """The lines on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def type(self, keys):
        """Type `keys` as they are."""
        os.write(self._fd, keys.encode())

    def wait_for(self, *texts):
        """Read on until every text is on the screen; fails with the screen after a deadline."""
        end = time.monotonic() + DEADLINE
        while not all(text in self.text for text in texts):
            assert time.monotonic() < end, f"{texts} not in:\n{self.text}"
            assert self._read(0.5) or self.process.poll() is None, f"ended with:\n{self.text}"
        return self.text

    def wait_until(self, true):
        """Read on until `true()` holds."""
        end = time.monotonic() + DEADLINE
        while not true():
            assert time.monotonic() < end, self.text
            self._read(0.02)

    def wait_quiet(self):
        """Read on until nothing has come for a moment."""
        self.wait_until(lambda: not self._read(0.02))

    def shows(self, text, seconds=0.5):
        """Whether `text` is on the screen before nothing has come for `seconds`."""
        while text not in self.text and self._read(seconds):
            pass
        return text in self.text

    @property
    def is_restored(self):
        """Whether the terminal is as it was before: its modes, its screen, its cursor."""
        modes = termios.tcgetattr(self._fd)[:4] == self._modes[:4]
        switches = (b"\x1b[?1049", b"\x1b[?25", b"\x1b[?2004")
        states = [self.raw[self.raw.rfind(switch) + len(switch) :][:1] for switch in switches]
        return modes and states == [b"l", b"h", b"l"]

    def wait_closed(self):
        """Read on until the program has ended; its exit code."""
        self.wait_until(lambda: self.process.poll() is not None)
        # What it wrote last may not be read yet.
        self.wait_quiet()
        return self.process.returncode

    def vanish(self):
        """Close the terminal's window: its end of the line is gone."""
        os.close(self._fd)
        self._fd = -1

    def hang_up(self):
        """The same, and the program is told so."""
        self.vanish()
        self.process.send_signal(signal.SIGHUP)

    def kill(self):
        """End the program at once, as a power cut would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _wait(self, seconds):
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)

    def _read(self, seconds):
        if self._fd < 0:
            self._wait(seconds)
            return False
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            return False
        self.raw += data
        for query, answer in ANSWERS.items():
            if query in data:
                os.write(self._fd, answer)
        self._stream.feed(UNKNOWN.sub("", self._decode(data)))
        return bool(data)
