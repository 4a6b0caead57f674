import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tui.core import edits
from tui.core.errors import UnreadableDocument
from tui.core.library import Library, open_library, walk
from tui.core.session import open_session


def touch(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words\n")


def test_a_library_lists_what_can_be_opened_files_before_folders(tmp_path, keeping):
    touch(tmp_path, "b.txt", "A.md", "z/deep.txt", ".hidden.txt", "b.txt.notes.json", "x.png")
    assert [p.relative_to(tmp_path).as_posix() for p in walk(tmp_path)] == [
        "A.md",
        "b.txt",
        "z/deep.txt",
    ]


def test_a_link_to_a_folder_is_not_followed(tmp_path, keeping):
    touch(tmp_path, "in/a.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    assert len(list(walk(tmp_path))) == 1


def test_a_link_to_itself_does_not_hide_the_others(tmp_path):
    touch(tmp_path, "a.txt", "in/b.txt")
    for name in ("loop.txt", "loop"):
        (tmp_path / name).symlink_to(tmp_path / name)
    assert [path.name for path in walk(tmp_path)] == ["a.txt", "b.txt"]


def test_a_folder_is_the_library_and_a_file_opens_in_its_folders(tmp_path, keeping):
    touch(tmp_path, "a.txt", "b.txt")
    assert open_library([tmp_path], keeping)[1] is None
    library, first = open_library([tmp_path / "b.txt"], keeping)
    assert first == tmp_path / "b.txt"
    assert len(library.sources()) == 2


def test_several_paths_make_a_library_of_just_their_files(tmp_path, keeping):
    touch(tmp_path, "one/a.txt", "two/b.txt", "c.txt")
    library, first = open_library([tmp_path / "c.txt", tmp_path / "two"], keeping)
    assert [path.name for path in library.sources()] == ["c.txt", "b.txt"]
    assert first == tmp_path / "c.txt"
    assert library.root == tmp_path


def test_a_path_that_does_not_exist_is_named(tmp_path, keeping):
    with pytest.raises(UnreadableDocument, match=r"gone\.txt: no such file or directory"):
        open_library([tmp_path / "gone.txt"], keeping)


def test_a_library_lists_every_format_that_can_be_read(tmp_path):
    named = "txt text md markdown html htm xhtml epub docx pdf PDF rst org tex odt rtf fb2"
    endings = [*named.split(), "srt", "vtt", "weechatlog"]
    for ending in [*endings, "png", "json", "doc"]:
        (tmp_path / f"{ending}.{ending}").touch()
    assert sorted(path.suffix[1:] for path in walk(tmp_path)) == sorted(endings)


def test_listeners_hear_of_every_edit_with_the_blocks_it_touched(library, session):
    heard = []
    library.subscribe(lambda edit, touched: heard.append((edit.label, touched)))
    library.perform(edits.add_tags(session, [session.paragraph(1)], ["a"]))
    library.undo(session.source)
    library.redo(session.source)
    assert heard == [("tagged a", {session.source: {1}})] * 3


def test_undo_takes_back_the_latest_edit_of_this_document_only(tmp_path, keeping):
    touch(tmp_path, "a.txt", "b.txt")
    library = Library(tmp_path, keeping)
    a, b = (library.session(tmp_path / name) for name in ("a.txt", "b.txt"))
    for session in (a, b):
        library.perform(edits.add_tags(session, [session.paragraph(0)], ["t"]))
    assert library.undo(a.source)
    assert not a.annotations
    assert b.annotations
    assert library.undo(a.source) is None


def test_a_failed_save_keeps_the_edits_for_the_next(library, session, monkeypatch):
    library.perform(edits.add_tags(session, [session.paragraph(0)], ["a"]))

    def fail(*_):
        raise OSError("no")

    with monkeypatch.context() as patched:
        patched.setattr(session.sidecar, "save", fail, raising=False)
        with pytest.raises(OSError, match="no"):
            library.flush()
    assert session.unsaved
    assert library.is_unsaved
    assert library.flush() == 1
    assert not session.unsaved
    assert not library.is_unsaved
    assert "a" in session.sidecar.path.read_text()


def test_a_document_asked_for_by_several_threads_is_opened_once(library, article, monkeypatch):
    opened, begun = [], threading.Event()

    def slowly(source, keeping):
        opened.append(source)
        begun.wait(0.2)
        return open_session(source, keeping)

    monkeypatch.setattr("tui.core.library.open_session", slowly)
    with ThreadPoolExecutor(4) as pool:
        sessions = set(pool.map(library.session, [article] * 4))
    assert opened == [article]
    assert sessions == {library.opened(article)}
