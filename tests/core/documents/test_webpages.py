"""Pages of the usual kinds, each beside the text that it is read for: see `webpages`."""

from pathlib import Path

import pytest

from tests.benchmarks.documents import score
from tui.core.documents import open_document

PAGES = sorted((Path(__file__).parent / "webpages").glob("*.html"))
WHOLE = ("front",)
"""Pages without an article."""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_of_a_page_of_each_kind_the_text_is_read_with_title_author_and_day(path):
    title, byline, text = path.with_suffix(".txt").read_text("utf-8").split("\n", 2)
    document = open_document(path)
    assert (document.title, document.byline or "") == (title, byline)
    assert document.shape == ("page" if path.stem in WHOLE else "article")
    found = [block.text for block in document.blocks if block.kind != "rule"]
    assert score(found, text.split("\n\n"))[2] >= 0.93, found


def test_there_are_pages_of_many_kinds():
    assert len(PAGES) >= 10
