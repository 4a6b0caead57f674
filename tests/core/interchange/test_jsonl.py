import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.core.interchange.test_markdown import row
from tui.core.interchange import export
from tui.core.interchange.jsonl import json_line


def test_a_line_holds_everything_about_one_annotation():
    one = row(note="Why?", tags=["a/b"])
    annotation = replace(one.annotation, colour="red", status="open", starred=True)
    lines = "".join(export([replace(one, annotation=annotation), one], "jsonl")).splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0]) == {
        "path": "a.txt",
        "title": "Title",
        "paragraph": 3,
        "quote": "A quote.",
        "tags": ["a/b"],
        "note": "Why?",
        "colour": "red",
        "status": "open",
        "starred": True,
        "state": "exact",
        "score": 1.0,
        "created": "2026-11-22T13:15:02.123Z",
        "modified": "2026-11-22T13:15:02.123Z",
        "id": "00000000-0000-0000-0000-000000000001",
    }


@given(st.text())
def test_a_json_line_says_the_same_and_cannot_act_on_a_terminal(text):
    line = json_line({"note": text})
    assert json.loads(line) == {"note": text}
    assert "\n" not in line
    assert not set(line) & set("\x1b\x7f\x9b\u202e\udcff")
