"""What is measured: Postil, the peers that are installed, and two programs that do nothing."""

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.texts import FIRST, NEEDLE

ROOT = Path(__file__).parent.parent.parent
CTRL_E, DOWN, PAGE_DOWN, HOME, END = "\x05", "\x1b[B", "\x1b[6~", "\x1b[H", "\x1b[F"
MINIMAL = f"""
from textual.app import App
from textual.widgets import Static

class Minimal(App):
    BINDINGS = [("q", "quit")]

    def compose(self):
        yield Static("{FIRST}")

Minimal().run()
"""
INSTALLED = "from tui.__main__ import main; raise SystemExit(main())"
"""What `postil` runs where it is installed."""
ECHO = f"""
import os, tty

tty.setraw(0)
os.write(1, b"{FIRST}\\r\\n")
while b"q" not in (keys := os.read(0, 1000)):
    os.write(1, keys)
"""


@dataclass(frozen=True)
class Program:
    """A command that a document is added to, and the keys that do what is measured.

    `suffix` is that of the documents it reads, `texts` those that it opens without taking long
    over them; `slow` ones it opens too, if that is asked for.
    """

    name: str
    command: tuple[str, ...]
    keys: dict[str, str]
    texts: tuple[str, ...] = ("news", "novel", "huge")
    suffix: str = "txt"
    slow: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)

    @property
    def executable(self) -> str:
        """What has to be on this machine."""
        return self.command[0]


POSTIL_KEYS = {
    "line": CTRL_E,
    "paragraph": "j",
    "page": " ",
    "end": "G",
    "top": "gg",
    "find": f"/{NEEDLE}\r",
    "held": "j",
    "quit": "q",
}
PAGER_KEYS = {
    "line": "j",
    "page": " ",
    "end": "G",
    "top": "g",
    "find": f"/{NEEDLE}\r",
    "held": "j",
    "quit": "q",
}
WIDGET_KEYS = {
    "line": DOWN,
    "page": PAGE_DOWN,
    "end": END,
    "top": HOME,
    "held": DOWN,
    "quit": "\x11",
}
VIM_KEYS = PAGER_KEYS | {
    "line": CTRL_E,
    "paragraph": "j",
    "page": PAGE_DOWN,
    "top": "gg",
    "quit": ":q!\r",
}


def postil(name: str, root: Path, suffix: str = "txt", texts: tuple[str, ...] = ()) -> Program:
    """Postil as it is in a checkout of its repository."""
    return Program(
        name,
        (sys.executable, "-c", INSTALLED),
        POSTIL_KEYS,
        texts or tuple(("news", "novel", "huge")),
        suffix,
        env={"PYTHONPATH": str(root)},
    )


def programs(folder: Path, other: Path | None) -> list[Program]:
    """All that are known; `other` is another checkout of Postil, to compare a change with."""
    for name, code in (("minimal", MINIMAL), ("echo", ECHO)):
        (folder / f"{name}.py").write_text(code)
    # The end of a text in chapters is for its readers not a key away; the first q leaves a search.
    epy_keys = {key: keys for key, keys in PAGER_KEYS.items() if key != "end"} | {"quit": "qq"}
    # What is typed before its line of input is there does not get into it.
    baca_keys = {key: keys for key, keys in PAGER_KEYS.items() if key != "find"}
    less = {"LESSHISTFILE": "-"}
    found = [
        postil("postil", ROOT),
        Program("less", ("less",), PAGER_KEYS, env=less),
        Program("vim", ("vim", "-u", "NONE", "-i", "NONE", "-n"), VIM_KEYS),
        postil("postil md", ROOT, "md", ("novel", "huge")),
        Program("epy", ("epy",), epy_keys, suffix="epub"),
        Program("baca", ("baca",), baca_keys, ("news",), "epub", ("novel",)),
        Program("frogmouth", ("frogmouth",), WIDGET_KEYS, ("news",), "md", ("novel",)),
        Program("hike", ("hike",), WIDGET_KEYS, ("news", "novel"), "md"),
        Program("minimal", (sys.executable, str(folder / "minimal.py")), {"quit": "q"}),
        Program("echo", (sys.executable, str(folder / "echo.py")), {"line": "j", "quit": "q"}),
    ]
    return [*found, *([postil("other", other)] if other else [])]


def installed(program: Program, peers: list[Path]) -> Program | None:
    """The program with the path of its executable, if it is in one of the folders or on PATH."""
    places = os.pathsep.join([*map(str, peers), os.environ.get("PATH", "")])
    path = shutil.which(program.executable, path=places)
    if path is None:
        return None
    fields = {**vars(program), "command": (path, *program.command[1:])}
    return Program(**fields)


def environment(program: Program, home: Path) -> dict[str, str]:
    """Nothing of the user's, and a terminal with all colours."""
    own = {
        f"XDG_{name}_HOME": str(home / name.lower())
        for name in ("CONFIG", "DATA", "STATE", "CACHE")
    }
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "TMPDIR": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        **own,
        **program.env,
    }
