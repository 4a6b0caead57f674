"""Indexes in the cache folder that nobody needs are removed, and no other."""

import os
import time

from tui.core.search.fts.housekeeping import DAY, kept_in, mark_used, remove_unneeded


def put(cache, name, library, days=0.0):
    folder = cache / name
    folder.mkdir(parents=True)
    (folder / "notes.db").write_bytes(b"x" * 100)
    if library:
        mark_used(folder, library)
    for path in folder.iterdir():
        os.utime(path, (time.time() - days * DAY,) * 2)
    return folder


def test_only_what_is_gone_or_was_not_used_for_long_is_removed(tmp_path):
    cache, here = tmp_path / "cache", tmp_path / "here"
    here.mkdir()
    gone = tmp_path / "gone"
    kept = [
        put(cache, "0" * 16, here, 80),
        put(cache, "1" * 16, gone, 6),
        put(cache, "2" * 16, None, 80),
        put(cache, "no index of ours", gone, 800),
    ]
    removed = [
        put(cache, "a" * 16, here, 91),
        put(cache, "b" * 16, gone, 8),
        put(cache, "c" * 16, None, 91),
    ]
    (cache / ("d" * 16)).symlink_to(kept[0])
    half = cache / f".{'e' * 16}-abcd0123"
    half.mkdir()
    assert [one.folder for one in remove_unneeded(cache)] == removed
    assert all(folder.exists() for folder in kept)
    assert not half.exists() and not any(folder.exists() for folder in removed)
    assert [one.folder for one in remove_unneeded(cache, gone=0)] == [kept[1]]


def test_an_index_says_of_which_library_it_is_and_when_it_was_used(tmp_path):
    folder = put(tmp_path, "0" * 16, tmp_path, 30)
    (one,) = kept_in(tmp_path)
    assert (one.library, one.size, one.is_gone) == (tmp_path, 100 + len(str(tmp_path)), False)
    mark_used(folder, tmp_path)
    (after,) = kept_in(tmp_path)
    assert after.used - one.used > 29 * DAY
    mark_used(tmp_path / "nowhere", tmp_path)
    assert [*kept_in(tmp_path / "nowhere")] == []


def test_a_library_marks_its_index_and_goes_on_when_that_is_removed(tmp_path, stored):
    root = tmp_path / "articles"
    root.mkdir()
    source = root / "a.txt"
    source.write_text("A date.")
    index = stored()
    list(index.refresh([source], lambda: False))
    assert (tmp_path / "index" / "library").read_bytes() == os.fsencode(root)
    (tmp_path / "index").rename(tmp_path / ("0" * 16))
    assert remove_unneeded(tmp_path, unused=-1)
    list(index.refresh([source], lambda: False))
    assert not index.trouble and (tmp_path / "index" / "library").exists()
