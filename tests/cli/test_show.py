from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.cli.page import _wrapped
from tui.core import edits
from tui.core.library import Library
from tui.core.model import Choice
from tui.core.store.keeping import Keeping


def test_the_text_stands_beside_its_numbers_with_notes_below(postil):
    postil("annotate", "wire.txt", "-p", 2, "--tag", "a", "--note", "Who?\nWhen?", "--star")
    postil("annotate", "wire.txt", "-p", 3, "--quote", "café", "--colour", "red")
    assert postil("show", "wire.txt").out == (
        "Grain talks\n"
        "News Agency\n"
        "\n"
        "1  The date was set on Monday.\n"
        "\n"
        "2  Nobody counted the ships.\n"
        "   #a ★\n"
        "   | Who?\n"
        "   | When?\n"
        "\n"
        "3  A café stood there.\n"
        "   “café” red\n"
    )


def test_long_paragraphs_are_wrapped_and_code_is_kept(postil):
    Path("x.md").write_text("word " * 40 + "\n\n```\na\n    b\n```\n\n- item\n\n> said\n\n---\n")
    lines = postil("show", "x.md").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[-8:] == ["2  a", "       b", "", "3  • item", "", "4  > said", "", "   * * *"]


def test_a_word_without_an_end_is_cut_in_a_time_that_grows_with_its_length():
    def seconds(size):
        begin = process_time()
        lines = list(_wrapped("x" * size, 80, "> "))
        assert "".join(line[2:] for line in lines) == "x" * size
        return max(process_time() - begin, 0.002)

    assert seconds(1 << 20) < 9 * seconds(1 << 18)


@given(st.text(alphabet="ab -é", max_size=200), st.integers(12, 60), st.sampled_from(["", "> "]))
def test_wrapping_keeps_every_word_and_the_width(text, width, lead):
    lines = _wrapped(text, width, lead)
    assert "".join("".join(line[len(lead) :].split()) for line in lines) == "".join(text.split())
    assert all(len(line) <= width and not line.endswith(" ") for line in lines)


def test_json_is_the_document_and_then_its_blocks(postil):
    lines = postil("show", "essay.md", "--json").lines
    head = lines[0]
    assert len(head.pop("sha256")) == 64
    assert head == {
        "type": "document",
        "path": "essay.md",
        "title": "An essay",
        "byline": None,
        "format": head["format"],
        "shape": None,
        "encoding": "utf-8",
        "paragraphs": 3,
        "annotations": [],
    }
    assert [(b["number"], b["kind"], b["level"], b["line_start"]) for b in lines[1:]] == [
        (1, "heading", 1, 1),
        (2, "paragraph", 0, 3),
        (None, "rule", 0, 5),
        (3, "paragraph", 0, 7),
    ]


def test_json_tells_of_a_block_what_it_has_and_where_it_is(postil):
    Path("page.html").write_text("<p>One.</p>\n<ul><li>Two.</li></ul><pre class='lang-c'>x;</pre>")
    lines = postil("show", "page.html", "--json").lines[1:]
    places = ("/html/body/p[1]", 1), ("/html/body/ul[1]/li[1]", 2), ("/html/body/pre[1]", 2)
    assert [(line["loc"], line["line_start"]) for line in lines] == [*places]
    assert [(line["marker"], line["info"]) for line in lines] == [
        (None, None),
        ("•", None),
        (None, "c"),
    ]


def test_a_text_is_shown_as_asked_for_once_and_nothing_is_remembered(postil):
    def shown(*how):
        head, *blocks = postil("show", "wire.txt", "--json", *how).lines
        return head["shape"], head["encoding"], [block["text"] for block in blocks]

    before = shown()
    assert before[:2] == ("wire", "utf-8")
    shape, encoding, texts = shown("--shape", "line", "--encoding", "latin-1")
    assert (shape, encoding) == ("line", "iso8859-1")
    assert texts[-1] == "A cafÃ© stood there."
    assert len(texts) == 1 + 5
    assert shown() == before
    assert not list(Path().glob("*.json"))


def test_what_a_file_cannot_be_shown_as_is_told(postil):
    for wrong, said in [
        (["--shape", "round"], "no such shape: round; there are wire, line"),
        (["--encoding", "klingon"], "no such encoding: klingon; there are utf-8"),
        (["--encoding", "iso2022_jp"], "wire.txt: cannot be read as iso2022_jp"),
    ]:
        done = postil("show", "wire.txt", *wrong)
        assert (done.code, done.out) == (2, "")
        assert said in done.err


