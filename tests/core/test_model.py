import uuid

import pytest

from tui.core.errors import NotFound
from tui.core.model import Block, Document, new_id


def test_ids_are_uuids_of_version_7_and_sort_by_creation():
    ids = [new_id() for _ in range(200)]
    assert len(set(ids)) == 200
    assert [id_ >> 64 for id_ in ids] == sorted(id_ >> 64 for id_ in ids)
    made = uuid.UUID(int=ids[0])
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_numbers_and_indexes_are_inverse_around_rules(tmp_path):
    kinds = ["rule", "paragraph", "rule", "rule", "paragraph", "paragraph", "rule"]
    blocks = [Block(kind, "x") for kind in kinds]
    rules = [at for at, kind in enumerate(kinds) if kind == "rule"]
    document = Document(tmp_path, "txt", "txt/1", "t", blocks, [], 0, "", rules=rules)
    assert [document.number(at) for at in range(7)] == [None, 1, None, None, 2, 3, None]
    assert [document.index(number) for number in (1, 2, 3)] == [1, 4, 5]
    for number in (0, 4, -1):
        with pytest.raises(NotFound, match=f"no paragraph {number}, there are 3"):
            document.index(number)
