"""A folder of sources and their sidecars, and the only door through which annotations change."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from tui.core.documents import OPENABLE
from tui.core.edits import Edit
from tui.core.errors import UnreadableDocument, reason
from tui.core.history import History, Step
from tui.core.model import timestamp
from tui.core.session import Session, open_beginning_of, open_session
from tui.core.store.journal import Journal, Removed
from tui.core.store.keeping import is_sidecar
from tui.core.store.tagbook import TagBook, book_path
from tui.core.work import Work, working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from tui.core.edits import Change, Rename
    from tui.core.model import Document
    from tui.core.session import Foreseen
    from tui.core.store.keeping import Keeping
    from tui.core.store.sidecar import News

    Listener: TypeAlias = Callable[[Edit, dict[Path, set[int]]], None]


@dataclass(frozen=True, slots=True)
class _Ready:
    """An edit and what is `made` of it, which is its inverse when it is taken `back`."""

    edit: Edit
    back: bool
    made: Edit
    changes: Mapping[Path, list[Change]]
    foreseen: Mapping[Path, Foreseen] = field(default_factory=dict)


class Library:
    """The sources below `root`, or just `files`; sessions are opened on demand and kept."""

    def __init__(self, root: Path, keeping: Keeping, files: Iterable[Path] = ()) -> None:
        self.root = root
        self.keeping = keeping
        self._files = tuple(files)
        self._sessions: dict[Path, Session] = {}
        self._opening: dict[Path, threading.Lock] = {}
        self._works: dict[Path, Work] = {}
        self._beginnings: dict[Path, Session] = {}
        self._begins = threading.Lock()
        self._history = History()
        self._journal = Journal(keeping.places)
        self._steps: list[Step] = []
        self._ready: _Ready | None = None
        self._past: dict[Path, list[Step]] = {}
        self._listeners: list[Listener] = []
        self._renames: list[Rename] = []

    def sources(self) -> list[Path]:
        """Every file that can be opened, folders first level by level; reads the disk."""
        return list(self._files) or list(walk(self.root))

    def folders(self) -> Iterator[Path]:
        """Every folder in which a source or its notes may be; reads the disk."""
        from tui.core.folders import folders_of

        if self._files:
            yield from {file.parent for file in self._files}
            return
        yield from folders_of(self.root)
        if self.keeping.tree:
            yield from folders_of(self.keeping.sidecar(self.root / "any").parent)

    def move_to(self, root: Path) -> None:
        """Go on with another folder; open sessions stay."""
        self.root, self._files = root, ()

    def session(self, source: Path) -> Session:
        """The session of `source`, opened at the first call; raises `UnreadableDocument`.

        May run in several threads at once: all get the same one. `stop` has them raise `Ended`.
        """
        if source not in self._sessions:
            work = self._works.setdefault(source, Work())
            with self._opening.setdefault(source, threading.Lock()):
                if source not in self._sessions:
                    with working(work):
                        self._past[source] = self._journal.steps(source)
                        self._sessions[source] = open_session(source, self.keeping)
            self._works.pop(source, None)
        return self._sessions[source]

    def told(self, source: Path) -> str:
        """How far the opening of `source` is; "" where that is not known."""
        work = self._works.get(source)
        return work.told if work else ""

    def stop(self, source: Path) -> None:
        """Open `source` no further; what was read of it is forgotten."""
        work = self._works.pop(source, None)
        if work:
            work.end()

    def open_ahead(self, source: Path) -> Session:
        """Open `source`, or the `beginning` of a long one; raises `UnreadableDocument`.

        All of a long source would take from the time that its beginning needs to be shown.
        """
        beginning = self.beginning(source)
        if beginning:
            self._beginnings[source] = beginning
        return beginning or self.session(source)

    def beginning(self, source: Path) -> Session | None:
        """What can be read of a long source until its session is there; None for a short one.

        Raises `UnreadableDocument`.
        """
        with self._begins:
            return self._beginnings.pop(source, None) or open_beginning_of(source, self.keeping)

    def opened(self, source: Path) -> Session | None:
        """The session of `source` if there is one already."""
        return self._sessions.get(source)

    def document(self, source: Path) -> Document | None:
        """The document of `source` if it is open."""
        session = self.opened(source)
        return session.document if session else None

    def sessions(self) -> tuple[Session, ...]:
        """Those opened so far."""
        return tuple(self._sessions.values())

    def tag_book(self) -> TagBook:
        """What tags mean in this library, and which were renamed."""
        return TagBook(book_path(self.root))

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with every edit that was made and the blocks it touched by source."""
        self._listeners.append(listener)

    def prepare(self, edit: Edit, *, back: bool = False) -> Edit:
        """Have it ready what making `edit`, or taking it back, will change; returns it.

        For edits of many notes: may run in a thread of its own, and what then makes the edit takes
        little time. Raises `StaleEdit` or `PostilError`.
        """
        ready = self._parted(edit, back=back)
        foreseen = {path: self.session(path).foresee(own) for path, own in ready.changes.items()}
        self._ready = replace(ready, foreseen=foreseen)
        return edit

    def perform(self, edit: Edit) -> None:
        """Make an edit and remember it for undo.

        Raises `StaleEdit` or `PostilError` before anything is changed.
        """
        if edit:
            self._make(edit)
            self._recall(edit.sources)
            self._history.record(edit)
            self._steps.append(Step("do", edit))

    def next_step(self, source: Path, *, back: bool) -> Edit | None:
        """The edit that `undo` (`back`) or `redo` would return."""
        self._recall([source])
        return self._history.latest(source, back=back)

    def undo(self, source: Path) -> Edit | None:
        """Take back, whole, the latest edit that touched `source`; returns it, None if none.

        One that does not fit what is there any more is passed over at the next call: `StaleEdit`.
        """
        self._recall([source])
        edit = self._history.take_back(source)
        if edit:
            self._make(edit, back=True)
            self._steps.append(Step("undo", edit))
        return edit

    def redo(self, source: Path) -> Edit | None:
        """Make the edit again that was last taken back in `source`; returns it, None if none."""
        self._recall([source])
        edit = self._history.take_again(source)
        if edit:
            self._make(edit)
            self._steps.append(Step("redo", edit))
        return edit

    def removed(self, source: Path) -> list[Removed]:
        """Annotations that were removed from `source` and are not back, newest first; may block."""
        session = self.session(source)
        waiting = [
            Removed(change.before, timestamp())
            for step in reversed(self._steps)
            for change in step.changes
            if change.source == source and change.before and not change.after
        ]
        gone = {one.annotation.id: one for one in reversed(waiting + self._journal.removed(source))}
        return [one for id_, one in reversed(gone.items()) if id_ not in session.annotations]

    def absorb(self, source: Path, news: News) -> None:
        """Take over what another program changed in the sidecar of `source`."""
        changes, touched = self.session(source).absorb(news)
        if changes:
            edit = Edit("changed elsewhere", tuple(changes), foreign=True)
            self._steps.append(Step("do", edit))
            self._notify(edit, {source: touched})

    @property
    def is_unsaved(self) -> bool:
        """Whether there is something for `flush` to do."""
        of_notes = any(session.unsaved for session in self.sessions())
        return of_notes or bool(self._steps or self._renames)

    def flush(self) -> int:
        """Make all edits durable; returns how many annotations were written."""
        written = sum(session.flush() for session in self.sessions())
        steps, self._steps = self._steps, []
        for source in {source for step in steps for source in step.edit.sources}:
            own = [step for step in steps if source in step.edit.sources]
            self._journal.add(source, own)
        while self._renames:
            self.follow(self._renames[0])
            self._renames.pop(0)
        return written

    def _recall(self, sources: Iterable[Path]) -> None:
        """What earlier runs did to `sources` can be undone too."""
        for source in sources:
            self._history.restore(self._past.pop(source, ()))

    def _parted(self, edit: Edit, *, back: bool) -> _Ready:
        """The changes of each source, checked."""
        made = edit.inverse() if back else edit
        changes: defaultdict[Path, list[Change]] = defaultdict(list)
        for change in made.changes:
            changes[change.source].append(change)
        one = made.reshape
        for source in made.sources:
            self.session(source).check(
                changes[source], one if one and one.source == source else None
            )
        return _Ready(edit, back, made, changes)

    def _make(self, edit: Edit, *, back: bool = False) -> None:
        ready, self._ready = self._ready, None
        if not (ready and ready.edit is edit and ready.back == back and self._is_current(ready)):
            ready = self._parted(edit, back=back)
        touched = {
            source: self.session(source).apply(own, ready.foreseen.get(source))
            for source, own in ready.changes.items()
        }
        one = ready.made.reshape
        if one:
            self.session(one.source).choose(one.after)
        self._renames += ready.made.renames
        self._notify(ready.made, touched)

    def _is_current(self, ready: _Ready) -> bool:
        return all(self.session(path).is_as_foreseen(one) for path, one in ready.foreseen.items())

    def follow(self, rename: Rename) -> None:
        """Let the tags file and the saved queries follow a rename; the notes are not touched.

        Raises `UnreadableSidecar` or `UnwritableSidecar`.
        """
        from tui.core.following import follow

        follow(rename, self.tag_book(), self.keeping.places)
        self.keeping.aliases.forget()

    def _notify(self, edit: Edit, touched: dict[Path, set[int]]) -> None:
        for listener in self._listeners:
            listener(edit, touched)


