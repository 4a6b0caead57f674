"""The user's settings, read once from `config.toml`."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.core.errors import reason

KNOWN = {"library": str, "theme": str, "reading.measure": int, "notes.folder": str}


@dataclass(frozen=True, slots=True)
class Config:
    """What the user chose; `problems` are lines about what could not be used.

    `measure` is the widest text column, in cells. `folder` holds all sidecars under the paths of
    their sources; None keeps each beside its source.
    """

    library: Path | None = None
    theme: str = "postil-dark"
    measure: int = 72
    folder: Path | None = None
    problems: tuple[str, ...] = ()


def load_config(folder: Path) -> Config:
    """Read `folder/config.toml`; a mistake is reported and the rest still counts."""
    path = folder / "config.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Config()
    except OSError as error:
        return Config(problems=(f"{path}: {reason(error)}",))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Config(problems=(f"{path}: not valid TOML: {error}",))
    return _checked(path, _flat(raw))


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        inner = (
            _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
        )
        flat |= inner
    return flat


def _checked(path: Path, settings: dict[str, Any]) -> Config:
    problems: list[str] = []
    good: dict[str, Any] = {}
    for key, value in settings.items():
        problem = _problem(key, value)
        if problem:
            problems.append(f"{path}: {problem}")
        else:
            good[key.rpartition(".")[2]] = value
    for key in ("library", "folder"):
        if key in good:
            good[key] = Path(good[key]).expanduser()
    return Config(**good, problems=tuple(problems))


def _problem(key: str, value: Any) -> str | None:
    kind: type = KNOWN.get(key, object)
    if key not in KNOWN:
        near = difflib.get_close_matches(key, KNOWN, 1)
        return f"unknown setting “{key}”" + (f", did you mean “{near[0]}”?" if near else "")
    if type(value) is not kind:
        return f"“{key}” must be {'a number' if kind is int else 'a text in quotes'}"
    if key == "reading.measure" and value not in range(20, 201):
        return "“reading.measure” must be from 20 to 200 cells"
    if key == "notes.folder" and not Path(str(value)).expanduser().is_absolute():
        return "“notes.folder” must be a whole path, from / or ~"
    return None
