import hashlib
import os
from pathlib import Path

import pytest

from tests.core.store.conftest import annotation, document_of, sidecar_of
from tui.core.documents import open_document
from tui.core.errors import UnreadableSidecar, UnwritableSidecar
from tui.core.paths import user_places
from tui.core.store import union
from tui.core.store.doctor import examine, misplaced
from tui.core.store.keeping import Keeping
from tui.core.store.remedies import remedy
from tui.core.store.storage import SidecarStorage
from tui.core.store.union import carry, is_cut, rewrite, unite


@pytest.fixture
def keeping():
    return Keeping(user_places())


@pytest.fixture
def saved(source, save):
    """The path of a sidecar with one note."""
    save(annotation("one"))
    return sidecar_of(source).path


def other(source, note="two"):
    """A sidecar of another text with one note."""
    text = source.with_name("other.txt")
    text.write_text("Other words\n")
    made = annotation(note)
    sidecar_of(text).save(document_of(text), {made.id: made})
    return sidecar_of(text).path


@pytest.fixture
def mirrored(tmp_path):
    """A text in a folder that was away while a note was saved."""
    text = tmp_path / "shelf" / "article.txt"
    made = annotation("mirrored")
    sidecar = sidecar_of(text)
    sidecar.save(document_of(text), {made.id: made})
    assert sidecar.fallback
    text.parent.mkdir()
    text.write_text("Words\n")
    return text


def notes_in(path):
    records = SidecarStorage(path, path).read()["_default"].values()
    return sorted(row["note"] for row in records if "note" in row)


def knows(sidecar, content):
    """Let a sidecar say that this was the content of its text."""
    digest = hashlib.sha256(content).hexdigest()
    made, wanted = '"sha256":"abc","size":5', f'"sha256":"{digest}","size":{len(content)}'
    data = sidecar.read_text()
    assert made in data
    sidecar.write_text(data.replace(made, wanted))


# Files made one


def test_what_is_carried_is_merged_and_removed(source, saved):
    two = other(source)
    carry([two], saved, source)
    assert notes_in(saved) == ["one", "two"]
    assert not two.exists()


def test_what_was_written_while_it_was_carried_comes_along(source, saved, monkeypatch):
    two = other(source)
    real, calls = union.unite, []

    def slow(*arguments):
        done = real(*arguments)
        if not calls:
            other(source, "three")
        calls.append(done)
        return done

    monkeypatch.setattr(union, "unite", slow)
    carry([two], saved, source)
    assert len(calls) == 2
    assert notes_in(saved) == ["one", "three", "two"]
    assert not two.exists()


def test_nothing_is_removed_when_the_new_place_cannot_be_written(source, saved, tmp_path):
    with pytest.raises(UnwritableSidecar):
        carry([saved], tmp_path / "absent" / saved.name, source)
    assert notes_in(saved) == ["one"]


def test_a_file_that_keeps_changing_is_given_up(source, saved, monkeypatch):
    monkeypatch.setattr(SidecarStorage, "commit", lambda self: self.rollback())
    for attempt in (lambda: unite([saved], saved, source), lambda: rewrite(saved, source)):
        with pytest.raises(UnwritableSidecar, match="keeps changing"):
            attempt()


def test_a_file_whose_end_is_missing_is_not_whole_at_any_cut(source, saved):
    whole = saved.read_bytes()
    assert not is_cut(saved)
    for length in range(1, len(whole) - 3):
        saved.write_bytes(whole[:length])
        with pytest.raises(UnreadableSidecar):
            unite([saved], saved, source)
        assert saved.read_bytes() == whole[:length]


# What is found where


def test_looking_writes_nothing_and_makes_no_folder(tmp_path, keeping):
    (tmp_path / "lib").mkdir()
    assert not examine([tmp_path / "lib"], keeping).findings
    assert not (tmp_path / "home").exists()


def test_the_text_of_a_name_that_was_cut_is_known(tmp_path, keeping):
    for text in (tmp_path / ("é" * 124 + end) for end in ("a.txt", "b.txt")):
        text.write_text("x")
        made = annotation()
        sidecar_of(text).save(document_of(text), {made.id: made})
    found = examine([tmp_path], keeping)
    assert (found.findings, found.sidecars) == ((), 2)
    text.unlink()
    assert [finding.kind for finding in examine([tmp_path], keeping).findings] == ["orphaned"]


