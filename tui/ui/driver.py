"""The terminal: taken over from a page shown early, and given back without waiting."""

from __future__ import annotations

import os
import sys
from codecs import getincrementaldecoder
from select import select
from typing import TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver

from tui.core.parting import leave_behind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from tui.early import Page

ALTERNATE_SCREEN = "\x1b[?1049h"


MOST = 4096
"""Bytes taken from the terminal in one go."""
ESCAPED = 1.02 * ESCAPE_DELAY
"""Seconds after which a key that may be the beginning of another one is taken for itself."""


class TerminalDriver(LinuxDriver):
    """The screen library's own, but for the beginning and the end."""

    page: Page | None = None
    """What the terminal shows already."""
    gone: Callable[[], None]
    """Called when there is no terminal any more; not every one that goes away says so."""
    _leaving = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._bell = os.pipe()

    def start_application_mode(self) -> None:
        """Begin; a page that is shown already is not cleared."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        page, self.page = self.page, None
        if page and page.attributes is not None:
            # Those from before the page: what is given back at the end is given back whole.
            self.attrs_before, page.attributes = page.attributes, None

    def write(self, data: str) -> None:
        """Write to the terminal."""
        if self.page is None or data != ALTERNATE_SCREEN:
            super().write(data)

    def disable_input(self) -> None:
        """Read no more keys; at the end nobody waits for the thread that does."""
        if self._leaving:
            self._disable_mouse_support()
            self.exit_event.set()
            os.write(self._bell[1], b"!")
        else:
            # What is written here wakes the thread.
            os.write(self._bell[1], b"!")
            super().disable_input()
            os.read(self._bell[0], 1)

    def run_input_thread(self) -> None:
        """Tell of keys; the library's own looks ten times a second whether it is to end."""
        parser, decode = XTermParser(self._debug), getincrementaldecoder("utf-8")().decode
        wait: float | None = None
        while not self.exit_event.is_set():
            ready, _, _ = select([self.fileno, self._bell[0]], [], [], wait)
            data = _read(self.fileno) if self.fileno in ready else None
            if data == b"":
                self._app.call_later(self.gone)
                return
            text = decode(data or b"")
            for event in parser.feed(text) if text else parser.tick():
                self.process_message(event)
            # Only then may something be left that is a key if nothing follows.
            wait = ESCAPED if data else None

    def end(self, code: int, last: Callable[[], None]) -> NoReturn:
        """Give the terminal back and end the process, with every note durable on the disk.

        `last` does what the reader does not have to wait for. To take every widget down and to wait
        for the thread that reads keys takes a quarter of a second, in which nothing happens that
        anybody needs.
        """
        self._leaving = True
        self.stop_application_mode()
        self.close()
        sys.stdout.flush()
        try:
            last()
            leave_behind()
        finally:
            os._exit(code)


def _read(descriptor: int) -> bytes:
    """What was typed, nothing where there is no terminal any more."""
    try:
        return os.read(descriptor, MOST)
    except OSError:
        return b""
