"""Where the notes of a source are kept, and where when that place cannot be written."""

from __future__ import annotations

import hashlib
import platform
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.core.paths import real, write_atomically
from tui.core.store.names import fitting
from tui.core.store.tagbook import Aliases

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.paths import Places

SUFFIX = ".notes.json"


@dataclass(frozen=True, slots=True)
class Keeping:
    """The reader's choice of places for notes.

    `tree` is a folder that holds all sidecars under the paths of their sources; None keeps each
    beside its source. `aliases` knows which tags were renamed.
    """

    places: Places
    tree: Path | None = None
    aliases: Aliases = field(default_factory=Aliases, compare=False)

    def sidecar(self, source: Path) -> Path:
        """Where the sidecar of `source`, or of the file it is a link to, belongs."""
        return self.sidecar_of(real(source))

    def sidecar_of(self, text: Path) -> Path:
        """The same for a path without any link in it."""
        folder = self.tree.joinpath(*text.parent.parts[1:]) if self.tree else text.parent
        return folder / fitting(text.name, SUFFIX)

    @property
    def mirrors(self) -> Path:
        """Holds the mirrors of all sources; is there only when one was ever needed."""
        return self.places.data / "mirror"

    def mirror(self, source: Path) -> Path:
        """Where notes go while their place cannot be written."""
        key = self.places.document(source).name
        return self.mirrors / key / fitting(real(source).name, SUFFIX)

    def has_notes(self, source: Path) -> bool:
        """Whether anything was ever kept for `source`; looks at no content."""
        return self.sidecar(source).exists() or self.mirror(source).exists()

    def past(self, source: Path) -> Path:
        """The folder for what would else be lost: overwritten versions, folded-in copies."""
        return self.places.document(source) / "past"

    def device(self) -> str:
        """The name of this machine in stamps; made up at the first call."""
        file = self.places.state / "device"
        try:
            own = file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            own = ""
        if not re.fullmatch("[0-9a-f]{8}", own):
            own = secrets.token_hex(4)
            try:
                write_atomically(file, own.encode())
            except OSError:
                return own
        # A home folder copied to another machine is another device.
        return hashlib.blake2b((own + platform.node()).encode(), digest_size=2).hexdigest()


def is_sidecar(path: Path) -> bool:
    """Whether `path` has the name of a sidecar."""
    return path.name.endswith(SUFFIX)
