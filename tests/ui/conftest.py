"""A small library, and the application reading in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import constants

from tui.core.config import Config
from tui.core.library import Library
from tui.core.paths import Places
from tui.core.store.keeping import Keeping
from tui.ui.app import PostilApp

ESSAY = """\
# The margin

A gloss explained a word.

## Print

A scholion argued with it.

A postil answered it line by line, and went on answering it for as long as anybody asked.

- one
- two

---

The end came quietly.
"""


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them, whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(constants, "COLOR_SYSTEM", "truecolor")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with an essay, a letter and a poem in a folder of its own."""
    folder = tmp_path / "shelf"
    (folder / "verse").mkdir(parents=True)
    (folder / "essay.md").write_text(ESSAY)
    (folder / "letter.txt").write_text("Dear reader,\n\nthe margin is yours.\n\nA friend\n")
    (folder / "verse" / "poem.txt").write_text("Night\nfalls\n\non the page\n")
    return folder


@pytest.fixture
def app_on(places: Places, shelf: Path) -> Callable[..., PostilApp]:
    """Makes the application for a file of the shelf, or for the shelf."""

    def make(name: str | None = "essay.md", **settings: object) -> PostilApp:
        first = shelf / name if name else None
        return PostilApp(Library(shelf, Keeping(places)), first, Config(**settings), places)

    return make
