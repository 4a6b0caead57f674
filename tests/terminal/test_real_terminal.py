"""The whole program as a person meets it: a terminal, keys, a screen, files."""

import json
import re
import shutil
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
import tinydb

from tests.terminal.terminal import Terminal

ARTICLES = Path(__file__).parent.parent.parent / "articles"
ESC = "\x1b"


@pytest.fixture
def folder(tmp_path):
    """A folder with a copy of the bundled articles, as `./articles`."""
    shutil.copytree(ARTICLES, tmp_path / "articles", ignore=shutil.ignore_patterns("*.notes.json"))
    return tmp_path


def cli(*arguments, cwd):
    command = [sys.executable, "-m", "tui", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def rows(sidecar):
    with tinydb.TinyDB(sidecar, access_mode="r") as db:
        return [dict(row) for row in db.all()]


def test_tag_note_quit_restart_and_find_it(folder):
    article = folder / "articles" / "news" / "atacms-brief.txt"
    sidecar = article.with_name(article.name + ".notes.json")
    with Terminal([article], cwd=folder) as terminal:
        terminal.wait_for("¶ 1/12")
        terminal.type("jj")
        terminal.wait_for("¶ 3/12")
        terminal.type("t")
        terminal.wait_for("tag ¶ 3")
        terminal.type("policy")
        terminal.wait_for("new tag “policy”")
        terminal.type("\r")
        terminal.wait_for("#policy")
        terminal.type("a")
        terminal.wait_for("note ¶ 3")
        terminal.type("Ask who confirmed this.")
        terminal.wait_for("Ask who confirmed this.")
        terminal.type(ESC)
        terminal.wait_for("✎")
        terminal.type("q")
        assert terminal.wait_closed() == 0
    assert any(
        row.get("note") == "Ask who confirmed this." and row.get("tags") == ["policy"]
        for row in rows(sidecar)
    )

    found = cli("search", "confirmed", "--json", cwd=folder)
    hit = json.loads(found.stdout.splitlines()[0])
    assert (hit["kind"], hit["paragraph"], hit["tags"]) == ("note", 3, ["policy"])

    with Terminal([], cwd=folder) as terminal:
        terminal.wait_for("¶ 3/12", "#policy")
        terminal.type("gg")
        terminal.wait_for("¶ 1/12")
        terminal.type("g/")
        terminal.wait_for("type to search")
        terminal.type("confirmed")
        terminal.wait_for("Ask who confirmed")
        terminal.type("\r\r")
        terminal.wait_for("¶ 3/12")
        terminal.type("\x0f")
        terminal.wait_for("¶ 1/12")
        terminal.type("q")
        assert terminal.wait_closed() == 0


def test_a_kill_while_typing_a_note_keeps_the_draft_and_a_readable_sidecar(folder):
    article = folder / "articles" / "news" / "atacms-brief.txt"
    with Terminal([article], cwd=folder) as terminal:
        terminal.wait_for("¶ 1/12")
        terminal.type("h")
        sidecar = article.with_name(article.name + ".notes.json")
        terminal.wait_until(sidecar.exists)
        terminal.type("ja")
        terminal.wait_for("note ¶ 2")
        terminal.type("half a thought")
        terminal.wait_for("draft kept")
        terminal.kill()
    assert [row["colour"] for row in rows(sidecar) if "colour" in row] == ["yellow"]
    with Terminal([article], cwd=folder) as terminal:
        terminal.wait_for("an unfinished note waits at ¶ 2")
        terminal.type("2Ga")
        terminal.wait_for("half a thought")


def test_looking_at_everything_writes_nothing_beside_the_articles(folder):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with Terminal([], cwd=folder, size=(120, 40)) as terminal:
        terminal.wait_for("¶ 1/")
        for keys in ("jjj", " ", "G", "gg", "J", "J", "?", ESC, "g/", "margin", ESC):
            terminal.type(keys)
            terminal.wait_until(lambda: not terminal._read(0.2))
        terminal.type("q")
        terminal.wait_closed()
    written = {p: p.read_bytes() for p in (folder / "articles").rglob("*") if p.is_file()}
    assert written == {p: data for p, data in before.items() if "articles" in p.parts}


def test_no_control_byte_of_a_document_reaches_the_terminal(tmp_path):
    hostile = tmp_path / "hostile.txt"
    hostile.write_bytes(
        b"bell \x07 title \x1b]0;OWNED\x07 clip \x1b]52;c;cm0=\x07\n\n"
        b"[red]markup[/] \xc2\x9b31m c1\n\nlast words\n"
    )
    with Terminal([hostile], cwd=tmp_path) as terminal:
        terminal.wait_for("last words", "[red]markup[/]", "␛]0;OWNED␇")
        terminal.type("q")
        terminal.wait_closed()
        assert b"\x1b]0;OWNED" not in terminal.raw
        assert b"\x1b]52" not in terminal.raw
        assert b"\xc2\x9b" not in terminal.raw


@pytest.mark.parametrize("end", ["terminate", "hang up", "vanish"])
def test_the_terminal_is_closed_and_the_note_being_written_is_kept(folder, end):
    article = folder / "articles" / "news" / "atacms-brief.txt"
    with Terminal([article], cwd=folder) as terminal:
        terminal.wait_for("¶ 1/12")
        terminal.type("a")
        terminal.wait_for("note ¶ 1")
        terminal.type("last words")
        terminal.wait_for("last words")
        ends = {
            "terminate": terminal.process.terminate,
            "hang up": terminal.hang_up,
            "vanish": terminal.vanish,
        }
        ends[end]()
        assert terminal.wait_closed() == 0
    sidecar = article.with_name(article.name + ".notes.json")
    assert any(row.get("note") == "last words" for row in rows(sidecar))


def test_keys_typed_faster_than_boxes_open_go_where_they_were_meant(folder):
    article = folder / "articles" / "news" / "atacms-brief.txt"
    with Terminal([article], cwd=folder) as terminal:
        terminal.wait_for("¶ 1/12")
        # One burst each, as a slow line delivers them.
        terminal.type("jatoday dd jj")
        terminal.wait_for("today dd jj")
        terminal.type(ESC + "j")
        terminal.wait_for("¶ 3/12", "✎")
        terminal.type("tpolicy\r")
        terminal.wait_for("#policy")
        terminal.type("/stocks\r")
        terminal.wait_for("¶ 4/12")
        terminal.type("q")
        assert terminal.wait_closed() == 0
    sidecar = article.with_name(article.name + ".notes.json")
    assert any(row.get("note") == "today dd jj" for row in rows(sidecar))


def test_selecting_copying_pasting_and_marking(folder):
    article = folder / "articles" / "news" / "atacms-brief.txt"
    sidecar = article.with_name(article.name + ".notes.json")
    with Terminal([article], cwd=folder) as terminal:
        terminal.wait_for("¶ 1/12")
        terminal.type("jVj")
        terminal.wait_for("V ¶ 2-3")
        terminal.type("\x1b[200~ddhq\x1b[201~y")
        terminal.wait_for("copied ¶ 2-3")
        (copied,) = re.findall(rb"\x1b\]52;c;([^\x07]*)\x07", terminal.raw)
        assert b64decode(copied).decode().count("\n\n") == 1
        terminal.type("ma")
        terminal.wait_for("mark a on ¶ 3")
        # One read each: Esc and the keys behind it.
        terminal.type("v")
        terminal.wait_for("v “")
        terminal.type(ESC + "G")
        terminal.wait_for("¶ 12/12")
        terminal.type("'a")
        terminal.wait_for("¶ 3/12")
        terminal.type("v3w")
        terminal.wait_for("annotate")
        terminal.type("h")
        terminal.wait_for("highlighted yellow")
        terminal.type("q")
        assert terminal.wait_closed() == 0
    (row,) = [row for row in rows(sidecar) if "colour" in row]
    assert len(row["target"]["quote"]["exact"].split()) == 4


TAKE = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Runs a command as the owner of its terminal, as a shell is."""
SHELL = '"$@"; echo "the shell again"; read -r _; fg; echo "ended with $?"'


def test_ctrl_z_goes_back_to_the_shell_and_fg_returns(folder):
    shell = (sys.executable, "-c", TAKE, "bash", "-m", "-c", SHELL, "shell")
    with Terminal(["articles/tour.md"], cwd=folder, inside=shell) as terminal:
        terminal.wait_for("¶ 1/")
        terminal.type("j\x1a")
        terminal.wait_for("the shell again")
        terminal.type("\n")
        terminal.wait_for("¶ 2/")
        terminal.type("jq")
        terminal.wait_for("ended with 0")
        assert terminal.wait_closed() == 0


def test_without_a_shell_ctrl_z_says_so_and_keys_go_on(folder):
    with Terminal(["articles/tour.md"], cwd=folder) as terminal:
        terminal.wait_for("¶ 1/")
        terminal.type("\x1a")
        terminal.wait_for("there is no shell here to go back to")
        terminal.type("j")
        terminal.wait_for("¶ 2/")


def test_what_comes_through_a_pipe_is_kept_and_read_with_the_keys_of_the_terminal(tmp_path):
    piped = (
        "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); r, w = os.pipe(); "
        "os.write(w, b'Words from a pipe.'); os.close(w); os.dup2(r, 0); "
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    inside = (sys.executable, "-c", piped)
    with Terminal(["-"], cwd=tmp_path, inside=inside) as terminal:
        terminal.wait_for("Words from a pipe.")
        terminal.type("q")
        terminal.wait_closed()
    (kept,) = tmp_path.glob("stdin-*.txt")
    assert kept.read_text() == "Words from a pipe."
