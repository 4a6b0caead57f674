"""Names, rights and links of sidecars; and that nothing is written by looking."""

import os
import stat
from pathlib import Path

import pytest

from tests.core.store.conftest import annotation, document_of, sidecar_of
from tui.core.library import open_library
from tui.core.session import open_session
from tui.core.store import replace
from tui.core.store.keeping import Keeping
from tui.core.store.sidecar import Sidecar

NAMES = [
    "a",
    "with blanks and “quotes”.txt",
    "no-ending",
    "new\nline.txt",
    "é" * 125 + ".txt",
    "x" * 251 + ".txt",
    "漢" * 83 + ".txt",
    os.fsdecode(b"caf\xe9.txt"),
    os.fsdecode(b"\xff" * 255),
    "-rf",
    "article.txt.notes.json.txt",
]


def one_note(source, own=None):
    made = annotation()
    own = own or sidecar_of(source)
    own.save(document_of(source), {made.id: made})
    return made


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_source_of_any_name_has_a_sidecar_that_is_found_again(tmp_path, name):
    source = tmp_path / "shelf" / name
    source.parent.mkdir()
    try:
        source.write_text("x")
    except OSError:
        pytest.skip("this file system does not take the name")
    made = one_note(source)
    again = sidecar_of(source)
    assert again.load().annotations == {made.id: made}
    assert again.path.parent == source.parent
    assert len(os.fsencode(again.path.name)) <= 255
    assert len(list(source.parent.iterdir())) == 2


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o444, 0o755])
def test_rights_are_those_of_the_source_whatever_the_mask(source, mode, mask):
    source.chmod(mode)
    before = os.umask(mask)
    try:
        one_note(source)
        one_note(source)
    finally:
        os.umask(before)
    assert stat.S_IMODE(sidecar_of(source).path.stat().st_mode) == mode & 0o666


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_that_of_the_source_and_then_that_of_the_sidecar(source):
    os.chown(source, 1234, 2345)
    one_note(source)
    path = sidecar_of(source).path
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)
    os.chown(path, 1111, 2222)
    one_note(source)
    assert (path.stat().st_uid, path.stat().st_gid) == (1111, 2222)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize(("mode", "expected"), [(0o660, 0o600), (0o664, 0o644), (0o666, 0o666)])
def test_a_group_that_cannot_be_given_does_not_open_the_notes_to_another(
    source, monkeypatch, mode, expected
):
    os.chown(source, -1, 2345)
    source.chmod(mode)

    def refused(*_):
        raise PermissionError(1, "operation not permitted")

    monkeypatch.setattr(os, "fchown", refused)
    one_note(source)
    assert stat.S_IMODE(sidecar_of(source).path.stat().st_mode) == expected


def test_extended_attributes_stay(source):
    path = sidecar_of(source).path
    one_note(source)
    try:
        os.setxattr(path, "user.mine", b"kept")
    except OSError:
        pytest.skip("no extended attributes here")
    one_note(source)
    assert os.getxattr(path, "user.mine") == b"kept"


def test_an_attribute_that_cannot_be_set_keeps_no_other_from_being_set(source, monkeypatch):
    path = sidecar_of(source).path
    one_note(source)
    try:
        os.setxattr(path, "user.a", b"a")
        os.setxattr(path, "user.b", b"b")
    except OSError:
        pytest.skip("no extended attributes here")
    real = os.setxattr

    def picky(descriptor, name, value):
        if name == "user.a":
            raise PermissionError(1, "operation not permitted")
        real(descriptor, name, value)

    monkeypatch.setattr(os, "setxattr", picky)
    one_note(source)
    assert os.listxattr(path) == ["user.b"]


def test_all_links_to_an_article_share_its_sidecar(source, tmp_path):
    folder = tmp_path / "links"
    folder.mkdir()
    links = [folder / "link.txt", folder / "link to link.txt"]
    links[0].symlink_to(source)
    links[1].symlink_to(links[0])
    linked = tmp_path / "linked folder"
    linked.symlink_to(tmp_path)
    made = [one_note(path) for path in (source, *links, linked / source.name)]
    assert sidecar_of(links[1]).load().annotations == {a.id: a for a in made}
    assert sorted(p.name for p in folder.iterdir()) == ["link to link.txt", "link.txt"]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("swap", ["exchange", "replace"])
