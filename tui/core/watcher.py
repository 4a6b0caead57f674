"""What other programs change in the folders of a library and of what is open, as it happens."""

from __future__ import annotations

import threading
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.core.documents.formats import OPENABLE
from tui.core.folders import is_named, is_shown, is_told, standing
from tui.core.store.keeping import is_sidecar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from watchfiles._rust_notify import RustNotify

STEP = 50
"""Milliseconds in which nothing happens after a change, until it is told."""
LOOK_EVERY = 30_000
"""Milliseconds after which what is open is looked at though nothing was told: it costs little."""
UNTOLD_EVERY = 2_000
"""The same where the system tells nothing: on disks of other machines."""
FOLDERS_AFTER = 300
"""Milliseconds without a change after which folders that came or went are followed."""
MOST = 20_000
"""Folders of a library that are watched; each takes 2 kB of the kernel."""


class Watched(NamedTuple):
    """`files` are told of by their paths, and in `folders` all that a library shows."""

    files: frozenset[Path]
    folders: frozenset[Path]


class Watcher:
    """Tells of changes from a thread of its own, until it is stopped.

    `files` gives those that are to be told of wherever they are, `folders` those of the library.
    `tell` gets the paths that changed: None where anything may have, none at all where nothing was
    told for a while. `sees_all` says whether the whole library is watched: a system may refuse
    that, and of disks of other machines it knows nothing.
    """

    def __init__(
        self,
        files: Callable[[], Iterable[Path]],
        folders: Callable[[], Iterable[Path]],
        tell: Callable[[frozenset[Path] | None], None],
    ) -> None:
        self.sees_all = False
        self._files = files
        self._folders = folders
        self._tell = tell
        self._watched = Watched(frozenset(), frozenset())
        self._missing: frozenset[Path] = frozenset()
        self._over = False
        self._others = True
        self._watcher: RustNotify | None = None
        self._anew = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def renew(self, *, folders: bool = False) -> None:
        """Other files are to be told of, and if so the library has other folders."""
        self._others = self._others or folders
        self._anew.set()

    def stop(self) -> None:
        """Tell nothing any more, very soon."""
        self._over = True
        self._anew.set()
        if self._watcher:
            # Now, not with its next step.
            self._watcher.close()

    def wait(self) -> None:
        """Wait until it has ended: it must not go on while Python itself ends."""
        if self._thread.is_alive():
            self._thread.join(1)

    def _run(self) -> None:
        around: frozenset[Path] | None = None
        while True:
            self._anew.clear()
            if self._over:
                return
            others, self._others = self._others, False
            if others:
                self._watched = self._watched._replace(folders=self._library())
            before, around = around, self._around()
            if others or around != before:
                # The old one is let go when the new one sees: nothing is missed between them.
                self._watcher = self._opened(around)
            # One that is stopped for other files forgets what it was about to tell.
            self._tell(None)
            self._follow(self._watcher, all(map(is_told, around)))

    def _library(self) -> frozenset[Path]:
        found = frozenset(islice(self._folders(), MOST + 1))
        return found if len(found) <= MOST else frozenset()

    def _around(self) -> frozenset[Path]:
        """The folders of the files; of one that is not there the nearest that is."""
        files = frozenset(self._files())
        parents = {file.parent for file in files}
        self._watched = self._watched._replace(files=files)
        missing = [folder for folder in parents if not folder.is_dir()]
        self._missing = frozenset(one for folder in missing for one in (folder, *folder.parents))
        return frozenset(map(standing, parents))

    def _opened(self, around: frozenset[Path]) -> RustNotify | None:
        """What watches the folders: all, or those around the files, or None."""
        # Only here: nobody waits for it to be loaded.
        from watchfiles._rust_notify import RustNotify

        library = self._watched.folders
        for folders, whole in ((library | around, True), (around, False)):
            paths = [str(folder) for folder in folders if is_named(folder) and folder.is_dir()]
            try:
                found = RustNotify(paths, False, False, 0, False, True)
            except (OSError, RuntimeError):
                # Too many, or gone since it was looked at.
                continue
            self.sees_all = whole and bool(library) and all(map(is_told, sorted(library)[:1]))
            return found
        self.sees_all = False
        return None

    def _follow(self, watcher: RustNotify | None, is_told: bool) -> None:
        """Tell what happens until something else is to be watched."""
        every = LOOK_EVERY if is_told and watcher else UNTOLD_EVERY
        while not self._anew.is_set():
            found = self._next(watcher, FOLDERS_AFTER if self._others else every)
            if self._others and found == "timeout":
                return
            if found == "timeout":
                self._tell(frozenset() if self.sees_all else None)
            elif not isinstance(found, str):
                paths = {Path(path) for _, path in found}
                self._others = self._others or any(map(self._is_folder, paths))
                told = frozenset(filter(self._is_wanted, paths))
                if told:
                    self._tell(told)

    def _next(self, watcher: RustNotify | None, every: int) -> set[tuple[int, str]] | str:
        if watcher is None:
            return "stop" if self._anew.wait(every / 1000) else "timeout"
        try:
            return watcher.watch(STEP, STEP, every, self._anew)
        except RuntimeError:
            # A name that is no text: it tells nothing any more, not even what it was about to.
            self._others = True
            self._anew.wait(UNTOLD_EVERY / 1000)
            return "timeout"

    def _is_wanted(self, path: Path) -> bool:
        if path in self._watched.files:
            return True
        shown = path.suffix.lower() in OPENABLE or is_sidecar(path)
        return shown and path.name[0] != "." and path.parent in self._watched.folders

    def _is_folder(self, path: Path) -> bool:
        """Whether a change there is one of what is to be watched."""
        folders = self._watched.folders
        if path in folders or path in self._missing:
            return True
        if any(path == file.parent for file in self._watched.files):
            return True
        return path.parent in folders and is_shown(path.name) and path.is_dir()
