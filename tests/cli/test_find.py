import json
import os
import re
from pathlib import Path

import pytest


@pytest.fixture
def noted(postil):
    postil("annotate", "wire.txt", "-p", 2, "--tag", "policy/us", "--note", "Check the date.")
    postil("annotate", "wire.txt", "-p", 3, "--tag", "policy/us", "--tag", "place")
    return postil


def test_notes_stand_before_text(noted):
    assert noted("search", "date").out == (
        "wire.txt:¶2  Check the date.  #policy/us\nwire.txt:¶1  The date was set on Monday.\n"
    )


def test_a_hit_as_json(noted):
    hits = noted("search", "date", "--json").lines
    assert [(h["kind"], h["paragraph"], h["path"]) for h in hits] == [
        ("note", 2, "wire.txt"),
        ("text", 1, "wire.txt"),
    ]
    assert hits[0].keys() == {
        "path", "paragraph", "kind", "snippet", "tags", "note", "annotation", "score",
    }  # fmt: skip
    assert hits[0]["annotation"] and hits[1]["annotation"] is None


def test_searching_stops_at_the_limit(noted):
    assert len(noted("search", "date", "--limit", 1, "--json").lines) == 1
    assert noted("search", "date", "--limit", 0).code == 2


def test_nothing_found_is_exit_code_one(noted):
    done = noted("search", "absent")
    assert (done.code, done.out, done.err) == (1, "", "")


def test_a_query_error_names_its_column_and_is_exit_code_two(noted):
    done = noted("search", "date note:", "--json")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("postil: column 11: note: expects a word")
    assert noted("export", "--to", "jsonl", "--query", "is:x").code == 2


def test_a_query_is_explained_without_a_search(noted):
    done = noted("search", "#policy -date sort:path", "absent", "--explain")
    assert (done.code, done.err) == (0, "")
    assert done.out == "tagged policy or below, and no “date” anywhere; by path\n"
    assert noted("search", "a", "--explain", "--json").lines == [{"explanation": "“a” anywhere"}]


def test_results_are_counted(noted):
    assert noted("search", "date", "--count").out == "2\n"
    assert noted("search", "date", "--count", "--json").lines == [{"count": 2}]
    none = noted("search", "absent", "--count")
    assert (none.code, none.out) == (1, "0\n")


def test_colours_are_for_a_terminal_whose_user_wants_them(noted, monkeypatch):
    plain = noted("search", "date").out
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    # As a terminal it is captured all the same.
    monkeypatch.setattr("tui.cli.output.sys.stdout.isatty", lambda: True, raising=False)
    coloured = noted("search", "date").out
    assert "\x1b[1mdate\x1b[m" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain
    assert "\x1b" not in noted("search", "date", "--json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert noted("search", "date").out == plain


def test_what_a_text_holds_never_acts_on_the_terminal(noted, monkeypatch):
    monkeypatch.setattr("tui.cli.output.sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    Path("evil.txt").write_text("Strange \x1b[31m charm\x07 here.\n")
    noted("annotate", "evil.txt", "-p", 1, "--tag", "x\x1b]0;y")
    out = noted("search", "charm group:path").out
    assert "charm" in out
    assert "\x07" not in out
    assert set(re.findall(r"\x1b[^m]*m?", out)) == {"\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[m"}


def test_results_in_groups_have_a_line_above_each(noted):
    out = noted("search", "is:tagged group:tag").out.splitlines()
    assert [line for line in out if ":¶" not in line] == ["#policy/us", "#place"]
    assert [hit["group"] for hit in noted("search", "#place group:tag", "--json").lines] == [
        "#policy/us", "#place",
    ]  # fmt: skip


def test_a_path_in_a_query_is_that_in_the_library_or_the_folder_that_is_named(noted):
    Path("in/deep").mkdir(parents=True)
    Path("in/deep/x.txt").write_text("A date.\n")
    assert len(noted("search", "date path:in/", "--json").lines) == 1
    assert len(noted("search", "date path:deep/", "in", "--json").lines) == 1
    assert noted("search", "date path:deep/").code == 1
    assert len(noted("search", "date path:in/deep/", "in", "wire.txt", "--json").lines) == 1


def test_a_saved_query_is_found_by_its_name_and_one_ships(noted, places):
    assert noted("search", "saved:mine").code == 2
    assert noted("search", "#place", "--save", "mine").out == "tagged place or below\n"
    assert [hit["paragraph"] for hit in noted("search", "saved:mine", "--json").lines] == [3]
    noted("annotate", "wire.txt", "-p", 1, "--status", "open")
    shipped = noted("search", 'saved:"open questions"', "--json").lines
    assert [hit["paragraph"] for hit in shipped] == [1]
    assert noted("search", "is:nothing", "--save", "mine").code == 2
    assert noted("search", "a", "--save", '"').code == 2
    (places.config / "queries.json").write_text("not JSON")
    done = noted("search", "saved:mine")
    assert done.code == 3
    assert "queries.json" in done.err
    assert noted("search", "date").code == 0


def test_a_path_narrows_the_search_and_a_bad_one_is_reported(noted):
    assert noted("search", "date", "essay.md").code == 1
    done = noted("search", "date", "absent", "wire.txt", ".")
    assert done.code == 3
    assert done.err == "postil: absent: no such file or directory\n"
    assert len(done.out.splitlines()) == 2


def test_an_unreadable_file_does_not_hide_what_others_hold(noted):
    Path("essay.md.notes.json").write_text("not JSON")
    Path("z.txt").write_bytes(bytes(range(256)) * 4)
    done = noted("search", "date")
    assert done.code == 3
    assert len(done.out.splitlines()) == 2
    assert "essay.md.notes.json" in done.err and "z.txt" in done.err


def test_a_query_that_starts_with_a_minus_follows_two(noted):
    assert "Check" not in noted("search", "--", "-note:check").out


def test_tags_are_listed_with_their_use(noted):
    assert noted("tags").out == ("policy/us     2 in 1 article\nplace         1 in 1 article\n")
    assert noted("tags", "--json").lines == [
        {"tag": "policy/us", "annotations": 2, "documents": 1},
        {"tag": "place", "annotations": 1, "documents": 1},
    ]
    assert noted("tags", "essay.md").code == 1


def test_without_a_path_the_configured_library_is_searched_else_articles_else_here(
    noted, places, tmp_path
):
    assert noted("search", "date").out.startswith("wire.txt:")
    Path("articles").mkdir()
    Path("articles", "a.txt").write_text("A date.\n")
    assert noted("search", "date").out == "articles/a.txt:¶1  A date.\n"
    library = tmp_path / "library"
    library.mkdir()
    (library / "b.txt").write_text("Another date.\n")
    places.config.mkdir(parents=True)
    (places.config / "config.toml").write_text(f"library = {json.dumps(str(library))}\n")
    assert noted("search", "date").out == f"{library}/b.txt:¶1  Another date.\n"


def test_a_mistake_in_the_configuration_is_told_and_the_rest_goes_on(noted, places):
    places.config.mkdir(parents=True)
    (places.config / "config.toml").write_text('thme = "x"\n')
    done = noted("search", "date")
    assert done.code == 0
    assert "did you mean “theme”?" in done.err


def test_annotations_are_exported_as_markdown_and_as_json_lines(noted):
    assert (
        "- > Nobody counted the ships.\n\n  ¶ 2 #policy/us\n\n  Check the date.\n"
        in noted("export", "--to", "markdown").out
    )
    assert [line["paragraph"] for line in noted("export", "--to", "jsonl").lines] == [2, 3]
    assert [
        line["paragraph"] for line in noted("export", "--to", "jsonl", "--query", "#place").lines
    ] == [3]


def test_an_export_goes_to_a_file(noted):
    done = noted("export", "wire.txt", "--to", "markdown", "-o", "notes.out")
    assert (done.code, done.out) == (0, "")
    assert Path("notes.out").read_text().startswith("# Grain talks\n")
    done = noted("export", "--to", "markdown", "-o", "wire.txt/x")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("postil: wire.txt/x: ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--to", "jsonl", "essay.md"], 1),
        (["--to", "docx"], 2),
        ([], 2),
        (["--to", "jsonl", "x"], 3),
    ],
)
def test_an_export_that_is_not_possible_says_so(noted, arguments, code):
    done = noted("export", *arguments)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("postil: ")


