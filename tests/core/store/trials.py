"""What notes go through: kills, crowds, cuts and flips; stock TinyDB goes through the same.

`python -m tests.core.store.trials` prints the figures of the manual's page on safety.
"""

import fcntl
import json
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tinydb import TinyDB
from tinydb.table import Document as Record

from tests.core.store.conftest import annotation, document_of, sidecar_of
from tui.core.model import new_id
from tui.core.store import replace as replacing

Notes = dict[int, str]


class Ours:
    """The sidecar of a source, by id and text."""

    def __init__(self, source: Path) -> None:
        self._document = document_of(source)
        self._sidecar = sidecar_of(source)
        self._known = dict(self._sidecar.load().annotations)

    def put(self, id_: int, note: str) -> None:
        """Insert or change a note; an empty text deletes it."""
        old = self._known.get(id_) or replace(annotation(), id=id_)
        self._known[id_] = replace(old, note=note) if note else None
        self._sidecar.save(self._document, {id_: self._known[id_]})

    @staticmethod
    def read(source: Path) -> Notes:
        """What somebody who comes later finds."""
        return {a.id: a.note for a in sidecar_of(source).load().annotations.values()}

    @staticmethod
    def path(source: Path) -> Path:
        """The file with the notes."""
        return sidecar_of(source).path


class Stock:
    """The same notes in a file of plain TinyDB."""

    def __init__(self, source: Path) -> None:
        self._table = TinyDB(self.path(source)).table("_default")

    def put(self, id_: int, note: str) -> None:
        """Insert or change a note; an empty text deletes it."""
        if note:
            self._table.upsert(Record({"note": note}, id_))
        else:
            self._table.remove(doc_ids=[id_])

    @staticmethod
    def read(source: Path) -> Notes:
        """What somebody who comes later finds."""
        with TinyDB(Stock.path(source)) as db:
            return {row.doc_id: row["note"] for row in db}

    @staticmethod
    def path(source: Path) -> Path:
        """The file with the notes."""
        return source.with_name("stock.json")


def work(store: type, source: Path, pipe: int, seed: int) -> None:
    """Insert, change and delete for ever; say what is begun and what is done."""
    chance, mine = random.Random(seed), []
    own = store(source)
    for n in range(1_000_000):
        if not mine or chance.random() < 0.5:
            mine.append(new_id())
            id_, note = mine[-1], f"new {n} " + "x" * chance.randrange(200)
        elif chance.random() < 0.6:
            id_, note = chance.choice(mine), f"changed {n} " + "y" * chance.randrange(200)
        else:
            id_, note = mine.pop(chance.randrange(len(mine))), ""
        os.write(pipe, f"?{id_} {note}\n".encode())
        own.put(id_, note)
        os.write(pipe, f"!{id_} {note}\n".encode())


