"""The core checks: every system call of a save fails or is the last one, and the power goes.

Used by the tests of faults and by those of mutants, which must fail them. `python -m
tests.core.store.checks SITUATION SWAP` kills a process at each of its calls: it forks. Without
arguments it prints the figures of the manual's page on safety.
"""

import errno
import itertools
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from dataclasses import replace as changed
from pathlib import Path
from typing import Any
from unittest import mock

from tests.core.store.conftest import annotation, document_of
from tui.core.errors import PostilError, UnwritableSidecar
from tui.core.model import Annotation
from tui.core.paths import user_places
from tui.core.store import replace as replacing
from tui.core.store.keeping import Keeping
from tui.core.store.sidecar import Sidecar

CALLS = (
    "open", "write", "fsync", "replace", "rename", "link", "unlink", "close", "fchmod", "mkdir",
    "stat",
)  # fmt: skip
ERRORS = {name: getattr(errno, name) for name in ("EIO", "ENOSPC", "EACCES", "EINTR")}
SITUATIONS = ("first", "again", "damaged", "tree", "no folder", "mirror")
CLEANING = {"unlink", "stat", "close"}
"""Calls whose failure may leave a temporary file: it is merged and swept later."""

Edits = dict[int, Annotation | None]


@dataclass
class Stage:
    """A source and its notes before a save, and the edits to be saved."""

    root: Path
    situation: str
    old: dict[int, Annotation] = field(default_factory=dict)
    edits: Edits = field(default_factory=dict)
    damaged: bytes = b""

    def __post_init__(self) -> None:
        self.source = self.root / "shelf" / "article.txt"
        tree = self.root / "tree" if self.situation == "tree" else None
        self.keeping = Keeping(user_places(), tree)
        self.own = self.fresh()

    def fresh(self) -> Sidecar:
        """The sidecar as another run of the program has it."""
        return Sidecar(self.source, self.keeping)

    def save(self) -> None:
        """Save the edits."""
        self.own.save(document_of(self.source), self.edits)

    @property
    def new(self) -> dict[int, Annotation]:
        """The notes after the edits."""
        both = self.old | self.edits
        return {id_: a for id_, a in both.items() if a}

    def found(self) -> dict[int, Annotation]:
        """The notes that another run finds."""
        return self.fresh().load().annotations

    def temporary(self) -> list[Path]:
        """Temporary files, wherever."""
        return [p for p in self.root.rglob("*") if p.name.startswith(".") or "tmp" in p.suffix]


def staged(root: Path, situation: str) -> Stage:
    """Everything before the save, on an empty disk."""
    shutil.rmtree(root, ignore_errors=True)
    stage = Stage(root, situation)
    stage.source.parent.mkdir(parents=True)
    stage.source.write_text("Words\n")
    stage.keeping.device()
    made = [annotation(note) for note in ("stays", "changed", "goes", "new")]
    new = made.pop()
    stage.edits = {new.id: new}
    if situation not in ("first", "tree"):
        stage.old = {a.id: a for a in made}
        stage.edits |= {made[1].id: changed(made[1], note="changed indeed"), made[2].id: None}
        stage.own.save(document_of(stage.source), stage.old)
    if situation == "damaged":
        path = stage.own.path
        path.write_bytes(path.read_bytes() + b',"217: a line that was cut')
        stage.damaged = path.read_bytes()
    if situation == "mirror":
        extra = annotation("in the mirror")
        with mock.patch.object(replacing, "write_new", _only_at_home(stage)):
            stage.own.save(document_of(stage.source), {extra.id: extra})
        assert stage.own.fallback
        stage.old |= {extra.id: extra}
    if situation == "no folder":
        stage.old = {}
        stage.edits = {new.id: new}
        shutil.rmtree(stage.source.parent)
    stage.own = stage.fresh()
    stage.own.load()
    return stage


def _only_at_home(stage: Stage) -> Callable[..., None]:
    real = replacing.write_new

    def write_new(path: Path, *rest: Any) -> None:
        if path.parent == stage.source.parent:
            raise OSError(errno.EROFS, "read-only file system")
        real(path, *rest)

    return write_new


@contextmanager
def without_exchange(swap: str) -> Iterator[None]:
    """As where files cannot be exchanged, if `swap` is "replace"."""
    if swap == "exchange":
        yield
        return
    with mock.patch.object(replacing, "exchange", lambda one, other: False):
        yield


