"""Files that are damaged: every whole line is read, and the original is kept before a save."""

import json
import random

import pytest
from tinydb import TinyDB, where

from tests.core.store.conftest import annotation, document_of, sidecar_of
from tests.core.store.trials import Ours, cuts, flips, found_in, written
from tui.core.errors import UnreadableSidecar
from tui.core.store.parse import NotOursError, parse


@pytest.fixture
def many(save):
    """Thirty notes, saved."""
    return save(*(annotation(f"note {n}", tags=("a/b",)) for n in range(30)))


def add_one(source):
    made = annotation("new")
    own = sidecar_of(source)
    own.load()
    own.save(document_of(source), {made.id: made})
    return made


def as_stock_writes_it(path):
    """Rewritten by plain TinyDB, all in one line."""
    with TinyDB(path) as db:
        db.update({"x": 1}, where("note").exists())
    return path.read_bytes()


def test_cut_at_any_byte_it_opens_with_every_whole_line(tmp_path):
    result = cuts(Ours, tmp_path, 6)
    assert result["opened"] == result["cuts"]
    assert result["whole notes lost"] == 0


def test_a_changed_bit_anywhere_costs_two_notes_at_most(tmp_path):
    result = flips(Ours, tmp_path)
    assert result["opened"] == 600
    assert result["most notes lost"] <= 2


def test_a_changed_bit_in_a_file_of_stock_tinydb_costs_two_notes_at_most(sidecar, many, source):
    data = as_stock_writes_it(sidecar.path)
    assert data.count(b"\n") == 0
    chance = random.Random(3)
    for _ in range(300):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        found = found_in(Ours, source, bytes(flipped))
        assert found is not None
        assert len(many.keys() - found.keys()) <= 2


def test_a_file_of_stock_tinydb_cut_at_any_byte_opens_with_every_whole_record(
    sidecar, save, source
):
    made = save(*(annotation(f"note {n}") for n in range(3)))
    data = as_stock_writes_it(sidecar.path)
    ends = [data.index(b"}", data.index(b'"x": 1', data.index(str(id_).encode()))) for id_ in made]
    for at in range(len(data)):
        found = found_in(Ours, source, data[:at])
        assert found is not None
        assert len(found) == sum(end < at for end in ends)


@pytest.mark.parametrize("at", [0, 1, 40, 86, 200, 700, 2000, -3, -1])
def test_the_damaged_original_is_kept_byte_for_byte_before_the_first_write(
    sidecar, many, source, at
):
    damaged = sidecar.path.read_bytes()[:at]
    sidecar.path.write_bytes(damaged)
    own = sidecar_of(source)
    loaded = own.load()
    assert sidecar.path.read_bytes() == damaged
    own.save(document_of(source), {})
    assert sidecar.path.read_bytes() == damaged
    made = annotation("new")
    own.save(document_of(source), {made.id: made})
    kept = sidecar.path.with_name(sidecar.path.name + ".damaged-1")
    assert kept.read_bytes() == damaged if at not in (0, -1) else not kept.exists()
    after = sidecar_of(source).load()
    assert after.annotations == loaded.annotations | {made.id: made}
    assert after.problems == ()


def test_a_second_damage_is_kept_beside_the_first_and_an_equal_one_once(sidecar, many, source):
    whole = sidecar.path.read_bytes()
    for damaged in (whole[:900], whole[:1500], whole[:900]):
        sidecar.path.write_bytes(damaged)
        own = sidecar_of(source)
        told = own.load().problems[0].split()[-1]
        add_one(source)
        assert sidecar.path.with_name(told).read_bytes() == damaged
    kept = sorted(sidecar.path.parent.glob("*.damaged-*"))
    assert [path.read_bytes() for path in kept] == [whole[:900], whole[:1500]]


def test_a_damaged_file_with_the_longest_name_can_be_saved_again(tmp_path):
    source = tmp_path / ("é" * 120 + ".txt")
    source.write_text("x")
    add_one(source)
    path = sidecar_of(source).path
    damaged = path.read_bytes()[:-10]
    path.write_bytes(damaged)
    own = sidecar_of(source)
    own.load()
    more = annotation()
    own.save(document_of(source), {more.id: more})
    assert own.fallback == ""
    assert more.id in own.load().annotations
    assert [p.read_bytes() for p in tmp_path.iterdir() if ".damaged-" in p.name] == [damaged]


def test_nuls_in_place_of_a_block_cost_only_the_lines_they_are_in(sidecar, many, source):
    data = bytearray(sidecar.path.read_bytes())
    data[2000:2600] = bytes(600)
    found = found_in(Ours, source, bytes(data))
    hit = bytes(data[:2600]).count(b'\n,"') - bytes(data[:2000]).count(b'\n,"')
    assert len(many) - len(found) <= hit + 2


def test_a_file_of_nuls_is_an_empty_one_and_is_kept(sidecar, many, source):
    size = sidecar.path.stat().st_size
    sidecar.path.write_bytes(bytes(size))
    add_one(source)
    assert sidecar.path.with_name(sidecar.path.name + ".damaged-1").read_bytes() == bytes(size)