def fork(task, *arguments) -> tuple[int, int]:
    """A child process at work, and what it writes; only for a program of one thread."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        # What goes wrong in the child is seen in what it did not say.
        with suppress(BaseException):
            os.close(reading)
            task(*arguments, writing)
        os._exit(0)
    os.close(writing)
    return child, reading


def kills(store: type, folder: Path, times: int, writers: int, seed: int = 5) -> dict[str, int]:
    """Kill writers at random moments; count edits that were said to be saved and are not there."""
    chance = random.Random(seed)
    result = {"kills": 0, "acknowledged": 0, "lost": 0, "unreadable": 0}
    source, expected = folder / "0.txt", {}
    source.write_text("Words\n")
    for n in range(times // writers):
        if n % 15 == 14:
            source, expected = folder / f"{n}.txt", {}
            source.write_text("Words\n")
        children = [
            fork(lambda seed, pipe: work(store, source, pipe, seed), chance.random())  # noqa: B023
            for _ in range(writers)
        ]
        for _, pipe in children:
            os.read(pipe, 1)
        time.sleep(chance.random() * 0.06)
        for child, _ in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        begun: dict[int, str] = {}
        for _, pipe in children:
            with os.fdopen(pipe, "rb") as said:
                lines = ("?" + said.read().decode().removeprefix("?")).split("\n")[:-1]
            result["kills"] += 1
            for line in lines:
                id_, _, note = line[1:].partition(" ")
                (expected if line[0] == "!" else begun)[int(id_)] = note
                result["acknowledged"] += line[0] == "!"
                if line[0] == "!":
                    begun.pop(int(id_), None)
        try:
            found = store.read(source)
        except Exception:
            result["unreadable"] += 1
            store.path(source).unlink()
            expected = {}
            continue
        for id_, note in expected.items():
            there = found.get(id_, "")
            result["lost"] += there not in (note, begun.get(id_, note))
        expected = found
    return result


def crowd(store: type, folder: Path, processes: int, each: int) -> dict[str, int]:
    """Several processes insert and change at once; count what is lost."""
    source = folder / "crowd.txt"
    source.write_text("Words\n")

    def insert(pipe: int) -> None:
        own, last = store(source), 0
        for n in range(each):
            try:
                id_ = new_id()
                own.put(id_, f"new {n}")
                os.write(pipe, f"{id_} new {n}\n".encode())
                if last:
                    own.put(last, f"changed {n}")
                    os.write(pipe, f"{last} changed {n}\n".encode())
                last = id_
            except Exception:
                os.write(pipe, b"0 \n")

    children = [fork(insert) for _ in range(processes)]
    expected: Notes = {}
    failed = 0
    for child, pipe in children:
        with os.fdopen(pipe, "rb") as said:
            for line in said.read().decode().splitlines():
                id_, _, note = line.partition(" ")
                failed += id_ == "0"
                expected[int(id_)] = note
        os.waitpid(child, 0)
    expected.pop(0, None)
    try:
        found, unreadable = store.read(source), 0
    except Exception:
        found, unreadable = {}, 1
    lost = sum(found.get(id_) != note for id_, note in expected.items())
    return {"saved": len(expected), "lost": lost, "failed": failed, "unreadable": unreadable}


def written(store: type, source: Path, notes: int) -> tuple[bytes, Notes]:
    """A file of notes, and what is in it."""
    source.write_text("Words\n")
    own = store(source)
    for n in range(notes):
        own.put(new_id(), f"note {n}: " + "some words, “quoted” ones too " * (n % 5))
    return store.path(source).read_bytes(), store.read(source)


def found_in(store: type, source: Path, data: bytes) -> Notes | None:
    """What is found when the file is `data`, None if it cannot be opened."""
    store.path(source).write_bytes(data)
    try:
        return store.read(source)
    except Exception:
        return None


def cuts(store: type, folder: Path, notes: int = 12) -> dict[str, int]:
    """Cut the file at every byte; count how often it opens, and whole lines not read."""
    source = folder / "cut.txt"
    data, whole = written(store, source, notes)
    result = {"cuts": 0, "opened": 0, "whole notes lost": 0}
    for at in range(len(data)):
        found = found_in(store, source, data[:at])
        result["cuts"] += 1
        result["opened"] += found is not None
        lines = [line for line in data[:at].split(b"\n")[:-1] if line.startswith(b',"')]
        ids = {int(line.split(b'"')[1]) for line in lines} & whole.keys()
        result["whole notes lost"] += len(ids - (found or {}).keys())
    return result


def flips(store: type, folder: Path, times: int = 600, notes: int = 30) -> dict[str, int]:
    """Change one bit at a random place; count how often it opens, and the notes lost."""
    source, chance = folder / "flip.txt", random.Random(11)
    data, whole = written(store, source, notes)
    result = {"flips": times, "opened": 0, "most notes lost": 0, "all lost": 0}
    for _ in range(times):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        found = found_in(store, source, bytes(flipped))
        lost = len(whole.keys() - (found or {}).keys())
        result["opened"] += found is not None
        result["most notes lost"] = max(lost, result["most notes lost"])
        result["all lost"] += lost == notes
    return result


def main(trial: str, store: str, *numbers: str, swap: str = "", lock: str = "") -> None:
    """Run one trial in this process and print its result as JSON."""
    if swap == "replace":
        replacing.exchange = lambda one, other: False
    if lock == "none":
        fcntl.flock = lambda descriptor, how: None
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(folder) / "home" / name.lower())
        print(json.dumps(TRIALS[trial](STORES[store], Path(folder), *map(int, numbers))))


def every() -> None:
    """The table of the manual."""
    for trial, *numbers in (
        ("kills", "300", "1"),
        ("kills", "300", "3"),
        ("crowd", "2", "200"),
        ("crowd", "4", "200"),
        ("cuts",),
        ("flips",),
    ):
        for store in STORES:
            print(trial, *numbers, store, end=": ", flush=True)
            main(trial, store, *numbers)


STORES = {"ours": Ours, "stock": Stock}
TRIALS = {"kills": kills, "crowd": crowd, "cuts": cuts, "flips": flips}

if __name__ == "__main__":
    if sys.argv[1:]:
        options = dict(a[2:].split("=") for a in sys.argv[1:] if a.startswith("--"))
        main(*(a for a in sys.argv[1:] if not a.startswith("--")), **options)
    else:
        every()
