import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import tui
from tui.cli import COMMANDS
from tui.cli.reading import _Ahead
from tui.core.actions import ACTIONS, key_tables, shown
from tui.core.library import Library
from tui.core.state import ReadingState
from tui.core.store.keeping import Keeping
from tui.core.work import Ended

QUIET = """
import sys
from tui.cli import main
for command in (["show", "wire.txt"], ["annotate", "wire.txt", "-p", "1", "--tag", "a"],
                ["search", "date"], ["tags"], ["export", "--to", "jsonl"], ["keys"]):
    assert main(command) == 0, command
parsers = {"markdown_it", "lxml", "readability", "mammoth", "pypdfium2", "zipfile"}
assert not parsers & set(sys.modules)
assert not {"textual", "rich"} & {name.partition(".")[0] for name in sys.modules}
"""


def run(*arguments, stdout=subprocess.PIPE, stdin=None):
    # Unbuffered, Python would not be left with output that it cannot write.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        [sys.executable, *arguments],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env=buffered,
    )


def test_no_command_loads_a_screen_library_nor_a_parser_it_does_not_need(folder):
    (folder / "essay.md").unlink()
    done = run("-c", QUIET)
    assert done.returncode == 0, done.stderr


def test_python_m_tui_is_the_same_program(folder):
    done = run("-m", "tui", "show", "wire.txt")
    assert done.returncode == 0
    assert done.stdout.startswith("Grain talks\n")


def test_reading_without_a_terminal_says_so(folder):
    done = run("-m", "tui", stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("postil: reading needs a terminal")


@pytest.mark.parametrize("file", ["wire.txt", "long.txt"])
def test_a_reader_of_the_output_may_leave_early(folder, file):
    (folder / "long.txt").write_text("A paragraph.\n\n" * 20_000)
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = run("-m", "tui", "show", file, stdout=closed)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_output_that_cannot_be_written_is_said(folder):
    with Path("/dev/full").open("wb") as full:
        done = run("-m", "tui", "show", "wire.txt", stdout=full)
    assert done.returncode == 3
    assert done.stderr == "postil: output: no space left on device\n"


def test_an_interrupt_ends_quietly(postil, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("tui.cli.showing.open_session", interrupted)
    done = postil("show", "wire.txt")
    assert (done.code, done.out, done.err) == (130, "", "")


def test_the_version_is_printed(postil, capsys):
    with pytest.raises(SystemExit) as ended:
        postil("--version")
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"postil {tui.__version__}\n"


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_command_has_help(postil, capsys, name):
    with pytest.raises(SystemExit) as ended:
        postil(*name.split(), "-h")
    assert ended.value.code == 0
    assert f"usage: postil {name}".strip() in capsys.readouterr().out


def test_the_keys_are_those_of_the_registry(postil):
    lines = postil("keys", "--json").lines
    assert [(line["id"], line["keys"]) for line in lines] == [
        (action.id, [shown(key) for key in action.keys]) for action in ACTIONS
    ]
    out = postil("keys").out
    assert all(action.help in out for action in ACTIONS)
    assert postil("keys", "--markdown").out == key_tables() + "\n"


@pytest.fixture
def opened(monkeypatch):
    """The arguments with which the reader was opened, instead of opening it."""
    calls = []
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = SimpleNamespace(isatty=lambda: True, encoding="utf-8")
    system = SimpleNamespace(stdin=terminal, stdout=terminal)
    monkeypatch.setattr("tui.cli.reading.sys", system)
    app = SimpleNamespace(run=lambda *arguments: calls.append(arguments) or 7)
    monkeypatch.setitem(sys.modules, "tui.ui.app", app)
    return calls


def test_a_file_opens_in_the_library_of_its_folder(postil, opened, folder):
    assert postil("wire.txt").code == 7
    library, first, *_ = opened[0]
    assert first == (folder / "wire.txt").absolute()
    assert library.root == folder.absolute()


def test_a_path_named_like_a_command_is_written_with_its_folder(postil, opened, folder):
    (folder / "tags").mkdir()
    postil("./tags")
    assert opened[0][0].root == (folder / "tags").absolute()


def test_without_a_path_the_library_of_the_configuration_opens(postil, opened, folder, places):
    postil()
    assert opened[0][0].root == folder.absolute()
    (folder / "articles").mkdir()
    postil()
    assert opened[1][0].root == (folder / "articles").absolute()


def test_a_path_that_does_not_exist_is_not_opened(postil, opened):
    done = postil("absent.txt")
    assert (done.code, opened) == (3, [])


def test_the_tour_is_a_copy_of_ones_own(postil, opened, places, monkeypatch, tmp_path):
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / "tour.md").write_text("# Tour\n")
    monkeypatch.setattr("tui.core.tour.bundled_articles", lambda: bundle)
    assert postil("tour").code == 7
    copy = places.data / "tour" / "tour.md"
    assert opened[0][0].root == copy.parent
    copy.write_text("# Mine\n")
    postil("tour")
    assert copy.read_text() == "# Mine\n"


@pytest.mark.parametrize("arguments", [["wire.txt"], ["tour"]])
def test_a_dumb_terminal_is_refused_in_one_line(postil, opened, monkeypatch, arguments):
    monkeypatch.setenv("TERM", "dumb")
    done = postil(*arguments)
    assert (done.code, opened) == (2, [])
    assert "TERM" in done.err
    assert "postil show FILE" in done.err


def test_what_a_terminal_cannot_do_is_a_problem_told_at_the_start(postil, opened, monkeypatch):
    postil("wire.txt")
    monkeypatch.setenv("TERM", "linux")
    postil("wire.txt")
    assert [len(config.problems) for _, _, config, *_ in opened] == [0, 1]
    assert "gi for Alt+Right" in opened[1][2].problems[0]


def test_what_is_opened_ahead_and_given_up_says_nothing(folder, places, monkeypatch):
    def given_up(library, source):
        raise Ended

    monkeypatch.setattr(Library, "open_ahead", given_up)
    library = Library(folder, Keeping(places))
    ahead = _Ahead(library, folder / "wire.txt", ReadingState(places))
    # In this thread: what gets out of it would be a traceback.
    ahead.run()
    assert ahead.session is None
