import socket
import time
import tracemalloc

import pytest

from tests.hostile import FILES, PROSE
from tui.core.documents import open_document
from tui.core.errors import UnreadableDocument

REFUSED = {"bomb.epub", "bomb.docx", "lying.txt"}
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
    unsafe = {c for c in text if not c.isprintable() and c not in "\n\t\ufffd\u2028\xa0"}
    assert not unsafe
    assert "haha" not in text


@pytest.mark.parametrize("name", ["laughs.html", "laughs.epub", "laughs.docx", "remote.epub"])
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