def test_a_query_that_begins_with_a_minus_stands_behind_two(noted):
    found = noted("search", "--json", "--", "-nothing")
    assert found.code == 0
    assert found.lines


def test_options_may_follow_the_query(noted):
    assert len(noted("search", "date", "--limit", 1, "--json").lines) == 1


def test_an_export_never_goes_over_notes_or_a_text(noted):
    sidecar = next(Path().glob("*.notes.json"))
    text = sidecar.name.removesuffix(".notes.json")
    Path("link").symlink_to(sidecar)
    for target in (sidecar, "link", text):
        before = Path(target).read_bytes()
        refused = noted("export", "--to", "jsonl", "-o", target)
        assert refused.code == 2
        assert "choose another file" in refused.err
        assert Path(target).read_bytes() == before


def test_an_export_follows_a_link_and_makes_no_folder(noted):
    Path("to.md").write_text("old")
    Path("out.md").symlink_to("to.md")
    assert noted("export", "--to", "markdown", "-o", "out.md", next(Path().glob("*.txt"))).code == 0
    assert Path("out.md").is_symlink()
    assert "old" not in Path("to.md").read_text()
    missing = noted("export", "--to", "markdown", "-o", "no/such/file.md")
    assert (missing.code, Path("no").exists()) == (3, False)
    assert noted("export", "--to", "markdown", "-o", ".").code == 3
    assert not list(Path().glob("*.tmp")) + list(Path("..").glob(".*.tmp"))


def test_where_nothing_is_found_a_line_says_what_may_have_been_meant(postil):
    Path("many.txt").write_text("\n\n".join(["A cathedral."] * 120) + "\n\nOne minster.\n")
    for file in Path().rglob("*"):
        # What was changed just now may be changed again: it is not taken into the index yet.
        os.utime(file, (1e9, 1e9))
    assert postil("index", "rebuild").code == 0
    done = postil("search", "cathedrel")
    assert (done.code, done.out) == (1, "")
    assert "perhaps you meant “cathedral” (100 or more)" in done.err
    assert "perhaps you meant “minster” (1)" in postil("search", "minstre").err
    guessed = postil("search", "cathedrel", "--json")
    assert guessed.code == 1
    assert [line["guess"] for line in guessed.lines] == ["cathedral"] * 100
    assert postil("search", "cathedrel", "--count").err == ""
    assert "guess" not in postil("search", "cathedral", "--json").out
