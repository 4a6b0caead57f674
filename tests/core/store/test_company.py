"""Programs that change the notes too: other Postils, git, editors, sync programs, deleters."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace as changed

import pytest
import tinydb

from tests.core.store.conftest import annotation, document_of, sidecar_of
from tui.core.model import timestamp
from tui.core.store import beside, replace
from tui.core.store.beside import PAST_IMAGES, keep
from tui.core.store.keeping import Keeping
from tui.core.store.replace import stray_name, stray_prefix


@pytest.fixture
def past(source, places):
    """What is in the folder of earlier versions, oldest first."""

    def past_():
        folder = Keeping(places).past(source)
        return sorted(folder.iterdir()) if folder.is_dir() else []

    return past_


@pytest.fixture(scope="module")
def dead():
    """The id of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def texts(source):
    return {a.note for a in sidecar_of(source).load().annotations.values()}


def version_with(source, note):
    """The bytes of a sidecar as another machine has it, one note more in it."""
    path = sidecar_of(source).path
    before = path.read_bytes() if path.exists() else None
    other, made = sidecar_of(source), annotation(note)
    other.load()
    other.save(document_of(source), {made.id: made})
    data = path.read_bytes()
    path.unlink() if before is None else path.write_bytes(before)
    return data


@pytest.mark.parametrize("swap", ["exchange", "replace"])
@pytest.mark.parametrize("moment", ["signature_of", "_swap"])
def test_a_file_replaced_while_we_save_is_merged_and_not_overwritten(
    source, save, sidecar, monkeypatch, tmp_path, moment, swap
):
    save(annotation("ours"))
    theirs = version_with(source, "theirs")
    if swap == "replace":
        monkeypatch.setattr(replace, "exchange", lambda one, other: False)
        if moment == "_swap":
            pytest.skip("the window of microseconds that is not promised")
    real, done = getattr(replace, moment), []

    def checkout(*arguments):
        if not done:
            done.append(1)
            fresh = tmp_path / "checkout"
            fresh.write_bytes(theirs)
            fresh.replace(sidecar.path)
        return real(*arguments)

    monkeypatch.setattr(replace, moment, checkout)
    save(annotation("ours too"))
    assert texts(source) == {"ours", "theirs", "ours too"}
    assert not list(source.parent.glob(".~*"))


def test_a_third_version_that_comes_between_two_swaps_is_carried(
    source, save, sidecar, monkeypatch, tmp_path
):
    save(annotation("ours"))
    second = version_with(source, "second")
    third = version_with(source, "third")
    real, swaps = replace.exchange, []

    def exchange(one, other):
        if len(swaps) < 2:
            fresh = tmp_path / "fresh"
            fresh.write_bytes((second, third)[len(swaps)])
            fresh.replace(other)
        swaps.append(1)
        return real(one, other)

    monkeypatch.setattr(replace, "exchange", exchange)
    save(annotation("ours too"))
    assert texts(source) == {"ours", "second", "third", "ours too"}
    assert not list(source.parent.glob(".~*"))


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_swap_back_that_fails_loses_nobodys_version(
    source, save, sidecar, monkeypatch, tmp_path, fails_at
):
    save(annotation("ours"))
    theirs = version_with(source, "theirs")
    real, swaps = replace.exchange, []

    def exchange(one, other):
        swaps.append(1)
        if len(swaps) == 1:
            fresh = tmp_path / "fresh"
            fresh.write_bytes(theirs)
            fresh.replace(other)
        if len(swaps) == fails_at:
            raise OSError(5, "input/output error")
        return real(one, other)

    with monkeypatch.context() as patched:
        patched.setattr(replace, "exchange", exchange)
        save(annotation("ours too"))
    assert texts(source) == {"ours", "theirs", "ours too"}


def test_an_editor_and_stock_tinydb_change_the_file_and_both_stay(source, save, sidecar):
    made = annotation("ours")
    save(made)
    with tinydb.TinyDB(sidecar.path) as db:
        db.insert({"note": "by tinydb", "created": "", "modified": ""})
    text = sidecar.path.read_text().replace('"ours"', '"ours, edited"')
    sidecar.path.write_text(text)
    save(annotation("more"))
    assert texts(source) == {"ours, edited", "by tinydb", "more"}


