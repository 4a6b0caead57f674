"""Every key of the registry, pressed in a real terminal of each kind, one after the other."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import tinydb

from tests.terminal.keys import kitty, legacy, sequences
from tests.terminal.terminal import Terminal
from tui.core.actions import ACTIONS

ARTICLES = Path(__file__).parent.parent.parent / "articles"
BEFORE = {
    "words": "v",
    "paint": "txx\rB",
    "list": "gl",
    "library": "gl",
    "notes": "gn",
    "editor": "a",
}
"""What is typed to be where the keys of a scope count."""
PATIENCE = 20
"""How many times Esc may be needed."""


@dataclass(frozen=True)
class Kind:
    """A kind of terminal."""

    name: str
    env: dict = field(default_factory=dict)
    size: tuple = (80, 24)
    send: object = legacy
    tmux: bool = False

    def __str__(self):
        return self.name


KINDS = (
    Kind("kitty", {"TERM": "xterm-kitty"}, send=kitty),
    Kind("xterm"),
    Kind("narrow", size=(40, 24)),
    Kind("16 colours", {"TERM": "xterm", "COLORTERM": None}),
    Kind("no colour", {"NO_COLOR": "1"}),
    Kind("tmux", {"TERM": "xterm-256color"}, tmux=True),
)


@pytest.fixture
def article(tmp_path):
    """An article in a small library."""
    for name in ("essays", "news", "verse"):
        ignored = shutil.ignore_patterns("*.notes.json")
        shutil.copytree(ARTICLES / name, tmp_path / "articles" / name, ignore=ignored)
    return tmp_path / "articles" / "essays" / "the-margin-and-its-readers.md"


class Walk:
    """Presses keys in a terminal of a kind, and looks after each whether Postil is still there."""

    def __init__(self, terminal, kind):
        self.terminal = terminal
        self._kind = kind
        self._at = 2

    def press(self, *keys):
        """Press keys one after the other."""
        for key in keys:
            self.terminal.type(self._kind.send(key))

    def invoke(self, action):
        """Press every key of an action where it counts, and go back to the text after each."""
        for sequence in sequences(action):
            self.press(*BEFORE.get(action.scope, ""), *sequence)
            self.back_to_text(" ".join(sequence))

    def back_to_text(self, pressed):
        """Close what is open, and go to a paragraph: the status line shows that it is Postil's."""
        self.terminal.wait_quiet()
        self._at = 5 - self._at
        for _ in range(PATIENCE):
            # A digit right behind Esc would be Alt and that digit.
            self.press("escape", *f"gg{self._at}G")
            if self.terminal.shows(f"¶ {self._at}/"):
                break
        assert self.terminal.process.poll() is None, f"{pressed}: {self.terminal.text}"
        assert b"Traceback" not in self.terminal.raw, pressed
        assert f"¶ {self._at}/" in self.terminal.text.splitlines()[-1], pressed


LONG = [pytest.param(kind, marks=pytest.mark.long, id=str(kind)) for kind in KINDS[1:]]


@pytest.mark.parametrize("kind", [pytest.param(KINDS[0], id=str(KINDS[0])), *LONG])
def test_every_key_leads_back_to_the_text(article, tmp_path, kind):
    others = [action for action in ACTIONS if action.id != "quit"]
    with Terminal([article], cwd=tmp_path, env=kind.env | {"VISUAL": "true"}, size=kind.size) as t:
        walk = Walk(t, kind)
        t.wait_for("¶ 1/")
        for action in others:
            walk.invoke(action)
        walk.press(*"gg", *"a", *"walked", "escape")
        t.wait_for("✎")
        walk.press("q")
        assert t.wait_closed() == 0
        # What tmux leaves behind is its own affair.
        assert kind.tmux or t.is_restored
    with tinydb.TinyDB(f"{article}.notes.json", access_mode="r") as db:
        rows = [dict(row) for row in db.all()]
    assert any(row.get("note") == "walked" for row in rows)
