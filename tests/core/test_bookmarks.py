from tests.core.conftest import PARAGRAPHS
from tui.core.bookmarks import Bookmarks, bookmark
from tui.core.documents import open_document


def test_a_mark_is_found_by_another_run_and_replaced_by_the_next(places, session):
    Bookmarks(places).put("a", bookmark(session.document, 3))
    Bookmarks(places).put("b", bookmark(session.document, 0))
    mark = Bookmarks(places).get("a")
    assert (mark.source, mark.block) == (session.source, 3)
    Bookmarks(places).put("a", bookmark(session.document, 1))
    assert Bookmarks(places).get("a").block == 1
    assert Bookmarks(places).get("c") is None


def test_a_mark_follows_its_paragraph_to_the_nearest_with_the_same_words(rewritten, session):
    mark = bookmark(session.document, 3)
    assert mark.find(session.document) == (3, True)
    four = PARAGRAPHS[3]
    moved = rewritten([four, "new", *PARAGRAPHS[:3], four.upper(), PARAGRAPHS[4]])
    assert mark.find(moved.document) == (5, True)


def test_a_mark_on_words_that_are_gone_stays_at_its_place_and_says_so(rewritten, session):
    mark = bookmark(session.document, 3)
    assert mark.find(rewritten(["only", "two"]).document) == (1, False)


def test_a_mark_on_a_text_that_is_empty_now_leads_to_its_start(article, session):
    mark = bookmark(session.document, 3)
    article.write_text("")
    assert mark.find(open_document(article)) == (0, False)


def test_a_damaged_file_of_marks_counts_as_none_and_is_replaced(places, session):
    path = places.state / "marks.json"
    path.parent.mkdir(parents=True)
    for damaged in (b"", b"[]", b'{"a": 3}', b'{"a": {"source": 1, "block": "x"}}', b"\xff"):
        path.write_bytes(damaged)
        assert Bookmarks(places).get("a") is None
    Bookmarks(places).put("a", bookmark(session.document, 2))
    assert Bookmarks(places).get("a").block == 2
