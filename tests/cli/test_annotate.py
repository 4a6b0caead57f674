import json
from pathlib import Path
from uuid import UUID

import pytest

SIDECAR = Path("wire.txt.notes.json")


def stored():
    return json.loads(SIDECAR.read_text())["_default"] if SIDECAR.exists() else {}


def lines(*objects):
    return "\n".join(map(json.dumps, objects)).encode()


def test_tag_note_colour_status_and_star_share_one_annotation(postil):
    done = postil(
        "annotate", "wire.txt", "-p", 2, "--tag", "#policy/us", "--tag", "b", "--note", "Who?",
        "--colour", "red", "--status", "open", "--star", "--json",
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    shown = done.lines[0]
    assert UUID(shown.pop("id")).version == 7
    assert shown.pop("created") <= shown.pop("modified")
    assert shown == {
        "path": "wire.txt",
        "paragraph": 2,
        "tags": ["policy/us", "b"],
        "note": "Who?",
        "colour": "red",
        "status": "open",
        "starred": True,
        "quote": "Nobody counted the ships.",
        "state": "exact",
        "score": 1.0,
    }


def test_a_range_annotates_each_paragraph_by_itself(postil):
    done = postil("annotate", "wire.txt", "-p", "1-3", "--tag", "a", "--json")
    assert [line["paragraph"] for line in done.lines] == [1, 2, 3]
    assert len({line["id"] for line in done.lines}) == 3


def test_a_phrase_has_an_annotation_of_its_own(postil):
    postil("annotate", "wire.txt", "-p", 1, "--tag", "a")
    done = postil("annotate", "wire.txt", "-p", 1, "--quote", "on Monday", "--note", "n", "--json")
    assert [(line["quote"], line["tags"]) for line in done.lines] == [("on Monday", [])]
    block = postil("show", "wire.txt", "--json").lines[1]
    assert [a["quote"] for a in block["annotations"]] == [
        "The date was set on Monday.",
        "on Monday",
    ]


def test_a_replaced_annotation_keeps_its_id(postil):
    first = postil("annotate", "wire.txt", "-p", 1, "--tag", "a", "--json").lines[0]
    again = postil("annotate", "wire.txt", "-p", 1, "--untag", "A", "--note", "x", "--json").lines
    assert [(line["id"], line["tags"], line["note"]) for line in again] == [(first["id"], [], "x")]


def test_what_is_emptied_is_removed(postil):
    postil("annotate", "wire.txt", "-p", 1, "--note", "x", "--colour", "red", "--star")
    done = postil(
        "annotate", "wire.txt", "-p", 1, "--note", "", "--colour", "none", "--no-star", "--json"
    )
    assert (done.code, done.out) == (0, "")
    assert postil("show", "wire.txt", "--json").lines[1]["annotations"] == []


def test_a_note_is_read_from_stdin(postil):
    done = postil(
        "annotate", "wire.txt", "-p", 1, "--note", "-", "--json", stdin="zwei\nZeilen é\n".encode()
    )
    assert done.lines[0]["note"] == "zwei\nZeilen é"


def test_without_json_a_line_says_what_stands_there_now(postil):
    done = postil("annotate", "wire.txt", "-p", 1, "--tag", "a", "--note", "Why?\nWho?")
    assert done.out == "wire.txt:¶1  #a  Why?\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["-p", "4", "--tag", "a"], 1, "no paragraph 4"),
        (["-p", "0", "--tag", "a"], 1, "no paragraph 0"),
        (["-p", "1-999999999", "--tag", "a"], 1, "no paragraph 999999999"),
        (["-p", "1", "--quote", "absent", "--tag", "a"], 1, "does not hold “absent”"),
        (["-p", "2-1", "--tag", "a"], 2, "ends before it starts"),
        (["-p", "x", "--tag", "a"], 2, "not a paragraph"),
        (["--tag", "a"], 2, "a paragraph is needed"),
        (["-p", "1"], 2, "nothing to do"),
        (["-p", "1", "--tag", "#"], 2, "not a tag"),
        (["-p", "1", "--colour", "yelow"], 2, "did you mean “yellow”?"),
        (["-p", "1", "--colour", "mauve"], 2, "yellow, red, green, blue, purple, none"),
        (["-p", "1", "--status", "opn"], 2, "did you mean “open”?"),
        (["-p", "1", "--note", "\udcff"], 2, "not valid Unicode"),
        (["-p", "1", "--batch", "-"], 2, "--batch stands alone"),
        (["--batch", "absent.jsonl"], 3, "absent.jsonl: no such file"),
        (["--bogus"], 2, "--bogus"),
    ],
)
def test_a_mistake_is_one_line_with_its_exit_code_and_changes_nothing(
    postil, arguments, code, message
):
    done = postil("annotate", "wire.txt", *arguments, "--json")
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("postil: ") and done.err.count("\n") == 1
    assert message in done.err
    assert not SIDECAR.exists()


