"""A small library, and the application reading in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import constants

from tui.core import edits
from tui.core.anchors.resolve import Resolver
from tui.core.config import Config
from tui.core.documents import open_document
from tui.core.library import Library
from tui.core.model import Anchor, Candidate, Selector
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


@pytest.fixture
def edited(shelf: Path, places: Places, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Writes notes on paragraphs of the essay, then replaces paragraphs of it.

    How sure the notes are is given, not found out: 0.7 where a change does not say otherwise, and
    0.5 for each of several copies; those on words that are gone are orphans.
    """
    anchors: dict[str, Anchor] = {}
    real = Resolver.resolve

    def given(resolver: Resolver, selectors: dict[int, Selector]) -> dict[int, Anchor]:
        found = real(resolver, selectors)
        undecided = {id_: t.exact for id_, t in selectors.items() if t.now is None}
        return found | {id_: anchors[text] for id_, text in undecided.items() if text in anchors}

    monkeypatch.setattr(Resolver, "resolve", given)

    def write(notes: dict[int, str], *changes: tuple[Any, ...]) -> None:
        library = Library(shelf, Keeping(places))
        session = library.session(shelf / "essay.md")
        noted = {session.document.blocks[block].text: block for block in notes}
        for block, note in notes.items():
            library.perform(edits.write_note(session, [session.paragraph(block)], note))
        library.flush()
        path, text = shelf / "essay.md", ESSAY
        for old, new, *_ in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)
        blocks = [block.text for block in open_document(path).blocks]
        for old, new, *score in changes:
            if new and new in blocks:
                at = blocks.index(new)
                anchors[old] = Anchor("fuzzy", ((at, 0, len(new)),), *(score or [0.7]))
        for words, stood in noted.items():
            if words not in text and words not in anchors:
                near = min(stood, len(blocks) - 1)
                anchors[words] = Anchor("orphan", score=0.0, near=near)
            copies = [((at, 0, len(words)),) for at, text in enumerate(blocks) if text == words]
            if len(copies) > 1:
                candidates = tuple(Candidate(ranges, 0.5) for ranges in copies)
                anchors[words] = Anchor("ambiguous", score=0.5, candidates=candidates)

    return write
