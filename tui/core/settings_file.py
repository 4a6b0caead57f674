"""Settings written down: the file that one begins with, and the settings as they count now."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tui.core.actions import groups
from tui.core.config import Config
from tui.core.interchange.jsonl import json_line
from tui.core.settings import PINNED, SECTIONS, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """\
# The settings of Postil, each at its default. A line that begins with # and a name is off: take the
# # away and change what stands behind it. A running Postil reads this file anew when it changes.
"""
KEYS_HELP = """\
# The keys of each action, which replace those of the preset; [] takes them away. They are written
# as in "j", "gg", "Ctrl+D", "]a" or "space"; {y r} at the end stands for a key that says which.
"""
PINNED_HELP = """\
# Tags for the keys 1 to 9, as in { 1 = "policy/us", 2 = "to read" }.
"""


def effective(config: Config) -> Iterator[tuple[str, Any, Any]]:
    """The dotted name, the value and the default of every setting."""
    chosen, first = _values(config), _values(Config())
    yield from ((name, value, first[name]) for name, value in chosen.items())


def toml(value: Any) -> str:
    """A value as `config.toml` has it."""
    if not isinstance(value, dict):
        return json_line(value)
    pairs = ", ".join(f"{key} = {json_line(inner)}" for key, inner in value.items())
    return f"{{ {pairs} }}" if pairs else "{}"


def first_file() -> str:
    """A `config.toml` that changes nothing and shows everything that can be set."""
    parts = [HEAD, *_entries("")]
    for section in SECTIONS:
        parts += [f"\n[{section}]\n", *_entries(section)]
        if section == "keys":
            parts += _keys()
        if PINNED.startswith(section):
            parts += [PINNED_HELP, _entry(PINNED, {})]
    return "".join(parts)


def _entries(section: str) -> Iterator[str]:
    for setting in SETTINGS:
        if setting.name.rpartition(".")[0] == section:
            yield f"# {setting.help}\n"
            yield _entry(setting.name, setting.default)


def _keys() -> Iterator[str]:
    yield KEYS_HELP
    for group, actions in groups().items():
        yield f"# {group}\n"
        yield from (_entry(action.id, list(action.keys)) for action in actions)


def _entry(name: str, value: Any) -> str:
    return f"#{name.rpartition('.')[2]} = {toml(value)}\n"


def _values(config: Config) -> dict[str, Any]:
    reading = {f"reading.{name}": value for name, value in asdict(config.reading).items()}
    values = {
        "library": str(config.library or ""),
        "theme.name": config.theme,
        "theme.dark": config.dark,
        "theme.light": config.light,
        "notes.folder": str(config.folder or ""),
        "keys.preset": config.preset,
        **reading,
    }
    keys = {f"keys.{action.id}": list(action.keys) for action in config.keymap.actions}
    pinned = {str(digit): tag for digit, tag in config.pinned.items()}
    return {setting.name: values[setting.name] for setting in SETTINGS} | keys | {PINNED: pinned}
