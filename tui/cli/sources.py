"""Which files a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.errors import PostilError
from tui.core.library import files_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.cli.output import Failures
    from tui.core.config import Config


def usual_path(config: Config) -> Path:
    """What is opened when no path is given."""
    articles = Path("articles")
    return config.library or (articles if articles.is_dir() else Path())


def root_of(paths: Sequence[Path], config: Config) -> Path:
    """The folder in which queries have paths: the library, the one that is named, or this one."""
    if not paths:
        return usual_path(config)
    return paths[0] if len(paths) == 1 and paths[0].is_dir() else Path()


def sources_of(paths: Sequence[Path], config: Config, failures: Failures) -> list[Path]:
    """The files of `paths`, or of the usual place; a path that does not exist is reported."""
    found: dict[Path, None] = {}
    for path in paths or [usual_path(config)]:
        try:
            found |= dict.fromkeys(files_of([path]))
        except PostilError as error:
            failures.add(error)
    return list(found)
