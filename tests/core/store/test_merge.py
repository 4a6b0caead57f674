"""Records edited apart and brought together: the same result in any order, nothing typed lost."""

from functools import reduce
from itertools import count, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.store.merge import delete_row, merge_rows, merge_tables, revise_row
from tui.core.store.versions import other_texts

START = "2026-11-24T10:00:00.000Z"
BASE = {"created": START, "modified": START, "target": {"blocks": []}, "origin": {"id": 1}}
DEVICES = ("a1b2", "c3d4", "e5f6")


def time(minute):
    return f"2026-11-24T1{minute // 60 % 10}:{minute % 60:02}:00.000Z"


def write(row, device, minute, **fields):
    """`row` edited on `device`; a field set to None is removed."""
    live = {k: v for k, v in (row or BASE).items() if k not in ("at", "deleted", "conflicts")}
    kept = {"conflicts": other_texts(row or {})}
    wanted = {**BASE, **live, **kept, **fields, "modified": time(minute)}
    return revise_row(row, {k: v for k, v in wanted.items() if v}, device, time(minute))


def delete(row, device, minute):
    return delete_row(row, device, time(minute))


def texts(row):
    return {row["note"], *other_texts(row)} if row.get("note") else set()


EDITS = st.one_of(
    st.tuples(st.just("note"), st.sampled_from(["", "one", "two"])),
    st.tuples(st.just("tags"), st.lists(st.sampled_from(["x", "y/z", "É"]), unique=True)),
    st.tuples(st.just("colour"), st.sampled_from([None, "red", "blue"])),
    st.tuples(st.just("starred"), st.booleans()),
    st.just(("delete", None)),
    # A program that knows no stamps, and one device learning what another has.
    st.tuples(st.just("foreign"), st.sampled_from(["one", "raw"])),
    st.tuples(st.just("fetch"), st.integers(0, 2)),
)
HISTORIES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 90), EDITS), max_size=12)


def replicas(history):
    """Three devices' rows after edits made apart, and the texts that each has seen."""
    serial = count()
    rows = [write(None, DEVICES[0], 0, note="first", tags=["x"])] * 3
    seen = [{"first"}, {"first"}, {"first"}]
    for device, minute, (kind, value) in history:
        row, name = rows[device], DEVICES[device]
        if kind == "fetch":
            row = merge_rows(row, rows[value])
            seen[device] |= seen[value]
        elif kind == "delete":
            row = delete(row, name, minute)
        elif kind == "foreign":
            row = row | {"note": f"{value} {next(serial)}"} if "deleted" not in row else row
        else:
            text = f"{value} {next(serial)}" if kind == "note" and value else value
            row = write(row, name, minute, **{kind: text})
        rows[device] = row
        seen[device] |= texts(row)
    return rows, seen


@settings(max_examples=400)
@given(HISTORIES)
def test_the_order_of_merging_does_not_matter(history):
    rows, _ = replicas(history)
    results = [reduce(merge_rows, order) for order in permutations(rows)]
    a, b, c = rows
    results += [merge_rows(a, merge_rows(b, c)), merge_rows(merge_rows(a, b), merge_rows(b, c))]
    assert all(result == results[0] for result in results)


@settings(max_examples=200)
@given(HISTORIES)
def test_merging_again_changes_nothing(history):
    (a, b, _), _ = replicas(history)
    merged = merge_rows(a, b)
    assert merge_rows(a, a) == a
    assert merge_rows(merged, a) == merge_rows(merged, b) == merged


@settings(max_examples=400)
@given(HISTORIES)
def test_a_text_stays_unless_somebody_who_had_seen_it_replaced_or_deleted_it(history):
    rows, seen = replicas(history)
    everything = set.union(*seen)
    expected = {
        text
        for text in everything
        if all(text in texts(row) for row, known in zip(rows, seen, strict=True) if text in known)
    }
    found = texts(reduce(merge_rows, rows))
    assert found >= expected
    # A program that knows no stamps does not say what it replaced: that text may come back.
    assert found == expected or any(kind == "foreign" for _, _, (kind, _) in history)


def test_texts_written_apart_are_both_kept_and_the_newer_is_shown():
    base = write(None, "a1b2", 0, note="first")
    ours = write(base, "a1b2", 1, note="ours")
    theirs = write(base, "c3d4", 2, note="theirs")
    merged = merge_rows(ours, theirs)
    assert (merged["note"], other_texts(merged)) == ("theirs", ["ours"])


def test_two_branches_of_one_device_are_told_apart():
    base = write(None, "a1b2", 0, note="first")
    long = write(write(base, "a1b2", 1, note="one"), "a1b2", 2, note="one more")
    short = write(base, "a1b2", 1, note="other")
    assert texts(merge_rows(long, short)) == {"one more", "other"}


def test_what_one_device_wrote_in_a_row_is_no_conflict():
    first = write(None, "a1b2", 0, note="first")
    second = write(first, "a1b2", 1, note="second")
    assert merge_rows(first, second) == second
    assert "conflicts" not in second


