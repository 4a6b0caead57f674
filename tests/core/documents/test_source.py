import os

import pytest

from tui.core.documents import open_document
from tui.core.errors import UnreadableDocument

TEXT = "Première ligne.\n\n“Second” paragraph — naïve.\n"


def words(path):
    return [block.text for block in open_document(path).blocks]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_every_usual_encoding_is_recognised(tmp_path, encoding, named):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert words(path) == ["Première ligne.", "“Second” paragraph — naïve."]
    assert open_document(path).encoding == named


def test_a_byte_without_a_meaning_leaves_the_others_theirs(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Ça va".encode("cp1252") + b"\x81 \x93bien\x94.\n")
    assert words(path) == ["Ça va\ufffd “bien”."]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "Это обычный текст. Второе предложение.",
        "漢字の文章です。二番目の文。一つ、二つ。",
        "Αυτό είναι ένα κείμενο.",
        "這是一個 𠀀 例子。",
    ],
)
def test_utf_16_without_a_mark_is_recognised_in_any_script(tmp_path, text, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(f"{text}\n\n{text}\n".encode(encoding))
    assert words(path) == [text, text]
    assert open_document(path).encoding == encoding


def test_a_nul_in_a_text_does_not_make_it_utf_16(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"Some words \x00 here.\n\nAnd more of them \x00\x00.\n")
    assert words(path) == ["Some words ␀ here.", "And more of them ␀␀."]


@pytest.mark.parametrize(
    "text",
    [
        "École, CAFÉ, l’ÉTÉ à Évian — “dÉjà” … ‘Œuvre’ œuf Šibenik Žižek 50€ • one • two",
        "Straße Übung größer Äpfel ÄRGER",
        "MÄRZ señor ¿qué? ¡no! niño AÑO",
    ],
)
def test_windows_text_is_not_taken_for_mac(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_bytes(f"{text}\n".encode("cp1252") * 4)
    assert open_document(path).encoding == "cp1252"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_paragraphs_and_line_numbers(tmp_path, end):
    path = tmp_path / "a.txt"
    path.write_bytes(f"One.{end}{end}Two goes{end}on here.{end}{end}Three.".encode())
    read = open_document(path)
    assert [(b.text, *read.lines(at)) for at, b in enumerate(read.blocks)] == [
        ("One.", 1, 1),
        ("Two goes\non here.", 3, 4),
        ("Three.", 6, 6),
    ]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_an_odd_byte_in_utf_8_is_one_odd_character(tmp_path, name):
    path = tmp_path / name
    path.write_bytes("Das Café – “schön”.\n\nodd ".encode() + b"\xff byte\n")
    assert words(path) == ["Das Café – “schön”.", "odd \ufffd byte"]


def test_a_file_cut_inside_a_character_is_still_utf_8(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Café é".encode()[:-1])
    assert words(path) == ["Café \ufffd"]


@pytest.mark.parametrize("content", ["", "\n\n\n", "  \n\t\n"])
def test_an_empty_file_is_a_document_without_blocks(tmp_path, content):
    path = tmp_path / "void.txt"
    path.write_text(content)
    document = open_document(path)
    assert len(document.blocks) == 0
    assert document.paragraphs == 0
    assert document.title == "void"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x7fELF" + bytes(200), "a program, not text"),
        (bytes(range(256)) * 40, "binary, not text"),
        (b"\x00" * 5000, "binary, not text"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(tmp_path, content, reason):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as caught:
        open_document(path)
    assert str(caught.value) == f"{path}: {reason}"


def test_missing_folder_and_pipe_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    for name, why in [
        ("gone.txt", "no such file or directory"),
        ("pipe.txt", "not a regular file"),
        ("folder.txt", "a folder, not a document"),
    ]:
        with pytest.raises(UnreadableDocument, match=why):
            open_document(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_one_may_not_read_is_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(UnreadableDocument, match="permission denied"):
        open_document(path)


def test_control_characters_never_come_through(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(
        b"Title \x1b[31m\nDesk \x07\n****\nOne \x1b]0;x\x07 \xc2\x9b two\x00.\nMore.\n"
    )
    document = open_document(path)
    shown = "".join([document.title, document.byline or "", *(b.text for b in document.blocks)])
    assert "␛]0;x␇" in shown
    assert all(char.isprintable() or char == "\ufffd" for char in shown)