def test_threads_that_edit_look_and_accept_at_once_lose_nothing(source):
    own, other = sidecar_of(source), sidecar_of(source)
    own.load()
    mine = [annotation(f"mine {n}") for n in range(25)]
    theirs = [annotation(f"theirs {n}") for n in range(25)]
    failed = []

    def guarded(task):
        def run():
            try:
                task()
            except Exception as error:
                failed.append(error)

        return threading.Thread(target=run)

    def look():
        for _ in range(60):
            for id_, (row, _) in own.news().rows.items():
                own.accept(id_, row)

    tasks = [
        lambda: [own.save(document_of(source), {a.id: a}) for a in mine],
        lambda: [other.save(document_of(source), {a.id: a}) for a in theirs],
        look,
    ]
    threads = [guarded(task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert texts(source) == {a.note for a in (*mine, *theirs)}
    for id_, (row, _) in own.news().rows.items():
        own.accept(id_, row)
    assert own.news().rows == {}


def test_an_edit_of_a_note_that_vanished_meanwhile_is_told_after_late_news(source, save, sidecar):
    made = save(annotation("ours"))
    ((id_, note),) = made.items()
    sidecar.load()
    rows = json.loads(sidecar.path.read_text())
    del rows["_default"][str(id_)]
    sidecar.path.write_text(json.dumps(rows))
    late = sidecar.news()
    sidecar.save(document_of(source), {id_: note.revised(note="edited")})
    sidecar.accept(id_, late.rows[id_][0])
    row, annotation_ = sidecar.news().rows[id_]
    assert (row["note"], annotation_.note) == ("edited", "edited")


def test_news_that_waited_for_an_edit_that_came_to_nothing_are_told_again(source, save, sidecar):
    ((id_, note),) = save(annotation("ours")).items()
    sidecar.load()
    other = sidecar_of(source)
    other.load()
    other.save(document_of(source), {id_: note.revised(note="theirs")})
    assert id_ in sidecar.news().rows
    sidecar.save(document_of(source), {id_: note})
    assert sidecar.news().rows[id_][1].note == "theirs"


def test_a_save_that_loses_every_race_keeps_the_notes_elsewhere(source, save, sidecar, monkeypatch):
    save(annotation("ours"))
    real = replace.replace_durably

    def losing(path, *rest):
        return None if path == sidecar.path else real(path, *rest)

    with monkeypatch.context() as patched:
        patched.setattr("tui.core.store.storage.replace_durably", losing)
        save(annotation("mine"))
    assert "another program keeps changing it" in sidecar.fallback
    assert texts(source) == {"ours", "mine"}


# What others take away


def test_a_deleted_sidecar_is_reported_and_kept(source, save, sidecar, past):
    made = save(annotation("one"), annotation("two"))
    sidecar.load()
    sidecar.path.unlink()
    news = sidecar.news()
    assert {id_: rows for id_, rows in news.rows.items() if id_ > 1} == {
        id_: (None, None) for id_ in made
    }
    (kept,) = past()
    assert str(kept) in news.problems[0]
    sidecar.path.write_bytes(kept.read_bytes())
    assert sidecar_of(source).load().annotations == made


def test_some_notes_taken_out_are_reported_and_kept(source, save, sidecar, past):
    _, two = save(annotation("one"), annotation("two"))
    sidecar.load()
    with tinydb.TinyDB(sidecar.path) as db:
        db.remove(doc_ids=[two])
    news = sidecar.news()
    assert news.rows == {two: (None, None)}
    assert "took notes out" in news.problems[0]
    assert b'"two"' in past()[0].read_bytes()


def test_what_was_taken_is_kept_by_a_save_too(source, save, sidecar, past):
    save(annotation("one"))
    sidecar.load()
    sidecar.path.unlink()
    save(annotation("two"))
    assert b'"one"' in past()[0].read_bytes()
    assert "took notes out" in sidecar.news().problems[0]
    assert len(past()) == 1


def test_an_older_copy_written_over_the_file_is_reported_and_ours_kept(source, save, sidecar, past):
    ((id_, note),) = save(annotation("first")).items()
    sidecar.load()
    older = sidecar.path.read_bytes()
    save(note.revised(note="second"))
    sidecar.path.write_bytes(older)
    news = sidecar.news()
    assert news.rows[id_][1].note == "first"
    assert b'"second"' in past()[0].read_bytes()
    assert news.problems


def test_an_edit_by_another_program_is_news_and_no_loss(source, save, sidecar, past):
    ((id_, note),) = save(annotation("first", tags=("a",))).items()
    sidecar.load()
    other = sidecar_of(source)
    other.load()
    other.save(document_of(source), {id_: note.revised(note="second", tags=("b",))})
    with tinydb.TinyDB(sidecar.path) as db:
        db.update({"note": "third"}, doc_ids=[id_])
    news = sidecar.news()
    assert (news.rows[id_][1].note, news.problems, past()) == ("third", (), [])


def test_a_disk_that_is_unplugged_takes_no_notes_away(source, save, sidecar, past):
    save(annotation("one"))
    sidecar.load()
    folder, away = source.parent, source.parent.with_name("unplugged")
    folder.rename(away)
    assert sidecar.news().rows == {}
    away.rename(folder)
    assert past() == []


def test_the_last_twenty_are_kept_and_for_the_user_alone(source, places):
    folder = Keeping(places).past(source)
    for n in range(PAST_IMAGES + 5):
        keep(folder, str(n).encode(), "x.json")
        keep(folder, str(n).encode(), "x.json")
    kept = sorted(folder.iterdir())
    assert [p.read_bytes() for p in kept] == [str(n).encode() for n in range(5, PAST_IMAGES + 5)]
    assert {p.stat().st_mode & 0o777 for p in kept} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_longest_names_can_be_kept(source, places):
    folder = Keeping(places).past(source)
    assert keep(folder, b"x", "漢" * 85).read_bytes() == b"x"


def in_2100(ago=None):
    """The time, and the age of deletions as it will be then."""
    return "2100-01-01T00:00:00.000Z" if ago else timestamp()


def test_an_old_deletion_is_forgotten_and_that_is_no_loss(source, save, sidecar, past, monkeypatch):
    ((id_, _),) = save(annotation("gone")).items()
    sidecar.save(document_of(source), {id_: None})
    watcher = sidecar_of(source)
    watcher.load()
    monkeypatch.setattr("tui.core.store.schema.timestamp", in_2100)
    save(annotation("more"))
    assert str(id_) not in json.loads(sidecar.path.read_text())["_default"]
    assert (sidecar.news().problems, watcher.news().problems, past()) == ((), (), [])


def test_an_old_deletion_is_not_forgotten_in_the_mirror(tmp_path, monkeypatch):
    shelf, away = tmp_path / "shelf", tmp_path / "unplugged"
    shelf.mkdir()
    source = shelf / "article.txt"
    source.write_text("Words\n")
    own, gone, more = sidecar_of(source), annotation("gone"), annotation("more")
    own.save(document_of(source), {gone.id: gone})
    shelf.rename(away)
    own.save(document_of(source), {gone.id: None})
    with monkeypatch.context() as later:
        later.setattr("tui.core.store.schema.timestamp", in_2100)
        own.save(document_of(source), {more.id: more})
    away.rename(shelf)
    assert sidecar_of(source).load().annotations == {more.id: more}


# What others leave behind


def test_the_temporary_file_of_a_killed_writer_is_merged_and_then_swept(
    source, save, sidecar, dead, tmp_path
):
    save(annotation("ours"))
    left = source.parent / f"{stray_prefix(sidecar.path)}{dead}-0123abcd.tmp"
    left.write_bytes(version_with(source, "theirs"))
    own = sidecar_of(source)
    loaded = own.load()
    assert loaded.due
    assert {a.note for a in loaded.annotations.values()} == {"ours", "theirs"}
    own.save(document_of(source), {})
    assert not left.exists()
    assert "theirs" in sidecar.path.read_text()


def test_the_temporary_file_of_a_writer_at_work_is_left_alone(source, save, sidecar):
    save(annotation("ours"))
    busy = source.parent / f"{stray_prefix(sidecar.path)}{os.getpid()}-0123abcd.tmp"
    busy.write_bytes(b'{"sidecar"')
    own = sidecar_of(source)
    assert not own.load().due
    save(annotation("more"))
    assert busy.exists()
    os.utime(busy, (0, 0))
    assert own.load().due


@pytest.mark.parametrize("content", [b"", b"\0" * 500, b'{"sidecar":{"1":{"for'])
def test_a_temporary_file_that_was_hardly_begun_is_swept(source, save, sidecar, content):
    save(annotation("ours"))
    stray_name(sidecar.path).write_bytes(content)
    save(annotation("more"))
    assert texts(source) == {"ours", "more"}
    assert not list(source.parent.glob(".~*"))
    assert not list(source.parent.glob("*.damaged-*"))


COPIES = [
    "article.txt.notes.sync-conflict-20261124-101500-ABCDEFG.json",
    "article.txt.notes (Ann's conflicted copy 2026-11-24).json",
    "article.txt.notes (conflicted copy).json",
]


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize("damaged", [False, True])
def test_a_conflict_copy_is_folded_in_and_archived(
    source, save, sidecar, past, tmp_path, name, damaged
):
    save(annotation("ours"))
    data = version_with(source, "theirs") + b',"217: cut' * damaged
    (source.parent / name).write_bytes(data)
    own = sidecar_of(source)
    assert own.load().due
    own.save(document_of(source), {})
    assert texts(source) == {"ours", "theirs"}
    assert not (source.parent / name).exists()
    assert [p.read_bytes() for p in past()] == [data]


def test_a_damaged_file_with_a_conflict_copy_is_mended_by_it_and_kept(
    source, save, sidecar, tmp_path, past
):
    made = save(annotation("one"), annotation("two"))
    (source.parent / COPIES[0]).write_bytes(version_with(source, "theirs"))
    damaged = sidecar.path.read_bytes()[:-30]
    sidecar.path.write_bytes(damaged)
    own = sidecar_of(source)
    own.load()
    own.save(document_of(source), {})
    assert texts(source) == {a.note for a in made.values()} | {"theirs"}
    assert sidecar.path.with_name(sidecar.path.name + ".damaged-1").read_bytes() == damaged
    assert len(past()) == 1


@pytest.mark.parametrize("name", [*COPIES, "stray"])
@pytest.mark.parametrize(
    "content", [b"some words", b'{"_default": {"1": {"note": "mine"}}}', b"\xff\xfe", b"[]"]
)
def test_a_foreign_file_of_such_a_name_is_left_alone(source, save, sidecar, name, content):
    path = stray_name(sidecar.path) if name == "stray" else source.parent / name
    path.write_bytes(content)
    save(annotation("ours"))
    assert path.read_bytes() == content
    assert texts(source) == {"ours"}


def test_a_copy_of_a_newer_form_waits_and_locks_nothing(source, save, sidecar, tmp_path):
    save(annotation("ours"))
    newer = version_with(source, "theirs").replace(b'"schema":1', b'"schema":2')
    (source.parent / COPIES[0]).write_bytes(newer)
    own = sidecar_of(source)
    assert not own.load().read_only
    save(annotation("more"))
    assert (source.parent / COPIES[0]).read_bytes() == newer


def test_a_copy_that_changes_while_it_is_folded_in_is_folded_in_again(
    source, save, sidecar, tmp_path, monkeypatch
):
    save(annotation("ours"))
    theirs, later = (version_with(source, note) for note in ("theirs", "theirs, later"))
    copy = source.parent / COPIES[0]
    copy.write_bytes(theirs)
    real = beside.keep

    def keep_and_change(*arguments):
        real(*arguments)
        copy.write_bytes(later)

    own = sidecar_of(source)
    own.load()
    with monkeypatch.context() as patched:
        patched.setattr(beside, "keep", keep_and_change)
        own.save(document_of(source), {})
    assert texts(source) == {"ours", "theirs", "theirs, later"}


def test_a_deletion_here_and_an_unseen_text_there_leave_the_text(source, save, sidecar):
    ((id_, note),) = save(annotation("first")).items()
    other = sidecar_of(source)
    other.load()
    sidecar.load()
    other.save(document_of(source), {id_: changed(note, note="unseen")})
    sidecar.save(document_of(source), {id_: None})
    assert texts(source) == {"unseen"}