def test_a_sidecar_that_is_itself_a_link_stays_one(source, tmp_path, there, swap, monkeypatch):
    if swap == "replace":
        monkeypatch.setattr(replace, "exchange", lambda one, other: False)
    store = tmp_path / "store"
    store.mkdir()
    kept, link = store / "kept.json", source.with_name("article.txt.notes.json")
    made = {}
    if there:
        first = one_note(source)
        made = {first.id: first}
        link.rename(kept)
    link.symlink_to(kept)
    more = one_note(source)
    assert link.is_symlink()
    assert not kept.is_symlink()
    assert sidecar_of(source).load().annotations == made | {more.id: more}


def test_a_link_that_leads_nowhere_sends_the_notes_to_the_mirror(source, tmp_path):
    source.with_name("article.txt.notes.json").symlink_to(tmp_path / "gone" / "kept.json")
    own = sidecar_of(source)
    made = one_note(source, own)
    assert own.fallback
    assert sidecar_of(source).load().annotations == {made.id: made}


def test_a_tree_holds_the_sidecars_of_all_folders_and_leaves_theirs_alone(tmp_path, places):
    keeping = Keeping(places, tree=tmp_path / "tree" / "of notes")
    sources = [tmp_path / "a" / "same.txt", tmp_path / "b" / "same.txt"]
    made = []
    for source in sources:
        source.parent.mkdir()
        source.write_text("x")
        own = Sidecar(source, keeping)
        made.append(one_note(source, own))
        assert own.fallback == ""
        assert own.path.is_relative_to(tmp_path / "tree")
        assert [p.name for p in source.parent.iterdir()] == ["same.txt"]
    for source, note in zip(sources, made, strict=True):
        assert Sidecar(source, keeping).load().annotations == {note.id: note}


def test_a_tree_that_cannot_be_made_sends_the_notes_to_the_mirror(source, places, tmp_path):
    (tmp_path / "file").write_text("")
    keeping = Keeping(places, tree=tmp_path / "file" / "tree")
    own = Sidecar(source, keeping)
    made = one_note(source, own)
    assert own.fallback
    assert Sidecar(source, keeping).load().annotations == {made.id: made}


# Nothing is written by looking


def everything(folder: Path) -> dict[Path, object]:
    """Every file with its content, every folder, and when it was changed."""
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else None)
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def shelf(tmp_path):
    """A source without notes, and one with notes, a stray, a copy, damage, and a foreign one."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    names = ("bare", "noted", "copied", "damaged", "foreign", "empty")
    for name in names:
        (folder / f"{name}.txt").write_text("One paragraph.\n\nAnother one.\n")
    for name in names[1:4]:
        one_note(folder / f"{name}.txt")
    path = sidecar_of(folder / "copied.txt").path
    (folder / "copied.txt.notes (conflicted copy).json").write_bytes(path.read_bytes())
    replace.stray_name(path).write_bytes(path.read_bytes())
    damaged = sidecar_of(folder / "damaged.txt").path
    damaged.write_bytes(damaged.read_bytes()[:-9])
    sidecar_of(folder / "foreign.txt").path.write_text("not ours")
    sidecar_of(folder / "empty.txt").path.write_text("")
    return folder


@pytest.mark.parametrize("tree", [False, True])
def test_looking_writes_nothing_anywhere(shelf, tmp_path, places, tree):
    keeping = Keeping(places, tmp_path / "tree" if tree else None)
    before = everything(tmp_path)
    library, _ = open_library([shelf], keeping)
    for source in library.sources():
        keeping.has_notes(source)
        session = open_session(source, keeping)
        assert library.session(source).document.blocks
        if not session.problem:
            session.news()
            session.news()
        Sidecar(source, keeping)
    assert everything(tmp_path) == before


def test_looking_at_what_is_not_there_writes_nothing_anywhere(tmp_path):
    own = sidecar_of(tmp_path / "gone" / "article.txt")
    own.load()
    own.load(alone=True)
    assert own.news().rows == {}
    own.save(document_of(tmp_path / "gone" / "article.txt"), {})
    own.save(document_of(tmp_path / "gone" / "article.txt"), {5: None})
    assert everything(tmp_path) == {}
