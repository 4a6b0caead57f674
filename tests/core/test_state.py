import os

from tui.core.config import load_config
from tui.core.jumps import Jumps, Spot
from tui.core.model import timestamp
from tui.core.state import Position, Reading, ReadingState, stamp_of


def test_a_position_is_remembered_per_document(places, article):
    state = ReadingState(places)
    assert state.position(article) is None
    state.remember(article, Position(3, 2, 14))
    assert ReadingState(places).position(article) == Position(3, 2, 14)
    assert state.readings([article])[article].at


def test_a_damaged_position_counts_as_none(places, article):
    state = ReadingState(places)
    state.remember(article, Position(1, 1, 1))
    (path,) = places.state.rglob("position.json")
    for damaged in (b"", b"[]", b'{"cursor": -1, "top": 0, "offset": 0}', b"\xff"):
        path.write_bytes(damaged)
        assert state.position(article) is None


def test_the_document_left_last_is_the_one_read_last(places, tmp_path):
    state = ReadingState(places)
    sources = [tmp_path / name for name in ("a", "b", "c")]
    assert state.last_read([]) is None
    assert state.last_read(sources) == sources[0]
    for at, source in enumerate(sources[:2]):
        state.remember(source, Position())
        os.utime(places.document(source) / "position.json", (1000 - at, 1000 - at))
    assert state.last_read(sources) == sources[0]


def test_a_document_left_where_it_was_gets_the_time_of_now_and_no_other_file(places, article):
    state = ReadingState(places)
    path = places.document(article) / "position.json"
    state.remember(article, Position(3, 2, 14))
    os.utime(path, ns=(5000, 5000))
    before = path.stat()
    folder = path.parent.stat()
    state.remember(article, Position(3, 2, 14))
    assert state.readings([article])[article].at > before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino
    assert path.parent.stat() == folder
    state.remember(article, Position(3, 2, 15))
    assert state.position(article) == Position(3, 2, 15)
    assert path.stat().st_ino != before.st_ino


def test_how_far_a_document_was_read_and_whether_it_changed_since_is_remembered(places, article):
    state = ReadingState(places)
    assert state.readings([article]) == {}
    state.remember(article, Position(3, 2, 14), 45, stamp_of(article))
    left = state.readings([article, article.parent / "b.txt"])
    assert left == {article: Reading(left[article].at, 45)}
    assert state.position(article) == Position(3, 2, 14)
    article.write_text(article.read_text() + "More.\n")
    assert state.readings([article])[article].changed
    article.unlink()
    assert not state.readings([article])[article].changed


def test_of_a_document_left_by_an_earlier_version_only_the_time_is_known(places, article):
    state = ReadingState(places)
    state.remember(article, Position())
    (path,) = places.state.rglob("position.json")
    for written in (path.read_bytes(), b"", b'{"percent": -1}', b"[]"):
        path.write_bytes(written)
        os.utime(path, ns=(5000, 5000))
        assert state.readings([article]) == {article: Reading(5000)}


def test_the_order_of_the_library_is_remembered(places):
    state = ReadingState(places)
    assert state.order() == "folder"
    state.keep_order("notes")
    assert ReadingState(places).order() == "notes"
    for damaged in (b"", b"[]", b'{"order": "colour"}'):
        (places.state / "library.json").write_bytes(damaged)
        assert state.order() == "folder"


def test_a_draft_is_kept_until_it_is_dropped(places, article):
    state = ReadingState(places)
    state.keep_draft(article, "3-abc", "half a thought")
    draft = ReadingState(places).draft(article, "3-abc")
    assert draft
    assert (draft.text, draft.kept <= timestamp()) == ("half a thought", True)
    assert state.drafts(article) == ["3-abc"]
    state.drop_draft(article, "3-abc")
    assert state.draft(article, "3-abc") is None
    assert state.drafts(article) == []


def test_back_returns_to_the_origins_and_forward_undoes_it(tmp_path):
    jumps = Jumps()
    spots = [Spot(tmp_path, Position(at)) for at in range(3)]
    jumps.leave(spots[0])
    jumps.leave(spots[1])
    assert jumps.back(spots[2]) == spots[1]
    assert jumps.back(spots[1]) == spots[0]
    assert jumps.back(spots[0]) is None
    assert jumps.forward(spots[0]) == spots[1]
    jumps.leave(spots[0])
    assert jumps.forward(spots[0]) is None


def test_without_a_file_the_settings_are_the_defaults(tmp_path):
    assert load_config(tmp_path).reading.measure == 72
    assert load_config(tmp_path).problems == ()


def test_a_mistake_is_named_and_the_rest_still_counts(tmp_path):
    (tmp_path / "config.toml").write_text(
        'theme = "nord"\nlibary = "~/x"\n[reading]\nmeasure = "wide"\n'
    )
    config = load_config(tmp_path)
    assert config.theme == "nord"
    assert config.reading.measure == 72
    unknown, wrong = config.problems
    assert "config.toml: unknown setting “libary”, did you mean “library”?" in unknown
    assert "“reading.measure” must be a number" in wrong


def test_a_file_that_is_not_toml_is_one_line(tmp_path):
    (tmp_path / "config.toml").write_text("= = =")
    (problem,) = load_config(tmp_path).problems
    assert "not valid TOML" in problem
