"""A note in the reader's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from tui.core.errors import PostilError, reason
from tui.core.text import clean


def edit_externally(text: str) -> str:
    """`text` as $VISUAL or $EDITOR leaves it; waits for the editor, which owns the terminal.

    Raises `PostilError` when none is set, or when it fails: the text is as it was then.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise PostilError("no editor: set $VISUAL or $EDITOR")
    try:
        with tempfile.TemporaryDirectory(prefix="postil-") as folder:
            path = Path(folder) / "note.md"
            path.write_text(text, "utf-8")
            code = subprocess.run([*shlex.split(command), str(path)], check=False).returncode
            edited = path.read_text("utf-8", "replace")
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise PostilError(f"{command}: {why}") from error
    if code:
        raise PostilError(f"{command} ended with {code}; the note is as it was")
    return clean(edited.removesuffix("\n"))
