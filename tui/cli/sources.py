"""Which files a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.output import complain
from tui.core.config import load_config
from tui.core.errors import PostilError
from tui.core.library import files_of
from tui.core.paths import user_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.cli.output import Failures
    from tui.core.config import Config


def usual_path(config: Config) -> Path:
    """What is opened when no path is given."""
    articles = Path("articles")
    return config.library or (articles if articles.is_dir() else Path())


def sources_of(paths: Sequence[Path], failures: Failures) -> list[Path]:
    """The files of `paths`, or of the usual place; a path that does not exist is reported."""
    found: dict[Path, None] = {}
    for path in paths or [_usual()]:
        try:
            found |= dict.fromkeys(files_of([path]))
        except PostilError as error:
            failures.add(error)
    return list(found)


def _usual() -> Path:
    config = load_config(user_places().config)
    for problem in config.problems:
        complain(problem)
    return usual_path(config)