def test_a_resolved_conflict_stays_resolved():
    base = write(None, "a1b2", 0, note="first")
    ours, theirs = (write(base, device, 1, note=device) for device in DEVICES[:2])
    resolved = write(merge_rows(ours, theirs), "a1b2", 2, note="both", conflicts=None)
    assert texts(reduce(merge_rows, [theirs, resolved, ours])) == {"both"}


def test_the_older_text_can_be_chosen():
    base = write(None, "a1b2", 0, note="first")
    merged = merge_rows(write(base, "a1b2", 1, note="old"), write(base, "c3d4", 2, note="new"))
    chosen = write(merged, "a1b2", 3, note="old", conflicts=None)
    kept = write(merged, "a1b2", 3, note="old", conflicts=["new"])
    assert (chosen["note"], other_texts(chosen)) == ("old", [])
    assert (kept["note"], other_texts(kept)) == ("old", ["new"])
    assert merge_rows(kept, merged) == kept


def test_tags_set_apart_come_together_and_a_removed_one_stays_removed():
    base = write(None, "a1b2", 0, tags=["x", "y"])
    ours = write(base, "a1b2", 1, tags=["x", "y", "ours"])
    theirs = write(base, "c3d4", 2, tags=["y", "theirs"])
    assert merge_rows(ours, theirs)["tags"] == ["y", "ours", "theirs"]


def test_the_later_colour_wins_and_other_fields_are_left_alone():
    base = write(None, "a1b2", 0, colour="red", note="n")
    merged = merge_rows(write(base, "a1b2", 5, colour="blue"), write(base, "c3d4", 2, colour=None))
    assert (merged["colour"], merged["note"], merged["origin"]) == ("blue", "n", {"id": 1})


def test_a_deletion_wins_over_what_its_author_had_seen():
    base = write(None, "a1b2", 0, note="first", tags=["x"], colour="red")
    gone = delete(base, "c3d4", 1)
    assert merge_rows(base, gone) == gone
    assert gone.keys() == {"created", "modified", "deleted", "at"}


def test_a_text_that_the_author_of_a_deletion_had_not_seen_survives_it():
    base = write(None, "a1b2", 0, note="first", tags=["x"])
    merged = merge_rows(write(base, "a1b2", 1, note="unseen"), delete(base, "c3d4", 2))
    assert (texts(merged), "deleted" in merged) == ({"unseen"}, False)
    assert merged["target"] == BASE["target"]


def test_what_was_deleted_and_brought_back_is_there_for_everybody():
    base = write(None, "a1b2", 0, note="first", tags=["x"])
    gone = delete(base, "a1b2", 1)
    back = revise_row(gone, {k: v for k, v in base.items() if k != "at"}, "a1b2", time(2))
    merged = merge_rows(merge_rows(gone, back), base)
    assert (merged["note"], merged["tags"], "deleted" in merged) == ("first", ["x"], False)


def test_a_clock_that_is_behind_does_not_lose_an_edit_made_on_top():
    ahead = write(None, "c3d4", 80, colour="red")
    behind = write(ahead, "a1b2", 1, colour="blue")
    assert merge_rows(ahead, behind)["colour"] == "blue"


def test_records_without_stamps_merge_by_the_time_of_their_last_change():
    one = {**BASE, "modified": time(1), "note": "one", "colour": "red", "tags": ["a"]}
    two = {**BASE, "modified": time(2), "note": "two", "colour": "blue", "tags": ["b"]}
    merged = merge_rows(one, two)
    assert (merged["note"], other_texts(merged)) == ("two", ["one"])
    assert (merged["colour"], merged["tags"]) == ("blue", ["a", "b"])


@pytest.mark.parametrize(
    "broken",
    [
        {"at": 3},
        {"at": {"note": "2026"}},
        {"at": {"note": 5, "del": None}},
        {"note": 7, "tags": "x"},
        {"tags": [1, "a"], "conflicts": [3, {"note": 4}, "loose"]},
        {"conflicts": {"a": 1}, "created": None},
    ],
)
def test_a_row_of_another_shape_can_be_merged_and_loses_no_text(broken):
    merged = merge_rows({**BASE, "note": "kept", **broken}, {**BASE, "note": "other"})
    assert "other" in texts(merged)
    assert "note" in broken or "kept" in texts(merged)


def test_tables_are_merged_record_by_record_and_foreign_ones_kept():
    ours, theirs = (write(None, device, 0, note=device) for device in DEVICES[:2])
    one = {"sidecar": {"1": {"schema": 1}}, "_default": {"7": ours}, "x": {"1": {"a": 1}}}
    two = {"sidecar": {"1": {"schema": 1}}, "_default": {"7": ours, "8": theirs}, "y": {"1": 5}}
    merged = merge_tables(one, two)
    assert merged["_default"] == {"7": ours, "8": theirs}
    assert (merged["x"], merged["y"]) == ({"1": {"a": 1}}, {"1": 5})
    assert merge_tables(two, one) == merged


def test_a_field_that_only_one_version_of_a_foreign_record_has_is_kept():
    one, other = {"kind": "document", "pages": 3}, {"kind": "document", "title": "T"}
    for a, b in ((one, other), (other, one)):
        merged = merge_tables({"_default": {"1": a}}, {"_default": {"1": b}})
        assert merged["_default"]["1"] == {"kind": "document", "pages": 3, "title": "T"}
