"""The index answers what going through all sidecars and texts answers, whatever happened."""

import math
import os
import shutil
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tui.core import edits
from tui.core.library import Library
from tui.core.paths import Places
from tui.core.search import scan as scan_module
from tui.core.search.fts.index import StoredIndex
from tui.core.search.fts.store import Store
from tui.core.search.guessing import Guess
from tui.core.search.index import ScanIndex
from tui.core.search.query.tree import (
    And,
    By,
    Colour,
    Dated,
    Fuzzy,
    Has,
    Id,
    Is,
    Not,
    Or,
    PathLike,
    Query,
    Regex,
    Sort,
    Tag,
    Text,
)
from tui.core.session import WHOLE_DOCUMENT
from tui.core.store.keeping import Keeping

WORDS = [
    "date", "dated", "cafe", "café", "cafe\u0301", "soft\u00adware", "x", "7", "日本", "日", "本語",
    "日本語の本", "ไทย", "ﬁne", "fine", "don't", "well-known", "_low", "ABC日", "Straße", "strasse",
    "가나", "가", "—", "e\u0301te\u0301", "zero\u200bwidth", "²", "word" * 12,
    "C++", "#x", "§ 3", "a=b", "≠", "…", "cafés", "日te", "cafs",
]  # fmt: skip
GLUE = [" ", " ", " ", "-", "\n", "", "\u00ad", ", ", "'", "\u0301"]
FUZZY = [
    "dte",
    "daet",
    "cafes",
    "softwrae",
    "wordwordwordwor",
    "日本語の木",
    "wel-known",
    "cafe\u0301",
]
SIGNS = ["#", "+", ".", "++", "§", "=", "-", "…", "\u00ad", "\u0301", ", .", "'"]
TAGS = ["policy", "policy/us", "Policy/US/x", "日本", "café", "a b", "x-y", "x"]
NAMES = ["a.txt", "b.md", "in/c.txt", "in/deep/été.md"]
DAY = date.today()

words = st.sampled_from(WORDS)
texts = st.lists(st.tuples(words, st.sampled_from(GLUE)), min_size=1, max_size=5).map(
    lambda parts: "".join(word + glue for word, glue in parts)
)
sought = st.one_of(
    words,
    st.sampled_from(["daet", "cafs", "strase", "wrdword", "polciy"]),
    texts,
    st.sampled_from(SIGNS),
    st.tuples(words, st.integers(1, 3)).map(lambda pair: pair[0][: pair[1]]),
)
fields = st.sampled_from([None, None, None, "note", "quote", "text", "heading", "title"])
KINDS = [
    "note", "highlight", "tagged", "untagged", "starred", "open", "orphan", "moved", "fuzzy",
]  # fmt: skip
DATES = [
    Dated("date", DAY, None),
    Dated("created", None, DAY),
    Dated("modified", date(2020, 2, 3), date(2021, 3, 1)),
    Dated("modified", date(2020, 1, 1), DAY),
    Dated("created", date.min, date(1970, 1, 1)),
]
pick = st.sampled_from
leaves = st.one_of(
    st.builds(Text, sought, fields, st.booleans()),
    st.builds(Text, sought, fields, st.booleans()),
    st.builds(Fuzzy, pick(FUZZY), pick([None, None, "note", "text", "heading"])),
    st.builds(Regex, pick(["d.t", "本", "^x"]), st.just("i"), pick([None, "text"])),
    st.builds(Tag, pick([*TAGS, "pol", "policy/u"]), pick(["below", "exact", "prefix"])),
    st.builds(Is, pick(KINDS)),
    st.builds(Has, pick(["note", "tag", "colour", "link"])),
    st.builds(PathLike, pick(["a.txt", "in/", "*.md", "ete", "nowhere"])),
    st.builds(Colour, pick(["red", "RED", "green"])),
    st.builds(By, pick(["", "Ann"])),
    st.builds(Id, pick(["0", "01", "deadbeef"])),
    pick(DATES),
)
nodes = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, max_size=3).map(lambda some: And(tuple(some))),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: Or(tuple(some))),
    ),
    max_leaves=4,
)
orders = st.sampled_from(["modified", "created", "path", "position", "score"])
in_text = st.builds(Text, words, pick([None, "text"]))
on_note = st.builds(Text, words, pick([None, "note"])) | st.builds(Tag, pick(TAGS))
pairs = st.tuples(in_text, on_note | leaves).map(And)
queries = st.builds(
    Query,
    nodes | pairs,
    st.none() | st.builds(Sort, orders, st.booleans()),
    st.sampled_from([None, None, None, "path", "tag", "day"]),
)


def never():
    return False


def rounded(batches):
    return [replace(hit, score=round(hit.score, 2)) for batch in batches for hit in batch]


