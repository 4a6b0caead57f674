import socket
import time
import tracemalloc

import pytest

from tests import hostile, hostile_more
from tests.hostile import PROSE
from tui.core.documents import open_document
from tui.core.errors import UnreadableDocument

FILES = hostile.FILES | hostile_more.FILES
REFUSED = {
    *("bomb.epub", "bomb.docx", "lying.txt", "program.txt", "packed.txt.gz", "chapters.epub"),
    *("root.epub", "bare.epub", "locked.epub", "half.epub", "flipped.epub", "other.docx"),
    *("old.docx", "half.pdf", "garbage.pdf", "loop.pdf", "filters.pdf", "scan.pdf", "password.pdf"),
}
HARMLESS = "\n\t\ufffd\u2028\u2029\xa0\u200b\u200d\u2060\U000e0041\U000e007f"
"""Not printable by Python's book, but nothing that acts on a terminal."""
SECONDS = 20
"""Far more than any of them takes, and far less than what grows with the square would."""


@pytest.fixture
def offline(monkeypatch):
    """Whoever opens a connection fails."""

    def refuse(*_):
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("name", FILES)
def test_nothing_happens(name, tmp_path, offline):
    path = tmp_path / name
    path.write_bytes(FILES[name])
    started = time.process_time()
    shown = []
    try:
        document = open_document(path)
        shown += [document.title, document.byline or "", *(b.text for b in document.blocks)]
        shown += [b.info + b.marker for b in document.blocks]
        shown += [span.target for block in document.blocks for span in block.spans]
        assert name not in REFUSED
    except UnreadableDocument as error:
        shown.append(str(error))
        assert name in REFUSED | {"bomb.pdf", "many.pdf", "far.pdf", "box.pdf"}
    assert time.process_time() - started < SECONDS
    text = "".join(shown)
    unsafe = {c for c in text if not c.isprintable() and c not in HARMLESS}
    assert not unsafe
    assert "haha" not in text


READ = [
    *("laughs.html", "laughs.epub", "laughs.docx", "remote.epub", "circle.epub", "dangling.epub"),
    *("sixteen.epub", "page.epub", "again.epub", "deep.docx", "controls.docx", "styles.docx"),
    *("codes.docx", "page.pdf", "raw.md", "yaml.md", "open.md", "lie.html", "seven.html"),
]


@pytest.mark.parametrize("name", READ)
def test_the_text_beside_it_is_read(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(FILES[name])
    assert PROSE.strip() in " ".join(block.text for block in open_document(path).blocks)


@pytest.mark.parametrize("name", ["deep.html", "tables.html", "deep.epub", "inline.html"])
def test_what_is_too_deep_to_follow_is_not_lost(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(FILES[name])
    assert PROSE.strip() in open_document(path).blocks[-1].text


def test_a_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.epub"
    path.write_bytes(FILES["bomb.epub"])
    tracemalloc.start()
    with pytest.raises(UnreadableDocument):
        open_document(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 << 20
