"""The first page, before anything else is loaded: as it was left, if nothing of it has changed.

Imports only what Python has loaded at its start anyway: all else takes longer than to show a page.
"""

from __future__ import annotations

import os
import sys
from binascii import crc32

import tui

try:
    import termios
except ImportError:  # Windows: nothing is shown early there
    termios = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

FOLDER = "pages"
LONGEST = 1 << 20
"""Bytes of a file that can be a page; none is half as long."""
SIZE = ("COLUMNS", "LINES")
"""Where these are set they count, and not the terminal's own size: nothing is shown early then."""
KEYS, SCREEN = 0, 2
"""The file descriptors that keys come from, and that the screen library writes to."""
APPEARANCE = ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "LANG", "LC_ALL")
"""What of the environment tells how a page looks, beside what the screen library itself reads."""


class Page:
    """What `postil` with these `arguments` shows first on this terminal.

    `attributes` are those that the terminal had before anything was shown on it, else None.
    `is_whole` says that what is shown is all that the program will show.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self.arguments = tuple(arguments)
        self.attributes: list[Any] | None = None
        self.is_whole = False

    def show(self) -> None:
        """Show the page as it was kept; nothing is done in any doubt."""
        size = self.size()
        if size is None:
            return
        try:
            with open(self.file(size), "rb") as file:  # noqa: PTH123 -- pathlib is not loaded
                head, _, page = file.read(LONGEST).partition(b"\n\n")
            known, *files = head.split(b"\n")
            if known != self._key(size) or not page or any(_line(_path(it)) != it for it in files):
                return
        except (OSError, ValueError):
            return
        self.put(page)
        self.is_whole = self.attributes is not None

    def size(self) -> tuple[int, int] | None:
        """The columns and rows of the terminal, None where nothing can be shown early."""
        if termios is None or not all(map(os.isatty, (KEYS, 1, SCREEN))):
            return None
        if self.attributes is not None or any(map(os.environ.get, SIZE)):
            return None
        try:
            return os.get_terminal_size(1)
        except OSError:
            return None

    def put(self, page: bytes) -> None:
        """Show that, in the terminal of `size`."""
        try:
            before, quiet = termios.tcgetattr(KEYS), termios.tcgetattr(KEYS)
            # What is typed meanwhile must not be drawn into the page; it waits to be read.
            quiet[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(KEYS, termios.TCSANOW, quiet)
        except (OSError, termios.error):
            return
        self.attributes = before
        _write(b"\x1b[?1049h\x1b[?25l\x1b[?7l" + page)

    def give_back(self) -> None:
        """Leave the terminal as it was: nothing comes of the page."""
        if self.attributes is not None:
            _write(b"\x1b[?7h\x1b[?1049l\x1b[?25h")
            termios.tcsetattr(KEYS, termios.TCSANOW, self.attributes)
            self.attributes = None

    def content(self, size: tuple[int, int], page: bytes, files: Iterable[str]) -> bytes:
        """What is kept of a `page` that is right as long as none of `files` changes.

        Raises ValueError if one of them has a name that cannot be kept.
        """
        lines = [_line(path) for path in files]
        if any(b"\n" in line for line in lines):
            raise ValueError(lines)
        return b"\n".join([self._key(size), *lines]) + b"\n\n" + page

    def file(self, size: tuple[int, int]) -> str:
        """Where the page is kept."""
        return f"{state_folder()}/{FOLDER}/{crc32(self._key(size)):08x}"

    def _key(self, size: tuple[int, int]) -> bytes:
        names = sorted(name for name in os.environ if name.startswith("TEXTUAL"))
        look = [os.environ.get(name) for name in (*APPEARANCE, *names)]
        here = os.getcwd()  # noqa: PTH109 -- pathlib is not loaded
        return ascii((tui.__version__, sys.version, *size, here, self.arguments, look)).encode()


def state_folder() -> str:
    """`user_places().state`, without the library that knows it for every platform."""
    home = os.path.expanduser("~")  # noqa: PTH111 -- pathlib is not loaded
    if sys.platform == "darwin":
        return f"{home}/Library/Application Support/postil"
    base = os.environ.get("XDG_STATE_HOME", "")
    return f"{base if base.strip() else f'{home}/.local/state'}/postil"


def _line(path: str) -> bytes:
    """A file as it is now, or that it is not there."""
    try:
        about = os.stat(path)  # noqa: PTH116 -- pathlib is not loaded
    except OSError:
        return b"- " + os.fsencode(path)
    return f"{about.st_mtime_ns}:{about.st_size}:{about.st_ino} ".encode() + os.fsencode(path)


def _path(line: bytes) -> str:
    return os.fsdecode(line.partition(b" ")[2])


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(SCREEN, data) :]
