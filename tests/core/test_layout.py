"""What is remembered of how the screen was divided."""

import pytest

from tui.core.layout import Panes, Shown, keep_panes, keep_views, load_panes, load_views
from tui.core.state import Position
from tui.core.tiling import Split


@pytest.fixture
def sources(tmp_path):
    found = [tmp_path / name for name in ("a.md", "b \udce9.md", "c.md")]
    for path in found:
        path.write_text("Text.")
    return found


def divided(sources):
    a, b, c = (Shown(source, Position(3, 2, 17), at == 1) for at, source in enumerate(sources))
    return Split(True, a, Split(False, b, c, 0.3), 0.7)


def test_views_come_back_as_they_were_left(places, tmp_path, sources):
    keep_views(places, tmp_path, divided(sources))
    assert load_views(places, tmp_path) == divided(sources)
    assert load_views(places, tmp_path / "other") is None


def test_a_document_that_is_gone_leaves_its_room_to_the_others(places, tmp_path, sources):
    tiling = divided(sources)
    keep_views(places, tmp_path, tiling)
    sources[1].unlink()
    assert load_views(places, tmp_path) == Split(True, tiling.first, tiling.second.second, 0.7)
    sources[2].unlink()
    assert load_views(places, tmp_path) is None


def test_a_single_view_is_nothing_to_restore(places, tmp_path, sources):
    keep_views(places, tmp_path, Shown(sources[0], Position()))
    assert load_views(places, tmp_path) is None


DAMAGED = {
    "empty": "",
    "list": "[]",
    "number": "3",
    "nothing": "{}",
    "half": '{"beside": true}',
    "path": '{"source": 3, "cursor": 0, "top": 0, "offset": 0}',
    "share": '{"beside": true, "share": "x", "first": {}, "second": {}}',
    "deep": '{"beside":1,"share":1,"second":0,"first":' * 5000 + "0" + "}" * 5000,
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_record_counts_as_none(places, tmp_path, sources, damage):
    keep_views(places, tmp_path, divided(sources))
    keep_panes(places, Panes())
    (file,) = places.documents.glob("*/views.json")
    file.write_text(DAMAGED[damage])
    assert load_views(places, tmp_path) is None
    (places.state / "panes.json").write_text(DAMAGED[damage])
    assert load_panes(places) == Panes()


def test_panes_come_back_within_bounds(places):
    assert load_panes(places) == Panes()
    keep_panes(places, Panes(40, 20, beside=False))
    assert load_panes(places) == Panes(40, 20, beside=False)
    (places.state / "panes.json").write_text('{"left": 1e9, "notes": -5, "beside": true}')
    assert load_panes(places) == Panes(60, 16)
