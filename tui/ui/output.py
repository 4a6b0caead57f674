"""What is written to the terminal, none of which is waited for."""

from __future__ import annotations

import os
from select import select
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable
    from typing import TextIO

MOST = 1 << 15
"""Bytes that may wait for the terminal: a frame of a large window, and one more."""


class Output:
    """Writes to the terminal that `file` is, in one piece each time it is flushed.

    What the terminal does not take at once follows when it does; `caught_up` is called then. The
    file description is our own, as it is one that does not wait: other programs at this terminal
    must not find theirs to be so. Raises OSError where `file` is no terminal, or not ours to open.
    """

    def __init__(
        self, file: TextIO, loop: AbstractEventLoop, caught_up: Callable[[], None]
    ) -> None:
        name = os.ttyname(file.fileno())
        self._descriptor = os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
        self._encoding, self._errors = file.encoding, file.errors or "strict"
        self._loop = loop
        self._caught_up = caught_up
        self._texts: list[str] = []
        self._left = b""

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has more than a few frames to take before it can show another."""
        return len(self._left) > MOST

    def write(self, text: str) -> None:
        """Write `text` with the next flush, or at the end of this turn of the loop."""
        if not self._texts:
            self._loop.call_soon(self.flush)
        self._texts.append(text)

    def flush(self) -> None:
        """Give the terminal what it takes now."""
        if self._texts:
            text = "".join(self._texts)
            self._texts.clear()
            is_waiting = bool(self._left)
            self._left += text.encode(self._encoding, self._errors)
            if not is_waiting and not self._take():
                self._loop.add_writer(self._descriptor, self._go_on)

    def close(self) -> None:
        """Wait until the terminal has taken everything."""
        self.flush()
        self._loop.remove_writer(self._descriptor)
        while not self._take():
            select([], [self._descriptor], [])
        os.close(self._descriptor)

    def _go_on(self) -> None:
        if self._take():
            self._loop.remove_writer(self._descriptor)
            self._caught_up()

    def _take(self) -> bool:
        """Write what the terminal takes; whether that is all there is."""
        try:
            while self._left:
                self._left = self._left[os.write(self._descriptor, self._left) :]
        except BlockingIOError:
            return False
        except OSError:
            # There is no terminal any more: whoever reads from it is told.
            self._left = b""
        return True
