"""What an edit, a durable save and opening cost, beside stock TinyDB: one table.

`python -m tests.benchmarks.sidecar [ANNOTATIONS...]`
"""

import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tinydb import TinyDB

from tui.core.edits import Change, Edit
from tui.core.library import Library
from tui.core.model import Annotation, Document, new_id, timestamp
from tui.core.paths import user_places
from tui.core.session import open_session
from tui.core.store.keeping import Keeping
from tui.core.store.schema import row_of
from tui.core.store.sidecar import Sidecar

SIZES = (10, 1_000, 10_000, 100_000)
BETWEEN = 0.05
"""Seconds from one edit to the next, for whoever is quick."""


def made_up(source: Path, keeping: Keeping, size: int) -> tuple[Document, list[Annotation]]:
    """A text, and as many annotations of its paragraphs as asked for."""
    words = "A paragraph of some length, number {}, about which there is something to be said."
    paragraphs = [words.format(n) for n in range(min(size, 5_000))]
    source.write_text("\n\n".join(paragraphs) + "\n")
    session = open_session(source, keeping)
    targets = [session.describe(session.paragraph(n)) for n in range(len(paragraphs))]
    now = timestamp()
    notes = [
        Annotation(
            new_id(), now, now, targets[n % len(targets)], ("policy/us", "read"), f"Note {n}."
        )
        for n in range(size)
    ]
    return session.document, notes


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


class Flushing:
    """Makes edits durable in a thread, as the interface does."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._due = threading.Event()
        self._over = False
        self.saves: list[float] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def request(self) -> None:
        """There is something to save."""
        self._due.set()

    def _run(self) -> None:
        while self._due.wait():
            self._due.clear()
            if self._over:
                return
            self.saves.append(timed(self._library.flush))

    def stop(self) -> None:
        """When what is under way is done."""
        self._over = True
        self._due.set()
        self._thread.join()
        self._library.flush()


def interface(source: Path, keeping: Keeping, edits: int) -> list[float]:
    """What each of many edits costs the interface while a thread saves them."""
    library = Library(source.parent, keeping)
    session = library.session(source)
    flushing = Flushing(library)
    costs = []
    chosen = list(session.annotations)[:edits]
    for n, id_ in enumerate(chosen * (1 + edits // len(chosen))):
        if n == edits:
            break
        before = session.annotations[id_]
        after = before.revised(note=f"Edited {n}.")
        edit = Edit("edit", (Change(source, id_, before, after),))
        costs.append(timed(lambda edit=edit: library.perform(edit)))
        flushing.request()
        time.sleep(BETWEEN)
    flushing.stop()
    return costs


def measure(folder: Path, size: int) -> list[str]:
    """One row of the table."""
    keeping = Keeping(user_places())
    source, stock = folder / f"{size}.txt", folder / f"{size}.json"
    document, notes = made_up(source, keeping, size)
    own = Sidecar(source, keeping)
    own.save(document, {a.id: a for a in notes})
    own.load()
    rows = {str(a.id): row_of(a) for a in notes}
    stock.write_text(json.dumps({"_default": rows}), "utf-8")
    db = TinyDB(stock)
    rounds = 40 if size <= 1_000 else 12 if size <= 10_000 else 5
    found: dict[str, list[float]] = {name: [] for name in ("open", "save", "open db", "save db")}
    for n in range(rounds):
        changed, new = (
            replace(notes[n % size], note=f"Changed {n}."),
            replace(notes[0], id=new_id()),
        )
        found["save"].append(timed(lambda a=changed: own.save(document, {a.id: a})))
        found["save db"].append(
            timed(lambda a=changed: db.update({"note": a.note}, doc_ids=[a.id]))
        )
        found["save"].append(timed(lambda a=new: own.save(document, {a.id: a})))
        found["save db"].append(timed(lambda a=new: db.insert(row_of(a))))
        found["open"].append(timed(lambda: Sidecar(source, keeping).load()))
        found["open db"].append(timed(lambda: TinyDB(stock).all()))
    db.close()
    costs = interface(source, keeping, 60 if size <= 10_000 else 100)
    middle = {name: statistics.median(times) for name, times in found.items()}
    edit = statistics.median(costs)
    return [
        f"{size:,}",
        *(f"{edit:.2f}", f"{max(costs):.1f}", f"{middle['save db'] / edit:,.0f} x"),
        *both(middle["save"], middle["save db"]),
        *both(middle["open"], middle["open db"]),
    ]


def both(ours: float, stock: float) -> tuple[str, str, str]:
    """Our time, the other's, and how many times ours goes into it."""
    return f"{ours:.1f}", f"{stock:.1f}", f"{stock / ours:.1f} x"


def main(sizes: list[int]) -> None:
    """Print the table, in Markdown."""
    heads = ["annotations", "edit", "worst", "TinyDB/edit", "save", "TinyDB", "ratio"]
    heads += ["open", "TinyDB", "ratio"]
    print("Milliseconds, medians; `edit` is what the interface waits, `save` is durable.\n")
    print("| " + " | ".join(heads) + " |")
    print("|" + " --: |" * len(heads), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = f"{folder}/home/{name.lower()}"
        for size in sizes:
            print("| " + " | ".join(measure(Path(folder), size)) + " |", flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
