"""How long a keystroke waits for results: the index beside the scan, TinyDB, ripgrep and notmuch.

`python -m tests.benchmarks.search [--real-time] [NOTES...]`; there are ten notes and a hundred
paragraphs to a text, so 100,000 notes come with 10,000 texts of 1,000,000 paragraphs. Every
beginning of what is typed is a query of its own. `first` is the time to the first results, `all` to
the last of 500.

The peers are asked for the beginnings of five words, and so is the index once more. They look
through the notes alone: ripgrep through the sidecars, notmuch through a mail for each note. Their
time has the start of their process in it, as they have no other way to be asked. One that is not
installed is left out. With `--real-time`, which needs root, what is asked goes before all else on
this machine; what is built does not.
"""

import gc
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from itertools import accumulate
from pathlib import Path

from tinydb import TinyDB

from tests.benchmarks.pseudoterminal import in_real_time
from tui.core.anchors.describe import describe
from tui.core.documents import open_document
from tui.core.edits import Change, Edit
from tui.core.errors import QueryError
from tui.core.model import Annotation
from tui.core.paths import Places
from tui.core.search.fts.index import StoredIndex
from tui.core.search.fts.store import Store
from tui.core.search.index import ScanIndex
from tui.core.search.query import parse
from tui.core.store.keeping import Keeping
from tui.core.store.parse import RECORDS, new_tables
from tui.core.store.schema import row_of
from tui.core.store.sidecar import Sidecar
from tui.core.store.storage import serialised

SIZES = (1_000, 10_000, 100_000)
PER_TEXT, PARAGRAPHS = 10, 100
LIMIT = 500
TYPED = (
    "{0} {1}", "{2}", "{3} {4}", "{5}", "{6} {2}", "{7}", "{8} {9}", "{9}", "{10}", "{11} -{3}",
    '"{0} {1}"', "#area/{1}", "#area {4}", "note:{5}", "quote:{2} {0}", "tag:area/{3} OR {11}",
    "nowheretobefound", "path:7 {4}", "is:note {9}", "created:2025 {6}",
)  # fmt: skip
PICKED = (1, 5, 12, 30, 80, 200, 500, 1200, 3000, 6000, 9000, 14000)
"""Of words by how often they occur: what is typed is both common and rare."""


class Words:
    """Made-up words, used as often as those of a language: the nth one n times less."""

    def __init__(self) -> None:
        self._random = random.Random(7)
        syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
        self.known = [
            "".join(self._random.choices(syllables, k=self._random.randint(1, 4)))
            for _ in range(20_000)
        ]
        self._weights = list(accumulate(1 / (n + 2) for n in range(len(self.known))))

    def text(self, count: int) -> str:
        """So many words."""
        return " ".join(self._random.choices(self.known, cum_weights=self._weights, k=count))

    def typed(self) -> list[str]:
        """Every beginning of every query."""
        picked = [self.known[at] for at in PICKED]
        whole = [one.format(*picked) for one in TYPED]
        return [one[:end] for one in whole for end in range(1, len(one) + 1)]


