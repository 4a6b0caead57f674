"""The settings of this user, as every command needs them."""

from __future__ import annotations

from dataclasses import dataclass

from tui.cli.output import complain
from tui.core.config import Config, load_config
from tui.core.paths import user_places
from tui.core.store.keeping import Keeping


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose, and where notes are kept by that."""

    config: Config
    keeping: Keeping


def settings() -> Settings:
    """Read the settings; mistakes in them are reported on stderr."""
    places = user_places()
    config = load_config(places.config)
    for problem in config.problems:
        complain(problem)
    return Settings(config, Keeping(places, config.folder))
