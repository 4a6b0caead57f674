"""What can go wrong, said in one line: what happened, to which file, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.text import clean_line

if TYPE_CHECKING:
    from pathlib import Path


class PostilError(Exception):
    """An error a reader can act on; `str(error)` is one printable line."""

    exit_code = 1

    def __init__(self, what: str) -> None:
        super().__init__(clean_line(what))


class FileProblem(PostilError):
    """A file that could not be read or written: `<path>: <reason>`."""

    exit_code = 3

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = clean_line(reason)


class UnreadableDocument(FileProblem):
    """A source that cannot be shown: missing, a folder, binary, too large, not permitted."""


class UnreadableSidecar(FileProblem):
    """A sidecar that exists but is not understood; it is never written to."""


class UnwritableSidecar(FileProblem):
    """A sidecar that could not be saved; the edits stay in memory."""


class NotFound(PostilError):
    """No such paragraph, quote or annotation."""


class StaleEdit(PostilError):
    """An edit whose `before` is no longer what is there."""


class WrongUsage(PostilError):
    """A command line, a batch line or a setting that does not make sense."""

    exit_code = 2


class QueryError(WrongUsage):
    """A query that makes no sense at `column`, counted from 1."""

    def __init__(self, what: str, column: int) -> None:
        super().__init__(f"column {column}: {what}")
        self.what = what
        self.column = column


def reason(error: OSError) -> str:
    """The operating system's words for an error, in one lower-case phrase."""
    return (error.strerror or type(error).__name__).lower()
