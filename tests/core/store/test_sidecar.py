import json
import os
import stat
import threading
from dataclasses import replace

import pytest
import tinydb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.store.conftest import annotation, document_of, sidecar_of
from tui.core.errors import UnreadableSidecar
from tui.core.model import BlockRange, Selector
from tui.core.store.keeping import is_sidecar
from tui.core.tags import tag_key

WORDS = st.text(st.characters(exclude_categories=["C"]), max_size=20)
NAMES = WORDS.filter(str.strip)
SELECTORS = st.builds(
    Selector,
    blocks=st.lists(
        st.builds(
            BlockRange, st.integers(0, 9), st.just("0f"), st.integers(0, 9), st.integers(0, 9)
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
    exact=WORDS,
    prefix=WORDS,
    suffix=WORDS,
    position=st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)),
    before=st.lists(st.just("aa"), max_size=2).map(tuple),
    section=st.lists(NAMES, max_size=2).map(tuple),
    made_on=st.just("abc"),
)
ANNOTATIONS = st.builds(
    annotation,
    note=st.text(
        st.characters(exclude_categories=["C"], include_characters="\n\t\u2028"), max_size=60
    ),
    tags=st.lists(NAMES, max_size=3, unique_by=tag_key).map(tuple),
    colour=st.none() | st.sampled_from(["yellow", "red"]),
    style=st.none() | st.just("underline"),
    status=st.none() | st.just("open"),
    starred=st.booleans(),
    target=SELECTORS,
    extra=st.dictionaries(st.sampled_from(["origin", "x-y"]), st.integers() | WORDS, max_size=2),
)


def lines_of(sidecar):
    return sidecar.path.read_text("utf-8").split("\n")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(st.lists(ANNOTATIONS, max_size=4))
def test_what_is_saved_is_loaded_again(source, annotations):
    sidecar_of(source).path.unlink(missing_ok=True)
    sidecar_of(source).save(document_of(source), {a.id: a for a in annotations})
    loaded = sidecar_of(source).load()
    assert loaded.annotations == {a.id: a for a in annotations}
    assert loaded.problems == ()


def test_the_form_is_one_record_a_line_between_a_fixed_first_and_last(sidecar, save):
    one, two = annotation("first"), annotation("second")
    save(two, one)
    lines = lines_of(sidecar)
    assert lines[0] == (
        '{"sidecar":{"1":{"format":"postil-notes","schema":1}},"_default":{"0":{"kind":"postil"}'
    )
    assert lines[1].startswith(
        ',"1":{"kind":"document","shape":"blank","source":{"extractor":"txt/1"'
    )
    assert [line.split(":")[0] for line in lines[2:4]] == [f',"{one.id}"', f',"{two.id}"']
    assert lines[4:] == ["}}", ""]
    assert all(json.dumps(json.loads("{" + line[1:] + "}"), sort_keys=True) for line in lines[1:4])


def test_plain_tinydb_opens_it_and_finds_the_note(sidecar, save):
    made = annotation("Check this.", tags=("policy/us",))
    save(made)
    with tinydb.TinyDB(sidecar.path) as db:
        assert db.get(doc_id=made.id)["tags"] == ["policy/us"]
        assert db.get(tinydb.where("note") == "Check this.").doc_id == made.id


def test_a_file_rewritten_by_plain_tinydb_is_read_and_brought_into_form_again(sidecar, save):
    made = annotation("old")
    save(made)
    with tinydb.TinyDB(sidecar.path) as db:
        db.update({"note": "changed elsewhere"}, doc_ids=[made.id])
        db.insert({"note": "theirs", "created": "", "modified": ""})
    assert len(lines_of(sidecar)) == 1
    loaded = sidecar.load().annotations
    assert loaded[made.id].note == "changed elsewhere"
    added = annotation("new")
    save(added)
    assert {a.note for a in sidecar.load().annotations.values()} == {
        "changed elsewhere",
        "theirs",
        "new",
    }
    assert lines_of(sidecar)[-2] == "}}"


