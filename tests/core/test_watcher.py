"""What is told of changes that other programs make: real files, a real thread, no clock."""

import os
import queue
from contextlib import contextmanager

import pytest

from tui.core import folders, watcher
from tui.core.folders import folders_of
from tui.core.watcher import Watcher

LIMIT = 20


class Told:
    """What was told, in the order in which it was."""

    def __init__(self):
        self._queue = queue.SimpleQueue()
        self.put = self._queue.put

    def next(self):
        return self._queue.get(timeout=LIMIT)

    def until(self, path):
        """Everything that was told up to a change of `path`."""
        found = set()
        while path not in found:
            found |= self.next() or set()
        return found

    def until_anything(self):
        """Others are watched now."""
        while self.next() is not None:
            pass


@contextmanager
def watching(root, *files):
    told = Told()
    watch = Watcher(lambda: files, lambda: folders_of(root), told.put)
    watch.start()
    try:
        assert told.next() is None
        yield watch, told
    finally:
        watch.stop()
        watch.wait()
        assert not watch._thread.is_alive()


@pytest.fixture
def root(tmp_path):
    (tmp_path / "root" / "sub").mkdir(parents=True)
    (tmp_path / "root" / "essay.md").write_text("One.\n")
    return tmp_path / "root"


def test_what_is_written_in_place_and_what_takes_its_place_is_told(root):
    essay = root / "essay.md"
    with watching(root) as (_, told):
        essay.write_text("Two.\n")
        assert told.until(essay) == {essay}
        (root / "new").write_text("Three.\n")
        (root / "new").replace(essay)
        assert told.until(essay) == {essay}
        essay.unlink()
        assert told.until(essay) == {essay}


def test_sources_and_notes_of_the_library_are_told_and_nothing_else_is(root):
    (root / ".git").mkdir()
    (root / "node_modules").mkdir()
    last = root / "sub" / "last.txt"
    with watching(root) as (_, told):
        for name in ("a.py", ".hidden.md", ".git/b.md", "node_modules/c.md", "sub/.tmp"):
            (root / name).write_text("x")
        (root / "essay.md.notes.json").write_text("{}")
        last.write_text("x")
        assert told.until(last) == {root / "essay.md.notes.json", last}


def test_a_file_elsewhere_is_told_whatever_its_name(root, tmp_path):
    (tmp_path / "else").mkdir()
    readme, other = tmp_path / "else" / ".README", tmp_path / "else" / "other.md"
    with watching(root, readme) as (_, told):
        other.write_text("x")
        readme.write_text("x")
        assert told.until(readme) == {readme}


def test_a_folder_that_came_is_watched_too(root):
    with watching(root) as (_, told):
        (root / "later").mkdir()
        told.until_anything()
        (root / "later" / "text.txt").write_text("x")
        assert told.until(root / "later" / "text.txt")


def test_a_folder_that_is_taken_away_and_made_again_is_watched_again(root, tmp_path):
    essay = root / "essay.md"
    with watching(root, essay) as (_, told):
        root.rename(tmp_path / "away")
        told.until_anything()
        (tmp_path / "away").rename(root)
        told.until_anything()
        essay.write_text("Two.\n")
        assert essay in told.until(essay)


def test_a_file_whose_folder_comes_later_is_told(root, tmp_path):
    settings = tmp_path / "config" / "postil" / "config.toml"
    with watching(root, settings) as (_, told):
        settings.parent.parent.mkdir()
        told.until_anything()
        settings.parent.mkdir()
        told.until_anything()
        settings.write_text("")
        assert settings in told.until(settings)


def test_other_files_are_told_of_when_they_are_asked_for(root, tmp_path):
    (tmp_path / "else").mkdir()
    files = []
    told = Told()
    watch = Watcher(lambda: files, lambda: folders_of(root), told.put)
    watch.start()
    assert told.next() is None
    files.append(tmp_path / "else" / "one.md")
    watch.renew()
    told.until_anything()
    files[0].write_text("x")
    assert told.until(files[0]) == {files[0]}
    watch.stop()
    watch.wait()


def test_a_folder_with_a_name_that_is_no_text_keeps_no_other_from_being_watched(root):
    odd = root / "\udcff"
    odd.mkdir()
    with watching(root, odd / "text.md") as (_, told):
        (root / "essay.md").write_text("Two.\n")
        assert (root / "essay.md") in told.until(root / "essay.md")


