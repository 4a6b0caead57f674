"""Where Postil keeps what does not belong beside a source."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

BUNDLED = "articles"


@dataclass(frozen=True, slots=True)
class Places:
    """The user's folders; none is created before something is written to it."""

    config: Path
    data: Path
    state: Path

    def document(self, source: Path) -> Path:
        """The state folder of one source, by a hash of its resolved path."""
        key = hashlib.blake2b(os.fsencode(real(source)), digest_size=16).hexdigest()
        return self.documents / key

    @property
    def documents(self) -> Path:
        """Holds the state folders of all sources."""
        return self.state / "documents"


def real(path: Path) -> Path:
    """Where links lead; a link that leads to itself leads nowhere, which opening it will say."""
    return Path(os.path.realpath(path))


def user_places() -> Places:
    """The folders of this user, as the platform (on Linux the XDG variables) has them."""
    found = platformdirs.PlatformDirs("postil", appauthor=False)
    return Places(found.user_config_path, found.user_data_path, found.user_state_path)


def user_cache() -> Path:
    """The folder of this user for what can be made anew at any time."""
    return platformdirs.PlatformDirs("postil", appauthor=False).user_cache_path


def bundled_articles() -> Path:
    """The articles that ship with Postil: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / BUNDLED
    return inside if inside.is_dir() else package.parent / BUNDLED


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a small state file whole; another program sees the old or the new content.

    One that holds that already gets the time of now: to replace a file may wait for the disk. Not
    for notes: nothing is synced. Raises OSError.
    """
    with contextlib.suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            os.utime(path)
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
