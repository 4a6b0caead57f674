import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.documents import open_document
from tui.core.model import AS_FOUND, Choice

IRC = """--- Log opened Wed May 01 00:00:12 2024
12:34 <@ann> hello: all
12:34 < bob> hi \x1b[2J
12:35 -!- cid [cid@host] has joined #books
12:35  * ann waves
12:36 <@ann> bye
--- Day changed Thu May 02 2024
00:01 < bob> back
"""
BRACKETS = """[12:34:56] <ann> one
[12:34:57] *** Joins: bob (b@host)
[12:35:00] <bob> two
[12:35:01] <ann> three
[12:35:02] <bob> [12:30:00] was earlier
"""
PHONE = """[2024-05-01, 12:34:56] Ann B: \u200efirst
[2024-05-01, 12:35:00] Bob: one line
and another

12:30 is when we met
\u200e[2024-05-01, 12:36:00] Ann B: <attached: x.jpg>
[2024-05-01, 12:36:01] Bob: ok
"""
AMERICAN = """5/1/24, 9:05\u202fPM - Messages are encrypted.
5/1/24, 9:05\u202fPM - Ann: a
5/11/24, 10:05\u202fAM - +49 170 1: b
5/11/24, 10:06\u202fAM - Ann: c
5/11/24, 10:07\u202fAM - Ann:
"""
DATED = """2024-05-01 12:34 Ann: one
2024-05-01 12:34 Bob: two
2024-05-01 12:35 Ann: three
2024-05-02 00:01 Bob: four
"""
TABBED = """2024-05-01 12:34:56\tann\tone
2024-05-01 12:34:56\t-->\tbob has joined
2024-05-01 12:34:57\t@bob\ttwo
2024-05-01 12:34:58\tann\tthree
2024-05-01 12:34:59\tann\tfour
"""
ALL = [IRC, BRACKETS, PHONE, AMERICAN, DATED, TABBED]
NAMES = ["irc", "brackets", "phone", "american", "dated", "tabbed"]


def opened(tmp_path, content, name="log.txt", choice=AS_FOUND):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    return open_document(path, choice)


def said(document):
    return [(block.marker, block.text) for block in document.blocks]


@pytest.mark.parametrize("content", ALL, ids=NAMES)
def test_a_log_is_known_by_its_content_in_each_of_the_usual_forms(tmp_path, content):
    for name in ("log.txt", "channel.log", "log"):
        assert opened(tmp_path, content, name).format == "chat"
    assert opened(tmp_path, content.replace("\n", "\r\n")).format == "chat"
    document = opened(tmp_path, content)
    assert len(document.blocks) == len(document.starts)
    assert all(block.info for block in document.blocks if block.kind == "item")


def test_each_message_is_an_item_marked_with_who_wrote_it_and_knows_when(tmp_path):
    document = opened(tmp_path, IRC)
    assert said(document) == [
        ("", "Log opened Wed May 01 00:00:12 2024"),
        ("ann:", "hello: all"),
        ("bob:", "hi ␛[2J"),
        ("", "-!- cid [cid@host] has joined #books"),
        ("", "* ann waves"),
        ("ann:", "bye"),
        ("", "Day changed Thu May 02 2024"),
        ("bob:", "back"),
    ]
    assert [block.info for block in document.blocks][1:4] == ["12:34", "12:34", "12:35"]
    assert [document.blocks[at].kind for at in document.headings] == ["heading"] * 2
    assert document.headings == [0, 6]


def test_lines_without_a_time_of_the_same_form_belong_to_the_message_above(tmp_path):
    blocks = opened(tmp_path, PHONE).blocks
    assert [(b.marker, b.text, b.line_start, b.line_end) for b in blocks] == [
        ("Ann B:", "first", 1, 1),
        ("Bob:", "one line\nand another\n12:30 is when we met", 2, 5),
        ("Ann B:", "<attached: x.jpg>", 6, 6),
        ("Bob:", "ok", 7, 7),
    ]
    assert blocks[1].info == "2024-05-01, 12:35:00"


def test_what_nobody_said_has_no_name(tmp_path):
    assert said(opened(tmp_path, AMERICAN)) == [
        ("", "Messages are encrypted."),
        ("Ann:", "a"),
        ("+49 170 1:", "b"),
        ("Ann:", "c"),
        ("Ann:", ""),
    ]
    assert said(opened(tmp_path, BRACKETS))[1] == ("", "*** Joins: bob (b@host)")
    assert said(opened(tmp_path, TABBED))[1:3] == [("", "-->\tbob has joined"), ("bob:", "two")]


def test_a_long_name_leaves_room_for_what_is_said(tmp_path):
    document = opened(tmp_path, DATED.replace("Ann", "A" * 39))
    assert document.blocks[0].marker == "A" * 19 + "…:"


@pytest.mark.parametrize(
    "content",
    [
        "[12:34] <ann> one\n[12:35] <ann> two\n\nThe rest is prose.\n",
        "[12:34] <ann> one\n[12:35] <ann> two\n" + "Lines of prose.\n" * 20,
        "12:34 And he said: so be it.\n12:35 And he said: amen.\n" * 4,
        "2024-05-01 08:00 Tea: a\n2024-05-01 12:00 Soup: b\n"
        "2024-05-01 15:00 Cake: c\n2024-05-01 19:00 Bread: d\n",
        "[12:34:56] [Server thread/INFO]: started\n" * 9,
        "2024-05-01 12:34:56 INFO: started\n" * 9,
        "May 01 12:34:56 host kernel: started\n" * 9,
        "Prose first.\n" * 9 + BRACKETS,
        BRACKETS + "And what they meant by that.\n" * 20,
    ],
    ids=["two", "few", "verses", "diary", "server", "levels", "syslog", "late", "quoted"],
)
def test_other_texts_with_times_in_them_are_no_logs(tmp_path, content):
    assert opened(tmp_path, content).format == "txt"


def test_a_shape_that_is_asked_for_reads_a_log_as_plain_text(tmp_path):
    document = opened(tmp_path, DATED, choice=Choice("line"))
    assert document.format == "txt"
    assert document.blocks[0].text == "2024-05-01 12:34 Ann: one"


@given(st.text(st.sampled_from("ab<>[]:* -\n\t12\x1b\u200e"), max_size=80))
def test_whatever_a_log_holds_it_is_safe_and_nothing_said_is_lost(tmp_path_factory, content):
    document = opened(tmp_path_factory.mktemp("any"), BRACKETS + content)
    assert document.format == "chat"
    shown = "".join(f"{b.info}{b.marker}{b.text}" for b in document.blocks)
    assert all(char.isprintable() or char in "\n\t" for char in shown)
    assert shown.count("a") + shown.count("b") >= content.count("a") + content.count("b")