def library(folder: Path, notes: int, words: Words, keeping: Keeping) -> list[Path]:
    """Texts with notes, as if they had been there for long."""
    sources = []
    rng = random.Random(11)
    for number in range(max(1, notes // PER_TEXT)):
        source = folder / f"{number // 100}" / f"{number}.txt"
        source.parent.mkdir(exist_ok=True, parents=True)
        paragraphs = [words.text(rng.randint(10, 50)).capitalize() for _ in range(PARAGRAPHS)]
        source.write_text(".\n\n".join(paragraphs) + ".\n")
        document = open_document(source)
        tables = new_tables()
        for _ in range(min(PER_TEXT, notes)):
            index = rng.randrange(PARAGRAPHS)
            day = f"{rng.randint(2019, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
            moment = f"{day}T{rng.randint(0, 23):02}:00:00.{rng.randint(0, 999):03}Z"
            target = describe(document, ((index, 0, len(document.blocks[index].text)),))
            tag = f"area/{words.text(1)}"
            note = words.text(rng.randint(3, 40)) if rng.random() < 0.7 else ""
            one = Annotation(rng.getrandbits(120), moment, moment, target, (tag,), note)
            tables[RECORDS][str(one.id)] = row_of(one)
        keeping.sidecar(source).write_bytes(serialised(tables))
        then = 1_700_000_000 + number
        for path in (source, keeping.sidecar(source)):
            os.utime(path, (then, then))
        sources.append(source)
    return sources


def never() -> bool:
    """Somebody waits."""
    return False


def keystrokes(index: StoredIndex | ScanIndex, typed: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds to the first results and to the last, for each key."""
    first, last = [], []
    for text in typed:
        start = time.perf_counter()
        try:
            query = parse(text)
        except QueryError:
            continue
        shown = 0.0
        for batch in index.search(query, LIMIT, never):
            shown = shown or time.perf_counter() - start
            assert batch
        took = time.perf_counter() - start
        first.append((shown or took) * 1000)
        last.append(took * 1000)
    return first, last


def told(name: str, *columns: list[float]) -> str:
    """One row: p50 and p99 of each column."""
    cells = []
    for times in columns:
        if times:
            p99 = sorted(times)[int(0.99 * (len(times) - 1))]
            cells.append(f"{statistics.median(times):9.2f} /{p99:9.1f}")
        else:
            cells.append(f"{'':20}")
    return f"  {name:22}{'   '.join(cells)}   ({len(columns[-1])} keys)"


def seconds(work) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def beginnings(words: Words) -> list[str]:
    """What a peer is asked for."""
    picked = [words.known[at] for at in PICKED[1:6]]
    return [word[:end] for word in picked for end in range(1, len(word) + 1)]


def peers(folder: Path, sources: list[Path], keeping: Keeping, words: list[str]) -> list[str]:
    """Plain TinyDB for one word, and what is installed for all of them."""
    sidecars = [keeping.sidecar(source) for source in sources][:1_000]
    share = len(sources) / len(sidecars)

    def tinydb() -> None:
        for path in sidecars:
            TinyDB(path).search(lambda row: words[-1] in str(row.get("note", "")))

    with before_all_else():
        took = seconds(tinydb) * share * 1000
    rows = [f"  {'TinyDB, every sidecar':22}{'':23}{took:9,.0f}{'':14}(1 key)"]
    if shutil.which("rg"):
        glob = ["-g", "*.notes.json", str(folder / "library")]
        with before_all_else():
            times = [asked(["rg", "--no-ignore", "-i", rf"\b{word}", *glob]) for word in words]
        rows.append(told("ripgrep over sidecars", [], times))
    else:
        rows.append("  ripgrep is not installed")
    if shutil.which("notmuch"):
        rows.append(notmuch(folder / "mail", sources, keeping, words))
    else:
        rows.append("  notmuch is not installed")
    return rows


def notmuch(folder: Path, sources: list[Path], keeping: Keeping, words: list[str]) -> str:
    """Every annotation as a mail."""
    number = 0
    for source in sources:
        cur = folder / f"{number // 1000}" / "cur"
        cur.mkdir(parents=True, exist_ok=True)
        for one in Sidecar(source, keeping).load().annotations.values():
            number += 1
            sent = format_datetime(datetime.fromisoformat(one.modified))
            head = f"From: reader@localhost\nDate: {sent}\nMessage-ID: <{one.id:x}@localhost>"
            subject = f"Subject: {source.name} {' '.join(one.tags)}"
            text = f"{head}\n{subject}\n\n{one.note}\n\n{one.target.exact}\n"
            (cur / f"{one.id:x}").write_text(text)
    config = folder.with_name("notmuch-config")
    config.write_text(f"[database]\npath={folder}\n[new]\ntags=\n[user]\nname=reader\n")
    env = {**os.environ, "NOTMUCH_CONFIG": str(config), "HOME": str(folder)}
    build = asked(["notmuch", "new", "--quiet"], env) / 1000
    size = sum(path.stat().st_size for path in (folder / ".notmuch").rglob("*") if path.is_file())
    command = ["notmuch", "search", f"--limit={LIMIT}"]
    with before_all_else():
        times = [asked([*command, f"{word}*"], env) for word in words]
    return told("notmuch", [], times) + f", built in {build:.0f} s ({size / 1e6:,.0f} MB)"


def asked(command: list[str], env: dict[str, str] | None = None) -> float:
    """Milliseconds until a program has answered; 1 is how some say that nothing was found."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=env)
    assert done.returncode in (0, 1), done.stderr
    return (time.perf_counter() - start) * 1000


def edited(index: StoredIndex, source: Path, keeping: Keeping) -> list[str]:
    """One edit: known, saved and taken in from the disk."""
    one = next(iter(Sidecar(source, keeping).load().annotations.values()))
    after = one.revised(note="zzyzx")
    edit = Edit("edit", (Change(source, one.id, one, after),))
    follow = seconds(lambda: index.follow(edit))
    found = sum(1 for batch in index.search(parse("zzyzx"), LIMIT, never) for _ in batch)
    Sidecar(source, keeping).save(open_document(source), {one.id: after})
    taken = seconds(lambda: index.load(index._sources, never))
    return [
        f"  one edit followed {follow * 1000:.2f} ms, found by the next key: {found == 1}; "
        f"its sidecar taken in with a look at all: {taken * 1000:.0f} ms"
    ]


def measure(folder: Path, notes: int) -> list[str]:
    """The rows of one size."""
    words = Words()
    keeping = Keeping(Places(folder / "config", folder / "data", folder / "state"))
    sources = library(folder / "library", notes, words, keeping)
    typed = words.typed()

    def stored() -> StoredIndex:
        root = folder / "library"
        store = Store(folder / "index", keeping)
        return StoredIndex(store, keeping, root=lambda: root, every=float("inf"))

    index = stored()
    build_notes = seconds(lambda: index.load(sources, never))
    build = seconds(lambda: list(index.refresh(sources, never)))
    sizes = [
        f"{(folder / 'index' / name).stat().st_size / 1e6:,.0f}" for name in ("notes.db", "text.db")
    ]
    again = stored()
    start_up = seconds(lambda: again.load(sources, never))
    entries = seconds(lambda: list(again.refresh(sources, never)))
    # As the application does when the library was looked at.
    gc.collect()
    gc.freeze()
    rows = [
        f"{notes:,} notes, {len(sources):,} texts, {len(sources) * PARAGRAPHS:,} paragraphs",
        f"  build: notes {build_notes:.1f} s ({sizes[0]} MB), texts {build:.1f} s ({sizes[1]} MB)",
        f"  nothing changed: notes {start_up * 1000:.0f} ms, then titles {entries * 1000:.0f} ms",
        f"  {'ms p50 / p99':22}{'first':>20}   {'all':>20}",
    ]
    cold = stored_loaded(stored, sources)
    words_alone = beginnings(words)
    with before_all_else():
        rows += [
            told("index, cold", *keystrokes(cold, typed)),
            told("index", *keystrokes(again, typed)),
            told("index, five words", *keystrokes(again, words_alone)),
        ]
    scan = ScanIndex(keeping, root=lambda: folder / "library")
    load = seconds(lambda: scan.load(sources, never))
    some = typed if notes <= 1_000 else typed[:: max(1, notes // 2_000)]
    with before_all_else():
        rows.append(told(f"scan (load {load:.1f} s)", *keystrokes(scan, some)))
    rows += peers(folder, sources, keeping, words_alone)
    return [*rows, *edited(again, sources[0], keeping)]


def stored_loaded(make, sources: list[Path]) -> StoredIndex:
    """An index of a program that was started just now."""
    index = make()
    index.load(sources, never)
    return index


@contextmanager
def before_all_else():
    """As the tables of other benchmarks have it, but only while something is asked."""
    if "--real-time" in sys.argv:
        in_real_time()
    yield
    if "--real-time" in sys.argv:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def main() -> None:
    """One table for each size."""
    for notes in [int(size) for size in sys.argv[1:] if size.isdecimal()] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            print("\n".join(measure(Path(folder), notes)), flush=True)


if __name__ == "__main__":
    main()
