"""The terminal: taken over from a page shown early, and given back without waiting."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from typing import NoReturn

    from tui.early import Page

ALTERNATE_SCREEN = "\x1b[?1049h"


class TerminalDriver(LinuxDriver):
    """The screen library's own, but for the beginning and the end."""

    page: Page | None = None
    """What the terminal shows already."""
    _leaving = False

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
        else:
            super().disable_input()

    def end(self, code: int) -> NoReturn:
        """Give the terminal back and end the process, with everything durable on the disk.

        To take every widget down and to wait for the thread that reads keys takes a quarter of a
        second, in which nothing happens that anybody needs.
        """
        self._leaving = True
        self.stop_application_mode()
        self.close()
        sys.stdout.flush()
        os._exit(code)