def test_every_command_reads_a_text_as_was_chosen_for_it(postil, places):
    library = Library(Path(), Keeping(places))
    session = library.session(Path("wire.txt"))
    library.perform(edits.reshape(session, Choice("line"), "read as lines"))
    library.flush()
    assert postil("show", "wire.txt", "--json").lines[0]["shape"] == "line"
    assert postil("search", "ships", "--json").lines[0]["paragraph"] == 4
    made = postil("annotate", "wire.txt", "-p", 4, "--tag", "a", "--json").lines[0]
    assert made["quote"] == "Nobody counted the ships."
    assert postil("export", "--to", "jsonl").lines[0]["paragraph"] == 4
    assert postil("show", "wire.txt", "--shape", "wire", "--json").lines[2]["annotations"]
    assert postil("show", "wire.txt", "--json").lines[5]["annotations"]


def test_json_shows_annotations_with_their_state_at_their_block(postil):
    made = postil("annotate", "wire.txt", "-p", 2, "--tag", "a", "--json").lines[0]
    Path("wire.txt").write_text(Path("wire.txt").read_text().replace("The date", "New.\nThe date"))
    lines = postil("show", "wire.txt", "--json").lines
    del made["path"], made["paragraph"]
    assert lines[3]["annotations"] == [made | {"state": "moved"}]


def test_a_note_without_a_place_is_shown_with_the_document(postil):
    postil("annotate", "wire.txt", "-p", 2, "--note", "lost")
    Path("wire.txt").write_text("All is new here.\n\nAnd nothing stayed.\n")
    assert postil("show", "wire.txt", "--json").lines[0]["annotations"][0]["state"] == "orphan"
    assert postil("show", "wire.txt").out.endswith(
        "Notes without a place in today’s text:\n   “Nobody counted the ships.”\n   | lost\n"
    )


def test_a_bad_file_is_reported_and_the_others_are_shown(postil):
    done = postil("show", "absent.txt", "essay.md", "--json")
    assert done.code == 3
    assert done.err == "postil: absent.txt: no such file or directory\n"
    assert len(done.lines) == 5


def test_a_text_whose_notes_cannot_be_read_is_shown_without_them(postil):
    Path("wire.txt.notes.json").write_text("not JSON")
    done = postil("show", "wire.txt")
    assert done.code == 3
    assert "Nobody counted" in done.out and "wire.txt.notes.json" in done.err
    assert postil("show", "wire.txt", "--json").out == ""


def test_looking_writes_nothing(postil):
    before = sorted(Path().iterdir())
    for command in (
        ["show", "wire.txt"],
        ["search", "date"],
        ["tags"],
        ["export", "--to", "jsonl"],
    ):
        postil(*command)
    assert sorted(Path().iterdir()) == before


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_what_could_act_on_a_terminal_is_not_printed(postil, form):
    Path("x.txt").write_text("Ti\x1b[31mtle\n\nA \x9b31m paragraph.\n")
    note = ["--note", "a\x1b]0;x\x07\u202eb", "--tag", "t\x1bag"]
    outputs = [postil("annotate", "x.txt", "-p", 1, *note, *form).out]
    for command in (["show", "x.txt"], ["search", "a", "x.txt"], ["tags", "x.txt"]):
        outputs.append(postil(*command, *form).out)
    for out in outputs:
        assert out and not set(out) & set("\x1b\x07\x9b\u202e")


def test_both_texts_of_a_note_written_in_two_places_are_shown(postil, places):
    postil("annotate", "wire.txt", "-p", 2, "--note", "first")
    libraries = [Library(Path(), Keeping(places)) for _ in range(2)]
    sessions = [library.session(Path("wire.txt")) for library in libraries]
    for library, session, text in zip(libraries, sessions, ("ours", "theirs"), strict=True):
        library.perform(edits.write_note(session, [session.paragraph(1)], text))
    for library in libraries:
        library.flush()
    shown = postil("show", "wire.txt").out
    assert "   | theirs\n   ⇄ written elsewhere at the same time:\n   | ours\n" in shown
    block = postil("show", "wire.txt", "--json").lines[2]
    assert block["annotations"][0]["conflicts"] == ["ours"]


def test_a_place_that_is_not_sure_is_marked_and_its_score_told(postil):
    old = "The council met on Tuesday, counted the votes twice, and went home without a word."
    new = "The council met on Tuesday. Nobody remembers what about, or who had called it."
    Path("x.txt").write_text(f"One paragraph before.\n\n{old}\n\nAnother one behind.\n")
    postil("annotate", "x.txt", "-p", 2, "--note", "When?")
    Path("x.txt").write_text(f"{new}\n\nNothing else of it is left.\n")
    (annotation,) = postil("show", "x.txt", "--json").lines[1]["annotations"]
    assert annotation["state"] == "fuzzy"
    assert 0.5 <= annotation["score"] < 0.8
    assert f"? fuzzy {annotation['score']:.2f}" in postil("show", "x.txt").out


def test_a_line_of_wide_characters_is_no_wider_than_the_others():
    text = "漢字文化圏における文章の読み方は、縦書きと横書きで異なる。" * 4
    for width in (20, 21, 79):
        lines = _wrapped(text, width, "1  ")
        assert "".join(line[3:] for line in lines) == text
        assert {cell_len(line) for line in lines[:-1]} <= {width - 1, width}
