"""A process of its own that takes texts into an index: others never wait for it.

The first line of its input is the JSON of what to do, as `apart` writes it. Each line of its output
is JSON too: null asks whether to go on, which an empty line says; a list has the number of each
source that is done with its stamp; an object ends it, with what went wrong if anything did. Where
its input ends, it ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from contextlib import suppress
from typing import Any

ASK_EVERY = 0.1
"""Seconds between two questions: whoever is stopped, or gone, does not answer."""


def main() -> None:
    """Do what the input says."""
    order = json.loads(sys.stdin.buffer.readline())
    _step_back(order["is_last"])
    # What follows is loaded as one who has stepped back.
    import sqlite3

    answers = threading.Semaphore(0)
    threading.Thread(target=_listen, args=(answers,), daemon=True).start()
    try:
        _take(order, answers)
    except (sqlite3.Error, OSError) as error:
        code = getattr(error, "sqlite_errorcode", None)
        _say({"kind": type(error).__name__, "code": code, "text": str(error)})
    else:
        _say({})


def _step_back(is_last: bool) -> None:
    """Go before nobody, even where the parent may; who `is_last` runs when no other wants to."""
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    if not is_last:
        return
    with suppress(OSError):
        os.nice(19)
    # On Linux a session has a share of its own, within which alone the above counts.
    with suppress(OSError), open("/proc/self/autogroup", "w") as file:  # noqa: PTH123 -- pathlib is not loaded
        file.write("19")


def _take(order: dict[str, Any], answers: threading.Semaphore) -> None:
    from pathlib import Path

    from tui.core.paths import Places
    from tui.core.search.fts.store import Store
    from tui.core.store.keeping import Keeping

    places = Places(*map(Path, order["places"]))
    tree = Path(order["tree"]) if order["tree"] else None
    sources = [Path(source) for source in order["sources"]]
    numbers = {source: number for number, source in enumerate(sources)}
    store = Store(Path(order["folder"]), Keeping(places, tree))
    due = 0.0

    def is_over() -> bool:
        nonlocal due
        if time.monotonic() >= due:
            _say(None)
            answers.acquire()
            due = time.monotonic() + ASK_EVERY
        return False

    with store.texts.at_work():
        for taken in store.take_texts(sources, is_over):
            _say([(numbers[source], stamp) for source, stamp in taken.items()])


def _say(said: object) -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
    sys.stdout.buffer.flush()


def _listen(answers: threading.Semaphore) -> None:
    for _ in sys.stdin.buffer:
        answers.release()
    # Nothing is lost: what was not written to the end is not taken for whole.
    os._exit(0)
