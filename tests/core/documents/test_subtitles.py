from hypothesis import given
from hypothesis import strategies as st

from tui.core.documents import open_document

SRT = """1
00:00:01,000 --> 00:00:02,000
<i>Hello</i>
there &amp; here

2
00:00:03,000 --> 00:00:04,000
{\\an8}- A
- B
"""
VTT = """WEBVTT - a head

NOTE nobody reads this

intro
00:01.000 --> 00:02.000 align:start
<v Ann>Hello \x1b[2J
"""


def read(tmp_path, content, name):
    path = tmp_path / name
    path.write_text(content)
    document = open_document(path)
    return [(b.text, *document.lines(at), b.info) for at, b in enumerate(document.blocks)]


def test_each_cue_is_a_paragraph_with_its_lines(tmp_path):
    assert read(tmp_path, SRT, "film.srt") == [
        ("Hello\nthere & here", 3, 4, "00:00:01,000"),
        ("- A\n- B", 8, 9, "00:00:03,000"),
    ]
    assert read(tmp_path, VTT, "film.vtt") == [("Hello ␛[2J", 7, 7, "00:01.000")]


def test_subtitles_are_known_by_their_content(tmp_path):
    assert len(read(tmp_path, SRT, "film.txt")) == 2
    assert read(tmp_path, "Only words.", "film.srt") == [("Only words.", 1, 1, "")]


@given(st.text(st.sampled_from("ab<>{}\\-\n :1\x1b"), max_size=80))
def test_whatever_they_hold_they_are_safe(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "film.vtt"
    path.write_text("WEBVTT\n\n" + content)
    for block in open_document(path).blocks:
        assert all(char.isprintable() or char == "\n" for char in block.text + block.info)
