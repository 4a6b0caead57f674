"""What several test modules share."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.core.paths import Places


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    """A program that begins to read halts the garbage collector: files would stay open."""
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """Folders of a user who has never run Postil; nothing reaches the real ones."""
    home = tmp_path / "home"
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return Places(home / "config" / "postil", home / "data" / "postil", home / "state" / "postil")