def test_unknown_fields_records_and_tables_survive(sidecar, save):
    made = annotation()
    save(made)
    tables = json.loads(sidecar.path.read_text())
    row = tables["_default"][str(made.id)]
    row |= {"creator": "somebody", "at": {"note": "2026"}}
    row["target"]["now"] = {"state": "moved"}
    row["target"]["later"] = 1
    tables["_default"]["7"] = {"kind": "from the future", "x": [1]}
    tables["_default"]["1"]["pages"] = 3
    tables["theirs"] = {"1": {"a": "b"}}
    sidecar.path.write_text(json.dumps(tables))
    loaded = sidecar.load().annotations[made.id]
    assert loaded.extra == {"creator": "somebody"}
    save(loaded.revised(note="edited"))
    after = json.loads(sidecar.path.read_text())
    assert after["theirs"] == {"1": {"a": "b"}}
    assert after["_default"]["7"] == {"kind": "from the future", "x": [1]}
    assert after["_default"]["1"]["pages"] == 3
    row = after["_default"][str(made.id)]
    assert (row["note"], row["creator"], row["target"]["later"]) == ("edited", "somebody", 1)
    assert row["target"]["now"] == {"state": "moved"}


def test_a_deleted_annotation_leaves_a_tombstone_and_can_come_back(sidecar, save, source):
    made = annotation("to be deleted")
    save(made)
    sidecar.save(document_of(source), {made.id: None})
    assert sidecar.load().annotations == {}
    assert "to be deleted" not in sidecar.path.read_text()
    row = json.loads(sidecar.path.read_text())["_default"][str(made.id)]
    assert row.keys() == {"at", "created", "deleted", "modified"}
    save(made)
    assert sidecar.load().annotations == {made.id: made}


def test_a_malformed_record_hides_no_other_and_stays_as_it_is(sidecar, save):
    made = annotation("good")
    save(made)
    tables = json.loads(sidecar.path.read_text())
    bad = {"11": {"tags": "no list"}, "12": 5, "13": {"target": {"blocks": [{"index": -1}]}}}
    tables["_default"] |= bad
    sidecar.path.write_text(json.dumps(tables))
    loaded = sidecar.load()
    assert loaded.annotations == {made.id: made}
    assert "3 records are malformed" in loaded.problems[0]
    save(annotation("more"))
    after = json.loads(sidecar.path.read_text())["_default"]
    assert {key: after[key] for key in bad} == bad


def test_text_from_a_sidecar_is_made_safe_and_not_rewritten_for_it(sidecar, save):
    made = annotation("bell \x07 [b]")
    save(made)
    assert sidecar.load().annotations[made.id].note == "bell ␇ [b]"
    save(annotation("other"))
    assert json.loads(sidecar.path.read_text())["_default"][str(made.id)]["note"] == "bell \x07 [b]"


FOREIGN = [
    b"not json",
    b"{}",
    b'{"_default": {"1": {"note": "somebody\'s own TinyDB"}}}',
    b'{"sidecar":{"1":{"format":"postil-notes"}},"_default":{"0":{}}}',
    b'{"sidecar":{"1":{"format":"postil-notes","schema":1}},"_default":{"x":{}}}',
    b'{"sidecar":{"1":{"format":"postil-notes","schema":1}},"_default":[]}',
    b"[1]",
    b"[" * 100_000,
    b"\xff\xfe\x00",
]


@pytest.mark.parametrize("content", FOREIGN, ids=range(len(FOREIGN)))
def test_what_is_not_understood_is_never_written_over(sidecar, save, content):
    sidecar.path.write_bytes(content)
    with pytest.raises(UnreadableSidecar, match=r"article\.txt\.notes\.json"):
        sidecar.load()
    with pytest.raises(UnreadableSidecar):
        save(annotation())
    assert sidecar.path.read_bytes() == content


