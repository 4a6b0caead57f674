"""What a reader chose of how a source is read, in the document's record of the sidecar."""

import json
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from tests.core.store.conftest import annotation, document_of, sidecar_of
from tui.core.model import AS_FOUND, Choice
from tui.core.paths import user_places
from tui.core.store import storage
from tui.core.store.chosen import Choices
from tui.core.store.keeping import Keeping
from tui.core.store.merge import merge_record
from tui.core.store.schema import chosen_in, with_choice

VERSE = Choice("verse", "koi8-r")
choices = st.builds(
    Choice, st.sampled_from([None, "line", "verse"]), st.sampled_from([None, "koi8-r", "cp1251"])
)
moments = st.sampled_from([f"2026-11-2{day}T13:15:09.001Z" for day in range(5)])


def choose(source, choice, **notes):
    sidecar = sidecar_of(source)
    sidecar.load()
    sidecar.save(document_of(source), {a.id: a for a in notes.values()}, choice)
    return sidecar


def known(source):
    return Choices(Keeping(user_places())).of(source)


def record(source):
    return json.loads(sidecar_of(source).path.read_bytes())["_default"]["1"]


def test_a_choice_is_remembered_without_any_note(source):
    choose(source, VERSE)
    assert sidecar_of(source).load().choice == known(source) == VERSE
    assert sidecar_of(source).load().annotations == {}


def test_nothing_is_chosen_and_nothing_written_by_looking(source):
    assert sidecar_of(source).load().choice == known(source) == AS_FOUND
    assert [path.name for path in source.parent.iterdir()] == [source.name]


def test_later_notes_and_fields_of_others_leave_the_choice(source):
    choose(source, VERSE)
    path = sidecar_of(source).path
    path.write_text(path.read_text().replace('"kind":"document"', '"kind":"document","mine":[1]'))
    sidecar = sidecar_of(source)
    sidecar.load()
    one = annotation()
    sidecar.save(document_of(source), {one.id: one})
    assert record(source)["mine"] == [1]
    assert sidecar_of(source).load().choice == known(source) == VERSE
    choose(source, AS_FOUND)
    assert record(source)["mine"] == [1]
    assert sidecar_of(source).load().choice == known(source) == AS_FOUND


@given(st.lists(st.tuples(choices, moments), min_size=1, max_size=4))
def test_whatever_the_order_of_merging_the_same_choice_counts(made):
    rows = [
        with_choice({"title": "Words"}, choice, f"dev{at}", when)
        for at, (choice, when) in enumerate(made)
    ]
    ends = set()
    for order in permutations(rows):
        merged = order[0]
        for row in order[1:]:
            merged = merge_record(merged, row)
        ends.add(chosen_in(merged))
        assert merge_record(merged, merged) == merged
    latest = max(when for _, when in made)
    (end,) = ends
    assert end in [choice for choice, when in made if when == latest]


@given(choices, choices, moments, moments)
def test_a_choice_made_on_another_is_the_later_one_whatever_the_clock_says(one, two, now, then):
    first = with_choice(None, one, "a", now)
    second = with_choice(first, two, "b", then)
    assert chosen_in(merge_record(first, second)) == two


@pytest.mark.parametrize(
    "chosen", [None, 7, [], "verse", {"shape": 1}, {"encoding": ["x"]}, {"at": 5, "shape": {}}]
)
def test_what_somebody_else_wrote_there_is_no_choice_and_no_error(chosen):
    row = {"kind": "document", "chosen": chosen}
    assert chosen_in(row) == AS_FOUND
    assert chosen_in(with_choice(row, VERSE, "a", "2026")) == VERSE


def test_two_programs_choose_at_once_and_both_have_the_later_choice(source):
    one, other = sidecar_of(source), sidecar_of(source)
    one.load()
    other.load()
    one.save(document_of(source), {}, Choice("line"))
    other.save(document_of(source), {}, VERSE)
    assert one.news().choice == VERSE
    assert known(source) == sidecar_of(source).load().choice == VERSE


def test_a_choice_is_found_in_every_form_of_the_file(source):
    choose(source, VERSE, a=annotation("one"), b=annotation("two"))
    path = sidecar_of(source).path
    with TinyDB(path) as database:
        database.table("mine").insert({"a": 1})
    assert path.read_bytes().count(b"\n") == 0
    assert known(source) == sidecar_of(source).load().choice == VERSE


@pytest.mark.parametrize("order", [1, -1])
def test_of_a_union_of_two_versions_the_later_choice_is_found(source, order):
    choose(source, Choice("line"))
    path = sidecar_of(source).path
    first = path.read_text().splitlines()
    choose(source, VERSE)
    second = path.read_text().splitlines()
    both = [first[1], second[1]][::order]
    path.write_text("\n".join([second[0], *both, *second[2:]]) + "\n")
    assert known(source) == sidecar_of(source).load().choice == VERSE


def test_a_damaged_file_is_asked_as_far_as_it_can_be_read(source):
    choose(source, VERSE, a=annotation("one"))
    path = sidecar_of(source).path
    path.write_bytes(path.read_bytes()[:-20])
    assert known(source) == sidecar_of(source).load().choice == VERSE
    path.write_bytes(b"no sidecar\n")
    assert known(source) == AS_FOUND


def test_a_choice_that_its_place_would_not_take_is_in_the_mirror(source, monkeypatch):
    real = storage.replace_durably

    def full(path, *rest):
        if path.parent == source.parent:
            raise OSError(28, "No space left on device")
        return real(path, *rest)

    with monkeypatch.context() as disk:
        disk.setattr(storage, "replace_durably", full)
        assert choose(source, VERSE).fallback
    assert not sidecar_of(source).path.exists()
    assert known(source) == sidecar_of(source).load().choice == VERSE
    again = sidecar_of(source)
    again.load()
    again.save(document_of(source), {})
    assert record(source)["chosen"]["shape"] == "verse"


def test_what_is_known_is_looked_up_again_when_it_changed(source):
    looked = Choices(Keeping(user_places()))
    assert looked.of(source) == AS_FOUND
    choose(source, VERSE)
    assert looked.of(source) == VERSE
    choose(source, Choice("line"))
    assert looked.of(source) == Choice("line")
    sidecar_of(source).path.unlink()
    assert looked.of(source) == AS_FOUND
