"""The terminal: taken over from a page shown early, read from and written to by the event loop."""

from __future__ import annotations

import contextlib
import os
import sys
from codecs import getincrementaldecoder
from contextvars import Context
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver

from tui.core.parting import leave_behind
from tui.ui.output import Output

if TYPE_CHECKING:
    from asyncio import TimerHandle
    from collections.abc import Callable, Iterable
    from typing import NoReturn

    from textual.message import Message

    from tui.early import Page

ESCAPE = "\x1b"
ALTERNATE_SCREEN = "\x1b[?1049h"
MOST = 4096
"""Bytes taken from the terminal in one go."""
ESCAPED = 1.02 * ESCAPE_DELAY
"""Seconds after which a key that may be the beginning of another one is taken for itself."""


class TerminalDriver(LinuxDriver):
    """The screen library's own, without its two threads.

    A key waits for no other thread to be woken and to give way, nor does what it changes. Where the
    terminal cannot be waited for in that way, those threads do it.
    """

    page: Page | None = None
    """What the terminal shows already."""
    gone: Callable[[], None]
    """Called when there is no terminal any more; not every one that goes away says so."""
    caught_up: Callable[[], None]
    """Called when the terminal has taken what it did not take at once."""
    _is_heard = False
    _leaving = False
    _output: Output | None = None
    _escaping: TimerHandle | None = None

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has too much to take before it can show another frame."""
        return self._output is not None and self._output.is_behind

    def start_application_mode(self) -> None:
        """Begin; a page that is shown already is not cleared."""
        with contextlib.suppress(OSError):
            if self._file:
                self._output = Output(self._file, self._loop, self.caught_up)
        self._is_heard = self._listen()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        page, self.page = self.page, None
        if page and page.attributes is not None:
            # Those from before the page: what is given back at the end is given back whole.
            self.attrs_before, page.attributes = page.attributes, None

    def write(self, data: str) -> None:
        """Write to the terminal."""
        if self.page is not None and data == ALTERNATE_SCREEN:
            return
        if self._output:
            self._output.write(data)
        else:
            super().write(data)

    def flush(self) -> None:
        """Write what was written so far at once."""
        if self._output:
            self._output.flush()

    def close(self) -> None:
        """Wait until the terminal has taken everything."""
        output, self._output = self._output, None
        if output:
            output.close()
        super().close()

    def disable_input(self) -> None:
        """Read no more keys; at the end those that were typed since are left to the shell."""
        self._loop.remove_reader(self.fileno)
        if self._leaving:
            self._disable_mouse_support()
        else:
            super().disable_input()

    def send_message(self, message: Message) -> None:
        """Give `message` to the application; the library's own goes by way of another task."""
        if self._is_heard:
            self._app.post_message(message)
        else:
            super().send_message(message)

    def end(self, code: int, last: Callable[[], None]) -> NoReturn:
        """Give the terminal back and end the process, with every note durable on the disk.

        `last` does what the reader does not have to wait for. To take every widget down takes a
        fifth of a second, in which nothing happens that anybody needs.
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

    def _listen(self) -> bool:
        """Be told of keys by the event loop; whether it can tell."""
        self._parser = XTermParser(self._debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        try:
            # What a key does must know nothing of what is being done now.
            Context().run(self._loop.add_reader, self.fileno, self._read)
        except OSError:
            return False
        return True

    def _run_input_thread(self) -> None:
        if not self._is_heard:
            super()._run_input_thread()

    def _read(self) -> None:
        data = _read(self.fileno)
        if not data:
            self._loop.remove_reader(self.fileno)
            self._app.call_later(self.gone)
            return
        text = self._decode(data)
        if ESCAPE in text or self._escaping:
            self._wait_for_more()
        if text:
            self._tell(self._parser.feed(text))

    def _wait_for_more(self) -> None:
        """What may be the beginning of a key is one if nothing follows."""
        if self._escaping:
            self._escaping.cancel()
        self._escaping = self._loop.call_later(ESCAPED, self._nothing_followed)

    def _nothing_followed(self) -> None:
        self._escaping = None
        self._tell(self._parser.tick())

    def _tell(self, messages: Iterable[Message]) -> None:
        try:
            for message in messages:
                self.process_message(message)
        except Exception as error:
            self._app._handle_exception(error)


def _read(descriptor: int) -> bytes:
    """What was typed, nothing where there is no terminal any more."""
    try:
        return os.read(descriptor, MOST)
    except OSError:
        return b""
