"""Every setting of `config.toml`, declared once: read, checked and written from here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.core.presets import DEFAULT, PRESETS
from tui.core.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Setting:
    """`name` is a dotted key; `fits` says "" or what a value of the right kind must be."""

    name: str
    default: Any
    help: str
    fits: Callable[[Any], str] = lambda _: ""

    def problem(self, value: Any) -> str:
        """What is wrong with `value`, "" when nothing is."""
        if type(value) is not type(self.default):
            return f"“{self.name}” must be {_KINDS[type(self.default)]}"
        wrong = self.fits(value)
        return f"“{self.name}” {wrong}" if wrong else ""


_KINDS: dict[type, str] = {int: "a number", str: "a text in quotes", bool: "true or false"}


def _between(least: int, most: int, what: str) -> Callable[[Any], str]:
    return lambda value: "" if least <= value <= most else f"must be from {least} to {most} {what}"


def _path(value: Any) -> str:
    try:
        Path(value).expanduser()
    except RuntimeError:
        return "begins with a home that does not exist"
    return "must be a path" if "\0" in value else ""


def _whole_path(value: Any) -> str:
    whole = not value or value.startswith("~") or Path(value).is_absolute()
    return _path(value) if whole else "must be a whole path, from / or ~"


def _preset(value: Any) -> str:
    if value in PRESETS:
        return ""
    known = f": there are {', '.join(PRESETS)}"
    return f"is no preset “{value}”{did_you_mean(value, PRESETS) or known}"


MEASURES = (20, 200)
"""The narrowest and the widest line that can be set."""
SETTINGS = (
    Setting("library", "", "The folder that is opened when none is named; \"\" is ./articles.",
            _path),
    Setting("theme.name", "postil-dark", "The theme that is put on at the start."),
    Setting("theme.dark", "postil-dark", "The theme of your choice with a dark background."),
    Setting("theme.light", "postil-light", "The one with a light background."),
    Setting("reading.measure", 72, "The widest line of text in cells, 20 to 200.",
            _between(*MEASURES, "cells")),
    Setting("reading.margin", 0, "The least number of blank cells left and right, 0 to 40.",
            _between(0, 40, "cells")),
    Setting("reading.spacing", 1, "Blank lines between paragraphs, 0 to 2.",
            _between(0, 2, "lines")),
    Setting("reading.justify", False, "Whether lines are stretched to the full width."),
    Setting("reading.overlap", 2, "Lines that stay in view when a page is turned, 0 to 10.",
            _between(0, 10, "lines")),
    Setting("reading.typewriter", False, "Whether the current paragraph stays in the middle."),
    Setting("notes.folder", "", "The folder of all notes; \"\" keeps them beside their texts.",
            _whole_path),
    Setting("keys.preset", DEFAULT, f"The keys to start from: {', '.join(PRESETS)}.", _preset),
)  # fmt: skip
"""Beside these there are an entry for each action in `[keys]`, and `tags.pinned`."""

BY_NAME = {setting.name: setting for setting in SETTINGS}
SECTIONS = ("theme", "reading", "notes", "keys", "tags")
PINNED = "tags.pinned"
