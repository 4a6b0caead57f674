"""Following the links of the current paragraph."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

from tui.core.links import Refused, Web, aim, footnote, heading, links_of

if TYPE_CHECKING:
    from tui.core.model import Span
    from tui.core.session import Session
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.opening import Opening

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The letters at links: the first are those under the fingers."""
ROOM = 8
"""Rows that a popup is given below its paragraph."""


class Following:
    """The actions of the group Links. Nothing is fetched, and nothing opened unasked."""

    def __init__(self, desk: Desk, opening: Opening) -> None:
        self._desk = desk
        self._opening = opening

    async def action_follow(self, count: int | None, argument: str) -> None:
        """The link of the paragraph, or one of several by its letter."""
        session = self._desk.session
        if not session:
            self._opening.tour()
            return
        links = links_of(session.document.blocks[self._desk.viewport.cursor])
        if not links:
            self._desk.say("no link in this paragraph", False)
        elif len(links) == 1:
            await self._follow(session, links[0])
        else:
            self._choose(session, links)

    def _choose(self, session: Session, links: list[Span]) -> None:
        from tui.ui.screens.popup import Hints

        lettered = dict(zip(LETTERS, links, strict=False))
        view = self._desk.view
        view.hint({link.start: letter for letter, link in lettered.items()})
        self._desk.say("a letter follows its link · Esc leaves", False)
        self._desk.update()

        def answered(letter: str) -> None:
            view.hint({})
            self._desk.say("", False)
            if letter:
                self._desk.view.run_worker(self._follow(session, lettered[letter]), group="link")

        self._desk.ask(Hints("".join(lettered)), answered)

    async def _follow(self, session: Session, link: Span) -> None:
        if link.style == "ref":
            self._footnote(session, link.target)
            return
        root = self._desk.library.root
        found = await asyncio.to_thread(aim, link.target, session.source, root)
        if isinstance(found, Refused):
            self._desk.warn(found.reason)
        elif isinstance(found, Web):
            self._offer(found.address)
        elif found.path:
            self._desk.leave()
            self._desk.open(found.path, None)
        else:
            self._go_to_heading(session, found.heading)
        self._desk.update()

    def _go_to_heading(self, session: Session, name: str) -> None:
        at = heading(session.document, name)
        if at is None:
            self._desk.say(f"there is no heading “{name}” here", False)
        else:
            self._desk.jump(at)
            self._desk.viewport.align(0)

    def _footnote(self, session: Session, label: str) -> None:
        from tui.ui.screens.popup import Popup

        at = footnote(session.document, label)
        if at is None:
            self._desk.say(f"there is no footnote [{label}]", False)
            return
        text = session.document.blocks[at].text
        spot = self._desk.below_cursor(ROOM)
        self._desk.ask(Popup(f"[{label}]", text, "Esc close", spot), lambda _: None)

    def _offer(self, address: str) -> None:
        from tui.ui.screens.popup import Popup

        self._desk.view.app.copy_to_clipboard(address)

        def answered(wanted: bool) -> None:
            if wanted:
                self._desk.view.run_worker(self._browse(address), group="link")

        keys = "copied · Enter opens it · Esc close"
        self._desk.ask(Popup("link", address, keys, self._desk.below_cursor(ROOM)), answered)

    async def _browse(self, address: str) -> None:
        opened = _has_browser() and await asyncio.to_thread(_open, address)
        if opened:
            self._desk.say("opened in the browser", False)
        else:
            self._desk.say("no browser could be opened here; the address is copied", True)


def _has_browser() -> bool:
    """Without a display only a browser in this terminal could answer, over the text."""
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return not sys.platform.startswith("linux") or any(map(os.environ.get, displays))


def _open(address: str) -> bool:
    import webbrowser

    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
