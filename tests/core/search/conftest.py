"""Both indexes, for what every index has to do."""

import math
import os
import time

import pytest

from tui.core import edits
from tui.core.library import Library
from tui.core.search.fts.index import StoredIndex
from tui.core.search.fts.store import Store
from tui.core.search.index import ScanIndex
from tui.core.store.keeping import Keeping

AGO = 3600


@pytest.fixture
def aged():
    """Makes files look as if nobody had touched them lately, so that their times can be trusted."""
    times = iter(range(10**6))

    def age(*paths):
        for path in paths:
            then = time.time() - AGO + next(times) / 100
            os.utime(path, (then, then))

    return age


@pytest.fixture
def stored(tmp_path, places):
    """Makes an index on the disk; it looks at sources only where it is told to."""

    def make(borrow=lambda _: None, root=lambda: tmp_path / "articles"):
        keeping = Keeping(places)
        return StoredIndex(Store(tmp_path / "index", keeping), keeping, borrow, root, math.inf)

    return make


@pytest.fixture(params=["scan", "stored"])
def make(request, stored, tmp_path, places):
    """Makes an index of one kind, then of the other."""
    if request.param == "stored":
        return stored
    return lambda borrow=lambda _: None, root=lambda: tmp_path / "articles": ScanIndex(
        Keeping(places), borrow, root
    )


@pytest.fixture
def shelf(tmp_path, places, aged):
    """Two articles; the first has a tag, a note, a highlight and a phrase of its own."""
    folder = tmp_path / "articles"
    folder.mkdir()
    a, b = folder / "a.txt", folder / "b.md"
    a.write_text("The date was set.\n\nA café stood there.\n\nNobody counted.\n\nThe date again.\n")
    b.write_text("# Second\n\nIts date is unknown.\n\nThe policy changed.\n")
    library = Library(folder, Keeping(places))
    session = library.session(a)
    place = session.paragraph
    library.perform(edits.add_tags(session, [place(0)], ["policy/us", "history"]))
    library.perform(edits.write_note(session, [place(1)], "Check the date and the place."))
    library.perform(edits.set_colour(session, [place(2)], "red"))
    library.perform(edits.add_tags(session, [session.phrase(3, "again")], ["history"]))
    library.flush()
    aged(*folder.iterdir())
    return library


@pytest.fixture
def index(shelf, make):
    index = make()
    list(index.refresh(shelf.sources(), lambda: False))
    return index
