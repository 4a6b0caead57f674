"""TinyDB on our storage behaves as on its own, a durable write after each operation."""

import json
import os

import pytest
from tinydb import JSONStorage, Query, TinyDB, where
from tinydb.operations import add, decrement, delete, increment, set, subtract
from tinydb.table import Document

from tui.core.errors import UnwritableSidecar
from tui.core.model import new_id
from tui.core.store import replace
from tui.core.store.parse import new_tables
from tui.core.store.storage import SidecarStorage

BIG = [new_id() for _ in range(4)]
Q = Query()

OPERATIONS = [
    lambda db: db.insert({"note": "one", "n": 1}),
    lambda db: db.insert(Document({"note": "two", "n": 2, "tags": ["a"]}, BIG[0])),
    lambda db: db.insert_multiple(
        [{"note": "three", "n": 3}, {"note": "four", "deep": {"x": [1]}}]
    ),
    lambda db: db.insert_multiple(Document({"note": f"big {i}", "n": i}, i) for i in BIG[1:]),
    lambda db: db.update({"note": "changed"}, where("n") == 1),
    lambda db: db.update({"tags": ["a", "b"]}, doc_ids=[BIG[0]]),
    lambda db: db.update(increment("n"), where("n") == 2),
    lambda db: db.update(add("n", 5), doc_ids=[BIG[0]]),
    lambda db: db.update(subtract("n", 1), doc_ids=[BIG[0]]),
    lambda db: db.update(decrement("n"), Q.n == 1),
    lambda db: db.update(set("note", "set"), Q.note == "three"),
    lambda db: db.update(delete("tags"), Q.tags.exists()),
    lambda db: db.update(lambda row: row["deep"]["x"].append(2), Q.deep.exists()),
    lambda db: db.update_multiple([({"n": 7}, Q.note == "set"), (delete("n"), Q.n == 0)]),
    lambda db: db.upsert({"note": "set", "n": 8}, Q.note == "set"),
    lambda db: db.upsert({"note": "new", "n": 9}, Q.note == "new"),
    lambda db: db.upsert(Document({"note": "over"}, doc_id=BIG[1])),
    lambda db: db.remove(Q.note == "four"),
    lambda db: db.remove(doc_ids=[BIG[2]]),
    lambda db: db.search(Q.n > 3),
    lambda db: db.search(Q.note.matches("[a-z]+") & ~(Q.n == 9)),
    lambda db: db.get(doc_id=BIG[0]),
    lambda db: db.get(Q.note == "nowhere"),
    lambda db: db.get(doc_ids=[BIG[0], BIG[1], 99]),
    lambda db: db.contains(Q.note == "over"),
    lambda db: db.contains(doc_id=BIG[2]),
    lambda db: db.count(Q.n.exists()),
    lambda db: len(db),
    lambda db: sorted(row.doc_id for row in db),
    lambda db: db.table("other").insert({"a": 1}),
    lambda db: db.table("other").insert_multiple([{"a": 2}, {"a": 3}]),
    lambda db: db.table("other").update({"b": 1}, Q.a > 1),
    lambda db: db.table("third", cache_size=0).upsert({"x": "é\n\u2028"}, Q.x == "é"),
    lambda db: db.table("other").search(Q.b == 1),
    lambda db: db.tables(),
    lambda db: db.table("other").truncate(),
    lambda db: len(db.table("other")),
    lambda db: db.drop_table("third"),
    lambda db: db.tables(),
    lambda db: db.insert({"note": "after a big id"}),
]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "article.txt.notes.json"


@pytest.fixture
def storage(path):
    return SidecarStorage(path, path)


@pytest.fixture
def ours(storage):
    return TinyDB(storage=lambda: storage)


@pytest.fixture
def stock(tmp_path):
    path = tmp_path / "stock.json"
    path.write_text(json.dumps(new_tables()))
    with TinyDB(path, storage=JSONStorage) as db:
        yield db


def test_every_operation_gives_what_it_gives_on_tinydbs_own_storage(ours, stock, storage, path):
    for number, operation in enumerate(OPERATIONS):
        assert operation(ours) == operation(stock), number
        assert storage.commit()
        with TinyDB(path) as read:
            assert read.storage.read() == stock.storage.read() == storage.read(), number
        anew = SidecarStorage(path, path)
        assert anew.read() == stock.storage.read(), number


def test_what_was_not_committed_can_be_taken_back(ours, storage, path):
    id_ = ours.insert({"note": "kept", "tags": ["a"]})
    storage.commit()
    before = path.read_bytes()
    ours.update({"note": "changed"}, doc_ids=[id_])
    ours.update(lambda row: row["tags"].append("b"), doc_ids=[id_])
    assert ours.get(doc_id=id_)["note"] == "changed"
    storage.rollback()
    ours.clear_cache()
    assert ours.get(doc_id=id_) == {"note": "kept", "tags": ["a"]}
    assert path.read_bytes() == before


def test_a_commit_that_failed_leaves_memory_as_the_disk_is(ours, storage, path, monkeypatch):
    check_rollback(ours, storage, path, monkeypatch)


def check_rollback(ours, storage, path, monkeypatch):
    """A failed commit takes back what was staged."""
    id_ = ours.insert({"note": "kept"})
    storage.commit()
    ours.update({"note": "changed"}, doc_ids=[id_])

    def full(*_):
        raise OSError(28, "no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(replace, "write_new", full)
        with pytest.raises(UnwritableSidecar):
            storage.commit()
    ours.clear_cache()
    assert ours.get(doc_id=id_)["note"] == "kept"
    assert storage.read() == SidecarStorage(path, path).read()


def test_what_a_caller_does_to_a_row_it_was_given_changes_no_notes(ours, storage):
    id_ = ours.insert({"tags": ["a"]})
    storage.commit()
    ours.get(doc_id=id_)["tags"].append("b")
    ours.clear_cache()
    assert ours.get(doc_id=id_)["tags"] == ["a"]


@pytest.mark.parametrize("empty", [lambda db: db.truncate(), lambda db: db.drop_tables()])
def test_emptied_it_is_an_empty_sidecar_still(ours, storage, path, empty):
    ours.insert({"note": "one"})
    storage.commit()
    empty(ours)
    storage.commit()
    assert SidecarStorage(path, path).read() == new_tables()
    assert path.read_text().split("\n")[1:] == ["}}", ""]


def test_reading_makes_no_file_and_closing_neither(ours, path):
    assert ours.search(Q.note == "x") == []
    ours.close()
    assert not path.exists()


def test_any_number_of_operations_is_one_durable_write(ours, storage, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(descriptor))
    for n in range(20):
        ours.insert({"n": n})
    assert synced == []
    storage.commit()
    assert len(synced) == 2