@contextmanager
def intercepted(act: Callable[[int, str, Callable[..., Any], tuple, dict], Any]) -> Iterator[None]:
    """Hand every system call of a save to `act`, counted from 0."""
    count = itertools.count()

    def wrap(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **options: act(next(count), name, real, args, options)

    with contextlib_stack() as stack:
        for name in CALLS:
            stack(mock.patch.object(os, name, wrap(name, getattr(os, name))))
        exchange = wrap("exchange", replacing.exchange)
        stack(mock.patch.object(replacing, "exchange", exchange))
        yield


@contextmanager
def contextlib_stack() -> Iterator[Callable[[Any], None]]:
    """Enter patches, and leave them together."""
    entered: list[Any] = []

    def enter(patch: Any) -> None:
        patch.start()
        entered.append(patch)

    try:
        yield enter
    finally:
        for patch in reversed(entered):
            patch.stop()


def failing(at: int, how: str, seen: list[str], *, lasting: bool = False):
    """An act that lets call number `at` fail, and with `lasting` all later ones of its kind."""

    def act(number: int, name: str, real: Any, args: tuple, options: dict) -> Any:
        seen.append(name)
        if number == at or (lasting and number > at and name == seen[at]):
            if how == "short" and name == "write":
                return real(args[0], bytes(args[1])[:7])
            if how in ERRORS:
                # Closed all the same, as the kernel does.
                if name == "close":
                    real(*args, **options)
                raise OSError(ERRORS[how], os.strerror(ERRORS[how]))
        return real(*args, **options)

    return act


def check_faults(
    root: Path,
    situation: str,
    swap: str = "exchange",
    *,
    lasting: bool = False,
    every: bool = False,
) -> int:
    """Let each call of a save fail, in `every` way or in one after the other; returns the saves."""
    tried = 0
    ways = [[name] for name in ERRORS] if every else [list(ERRORS)]
    for way in [*ways, *([] if lasting else [["short"]])]:
        for at in itertools.count():
            seen: list[str] = []
            how = way[at % len(way)]
            stage = staged(root, situation)
            with without_exchange(swap), intercepted(failing(at, how, seen, lasting=lasting)):
                try:
                    stage.save()
                    saved = True
                except PostilError:
                    saved = False
            if len(seen) <= at:
                break
            tried += 1
            if how == "short" and seen[at] != "write":
                continue
            label = f"{situation}, {swap}: {seen[at]} number {at} {how}"
            check_after_fault(stage, saved, swap, seen[at], label)
    assert tried
    return tried


def check_after_fault(stage: Stage, saved: bool, swap: str, call: str, label: str) -> None:
    """Old or new, what was said to be saved is found, nothing is left, the next save works."""
    found = stage.found()
    assert found == stage.new or (not saved and found == stage.old), label
    if stage.damaged:
        kept = [p.read_bytes() for p in stage.source.parent.glob("*.damaged-*")]
        assert stage.own.path.read_bytes() == stage.damaged or stage.damaged in kept, label
    if call not in CLEANING:
        assert not stage.temporary(), label
    with without_exchange(swap):
        stage.own.news()
        if not saved:
            stage.save()
        assert stage.own.load().annotations == stage.found() == stage.new, label
        more = annotation("more")
        stage.own.save(document_of(stage.source), {more.id: more})
        assert stage.found() == stage.new | {more.id: more}, label
    assert bool(stage.own.fallback) == (stage.situation == "no folder"), label


def check_kills(root: Path, situation: str, swap: str) -> int:
    """Kill a forked process before and after each call of its save; returns the kills."""
    for kills, (at, after) in enumerate(itertools.product(range(400), (False, True))):
        stage = staged(root, situation)

        def act(number: int, name: str, real: Any, args: tuple, options: dict) -> Any:
            try:
                return real(*args, **options) if after or number != at else None  # noqa: B023
            finally:
                if number == at:  # noqa: B023
                    os.kill(os.getpid(), 9)

        child = os.fork()
        if child == 0:
            with without_exchange(swap), intercepted(act):
                stage.save()
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return kills
        label = f"{situation}, {swap}: killed {'after' if after else 'before'} call {at}"
        assert stage.found() in (stage.old, stage.new), label
        with without_exchange(swap):
            stage.own = stage.fresh()
            stage.own.load()
            stage.save()
            assert stage.found() == stage.new, label
            more = annotation("more")
            stage.own.save(document_of(stage.source), {more.id: more})
        assert not stage.temporary(), label
    raise AssertionError("a save without an end")


@dataclass(eq=False)
class Node:
    """A file on the disk of the model: what is written, and what of it is there for certain."""

    written: bytes = b""
    synced: bytes | None = None


class Disk:
    """Records what a save does, and tells what may be there if the power goes right then.

    Names reach the disk in their order, folder by folder, and for certain with the folder's fsync;
    content for certain with the file's.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.certain: dict[Path, Node | None] = {}
        self.pending: dict[Path, list[Callable[[dict], None]]] = {}
        self.states: list[list[dict[Path, bytes | None]]] = []
        self._now: dict[Path, Node | None] = {}
        self._open: dict[int, Any] = {}
        for path in sorted(root.rglob("*")):
            is_folder = path.is_dir()
            content = None if is_folder else path.read_bytes()
            node = None if content is None else Node(content, content)
            self.certain[path] = self._now[path] = node

    def act(self, number: int, name: str, real: Any, args: tuple, options: dict) -> Any:
        """Make the call, and remember what it does to the disk."""
        done = real(*args, **options)
        if name == "open":
            path = Path(args[0])
            self._open[done] = path
            if args[1] & os.O_CREAT:
                node = Node()
                self._names(path, lambda names: names.__setitem__(path, node))
            self._open[done] = self._now.get(path) or path
        elif name == "write":
            self._open[args[0]].written += bytes(args[1])[:done]
        elif name == "fsync":
            self._sync(self._open[args[0]])
        elif name in ("rename", "replace", "link"):
            self._move(*map(Path, args[:2]), keep=name == "link")
        elif name == "exchange" and done:
            self._exchange(*map(Path, args))
        elif name == "unlink":
            path = Path(args[0])
            self._names(path, lambda names: names.pop(path, None))
        elif name == "mkdir":
            path = Path(args[0])
            self._names(path, lambda names: names.__setitem__(path, None))
        if name not in ("stat", "close", "fchmod"):
            self.states.append(self.possible())
        return done

    def _names(self, path: Path, change: Callable[[dict], Any]) -> None:
        change(self._now)
        self.pending.setdefault(path.parent, []).append(change)

    def _move(self, one: Path, other: Path, *, keep: bool) -> None:
        node = self._now[one]

        def change(names: dict) -> None:
            names[other] = node
            if not keep:
                names.pop(one, None)

        self._names(one, change)

    def _exchange(self, one: Path, other: Path) -> None:
        first, second = self._now[one], self._now[other]
        self._names(one, lambda names: names.update({one: second, other: first}))

    def _sync(self, what: Any) -> None:
        if isinstance(what, Node):
            what.synced = what.written
        else:
            for change in self.pending.pop(what, []):
                change(self.certain)

    def possible(self) -> list[dict[Path, bytes | None]]:
        """Every content of the disk that a cut may leave right now."""
        found: dict[str, dict[Path, bytes | None]] = {}
        orders = [range(len(changes) + 1) for changes in self.pending.values()]
        for reached in itertools.product(*orders):
            names = dict(self.certain)
            for changes, upto in zip(self.pending.values(), reached, strict=True):
                for change in changes[:upto]:
                    change(names)
            names = {p: n for p, n in names.items() if self._has_folder(p, names)}
            for fate in ("lost", "half", "zeros", "there"):
                state = {p: n if n is None else content_of(n, fate) for p, n in names.items()}
                found[repr(sorted(state.items()))] = state
        return list(found.values())

    def _has_folder(self, path: Path, names: dict) -> bool:
        above = [p for p in path.parents if p.is_relative_to(self._root) and p != self._root]
        return all(p in names for p in above)


def content_of(node: Node, fate: str) -> bytes:
    """What of a file is found after a cut."""
    if node.synced == node.written:
        return node.written
    half = node.written[: len(node.written) // 2]
    fates = {"lost": b"", "half": half, "zeros": bytes(len(node.written)), "there": node.written}
    return fates[fate]


def rebuild(root: Path, state: dict[Path, bytes | None]) -> None:
    """Make the disk what a cut left."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for path, content in sorted(state.items()):
        if content is None:
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(content)


def check_power_cuts(
    root: Path, situation: str, swap: str = "exchange", failing_sync: int | None = None
) -> int:
    """Cut the power at each moment of a save and after it; returns the states looked at."""
    stage = staged(root, situation)
    disk = Disk(root)
    syncs = itertools.count()

    def act(number: int, name: str, real: Any, args: tuple, options: dict) -> Any:
        if name == "fsync" and next(syncs) == failing_sync:
            raise OSError(errno.EIO, "input/output error")
        return disk.act(number, name, real, args, options)

    saved = False
    with (
        without_exchange(swap),
        intercepted(act),
        suppress(UnwritableSidecar if failing_sync is not None else ()),
    ):
        stage.save()
        saved = True
    states = 0
    for moment, possible in enumerate([*disk.states, disk.possible()]):
        for state in possible:
            rebuild(root, state)
            states += 1
            label = f"{situation}, {swap}: cut at {moment} of {len(disk.states)}"
            found = stage.found()
            over = moment == len(disk.states) and saved
            assert found == stage.new or (not over and found == stage.old), label
            check_whole(stage, label)
    return states


def check_whole(stage: Stage, label: str) -> None:
    """The file itself is a whole one, whatever lies beside it; a damaged one is kept first."""
    path = stage.own.path
    if stage.damaged:
        kept = [p.read_bytes() for p in path.parent.glob("*.damaged-*")]
        assert path.read_bytes() == stage.damaged or stage.damaged in kept, label
    elif stage.old or path.exists():
        json.loads(path.read_bytes())


def every(root: Path) -> None:
    """The figures of the manual: all situations, with an exchange of files and without."""
    both = list(itertools.product(SITUATIONS, ("exchange", "replace")))
    print("calls that failed:", sum(check_faults(root, *each, every=True) for each in both))
    lasting = (check_faults(root, *each, lasting=True, every=True) for each in both)
    print("calls that went on failing:", sum(lasting))
    print("kills at a call:", sum(check_kills(root, *each) for each in both))
    print("disks after a power cut:", sum(check_power_cuts(root, *each) for each in both))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for place in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{place}_HOME"] = f"{folder}/disk/home/{place.lower()}"
        # A kill needs no sync, and the model of power cuts knows what was synced.
        os.fsync = lambda descriptor: None
        if sys.argv[1:]:
            print(check_kills(Path(folder) / "disk", *sys.argv[1:]))
        else:
            every(Path(folder) / "disk")