class Scene:
    """A library on the disk, the index of it, and a reader at work."""

    def __init__(self, folder):
        self.root = folder / "articles"
        self.root.mkdir()
        keeping = Keeping(Places(folder / "config", folder / "data", folder / "state"))
        self.keeping = keeping
        self._times = iter(range(10**6))
        self._start = time.time() - 3600
        self.index = StoredIndex(
            Store(folder / "index", keeping), keeping, root=lambda: self.root, every=math.inf
        )
        self.waiting = []
        self.library = self._opened()

    def _opened(self):
        library = Library(self.root, self.keeping)
        library.subscribe(lambda edit, _: self.index.follow(edit))
        library.subscribe(lambda edit, _: self.waiting.append(edit))
        return library

    def save(self):
        self.library.flush()
        self.waiting.clear()
        # What was never seen on the disk is taken for what is not saved yet.
        list(self.index.refresh(self.library.sources(), never))

    def write(self, name, paragraphs):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(paragraphs) + "\n")

    def age(self):
        """Every file gets an age of its own, so that the index takes it for what it was."""
        for folder, _, names in os.walk(self.root):
            for name in names:
                path = Path(folder, name)
                if path.stat().st_mtime > self._start + 1800:
                    then = self._start + next(self._times)
                    os.utime(path, (then, then))

    def edit(self, data, library):
        sources = library.sources()
        if not sources:
            return
        source = data.draw(st.sampled_from(sources))
        session = library.session(source)
        count = len(session.document.blocks)
        places = [WHOLE_DOCUMENT, *(session.paragraph(i) for i in range(count))]
        # A part of a paragraph leaves something to find in the text alone.
        firsts = [(i, block.text[:3]) for i, block in enumerate(session.document.blocks)]
        places += [session.phrase(i, first) for i, first in firsts if first.strip()]
        place = data.draw(st.sampled_from(places))
        known = sorted(session.annotations)
        kind = data.draw(
            st.sampled_from(["note", "tag", "colour", "star", "open", "remove", "time"])
        )
        if kind in ("remove", "time"):
            if not known:
                return
            one = session.annotations[data.draw(st.sampled_from(known))]
            if kind == "remove":
                library.perform(edits.remove_one(session, one))
            else:
                stamp = data.draw(
                    st.sampled_from(
                        ["2020-05-05T10:00:00.000Z", "odd", "2020-05-05T12:00:00+02:00"]
                    )
                )
                other = replace(one, created=stamp, modified=stamp, extra={"creator": "Ann"})
                library.perform(edits.Edit("", (edits.Change(source, one.id, one, other),)))
                # No reader's edit: a time that goes back is known from the disk alone.
                library.flush()
            return
        verbs = {
            "note": lambda: edits.write_note(session, [place], data.draw(texts)),
            "tag": lambda: edits.add_tags(session, [place], [data.draw(st.sampled_from(TAGS))]),
            "colour": lambda: edits.set_colour(session, [place], "red"),
            "star": lambda: edits.toggle_star(session, [place]),
            "open": lambda: edits.set_status(session, [place], "open"),
        }
        library.perform(verbs[kind]())

    def step(self, data):
        kind = data.draw(
            st.sampled_from(
                ["edit", "edit", "edit", "save", "elsewhere", "text", "delete", "forget"]
            )
        )
        sources = self.library.sources()
        if kind == "edit":
            self.edit(data, self.library)
        elif kind == "save":
            self.save()
        elif kind == "elsewhere":
            self.save()
            other = Library(self.root, self.keeping)
            self.edit(data, other)
            other.flush()
            self.library = self._opened()
        elif kind == "text":
            self.write(
                data.draw(st.sampled_from(NAMES)),
                data.draw(st.lists(texts, min_size=1, max_size=4)),
            )
        elif sources:
            self.save()
            source = data.draw(st.sampled_from(sources))
            gone = source if kind == "delete" else self.keeping.sidecar(source)
            gone.unlink(missing_ok=True)
            self.library = self._opened()
        if data.draw(st.booleans()):
            self.age()

    def answers(self, index, query, limit):
        return rounded(index.search(query, limit, never))

    def guesses_are_right(self, query, scan):
        """What is guessed is what is found nearly so, and was not found before."""
        found = self.answers(self.index, query, 1000)
        guessed = rounded(self.index.guesses(query, found, 1000, never))
        guess = Guess(query, found)
        near = rounded(guess.hits(scan.search(guess.query, 1000, never))) if guess.query else []
        # Of texts only those are looked through that need not be read.
        assert [hit for hit in guessed if hit.annotation] == [hit for hit in near if hit.annotation]
        assert [hit for hit in near if hit in guessed] == guessed


@settings(
    max_examples=60, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(st.data())
def test_the_index_answers_what_a_scan_answers(data):
    folder = Path(tempfile.mkdtemp())
    patch = pytest.MonkeyPatch()
    # So few are ranked here too that others follow them.
    patch.setattr(scan_module, "CANDIDATES", data.draw(st.sampled_from([2, 300])))
    try:
        scene = Scene(folder)
        for name in NAMES[:3]:
            scene.write(name, data.draw(st.lists(texts, min_size=1, max_size=4)))
        for _ in range(data.draw(st.integers(1, 8))):
            scene.step(data)
            sources = scene.library.sources()
            list(scene.index.refresh(sources, never))
            scan = ScanIndex(scene.keeping, root=lambda: scene.root)
            scan.load(sources, never)
            for edit in scene.waiting:
                scan.follow(edit)
            for _ in range(8):
                query, limit = data.draw(queries), data.draw(st.sampled_from([3, 1000]))
                assert scene.answers(scene.index, query, limit) == scene.answers(scan, query, limit)
                scene.guesses_are_right(query, scan)
            assert scene.index.tags() == scan.tags()
            assert scene.index.tag_reports() == scan.tag_reports()
            assert sorted(scene.index.tagged(["policy"])) == sorted(scan.tagged(["policy"]))
            assert not scene.index.trouble
    finally:
        patch.undo()
        shutil.rmtree(folder)
