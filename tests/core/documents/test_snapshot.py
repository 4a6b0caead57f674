"""A long text is not kept in memory, and reads as if it were."""

import errno
import hashlib
import io
import mmap
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.documents import markdown, open_document, snapshot, source, text
from tui.core.documents.source import read_source
from tui.core.errors import UnreadableDocument
from tui.core.session import open_session

PIECES = st.sampled_from(
    [b"\r", b"\n", b"\r\n", b"a", b"word ", "é".encode(), "\N{SLICE OF PIZZA}".encode(), b"\xff"]
)


@pytest.fixture
def long(tmp_path, monkeypatch):
    """A text that counts as long."""
    monkeypatch.setattr(source, "LONG", 1)
    path = tmp_path / "long.txt"
    path.write_text("".join(f"Paragraph {number} is here.\n\n" for number in range(1000)))
    return path


@given(st.lists(PIECES, max_size=60).map(b"".join), st.booleans(), st.integers(1, 9))
def test_a_copy_is_what_would_be_in_memory(raw, mark, size):
    raw = b"\xef\xbb\xbf" * mark + raw
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "SLICE", max(3, size))
        copy = snapshot.snapshot(io.BytesIO(raw), len(raw))
    try:
        raw.decode()
    except UnicodeDecodeError:
        assert copy is None
        return
    expected = source.as_text(source.File(Path("a.txt"), raw))
    digest = hashlib.sha256(raw).hexdigest()
    found = copy and (copy[0][:], copy[1] if isinstance(copy[1], str) else copy[1]())
    assert found == ((expected.data, digest) if expected.data else None)


@pytest.mark.parametrize("ending", ["txt", "md"])
def test_a_long_text_has_the_blocks_that_it_has_in_memory(long, monkeypatch, ending):
    path = long.rename(long.with_suffix(f".{ending}"))
    path.write_text(f"# Title\n\n- item\n\n{path.read_text()}")
    assert isinstance(read_source(path).data, mmap.mmap)
    copied = open_document(path)
    monkeypatch.setattr(source, "LONG", 1 << 30)
    assert isinstance(read_source(path).data, bytes)
    kept = open_document(path)
    assert list(copied.blocks) == list(kept.blocks)
    assert (copied.sha256, copied.size, copied.title) == (kept.sha256, kept.size, kept.title)
    assert list(copied.starts) == list(kept.starts)


def test_a_source_that_is_cut_short_or_written_into_does_not_change_what_is_read(long):
    document = open_document(long)
    with long.open("r+b") as file:
        file.write(b"Something else entirely")
        file.truncate(100)
    assert document.blocks[0].text == "Paragraph 0 is here."
    assert document.blocks[999].text == "Paragraph 999 is here."
    long.unlink()
    assert document.lines(500) == (1001, 1001)


@pytest.mark.parametrize("ending", ["txt", "md"])
def test_a_text_is_opened_and_looked_at_without_its_hash_and_its_lines(
    long, keeping, monkeypatch, ending
):
    path = long.rename(long.with_suffix(f".{ending}"))
    hashed, sha256 = [], snapshot._sha256

    def counted(data):
        hashed.append(data)
        return sha256(data)

    def numbered(data):
        raise AssertionError(data)

    monkeypatch.setattr(snapshot, "_sha256", counted)
    monkeypatch.setattr(text, "LineNumbers", numbered)
    monkeypatch.setattr(markdown, "LineNumbers", numbered)
    session = open_session(path, keeping)
    assert len(list(session.document.blocks)) == 1000
    session.keep_changed_text()
    assert session.flush() == 0
    assert hashed == []
    # Behind the first text, so that no note waits for it.
    session.get_ready()
    assert len(hashed) == 1
    made_on = session.describe(session.paragraph(3)).made_on
    assert made_on == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(hashed) == 1


def test_without_room_for_a_copy_a_long_text_is_kept_in_memory(long, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    assert isinstance(read_source(long).data, bytes)
    assert len(open_document(long).blocks) == 1000


def test_a_long_text_in_another_encoding_is_read_too(long):
    long.write_bytes("Caf\xe9 au lait, s'il vous pla\xeet. ".encode("cp1252") * 100)
    document = open_document(long)
    assert document.encoding == "cp1252"
    assert document.blocks[0].text.startswith("Café au lait")


@pytest.mark.parametrize("is_long", [True, False])
@pytest.mark.parametrize(
    ("lines", "fits"),
    [
        (["a" * 10], True),
        (["a" * 11], False),
        (["", "a" * 11, ""], False),
        (["a" * 10] * 5, True),
        (["a" * 9, "b", "a" * 10, "c" * 11], False),
    ],
)
def test_a_line_that_is_too_long_is_noticed(long, monkeypatch, lines, fits, is_long):
    monkeypatch.setattr(source, "MAX_LINE", 10)
    monkeypatch.setattr(source, "LONG", 1 if is_long else 1 << 30)
    long.write_text("\n".join(lines))
    if fits:
        read_source(long)
    else:
        with pytest.raises(UnreadableDocument, match="longer than"):
            read_source(long)


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="Linux tells this")
def test_the_memory_of_a_long_text_is_given_back(tmp_path):
    def kilobytes():
        fields = (line.split() for line in Path("/proc/self/smaps_rollup").read_text().splitlines())
        return sum(int(parts[1]) for parts in fields if parts[0].startswith("Private_"))

    path = tmp_path / "long.txt"
    path.write_bytes(b"One paragraph of many, and not a long one.\n\n" * 600_000)
    open_document(path)
    before = kilobytes()
    document = open_document(path)
    _ = document.blocks[-1]
    # Two numbers for each block and no more: the text itself has 26,000.
    assert kilobytes() - before < 16_000
