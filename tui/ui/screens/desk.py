"""What the reader's actions share: the open document, the library, and a way to say something."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from tui.core.catalogue import Catalogue
from tui.core.errors import PostilError
from tui.core.jumps import Jumps, Spot
from tui.core.keymap import VIM
from tui.core.session import Place
from tui.ui.screens.over_text import Below, OverText
from tui.ui.screens.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable
    from pathlib import Path

    from textual.screen import Screen

    from tui.core.edits import Edit
    from tui.core.keymap import Keymap
    from tui.core.library import Library
    from tui.core.search.index import SearchIndex
    from tui.core.selection import Selection
    from tui.core.session import Session
    from tui.core.state import Position, ReadingState
    from tui.core.tag_signs import TagSigns
    from tui.ui.render.viewport import Viewport
    from tui.ui.widgets.document_view import DocumentView
    from tui.ui.widgets.status_line import Said
    from tui.ui.widgets.views import Views

MOST_SELECTED = 1_000
"""Paragraphs of one annotation: each of them is described in it."""


@dataclass(slots=True)
class Desk:
    """One reader at work.

    `views` hold the text; `say(text, error)` shows a line in the status row; `open(source,
    position)` opens a document in the current view, at the place where it was left when `position`
    is None; `ask(screen, answer)` puts a screen over the text and hands its result on; `update()`
    draws what changed after an answer came later than the key; `progress(text)` tells how far
    something is; `sources` and `catalogue` are the
    library's, once they are known; `source` is what was asked for last in the current view, whether
    it could be opened or not; `problems` are waiting to be told; `selected_last` is the latest
    selection that ended, and in which source; `said` are the last messages, the newest first;
    `keymap` has the keys that work now, `themes` are those that the reader chose; `timing` knows
    how fast they read. `work(what, work, then)` does what takes long apart from the screen, which
    says `what` meanwhile; keys wait, and `is_working` says so. `save()` waits until all is
    on the disk that can be; `look_at_tags()` goes by the tags file as it is now, and `look()` has
    the disk asked whether what is shown now is still what stands there.
    """

    library: Library
    state: ReadingState
    views: Views
    say: Callable[[str, bool], None]
    open: Callable[[Path, Position | None], None]
    ask: Callable[[Screen[Any], Callable[[Any], None]], None]
    update: Callable[[], None]
    progress: Callable[[str], None]
    sources: list[Path] = field(default_factory=list)
    catalogue: Catalogue = field(default_factory=Catalogue)
    source: Path | None = None
    problems: list[str] = field(default_factory=list)
    jumps: Jumps = field(default_factory=Jumps)
    keymap: Keymap = VIM
    selected_last: tuple[Path, Selection] | None = None
    said: Iterable[Said] = ()
    themes: tuple[str, ...] = ()
    timing: Timing = field(init=False)
    work: Callable[[str, Callable[[], Any], Callable[[Any], object]], None] = field(init=False)
    look: Callable[[], None] = field(init=False)
    is_working: bool = False
    save: Callable[[], Awaitable[bool]] = field(init=False)
    look_at_tags: Callable[[], Awaitable[None]] = field(init=False)
    _index: SearchIndex | None = field(init=False, default=None)
    _making: Lock = field(init=False, default_factory=Lock)

    def __post_init__(self) -> None:
        self.timing = Timing(self.state)

    @property
    def index(self) -> SearchIndex:
        """What finds notes, tags and text; made when it is first needed, to show a text sooner.

        May be asked for from any thread: a second one would never take in what the first did.
        """
        with self._making:
            if self._index is None:
                from tui.core.search.opened import index_of

                library = self.library
                self._index = index_of(
                    lambda: library.root, library.keeping, library.document, is_apart=True
                )
            return self._index

    def begin(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        """Do `work` beside the keys; it is not begun where the program ends first."""
        self.views.run_worker(work, group=group)  # type: ignore[arg-type]

    @property
    def view(self) -> DocumentView:
        """The view that keys act on."""
        return self.views.view

    @property
    def signs(self) -> TagSigns:
        """The colours of tags, and the tags of the digits."""
        return self.views.signs

    @property
    def session(self) -> Session | None:
        """The open document with its annotations, if one is open and has any text."""
        session = self.view.session
        return session if session and len(session.document.blocks) else None

    @property
    def viewport(self) -> Viewport:
        """What of it is in view."""
        return self.view.viewport

    def spot(self) -> Spot | None:
        """Where the reader is now."""
        session = self.view.session
        return Spot(session.source, self.view.position) if session else None

    def leave(self) -> None:
        """Remember this place: a jump starts here."""
        spot = self.spot()
        if spot:
            self.jumps.leave(spot)

    def jump(self, block: int) -> None:
        """Go to `block`, with a way back; a filter that leaves it out is over then."""
        self.leave()
        if not self.viewport.holds(block):
            self.view.show_only(None)
            self.say("all paragraphs are shown again: that one was left out", False)
        self.viewport.goto(block)

    def places(self, count: int | None) -> list[Place]:
        """What a verb acts on: the selection as one place, else paragraphs, rules left out.

        Without a selection the `count` paragraphs shown from the current one on, 1 without a count.
        """
        session = self.session
        if not session:
            return []
        if self.view.selection:
            return self._selected(session, self.view.selection)
        some = self.viewport.some(self.viewport.cursor, count or 1)
        numbered = (index for index in some if session.document.number(index))
        return [session.paragraph(index) for index in numbered]

    def _selected(self, session: Session, selection: Selection) -> list[Place]:
        first, last = selection.ends
        if last[0] - first[0] >= MOST_SELECTED:
            self.say(f"that is more than {MOST_SELECTED:,} paragraphs: select fewer", False)
            return []
        ranges = selection.ranges(session.document)
        return [Place(ranges)] if ranges else []

    def select(self, selection: Selection | None) -> None:
        """Select something else, or nothing; what was selected is remembered."""
        if self.view.selection and self.view.session:
            self.selected_last = self.view.session.source, self.view.selection
        self.view.selection = selection

    def deselect(self) -> bool:
        """End the selection; whether there was one."""
        had = self.view.selection is not None
        self.select(None)
        return had

    def near(self, text: str) -> str:
        """`text` with paths of the library and of the settings cut short: there is little room."""
        for folder in (self.library.root, self.state.places.config):
            text = text.replace(f"{folder}/", "")
        return text

    def tell(self, text: str) -> None:
        """Say `text`, a text of our own, with the key of each action that it names as `{id}`."""
        self.say(self.keymap.told(text), False)

    def warn(self, text: str) -> None:
        """Say what went wrong."""
        self.say(self.near(text), True)

    def label(self, places: list[Place]) -> str:
        """How the reader calls `places`: `¶ 3`, `¶ 3-5` or `“three words”`."""
        session = self.session
        if not session or not places:
            return ""
        from tui.core.selection import called

        return called(session.document, places[0].ranges[0], places[-1].ranges[-1])

    def below_cursor(self, room: int) -> Callable[[], Below]:
        """Finds, at any size, the screen cell right below what is the current paragraph now.

        Scrolls the paragraph up when fewer than `room` rows are left below it.
        """
        return partial(self._below, self.viewport.cursor, room)

    def _below(self, block: int, room: int) -> Below:
        viewport = self.viewport
        if viewport.cursor != block:
            # It was pushed out of a smaller view.
            viewport.goto(block)
            self.update()
        top, bottom = viewport.extent(viewport.cursor) or (0, viewport.height)
        missing = bottom - (viewport.height - room)
        if missing > 0 and top > 0:
            viewport.lift(min(missing, top))
            self.update()
            top, bottom = viewport.extent(viewport.cursor) or (0, viewport.height)
        region = self.view.region
        row = region.y + min(bottom - 1, viewport.height)
        column, width = self.view.column
        return Below(row, region.x + column, width)

    def move_box(self) -> None:
        """The text was laid out at another size: a box over it follows its paragraph."""
        box = self.view.app.screen
        if isinstance(box, OverText):
            box.follow()

    def perform(self, edit: Edit) -> bool:
        """Make an edit and say so; whether it could be made. The selection has served then."""
        try:
            self.library.perform(edit)
        except PostilError as error:
            self.warn(str(error))
            return False
        self.deselect()
        many = f" · {len(edit.changes)} paragraphs" if len(edit.changes) > 1 else ""
        undo = self.keymap.told("{undo} undo")
        self.say(f"{edit.label}{many}  {undo}" if edit else "nothing to change", False)
        return True
