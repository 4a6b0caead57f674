import zlib

import pytest

from tests.core.anchors.texts import PROSE, document
from tui.core.anchors.past import keep_past, load_past
from tui.core.model import Anchor, Candidate

ANCHORS = {
    7: Anchor("fuzzy", ((1, 0, 5),), 0.71, (Candidate(((1, 0, 5),), 0.71),), 1),
    8: Anchor("orphan", score=0.0, near=3, settled=True),
}


def test_what_is_kept_is_read_again(tmp_path):
    text = document(PROSE)
    keep_past(tmp_path, text, ANCHORS)
    past = load_past(tmp_path)
    assert past.is_of(text)
    assert list(past.texts) == PROSE
    assert past.anchors == ANCHORS


def test_only_the_latest_version_stays(tmp_path):
    keep_past(tmp_path, document(PROSE), ANCHORS)
    keep_past(tmp_path, document(PROSE[1:]), {})
    assert len(list(tmp_path.iterdir())) == 1
    assert load_past(tmp_path).is_of(document(PROSE[1:]))


def test_another_reading_of_the_same_file_is_another_version(tmp_path):
    keep_past(tmp_path, document(PROSE), {})
    assert not load_past(tmp_path).is_of(document(PROSE, extractor="txt/2"))


def test_an_empty_text_does_not_take_the_place_of_what_is_known(tmp_path):
    keep_past(tmp_path, document(PROSE), {})
    keep_past(tmp_path, document([]), {})
    assert load_past(tmp_path).is_of(document(PROSE))


@pytest.mark.parametrize(
    "content", [b"", b"text", zlib.compress(b"[]"), zlib.compress(b'{"texts": 3}')]
)
def test_a_damaged_one_counts_as_none(tmp_path, content):
    keep_past(tmp_path, document(PROSE), ANCHORS)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert load_past(tmp_path) is None


def test_places_outside_of_the_text_are_not_believed(tmp_path):
    keep_past(tmp_path, document(PROSE), {7: Anchor("moved", ((99, 0, 1),))})
    assert load_past(tmp_path) is None


def test_nothing_kept_is_none(tmp_path):
    assert load_past(tmp_path / "nowhere") is None