def test_a_newer_schema_is_read_and_not_written(sidecar, save):
    made = annotation("from the future")
    save(made)
    newer = sidecar.path.read_text().replace('"schema":1', '"schema":2')
    sidecar.path.write_text(newer)
    loaded = sidecar.load()
    assert loaded.read_only
    assert loaded.annotations == {made.id: made}
    assert "newer Postil" in loaded.problems[0]
    with pytest.raises(UnreadableSidecar, match="newer Postil"):
        save(annotation())
    assert sidecar.path.read_text() == newer


def test_looking_and_saving_nothing_write_nothing(sidecar, save, source):
    assert sidecar.load().annotations == {}
    sidecar.save(document_of(source), {})
    sidecar.save(document_of(source), {12345: None})
    assert not sidecar.path.exists()
    made = annotation()
    save(made)
    before = sidecar.path.stat().st_mtime_ns
    save(made)
    assert sidecar.path.stat().st_mtime_ns == before


def test_many_changes_are_one_write(sidecar, source, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(fd))
    many = [annotation(str(n)) for n in range(50)]
    sidecar.save(document_of(source), {a.id: a for a in many})
    assert len(synced) == 2
    assert len(sidecar.load().annotations) == 50


def test_two_sidecars_on_one_file_keep_each_others_notes(source):
    one, two = sidecar_of(source), sidecar_of(source)
    made = [annotation(str(n)) for n in range(6)]
    for at, a in enumerate(made):
        (one if at % 2 else two).save(document_of(source), {a.id: a})
    assert set(sidecar_of(source).load().annotations) == {a.id for a in made}


def test_four_threads_at_once_lose_nothing(source):
    made = [[annotation(f"{t} {n}") for n in range(12)] for t in range(4)]
    failed = []

    def work(mine):
        own = sidecar_of(source)
        for a in mine:
            try:
                own.save(document_of(source), {a.id: a})
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=work, args=(mine,)) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert set(sidecar_of(source).load().annotations) == {a.id for mine in made for a in mine}
    assert not list(source.parent.glob(".~*"))


def test_of_two_texts_written_at_once_the_later_is_shown_and_the_other_kept(source):
    one, two = sidecar_of(source), sidecar_of(source)
    made = annotation("first")
    one.save(document_of(source), {made.id: made})
    two.load()
    two.save(document_of(source), {made.id: replace(made, note="second")})
    one.save(document_of(source), {made.id: replace(made, note="third")})
    kept = two.load().annotations[made.id]
    assert (kept.note, kept.conflicts) == ("third", ("second",))


def test_permissions_follow_the_article(tmp_path):
    for mode in (0o600, 0o644, 0o640):
        source = tmp_path / f"{mode:o}.txt"
        source.write_text("x")
        source.chmod(mode)
        own = sidecar_of(source)
        first = annotation()
        own.save(document_of(source), {first.id: first})
        assert stat.S_IMODE(own.path.stat().st_mode) == mode
        own.path.chmod(0o660)
        second = annotation()
        own.save(document_of(source), {second.id: second})
        assert stat.S_IMODE(own.path.stat().st_mode) == 0o660


def test_a_link_has_the_sidecar_of_the_article_it_points_to(source, tmp_path):
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "other.txt"
    link.symlink_to(source)
    assert sidecar_of(link).path == source.with_name("article.txt.notes.json")


def test_a_name_that_would_be_too_long_is_cut_and_stays_unique(tmp_path):
    paths = [tmp_path / ("é" * 124 + end) for end in ("a.txt", "b.txt")]
    names = {os.fsencode(sidecar_of(path).path.name) for path in paths}
    assert len(names) == 2
    assert all(len(name) <= 255 and b"~" in name for name in names)
    for path in paths:
        path.write_text("x")
        a = annotation()
        sidecar_of(path).save(document_of(path), {a.id: a})
        assert sidecar_of(path).load().annotations == {a.id: a}
        assert is_sidecar(sidecar_of(path).path)


def test_a_name_that_is_not_utf_8_has_a_sidecar_too(tmp_path):
    source = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        source.write_text("x")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    a = annotation()
    sidecar_of(source).save(document_of(source), {a.id: a})
    assert sidecar_of(source).load().annotations == {a.id: a}
