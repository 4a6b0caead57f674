"""The page shown before the program is there: taken over at the start, kept at the end."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.events import Event, Resize

from tui.core.config import config_file
from tui.core.paths import write_atomically
from tui.core.store.tagbook import book_path

if TYPE_CHECKING:
    from textual.app import App

    from tui.core.session import Session
    from tui.early import Page
    from tui.ui.screens.reader import ReaderScreen

PATIENCE = 0.4
"""Seconds that a page shown early stands while the panes beside the text are filled."""
MOST = 50
"""Pages that are kept."""


class FirstPage:
    """While a page `is_shown`, the program draws nothing: it would be the same, pane by pane.

    The first key, another size of the terminal, or the panes being filled end that.
    """

    def __init__(self, app: App[int], reader: ReaderScreen, page: Page | None) -> None:
        self._app = app
        self._reader = reader
        self._page = page
        self.is_shown = page is not None and page.is_whole
        self._size = app.size

    async def stand(self) -> None:
        """Let the page stand until the program has the same to show."""
        if self._page:
            await asyncio.to_thread(self._forget_others, self._reader.desk.library.root)
        await self._reader.opening.read.wait()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._reader.opening.complete.wait(), PATIENCE)
        self._app.call_after_refresh(self.release)

    def see(self, event: Event) -> None:
        """Something came from the terminal: if it is not just the size that it has, draw."""
        if not isinstance(event, Resize) or event.size != self._size:
            self.release()

    def release(self) -> None:
        """Draw from now on."""
        if self.is_shown:
            self.is_shown = False
            self._app.screen.refresh()

    def keep(self) -> None:
        """Keep the page as the next start will show it; a failure is not worth a message."""
        page, session = self._page, self._reader.desk.session
        if page is None:
            return
        file = Path(page.file(self._app.size))
        with contextlib.suppress(OSError, ValueError):
            if session is None or not self._reader.settle():
                file.unlink(missing_ok=True)
                return
            file.parent.mkdir(parents=True, exist_ok=True)
            drawn = self._drawn().encode()
            write_atomically(file, page.content(self._app.size, drawn, self._files(session)))

    def _drawn(self) -> str:
        # The library has no public way to what it would write.
        update: Any = self._reader._compositor.render_update(full=True)
        drawn: str = update.render_segments(self._app.console)
        return drawn

    def _files(self, session: Session) -> list[str]:
        """What must not change; the first is the folder of the library."""
        library, source = self._reader.desk.library, session.source
        places = library.keeping.places
        files = [library.root, source, source.parent, library.keeping.sidecar(source)]
        files += [library.keeping.mirror(source), config_file(places.config), places.state]
        files += [places.document(source), places.document(library.root)]
        files += [library.tag_book().path, book_path(source.parent)]
        return [str(file) for file in files]

    def _forget_others(self, root: Path) -> None:
        """Another page of this library is not what it was left with any more."""
        if self._page is None:
            return
        folder = Path(self._page.file(self._app.size)).parent
        with contextlib.suppress(OSError):
            pages = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
            for file in pages[:-MOST]:
                file.unlink(missing_ok=True)
            own = folder / Path(self._page.file(self._app.size)).name
            for file in pages[-MOST:]:
                if file != own and _is_of(file, root):
                    file.unlink(missing_ok=True)


def _is_of(file: Path, root: Path) -> bool:
    """Whether a page is of a library that shares sources with the one at `root`."""
    with file.open("rb") as page:
        page.readline()
        other = Path(os.fsdecode(page.readline().rstrip(b"\n").partition(b" ")[2]))
    return other.is_relative_to(root) or root.is_relative_to(other)
