import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tui.core.paths import user_places
from tui.core.store import replace

WIRE = Path("wire.txt.notes.json")
ESSAY = Path("essay.md.notes.json")


@pytest.fixture
def noted(postil):
    """Two articles with notes."""
    postil("annotate", "wire.txt", "-p", 1, "--note", "First.")
    postil("annotate", "wire.txt", "-p", 3, "--note", "Third.")
    postil("annotate", "essay.md", "-p", 2, "--note", "Wide.")
    return postil


def files():
    """Every file here by its content."""
    return {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def found(postil, *arguments):
    """What the doctor finds: its kinds with the files, and the exit code."""
    done = postil("doctor", "--json", *arguments)
    return [(line["kind"], line["path"]) for line in done.lines], done.code


def notes(postil, *paths):
    return sorted(line["note"] for line in postil("export", "--to", "jsonl", *paths).lines)


@pytest.fixture
def mirrored(noted, monkeypatch):
    """A note that its folder would not take."""

    def full(*arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        real = replace.replace_durably
        mirror = str(user_places().data / "mirror")
        patch.setattr(
            "tui.core.store.storage.replace_durably",
            lambda path, *rest: (real if str(path).startswith(mirror) else full)(path, *rest),
        )
        done = noted("annotate", "wire.txt", "-p", 2, "--note", "Second.")
    assert "kept in" in done.err
    return noted


def test_where_all_is_well_nothing_is_written_and_the_exit_code_is_zero(noted):
    before = files()
    done = noted("doctor")
    assert (done.code, done.out, done.err) == (0, "2 files of notes, nothing wrong\n", "")
    assert noted("doctor", "--fix").code == 0
    assert files() == before


def test_without_notes_the_doctor_says_so(postil):
    done = postil("doctor")
    assert (done.code, done.out) == (0, "no notes here\n")


def test_a_damaged_file_is_written_anew_from_its_whole_lines_and_kept(noted):
    damaged = WIRE.read_bytes()[:-30]
    WIRE.write_bytes(damaged)
    before = files()
    done = noted("doctor")
    assert done.code == 1 and files() == before
    assert done.out == (
        "damaged    wire.txt.notes.json: 1 of 2 notes can be read, more may be missing at its end\n"
        "           --fix: written anew from what can be read; as it was it stays as"
        " wire.txt.notes.json.damaged-1\n"
        "2 files of notes: 1 that --fix puts right\n"
    )
    done = noted("doctor", "--fix")
    assert done.code == 0
    assert "           done: written anew" in done.out and "1 put right\n" in done.out
    assert Path("wire.txt.notes.json.damaged-1").read_bytes() == damaged
    assert notes(noted) == ["First.", "Wide."]
    assert noted("doctor").code == 0


def test_a_file_that_is_not_ours_is_left_to_a_person(noted):
    WIRE.write_text("{}")
    assert found(noted, "--fix") == ([("foreign", str(WIRE))], 1)
    assert WIRE.read_text() == "{}"


def test_a_newer_file_is_left_alone_also_when_its_text_moved(noted):
    newer = WIRE.read_text().replace('"schema":1', '"schema":2')
    WIRE.write_text(newer)
    Path("wire.txt").rename("moved.txt")
    assert found(noted, "--fix") == ([("future", str(WIRE))], 1)
    assert WIRE.read_text() == newer


def test_notes_follow_a_text_that_was_renamed(noted, places):
    state = places.document(Path("wire.txt"))
    state.mkdir(parents=True, exist_ok=True)
    (state / "draft-new.md").write_text("half a note")
    Path("sub").mkdir()
    Path("wire.txt").rename("sub/moved.txt")
    before = files()
    (line,) = noted("doctor", "--json").lines
    assert line == {
        "kind": "moved",
        "path": "wire.txt.notes.json",
        "source": "wire.txt",
        "detail": "its text wire.txt is gone; sub/moved.txt has the same content",
        "action": "moved to sub/moved.txt.notes.json",
        "fixed": False,
        "person": False,
    }
    assert files() == before
    (line,) = noted("doctor", "--json", "--fix").lines
    assert line["fixed"]
    assert not WIRE.exists() and not state.exists()
    assert notes(noted, "sub/moved.txt") == ["First.", "Third."]
    assert (places.document(Path("sub/moved.txt")) / "draft-new.md").read_text() == "half a note"
    assert noted("doctor").code == 0


def test_a_text_that_was_renamed_and_edited_is_known_by_its_paragraphs(noted):
    text = Path("wire.txt").read_text()
    Path("wire.txt").unlink()
    Path("moved.txt").write_text(text + "A new end.\n")
    assert found(noted, "--fix") == ([("moved", str(WIRE))], 0)
    assert notes(noted, "moved.txt") == ["First.", "Third."]


def test_between_two_equal_texts_a_person_decides(noted):
    shutil.copy("wire.txt", "one.txt")
    Path("wire.txt").rename("two.txt")
    before = files()
    (line,) = noted("doctor", "--json", "--fix").lines
    assert (line["kind"], line["person"], line["fixed"]) == ("moved", True, False)
    assert "one.txt and two.txt" in line["detail"]
    assert files() == before


def test_two_files_of_notes_that_would_go_to_one_text_are_left_to_a_person(noted):
    shutil.copy(WIRE, "other.txt.notes.json")
    Path("wire.txt").rename("moved.txt")
    before = files()
    done = noted("doctor", "--json", "--fix")
    assert [(line["kind"], line["person"]) for line in done.lines] == [("moved", True)] * 2
    assert files() == before


def test_a_copy_is_no_move(noted):
    shutil.copy("wire.txt", "copy.txt")
    assert noted("doctor").code == 0


def test_a_text_with_notes_of_its_own_is_not_the_one_that_moved(noted):
    Path("wire.txt").rename("moved.txt")
    noted("annotate", "moved.txt", "-p", 1, "--tag", "own")
    assert found(noted, "--fix") == ([("orphaned", str(WIRE))], 1)


def test_a_text_that_is_only_a_little_alike_is_named_and_no_more(noted):
    paragraphs = [f"Paragraph {number} of a text." for number in range(9)]
    Path("old.txt").write_text("\n\n".join(paragraphs))
    noted("annotate", "old.txt", "-p", 3, "--note", "Third.")
    Path("old.txt").unlink()
    Path("new one.txt").write_text("\n\n".join(["Another one.", *paragraphs[:2], "And no more."]))
    (line,) = noted("doctor", "--json", "--fix").lines
    assert (line["kind"], line["person"], line["fixed"]) == ("orphaned", True, False)
    assert "new one.txt has 40% of its paragraphs" in line["detail"]
    assert line["action"] == ("if that is the text: mv old.txt.notes.json 'new one.txt.notes.json'")


def test_notes_without_a_text_are_left_to_a_person(noted):
    Path("wire.txt").unlink()
    done = noted("doctor", "--fix")
    assert done.code == 1
    assert "orphaned   wire.txt.notes.json: its text wire.txt is gone\n" in done.out
    assert "           for you: put the text back, or name the folder" in done.out
    assert WIRE.exists()


def test_a_text_is_found_in_another_folder_that_is_named(noted, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    Path("wire.txt").rename(elsewhere / "wire.txt")
    assert found(noted, "--fix") == ([("orphaned", str(WIRE))], 1)
    assert found(noted, "--fix", WIRE, elsewhere) == ([("moved", str(WIRE))], 0)
    assert notes(noted, elsewhere) == ["First.", "Third."]


def test_what_waits_in_the_mirror_is_put_in_its_place(mirrored):
    before = files()
    (line,) = mirrored("doctor", "--json").lines
    assert (line["kind"], line["person"], line["fixed"]) == ("mirrored", False, False)
    assert line["source"] == str(Path("wire.txt").absolute())
    assert files() == before
    assert "Second." not in WIRE.read_text()
    assert found(mirrored, "--fix") == ([("mirrored", line["path"])], 0)
    assert "Second." in WIRE.read_text()
    assert not Path(line["path"]).exists()
    assert mirrored("doctor").code == 0


def test_what_waits_in_the_mirror_comes_along_when_the_text_moved(mirrored):
    Path("wire.txt").rename("moved.txt")
    done = mirrored("doctor", "--json", "--fix")
    assert [(line["kind"], line["fixed"]) for line in done.lines] == [("moved", True)] * 2
    assert notes(mirrored, "moved.txt") == ["First.", "Second.", "Third."]


def test_conflict_copies_and_left_temporary_files_are_merged_and_put_away(noted, places):
    copy = Path("wire.txt.notes.sync-conflict-20240101-120000-ABCDEFG.json")
    stray = Path(f"{replace.stray_prefix(WIRE)}0-0123.tmp")
    both = WIRE.read_bytes()
    noted("annotate", "essay.md", "-p", 1, "--note", "Stopped.")
    WIRE.rename(copy)
    WIRE.write_bytes(both.splitlines(keepends=True)[0] + b"}}\n")
    stray.write_bytes(both)
    assert {kind for kind, _ in found(noted)[0]} == {"copy", "stray"}
    assert copy.exists() and stray.exists()
    assert found(noted, "--fix")[1] == 0
    assert notes(noted, "wire.txt") == ["First.", "Third."]
    assert not copy.exists() and not stray.exists()
    (kept,) = (places.document(Path("wire.txt")) / "past").iterdir()
    assert kept.read_bytes() == both


def test_other_versions_come_along_when_the_text_moved(noted):
    copy = Path("wire.txt.notes (conflicted copy).json")
    shutil.copy(WIRE, copy)
    Path("wire.txt").rename("moved.txt")
    done = noted("doctor", "--json", "--fix")
    assert [(line["kind"], line["fixed"]) for line in done.lines] == [
        ("moved", True),
        ("copy", True),
    ]
    assert done.code == 0 and not copy.exists()
    assert notes(noted, "moved.txt") == ["First.", "Third."]


def test_a_temporary_file_of_nobody_is_left_to_a_person(noted):
    stray = Path(".~0123456789abcdef-1-abcd.tmp")
    shutil.copy(WIRE, stray)
    assert found(noted) == ([], 0)
    os.utime(stray, (0, 0))
    assert found(noted, "--fix") == ([("stray", str(stray))], 1)
    assert stray.exists()


def test_several_texts_and_malformed_records_are_left_to_a_person(noted):
    base = WIRE.read_bytes()
    noted("annotate", "wire.txt", "-p", 1, "--note", "Ours.")
    Path("ours").write_bytes(WIRE.read_bytes())
    WIRE.write_bytes(base)
    noted("annotate", "wire.txt", "-p", 1, "--note", "Theirs.")
    noted("merge", "", WIRE, "ours")
    ESSAY.write_text(ESSAY.read_text().replace('"note":"Wide."', '"note":7'))
    assert found(noted, "--fix") == ([("malformed", str(ESSAY)), ("conflict", str(WIRE))], 1)


def test_what_cannot_be_read_is_exit_code_three(noted):
    WIRE.unlink()
    WIRE.mkdir()
    done = noted("doctor", "absent.txt", ".")
    assert done.code == 3
    assert "absent.txt: no such file" in done.err


def test_a_remedy_that_fails_is_told_and_the_others_go_on(noted, monkeypatch):
    WIRE.write_bytes(WIRE.read_bytes()[:-30])
    ESSAY.write_bytes(ESSAY.read_bytes() + b"junk")
    damaged = WIRE.read_bytes()
    real = replace.replace_durably

    def full(path, *rest):
        if path.name.startswith("wire"):
            raise OSError(28, "No space left on device")
        return real(path, *rest)

    monkeypatch.setattr("tui.core.store.storage.replace_durably", full)
    done = noted("doctor", "--fix")
    assert done.code == 3
    assert done.err == "postil: wire.txt.notes.json: not saved: no space left on device\n"
    assert "not done: written anew" in done.out and "1 put right, 1 not done\n" in done.out
    assert WIRE.read_bytes() == damaged


def test_a_file_is_looked_at_alone(noted):
    WIRE.write_text("{}")
    ESSAY.write_text("{}")
    assert found(noted, "wire.txt") == found(noted, WIRE) == ([("foreign", str(WIRE))], 1)


def test_hidden_folders_are_passed_over(noted):
    Path(".git").mkdir()
    WIRE.rename(".git/gone.txt.notes.json")
    assert found(noted) == ([], 0)


# Keeping notes elsewhere


@pytest.fixture
def tree(tmp_path):
    return tmp_path / "tree"


def configure(places, tree):
    places.config.mkdir(parents=True, exist_ok=True)
    setting = f"[notes]\nfolder = {json.dumps(str(tree))}\n" if tree else ""
    (places.config / "config.toml").write_text(setting)


def in_tree(tree, name):
    return tree.joinpath(*Path(name).resolve().parts[1:])


def test_notes_move_into_a_folder_of_their_own_and_back(noted, places, tree):
    before = files()
    done = noted("doctor", "--move-sidecars", tree)
    assert done.code == 0
    assert done.out.endswith(
        "2 files of notes: 2 put right\n"
        f"now write into {places.config}/config.toml:\n"
        f'  [notes]\n  folder = "{tree}"\n'
    )
    assert not WIRE.exists() and in_tree(tree, WIRE).read_bytes() == before[WIRE]
    again = noted("doctor", "--move-sidecars", tree)
    assert again.out.startswith("2 files of notes, all in their place\n")
    configure(places, tree)
    assert notes(noted) == ["First.", "Third.", "Wide."]
    assert noted("doctor").code == 0
    done = noted("doctor", "--move-sidecars", "beside")
    assert f"take the line “folder” below [notes] out of {places.config}/config.toml" in done.out
    assert files() == before
    configure(places, None)
    assert notes(noted) == ["First.", "Third.", "Wide."]
    done = noted("doctor", "--move-sidecars", "beside")
    assert (done.code, done.out) == (0, "2 files of notes, all in their place\n")


def test_notes_in_both_places_are_merged(noted, places, tree):
    first = WIRE.read_bytes()
    noted("doctor", "--move-sidecars", tree, "wire.txt")
    WIRE.write_bytes(first)
    noted("annotate", "wire.txt", "-p", 2, "--note", "Second.")
    assert noted("doctor", "--move-sidecars", tree).code == 0
    configure(places, tree)
    assert notes(noted, "wire.txt") == ["First.", "Second.", "Third."]


def test_notes_that_the_settings_pass_over_are_found_and_brought_in(noted, places, tree):
    configure(places, tree)
    assert found(noted) == ([("elsewhere", str(ESSAY)), ("elsewhere", str(WIRE))], 1)
    assert found(noted, "--fix")[1] == 0
    assert notes(noted) == ["First.", "Third.", "Wide."]


def test_a_folder_of_notes_inside_the_library_is_no_library(noted, places):
    tree = Path("kept").absolute()
    noted("doctor", "--move-sidecars", tree)
    configure(places, tree)
    assert found(noted) == ([], 0)
    noted("doctor", "--move-sidecars", "beside")
    assert WIRE.exists() and not list(tree.rglob("*.json"))


def test_a_damaged_file_is_not_moved(noted, tree):
    WIRE.write_bytes(WIRE.read_bytes()[:-30])
    damaged = WIRE.read_bytes()
    done = noted("doctor", "--move-sidecars", tree)
    assert done.code == 3
    assert "wire.txt.notes.json: damaged: only 1 of 2 notes can be read" in done.err
    assert WIRE.read_bytes() == damaged and not ESSAY.exists()


def test_notes_on_a_renamed_folder_follow_it_in_the_tree(noted, places, tree):
    Path("old").mkdir()
    Path("wire.txt").rename("old/wire.txt")
    WIRE.rename("old/wire.txt.notes.json")
    noted("doctor", "--move-sidecars", tree)
    configure(places, tree)
    Path("old").rename("new")
    assert found(noted, "--fix") == ([("moved", str(in_tree(tree, "old") / WIRE))], 0)
    assert notes(noted, "new") == ["First.", "Third."]


@pytest.mark.parametrize("options", [[], ["--json"], ["--fix"]])
def test_of_what_is_not_there_nothing_is_said_to_be_well(noted, options):
    done = noted("doctor", "no/such", *options)
    assert (done.code, done.out) == (3, "")
    assert done.err == "postil: no/such: no such file, and no notes on it\n"
    assert "1 file of notes" in noted("doctor", "no/such", "wire.txt").out


def test_notes_do_not_go_beside_a_text_whose_folder_is_gone(noted, places, tree):
    Path("old").mkdir()
    Path("wire.txt").rename("old/wire.txt")
    WIRE.rename("old/wire.txt.notes.json")
    noted("doctor", "--move-sidecars", tree)
    configure(places, tree)
    shutil.rmtree("old")
    done = noted("doctor", "--move-sidecars", "beside")
    assert done.code == 3 and "not there; so the notes on wire.txt stay" in done.err
    assert not Path("old").exists() and ESSAY.exists()


# Git


def git(*arguments):
    """Run git with an identity of its own."""
    own = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    own |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    return subprocess.run(
        ["git", *arguments], env=os.environ | own, check=False, capture_output=True, text=True
    )


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def test_what_git_needs_is_printed(postil):
    before = files()
    done = postil("doctor", "--git")
    assert done.code == 0
    assert "*.notes.json merge=postil\n" in done.out
    assert 'git config merge.postil.driver "postil merge %O %A %B --path %P"\n' in done.out
    assert files() == before


@needs_git
def test_git_is_told_once_and_other_lines_stay(postil):
    git("init", "-q")
    Path("sub").mkdir()
    Path(".gitattributes").write_text("*.png binary")
    done = postil("doctor", "--git", "--fix", "sub")
    assert (done.code, len(done.out.splitlines())) == (0, 3)
    assert Path(".gitattributes").read_text() == "*.png binary\n*.notes.json merge=postil\n"
    config = Path(".git/config").read_text()
    done = postil("doctor", "--git", "--fix")
    assert (done.code, done.out) == (0, "git merges notes with Postil already\n")
    assert Path(".gitattributes").read_text() == "*.png binary\n*.notes.json merge=postil\n"
    assert Path(".git/config").read_text() == config


@needs_git
def test_outside_of_a_repository_git_is_not_told(postil, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    done = postil("doctor", "--git", "--fix")
    assert done.code == 3
    assert done.err.startswith("postil: .: not a git repository")
    monkeypatch.setenv("PATH", "")
    done = postil("doctor", "--git", "--fix")
    assert done.code == 3
    assert done.err == "postil: git is not installed, or not on the PATH\n"


def branches(postil, ours, theirs):
    """A repository whose branches annotated the same text differently; merges the second."""
    git("init", "-q", "-b", "main")
    driver = f'"{sys.executable}" -m tui merge %O %A %B --path %P'
    git("config", "merge.postil.driver", driver)
    assert postil("doctor", "--git", "--fix").code == 0
    assert git("config", "merge.postil.driver").stdout.strip() == driver
    git("add", ".")
    git("commit", "-qm", "base")
    git("checkout", "-qb", "other")
    postil("annotate", "wire.txt", *theirs)
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    postil("annotate", "wire.txt", *ours)
    git("commit", "-qam", "ours")
    return git("merge", "-q", "other", "-m", "merged")


@needs_git
def test_two_branches_with_notes_on_one_text_merge(noted):
    done = branches(noted, ["-p", 2, "--note", "Ours."], ["-p", 2, "--tag", "theirs"])
    assert done.returncode == 0, done.stderr
    assert git("status", "--porcelain").stdout == ""
    annotations = noted("export", "wire.txt", "--to", "jsonl").lines
    assert [a["note"] for a in annotations] == ["First.", "", "Ours.", "Third."]
    assert annotations[1]["tags"] == ["theirs"]


@needs_git
def test_where_both_branches_changed_a_note_git_asks_and_both_texts_are_there(noted):
    done = branches(noted, ["-p", 1, "--note", "Ours."], ["-p", 1, "--note", "Theirs."])
    assert done.returncode == 1
    assert "wire.txt.notes.json" in done.stdout and "both texts" in done.stderr
    text = WIRE.read_text()
    assert "Ours." in text and "Theirs." in text and "<<<<" not in text
    assert found(noted, "wire.txt") == ([("conflict", str(WIRE))], 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--git", "--move-sidecars", "beside"],
        ["--git", "--json"],
        ["--git", "a", "b"],
        ["--move-sidecars"],
        ["--move-sidecars", "wire.txt"],
    ],
)
def test_a_wrong_use_is_exit_code_two(noted, arguments):
    done = noted("doctor", *arguments)
    assert (done.code, done.out) == (2, "")


def test_a_link_that_leads_to_itself_is_a_message(noted):
    Path("loop.md").symlink_to("loop.md")
    run = noted("annotate", "loop.md", "-p", 1, "--tag", "q")
    assert run.code == 3
    assert "loop.md" in run.err
    assert noted("doctor", "loop.md").out == "no notes here\n"


def test_how_notes_stand_in_a_changed_text_is_told(noted):
    text = Path("wire.txt").read_text().replace("Nobody counted the ships.", "New.\n\nAll counted.")
    Path("wire.txt").write_text(text)
    done = noted("doctor")
    assert done.code == 0
    assert done.out == (
        "anchors    wire.txt: 2 notes: 1 exact, 1 moved\n2 files of notes, nothing wrong\n"
    )
    line = noted("doctor", "--json").lines[0]
    assert (line["kind"], line["path"], line["source"]) == ("anchors", str(WIRE), "wire.txt")
    assert (line["states"], line["uncertain"], line["fixed"]) == ({"exact": 1, "moved": 1}, 0, True)


def test_notes_that_are_not_sure_of_their_place_are_for_their_reader(noted):
    Path("wire.txt").write_text("All is new here.\n\nAnd nothing stayed.\n")
    done = noted("doctor", "wire.txt")
    assert done.code == 1
    assert done.out == (
        "anchors    wire.txt: 2 notes: 2 orphan\n"
        "           for you: open it and go through them with ]o\n"
        "1 file of notes: 1 for you to decide\n"
    )
    assert noted("show", "wire.txt", "--json").lines[0]["annotations"][0]["score"] == 0