def test_a_batch_is_done_line_by_line_and_later_lines_see_earlier_ones(postil):
    done = postil(
        "annotate", "wire.txt", "--batch", "-", "--json",
        stdin=lines(
            {"paragraph": 1, "tags": ["a"], "note": "first"},
            {"paragraph": "1-2", "tags": ["b"], "colour": None},
            {"paragraph": 1, "note": "second", "status": "done", "starred": True},
            {"paragraph": 3, "quote": "café", "colour": "blue"},
        ) + b"\n\n",
    )  # fmt: skip
    assert done.code == 0
    assert [(s["paragraph"], s["tags"], s["note"], s["quote"]) for s in done.lines] == [
        (1, ["a", "b"], "second", "The date was set on Monday."),
        (2, ["b"], "", "Nobody counted the ships."),
        (3, [], "", "café"),
    ]
    assert sum("target" in record for record in stored().values()) == 3


def test_a_batch_is_read_from_a_file(postil):
    Path("todo.jsonl").write_bytes(lines({"paragraph": 1, "tags": ["a"]}))
    assert postil("annotate", "wire.txt", "--batch", "todo.jsonl").out == "wire.txt:¶1  #a\n"


@pytest.mark.parametrize(
    ("bad", "code", "message"),
    [
        (b"{", 2, "not JSON"),
        (b"[]", 2, "an object"),
        (b"[" * 100_000, 2, "not JSON"),
        (b'"\xff"', 2, "not UTF-8"),
        (b"{}", 2, "a paragraph is needed"),
        (b'{"paragraph": 1}', 2, "nothing to do"),
        (b'{"paragraph": true, "tags": ["a"]}', 2, "“paragraph” must be a number"),
        (b'{"paragraph": 1.0, "tags": ["a"]}', 2, "“paragraph” must be a number"),
        (b'{"paragraph": 1, "tags": "a"}', 2, "“tags” must be a list"),
        (b'{"paragraph": 1, "tags": [1]}', 2, "“tags” must be a list"),
        (b'{"paragraph": 1, "note": 1}', 2, "“note” must be a text"),
        (b'{"paragraph": 1, "note": "\\ud800"}', 2, "not valid Unicode"),
        (b'{"paragraph": 1, "starred": 1}', 2, "true or false"),
        (b'{"paragraph": 1, "color": "red"}', 2, "did you mean “colour”?"),
        (b'{"paragraph": 1, "colour": "rd"}', 2, "did you mean “red”?"),
        (b'{"paragraph": 9, "tags": ["a"]}', 1, "no paragraph 9"),
        (b'{"paragraph": 1, "quote": "absent", "tags": ["a"]}', 1, "“absent”"),
    ],
)
def test_one_bad_line_saves_nothing_and_is_named(postil, bad, code, message):
    good = lines({"paragraph": 1, "tags": ["a"]})
    done = postil("annotate", "wire.txt", "--batch", "-", stdin=good + b"\n\n" + bad)
    assert (done.code, done.out) == (code, "")
    assert "line 3" in done.err and message in done.err
    assert not SIDECAR.exists()


@pytest.mark.parametrize("damage", ["not JSON", '{"someone": "else"}'])
def test_notes_that_cannot_be_read_are_not_written_to(postil, damage):
    SIDECAR.write_text(damage)
    done = postil("annotate", "wire.txt", "-p", 1, "--tag", "a")
    assert (done.code, done.out) == (3, "")
    assert SIDECAR.name in done.err
    assert SIDECAR.read_text() == damage


def test_a_missing_document_is_named(postil):
    done = postil("annotate", "absent.txt", "-p", 1, "--tag", "a")
    assert (done.code, done.err) == (3, "postil: absent.txt: no such file or directory\n")


def test_an_empty_stdin_removes_no_note(postil):
    postil("annotate", "wire.txt", "-p", 1, "--note", "precious")
    refused = postil("annotate", "wire.txt", "-p", 1, "--note", "-")
    assert refused.code == 2
    assert "stdin is empty" in refused.err
    assert "precious" in postil("show", "wire.txt").out
