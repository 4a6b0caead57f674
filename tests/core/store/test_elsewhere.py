"""Places that take no notes: they go to the mirror, are found there, and come back."""

import errno
import os
import shutil
import subprocess

import pytest

from tests.core.store.conftest import annotation, document_of, sidecar_of
from tui.core.errors import UnreadableSidecar, UnwritableSidecar
from tui.core.store import replace
from tui.core.store.keeping import Keeping
from tui.core.store.replace import stray_name


@pytest.fixture
def shelf(tmp_path):
    """A folder of its own for the source."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


@pytest.fixture
def source(shelf):
    path = shelf / "article.txt"
    path.write_text("Words\n")
    return path


@pytest.fixture
def mirror(source, places):
    return Keeping(places).mirror(source)


@pytest.fixture
def refusing(monkeypatch, shelf):
    """Lets every new file in the folder fail, as a disk or its rights do."""

    def refuse(number):
        real = replace.write_new

        def write_new(path, *rest):
            if path.parent == shelf:
                raise OSError(number, os.strerror(number))
            real(path, *rest)

        patched = pytest.MonkeyPatch()
        patched.setattr(replace, "write_new", write_new)
        undo.append(patched)
        return patched

    undo = []
    yield refuse
    for patched in undo:
        patched.undo()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no space left on device"),
        (errno.EDQUOT, "disk quota exceeded"),
        (errno.EROFS, "read-only file system"),
        (errno.EACCES, "permission denied"),
    ],
)
def test_notes_that_their_place_refuses_go_to_the_mirror_and_come_back(
    source, sidecar, save, mirror, refusing, number, words
):
    made = save(annotation("before"))
    refused = refusing(number)
    made |= save(annotation("meanwhile"))
    assert words in sidecar.fallback
    assert str(mirror.parent) in sidecar.fallback
    loaded = sidecar_of(source).load()
    assert (loaded.annotations, loaded.due) == (made, True)
    refused.undo()
    again = sidecar_of(source)
    again.load()
    again.save(document_of(source), {})
    assert not mirror.exists()
    assert sidecar_of(source).load(alone=True).annotations == made
    sidecar.save(document_of(source), {})
    assert sidecar.fallback == ""
    assert not list(source.parent.glob(".~*"))


def test_a_folder_that_vanished_gets_its_notes_when_it_is_back(source, sidecar, save, shelf):
    made = save(annotation("before"))
    away = shelf.with_name("away")
    shelf.rename(away)
    made |= save(annotation("meanwhile"))
    assert "no such file or directory" in sidecar.fallback
    assert not shelf.exists()
    assert sidecar.news().rows == {}
    away.rename(shelf)
    sidecar.save(document_of(source), {})
    assert sidecar.fallback == ""
    assert sidecar_of(source).load().annotations == made


def test_a_folder_that_became_a_file_is_as_good_as_gone(source, sidecar, save, shelf):
    save(annotation("before"))
    shutil.rmtree(shelf)
    shelf.write_text("no folder")
    made = save(annotation("meanwhile"))
    assert sidecar.fallback
    assert made.keys() <= sidecar_of(source).load().annotations.keys()


def test_a_sidecar_that_the_disk_will_not_read_keeps_nothing_from_being_saved(
    source, sidecar, save, monkeypatch, mirror
):
    ((id_, note),) = save(annotation("before")).items()
    real = os.open

    def broken(path, *rest, **options):
        if path == sidecar.path:
            raise OSError(errno.EIO, "input/output error")
        return real(path, *rest, **options)

    own = sidecar_of(source)
    own.load()
    other = annotation("somebody's")
    save(other)
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", broken)
        own.save(document_of(source), {id_: note.revised(note="changed")})
        assert "input/output error" in own.fallback
        with pytest.raises(UnreadableSidecar):
            sidecar_of(source).load()
    own.save(document_of(source), {})
    found = sidecar_of(source).load().annotations
    assert (found[id_].note, found[id_].conflicts) == ("changed", ())
    assert other.id in found


def test_a_changed_file_and_a_mirror_come_together(source, sidecar, save, refusing):
    ((id_, note),) = save(annotation("first", tags=("a",))).items()
    other = sidecar_of(source)
    other.load()
    refused = refusing(errno.ENOSPC)
    sidecar.save(document_of(source), {id_: note.revised(note="in the mirror")})
    refused.undo()
    # Somebody to whom the mirror means nothing: another machine on the same share.
    theirs = annotation("theirs")
    foreign = other.path.read_text().replace('"a"', '"a","b"')
    other.path.write_text(foreign)
    other.save(document_of(source), {theirs.id: theirs})
    found = sidecar_of(source).load().annotations
    assert found[id_].note == "in the mirror"
    assert sorted(found[id_].tags) == ["a", "b"]
    assert theirs.id in found
    rows = sidecar.news().rows
    assert rows[theirs.id][1].note == "theirs"
    assert sorted(rows[id_][1].tags) == ["a", "b"]


def test_what_changed_elsewhere_while_we_wrote_to_the_mirror_is_news(
    source, sidecar, save, refusing
):
    save(annotation("first"))
    sidecar.load()
    other, theirs = sidecar_of(source), annotation("theirs")
    other.save(document_of(source), {theirs.id: theirs})
    refusing(errno.ENOSPC)
    save(annotation("mine"))
    assert sidecar.news().rows[theirs.id][1].note == "theirs"


def test_when_the_mirror_fails_too_the_save_fails_and_can_be_repeated(
    source, sidecar, save, monkeypatch
):
    save(annotation("before"))

    def full(*_):
        raise OSError(errno.ENOSPC, "no space left on device")

    made = annotation("kept in memory")
    with monkeypatch.context() as patched:
        patched.setattr(replace, "write_new", full)
        patched.setattr("tui.core.store.sidecar.write_new", full)
        with pytest.raises(UnwritableSidecar, match="not saved: no space left on device"):
            save(made)
    assert made.id not in sidecar_of(source).load().annotations
    save(made)
    assert made.id in sidecar_of(source).load().annotations
    assert sidecar.fallback == ""


def test_a_mirror_that_grows_while_it_is_folded_in_stays(
    source, sidecar, save, mirror, refusing, monkeypatch
):
    refused = refusing(errno.ENOSPC)
    made = save(annotation("in the mirror"))
    grown = mirror.read_bytes()
    made |= save(annotation("later"))
    later = mirror.read_bytes()
    mirror.write_bytes(grown)
    refused.undo()
    own = sidecar_of(source)
    own.load()
    real = replace.replace_durably

    def meanwhile(*arguments):
        written = real(*arguments)
        mirror.write_bytes(later)
        return written

    with monkeypatch.context() as patched:
        patched.setattr("tui.core.store.storage.replace_durably", meanwhile)
        own.save(document_of(source), {})
    assert sidecar_of(source).load().annotations == made


def test_what_a_killed_writer_left_beside_the_mirror_is_merged_and_swept(
    source, sidecar, save, mirror, refusing
):
    refused = refusing(errno.ENOSPC)
    made = save(annotation("in the mirror"))
    mirror.rename(stray_name(mirror))
    assert sidecar_of(source).load().annotations == made
    made |= save(annotation("more"))
    assert [p.name for p in mirror.parent.iterdir() if p.name.startswith(".~")] == []
    refused.undo()
    save()
    sidecar.save(document_of(source), {})
    assert sidecar_of(source).load(alone=True).annotations == made


def test_a_damaged_mirror_is_folded_in_and_kept(source, sidecar, save, mirror, refusing, places):
    refused = refusing(errno.ENOSPC)
    one, _ = save(annotation("one"), annotation("two"))
    damaged = mirror.read_bytes()[:-20]
    mirror.write_bytes(damaged)
    refused.undo()
    own = sidecar_of(source)
    own.load()
    own.save(document_of(source), {})
    assert one in sidecar_of(source).load().annotations
    assert [p.read_bytes() for p in Keeping(places).past(source).iterdir()] == [damaged]


def test_a_mirror_that_somebody_removed_is_waited_for_no_longer(
    source, sidecar, save, mirror, refusing
):
    refusing(errno.ENOSPC)
    save(annotation("one"))
    shutil.rmtree(mirror.parent)
    sidecar.save(document_of(source), {})
    assert sidecar.fallback == ""


def test_other_versions_in_a_place_that_takes_nothing_make_no_mirror(
    source, sidecar, save, mirror, refusing
):
    save(annotation("one"))
    stray_name(sidecar.path).write_bytes(sidecar.path.read_bytes())
    refusing(errno.EROFS)
    own = sidecar_of(source)
    assert own.load().due
    own.save(document_of(source), {})
    assert (own.fallback, mirror.exists()) == ("", False)


def test_a_read_only_mount_is_read_and_its_notes_go_to_the_mirror(source, sidecar, save, shelf):
    made = save(annotation("before"))
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("mounting is for root")
    bound = subprocess.run(["mount", "--bind", shelf, shelf], check=False, capture_output=True)
    if bound.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", shelf], check=True)
        own = sidecar_of(source)
        assert own.load().annotations == made
        more = annotation("meanwhile")
        own.save(document_of(source), {more.id: more})
        assert "read-only file system" in own.fallback
        made |= {more.id: more}
        assert sidecar_of(source).load().annotations == made
    finally:
        subprocess.run(["umount", "-l", shelf], check=True)
    own.save(document_of(source), {})
    assert sidecar_of(source).load(alone=True).annotations == made


def test_a_disk_that_is_really_full_takes_no_note_apart(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is for root")
    try:
        source = folder / "article.txt"
        source.write_text("Words\n")
        own, made = sidecar_of(source), {}
        for n in range(12):
            note = annotation(f"{n} " + "x" * 4000)
            made[note.id] = note
            own.save(document_of(source), {note.id: note})
            assert sidecar_of(source).load().annotations == made
        assert "no space left on device" in own.fallback
        assert not list(folder.glob(".~*"))
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_file_of_somebody_elses_in_the_place_of_the_notes_costs_none(sidecar, save, source):
    durable = annotation("durable")
    save(durable)
    whole = sidecar.path.read_bytes()
    sidecar.path.write_bytes(b'{"hello": 1}')
    unsaved = annotation("unsaved")
    with pytest.raises(UnreadableSidecar, match="not a file of notes"):
        save(unsaved)
    with pytest.raises(UnreadableSidecar, match="the notes that it held are kept"):
        sidecar.news()
    assert not sidecar.news().rows
    assert sidecar.path.read_bytes() == b'{"hello": 1}'
    past = sidecar.keeping.past(source)
    assert any(b"durable" in kept.read_bytes() for kept in past.iterdir())
    # A crash here; later the notes are put back.
    sidecar.path.write_bytes(whole)
    found = sidecar_of(source).load().annotations
    assert {one.note for one in found.values()} == {"durable", "unsaved"}
