"""An index of what is in the files that a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.output import complain
from tui.cli.sources import root_of, sources_of
from tui.core.search.index import ScanIndex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui.cli.output import Failures
    from tui.cli.settings import Settings


def index_of(paths: Sequence[Path], own: Settings, failures: Failures) -> ScanIndex:
    """The notes of the files of `paths`, or of the usual place, taken in."""
    index = ScanIndex(own.keeping, root=lambda: root_of(paths, own.config))
    index.load(sources_of(paths, own.config, failures), never)
    return index


def exit_code(index: ScanIndex, failures: Failures, found: bool) -> int:
    """The exit code, after what could not be read was reported."""
    for problem in index.problems.values():
        complain(problem)
    if index.problems:
        return 3
    return failures.code or (0 if found else 1)


def never() -> bool:
    """Nobody stops a command but by ending it."""
    return False