def test_one_sidecar_is_found_once_however_it_is_named(source, saved, keeping, monkeypatch):
    monkeypatch.chdir(source.parent)
    paths = [Path(), source, Path(source.name), saved, source.parent]
    assert examine(paths, keeping).sidecars == 1
    source.rename("moved.txt")
    saved.write_bytes(saved.read_bytes().replace(b'"abc"', b'"def"'))
    assert len(examine(paths[2:], keeping).findings) == 1


def test_a_link_to_a_text_is_not_where_it_moved(source, saved, keeping):
    source.rename(source.with_name("moved.txt"))
    source.with_name("link.txt").symlink_to("moved.txt")
    knows(saved, b"Words\n")
    (finding,) = examine([source.parent], keeping).findings
    assert (finding.kind, finding.to) == ("moved", source.with_name("moved.txt"))


def test_an_empty_text_is_like_no_other(source, saved, keeping):
    knows(saved, b"")
    source.unlink()
    source.with_name("empty.txt").touch()
    assert [finding.kind for finding in examine([source.parent], keeping).findings] == ["orphaned"]


def test_what_may_only_be_unplugged_is_not_moved(source, saved, tmp_path, monkeypatch):
    tree = Keeping(user_places(), tmp_path / "tree")
    monkeypatch.setattr("tui.core.store.orphans._DRIVES", {tmp_path.parts[1]})
    stick = tmp_path / "stick"
    stick.mkdir()
    text = stick / "a.txt"
    text.write_text("One.\n\nTwo.\n")
    made = annotation()
    tree.sidecar(text).parent.mkdir(parents=True)
    path = tree.sidecar(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Keeping, "sidecar", lambda *_: path)
        sidecar_of(text).save(open_document(text), {made.id: made})
    here = tmp_path / "here"
    here.mkdir()
    text.rename(here / "b.txt")
    (finding,) = examine([here, stick], tree).findings
    assert (finding.kind, finding.person) == ("moved", False)
    stick.rmdir()
    (finding,) = examine([path, here], tree).findings
    assert finding.person and "unplugged" in finding.detail


def test_a_place_that_still_cannot_be_written_is_for_a_person(mirrored, keeping, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    (finding,) = examine([mirrored.parent], keeping).findings
    assert (finding.kind, finding.person) == ("mirrored", True)
    assert finding.action == f"make {mirrored.parent} writable"


def test_a_damaged_mirror_is_kept_before_it_is_put_in_place(mirrored, keeping):
    mirror = keeping.mirror(mirrored)
    damaged = mirror.read_bytes() + b',"12'
    mirror.write_bytes(damaged)
    findings = examine([], keeping).findings
    assert [finding.kind for finding in findings] == ["damaged", "mirrored"]
    assert all(remedy(finding, keeping).fixed for finding in findings)
    assert mirror.with_name(mirror.name + ".damaged-1").read_bytes() == damaged
    assert notes_in(keeping.sidecar(mirrored)) == ["mirrored"]


def test_notes_in_the_mirror_whose_text_nobody_knows_are_for_a_person(mirrored, keeping):
    (keeping.mirror(mirrored).parent / "source").unlink()
    (finding,) = examine([mirrored.parent], keeping).findings
    assert (finding.kind, finding.source, finding.person) == ("mirrored", None, True)


def test_drafts_that_are_there_already_stay_and_so_do_the_old_ones(source, saved, keeping):
    text = source.rename(source.with_name("moved.txt"))
    old, new = (keeping.places.document(path) for path in (source, text))
    for folder, files in ((old, ["draft-a.md", "draft-b.md", "past/1"]), (new, ["draft-a.md"])):
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(folder.name)
    knows(saved, b"Words\n")
    (finding,) = examine([source.parent], keeping).findings
    remedy(finding, keeping)
    assert {path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()} == {
        "draft-a.md", "draft-b.md", "past/1",
    }  # fmt: skip
    assert (new / "draft-a.md").read_text() == new.name
    assert [path.name for path in old.iterdir()] == ["draft-a.md"]
    assert b'"name":"moved.txt"' in keeping.sidecar(text).read_bytes()


def test_from_one_folder_of_notes_to_another_the_first_is_no_library(source, saved, tmp_path):
    one, two = (Keeping(user_places(), source.parent / name) for name in ("one", "two"))
    for before, after in ((Keeping(user_places()), one), (one, two), (two, Keeping(user_places()))):
        (finding,) = misplaced([source.parent], before, after).findings
        remedy(finding, after)
        assert not finding.path.exists() and notes_in(after.sidecar(source)) == ["one"]
        assert not misplaced([source.parent], before, after).findings