def walk(root: Path) -> Iterator[Path]:
    """The openable files below `root`: names sorted, a folder's files before its folders.

    Hidden entries, sidecars and links to folders are passed over, as are folders that cannot be
    read and links that lead round in a circle.
    """
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name.casefold())
    except OSError:
        return
    visible = [entry for entry in entries if not entry.name.startswith(".")]
    for entry in visible:
        path = root / entry.name
        if path.suffix.lower() in OPENABLE and not is_sidecar(path) and _is_file(entry):
            yield path
    for entry in visible:
        if entry.is_dir(follow_symlinks=False):
            yield from walk(root / entry.name)


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it may be a file; one that is gone is for its reader to report."""
    try:
        return not entry.is_dir()
    except OSError:
        return False


def open_library(paths: list[Path], keeping: Keeping) -> tuple[Library, Path | None]:
    """The library for the paths of a command line, and the file to open first, if one was named.

    One folder is the library; a file opens in the library of its folder; several paths make one of
    just their files. Raises `UnreadableDocument` for a path that does not exist.
    """
    for path in paths:
        _must_exist(path)
    paths = [path.absolute() for path in paths]
    if len(paths) == 1:
        path = paths[0]
        root = path if path.is_dir() else path.parent
        return Library(root, keeping), (None if path.is_dir() else path)
    files = list(files_of(paths))
    common = type(paths[0])(os.path.commonpath([path.parent for path in files] or paths))
    return Library(common, keeping, files), next(
        (path for path in paths if not path.is_dir()), None
    )


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """Each file, and each folder's openable files; a path that does not exist is an error."""
    for path in paths:
        _must_exist(path)
        yield from walk(path) if path.is_dir() else (path,)


def _must_exist(path: Path) -> None:
    try:
        path.stat()
    except OSError as error:
        raise UnreadableDocument(path, reason(error)) from error
