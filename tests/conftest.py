"""What several test modules share."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tui.core.paths import Places

settings.register_profile("steady", derandomize=True)
settings.register_profile("exploring")
settings.load_profile("exploring" if os.environ.get("POSTIL_EXPLORE") else "steady")
"""The same examples each time, so that a change fails for what it did; others where asked for."""


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
