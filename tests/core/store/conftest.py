"""A source, its sidecar, and annotations made up for it."""

import os
from dataclasses import replace

import pytest

from tui.core.model import Annotation, BlockRange, Document, Selector, new_id, timestamp
from tui.core.paths import user_places
from tui.core.store.keeping import Keeping
from tui.core.store.sidecar import Sidecar


def annotation(note: str = "a note", **fields: object) -> Annotation:
    """An annotation on the first block."""
    now = timestamp()
    target = Selector((BlockRange(0, "00ff", 0, 5),), "Words", "", "", made_on="abc")
    return replace(Annotation(new_id(), now, now, target, note=note), **fields)


def document_of(source) -> Document:
    """What the store needs to know of a source."""
    return Document(source, "txt", "txt/1", "Words", [], [], 5, "abc", shape="blank")


def sidecar_of(source) -> Sidecar:
    """A sidecar as another run of the program has it."""
    return Sidecar(source, Keeping(user_places()))


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text("Words\n")
    return path


@pytest.fixture
def sidecar(source):
    return sidecar_of(source)


@pytest.fixture
def save(sidecar, source):
    """Saves annotations (or, by id, None) and returns them by id."""

    def save_(*annotations, **deleted):
        changes = {a.id: a for a in annotations}
        sidecar.save(document_of(source), changes)
        return changes

    return save_


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """A disk with everything on it, the user's folders too."""
    root = tmp_path / "disk"
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(root / "home" / name.lower()))
    # The model of power cuts knows what is synced; waiting for the real disk proves nothing here.
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    return root