def versions_apart(source, many):
    """The lines of two versions of one sidecar, edited apart."""
    path = sidecar_of(source).path
    base = path.read_bytes()
    one, two, both = list(many)[:3]
    own = sidecar_of(source)
    own.load()
    own.save(document_of(source), {one: many[one].revised(note="ours"), both: None})
    ours = path.read_bytes()
    path.write_bytes(base)
    own = sidecar_of(source)
    own.load()
    own.save(document_of(source), {two: many[two].revised(note="theirs"), both: None})
    return ours, path.read_bytes(), one, two, both


def test_conflict_markers_of_git_open_with_the_notes_of_both_sides(sidecar, many, source):
    ours, theirs, one, two, both = versions_apart(source, many)
    common = set(ours.split(b"\n")) & set(theirs.split(b"\n"))
    marked, inside = [], {0: [], 1: []}
    for number, side in enumerate((ours, theirs)):
        inside[number] = [line for line in side.split(b"\n") if line not in common]
    for line in ours.split(b"\n"):
        if line in common:
            marked.append(line)
        elif inside[0]:
            marked += [b"<<<<<<< HEAD", *inside[0], b"=======", *inside[1], b">>>>>>> branch"]
            inside[0] = []
    sidecar.path.write_bytes(b"\n".join(marked))
    found = sidecar_of(source).load().annotations
    assert (found[one].note, found[two].note, both in found) == ("ours", "theirs", False)
    assert len(found) == 29


def test_a_line_wise_union_of_two_versions_is_merged_and_no_damage(sidecar, many, source):
    ours, theirs, one, two, both = versions_apart(source, many)
    lines = ours.split(b"\n")
    union = lines[:-2] + [line for line in theirs.split(b"\n") if line not in lines] + lines[-2:]
    sidecar.path.write_bytes(b"\n".join(union))
    json.loads(sidecar.path.read_bytes())
    loaded = sidecar_of(source).load()
    found = loaded.annotations
    assert loaded.problems == ()
    assert (found[one].note, found[two].note, both in found) == ("ours", "theirs", False)
    assert len(found) == 29


def test_an_id_of_thousands_of_digits_is_a_damaged_line_and_no_crash(sidecar, many, source):
    data = sidecar.path.read_bytes()
    id_ = str(min(many)).encode()
    found = found_in(Ours, source, data.replace(id_, b"9" * 5000))
    assert len(found) == 29


@pytest.mark.parametrize(
    "data",
    [
        b'{"_default": {"1": {"kind": "x", "target": 1, "created": "now"}}}',
        b'{"sidecar":{"1":{"format":"other","schema":1}},"_default":{"5":{"created":""}}}',
    ],
)
def test_a_whole_file_of_somebody_else_is_not_salvaged(data):
    with pytest.raises(NotOursError):
        parse(data)


def test_a_foreign_table_on_the_last_line_is_salvaged_too(sidecar, many, source):
    tables = json.loads(sidecar.path.read_text())
    tables["theirs"] = {"1": {"a": "b"}}
    lines = sidecar.path.read_text().split("\n")
    lines[-2] = '}},"theirs":{"1":{"a":"b"}}}'
    sidecar.path.write_text("\n".join([*lines[:5], lines[5][:60], *lines[6:]]))
    add_one(source)
    assert json.loads(sidecar.path.read_text())["theirs"] == {"1": {"a": "b"}}


def test_what_could_not_be_parsed_does_not_count_as_read(sidecar, many, source):
    own = sidecar_of(source)
    own.load()
    sidecar.path.write_bytes(b"[1, 2]")
    for _ in range(2):
        with pytest.raises(UnreadableSidecar):
            own.load()
    with pytest.raises(UnreadableSidecar):
        own.save(document_of(source), {next(iter(many)): None})
    assert sidecar.path.read_bytes() == b"[1, 2]"


def test_what_is_the_same_in_a_changed_file_is_the_same_row_again(sidecar, many, source):
    lines = {}
    before = parse(sidecar.path.read_bytes(), lines).tables["_default"]
    add_one(source)
    after = parse(sidecar.path.read_bytes(), lines).tables["_default"]
    assert len(after) == len(before) + 1
    assert all(after[id_] is row for id_, row in before.items() if id_ not in "01")


@pytest.mark.parametrize("prefix", [b"x", b"", b",,", b" "])
def test_a_damaged_line_is_damaged_at_the_second_look_too(sidecar, many, prefix):
    data = sidecar.path.read_bytes().replace(b'\n,"21', b"\n" + prefix + b'"21', 1)
    lines = {}
    for _ in range(2):
        parsed = parse(data, lines)
        assert parsed.damaged
        assert len(many) - len(parsed.tables["_default"].keys() & set(map(str, many))) <= 1


def test_both_ways_of_reading_a_whole_file_agree(sidecar, many, source):
    tables = json.loads(sidecar.path.read_bytes())
    assert parse(sidecar.path.read_bytes()).tables == tables
    assert parse(json.dumps(tables).encode()).tables == tables


@pytest.mark.long
def test_thousands_of_changed_bits_cost_two_notes_at_most(tmp_path):
    assert flips(Ours, tmp_path, 10_000)["most notes lost"] <= 2


@pytest.mark.long
def test_a_longer_file_cut_at_any_byte_opens_with_every_whole_line(tmp_path):
    result = cuts(Ours, tmp_path, 40)
    assert (result["opened"], result["whole notes lost"]) == (result["cuts"], 0)


def test_the_trial_reads_what_it_has_written(tmp_path):
    data, notes = written(Ours, tmp_path / "a.txt", 3)
    assert found_in(Ours, tmp_path / "a.txt", data) == notes