class Refused:
    """What stands for watchfiles where the system refuses to watch so much, or at all."""

    def __init__(self, most):
        self._most = most

    def __call__(self, paths, *rest):
        if len(paths) > self._most:
            raise OSError("OS file watch limit reached.")
        return self._real(paths, *rest)


@pytest.mark.parametrize(("most", "sees_all"), [(9, True), (1, False), (0, False)])
def test_where_not_everything_can_be_watched_it_is_looked_now_and_then(
    root, monkeypatch, most, sees_all
):
    from watchfiles import _rust_notify

    refused = Refused(most)
    refused._real = _rust_notify.RustNotify
    monkeypatch.setattr(_rust_notify, "RustNotify", refused)
    monkeypatch.setattr(watcher, "LOOK_EVERY", 100)
    monkeypatch.setattr(watcher, "UNTOLD_EVERY", 100)
    with watching(root, root / "essay.md") as (watch, told):
        assert told.next() == (frozenset() if sees_all else None)
        assert watch.sees_all is sees_all
        if most:
            (root / "essay.md").write_text("Two.\n")
            assert told.until(root / "essay.md") == {root / "essay.md"}


def test_more_folders_than_can_be_watched_are_not_tried(root, monkeypatch):
    monkeypatch.setattr(watcher, "MOST", 1)
    with watching(root, root / "essay.md") as (watch, told):
        assert not watch.sees_all
        (root / "essay.md").write_text("Two.\n")
        assert told.until(root / "essay.md") == {root / "essay.md"}


@pytest.mark.parametrize(
    ("mounts", "is_told"),
    [
        ("/dev/a / ext4 rw 0 0\n", True),
        ("/dev/a / ext4 rw 0 0\nhost:/x {0} nfs4 rw 0 0\n", False),
        ("host:/x {0} nfs4 rw 0 0\n/dev/b {0}/root btrfs rw 0 0\n", True),
        ("/dev/b {0}/root btrfs rw 0 0\nme@host: {0}/root fuse.sshfs rw 0 0\n", False),
        ("nonsense\n\n", True),
    ],
)
def test_the_system_is_not_believed_about_disks_of_other_machines(
    root, tmp_path, monkeypatch, mounts, is_told
):
    table = tmp_path / "mounts"
    table.write_text(mounts.format(root.parent))
    monkeypatch.setattr(folders, "MOUNTS", table)
    assert folders.is_told(root) is is_told


def test_without_a_table_of_what_is_mounted_the_system_is_believed(root, tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "MOUNTS", tmp_path / "missing")
    assert folders.is_told(root)


def test_folders_below_links_and_hidden_ones_are_none_of_a_library(root):
    (root / ".git" / "objects").mkdir(parents=True)
    (root / "link").symlink_to(root / "sub")
    (root / "sub" / "deep").mkdir()
    assert set(folders_of(root)) == {root, root / "sub", root / "sub" / "deep"}
    assert list(folders_of(root / "missing")) == []


def test_the_folders_of_another_library_are_watched_when_that_is_said(root, tmp_path):
    roots = [root, tmp_path / "other"]
    roots[1].mkdir()
    told = Told()
    watch = Watcher(lambda: [], lambda: folders_of(roots[0]), told.put)
    watch.start()
    assert told.next() is None
    roots.reverse()
    watch.renew(folders=True)
    told.until_anything()
    (tmp_path / "other" / "one.md").write_text("x")
    assert told.until(tmp_path / "other" / "one.md") == {tmp_path / "other" / "one.md"}
    watch.stop()
    watch.wait()


def test_a_name_that_is_no_text_does_not_end_it(root, monkeypatch):
    monkeypatch.setattr(watcher, "UNTOLD_EVERY", 10)
    essay = root / "essay.md"
    with watching(root) as (watch, told):
        with open(os.fsencode(root) + b"/bad\xff.txt", "w") as file:  # noqa: PTH123
            file.write("One.\n")
        told.until_anything()
        found = None
        while found is None:
            # Where it was about to be told when that name came, anything may have changed.
            essay.write_text("Two.\n")
            found = told.next()
        assert found == {essay}
        assert watch.sees_all
