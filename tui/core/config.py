"""The user's settings, as they stand in `config.toml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.core.errors import FileProblem, WrongUsage, reason
from tui.core.keymap import ALWAYS, VIM, Keymap, collide, keymap
from tui.core.presets import DEFAULT
from tui.core.sequences import parse_sequence
from tui.core.settings import BY_NAME, PINNED, SECTIONS
from tui.core.tags import parse_tag
from tui.core.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui.core.actions import Action

FILE = "config.toml"
Stamp = tuple[int, int, int]
"""What tells one state of a file from another: the time of its change, its size, its number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text stands on the screen.

    `measure` is its widest line and `margin` the least space left and right of it, in cells;
    `spacing` are the blank lines between two paragraphs, `overlap` the lines that a page key
    keeps. `justify` stretches lines, `typewriter` keeps the current paragraph in the middle.
    """

    measure: int = 72
    margin: int = 0
    spacing: int = 1
    justify: bool = False
    overlap: int = 2
    typewriter: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """What the user chose; `problems` are lines about what could not be used.

    `theme` is put on at the start, `dark` and `light` are the themes of that kind. `folder` holds
    all sidecars under the paths of their sources; None keeps each beside its source. `pinned` are
    tags by the digit of their key. `stamp` is that of the file as it was read, None without one;
    `usable` says whether anything of it could be.
    """

    library: Path | None = None
    theme: str = BY_NAME["theme.name"].default
    dark: str = BY_NAME["theme.dark"].default
    light: str = BY_NAME["theme.light"].default
    reading: Reading = Reading()
    folder: Path | None = None
    preset: str = DEFAULT
    keymap: Keymap = VIM
    pinned: Mapping[int, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    stamp: Stamp | None = None
    usable: bool = True


def config_file(folder: Path) -> Path:
    """Where the settings of the configuration folder `folder` are, or would be."""
    return folder / FILE


def stamp_of(path: Path) -> Stamp | None:
    """The state of a file, None when it cannot be looked at."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def load_config(folder: Path) -> Config:
    """Read `folder/config.toml`; a mistake is reported and the rest still counts."""
    path = config_file(folder)
    stamp = stamp_of(path)
    try:
        return read_config(path)
    except FileProblem as error:
        return Config(problems=(str(error),), stamp=stamp, usable=False)


def read_config(path: Path) -> Config:
    """`load_config` of a file; raises `FileProblem` when there is one that cannot be read."""
    # Before it is read: what is written meanwhile is seen as a change later.
    stamp = stamp_of(path)
    try:
        text = path.read_text("utf-8")
        # Only who has such a file waits for what reads it.
        import tomllib

        raw = tomllib.loads(text)
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise FileProblem(path, reason(error)) from error
    except (ValueError, RecursionError) as error:
        problem = f"{path}: not valid TOML: {error}"
        return Config(problems=(problem,), stamp=stamp, usable=False)
    reader = _Reader()
    settings = reader.read(raw)
    problems = tuple(f"{path}: {problem}" for problem in reader.problems)
    return Config(**settings, problems=problems, stamp=stamp)


class _Reader:
    """Takes what is good of a file and notes what is not."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a `Config`."""
        values: dict[str, Any] = {}
        own: dict[str, tuple[str, ...]] = {}
        pinned: dict[int, str] = {}
        for name, value in self._entries(raw):
            section, _, key = name.partition(".")
            if name in BY_NAME:
                problem = BY_NAME[name].problem(value)
                if problem:
                    self.problems.append(problem)
                else:
                    values[name] = value
            elif section == "keys":
                self._take_keys(key, value, own)
            elif name == PINNED:
                self._take_pinned(value, pinned)
            else:
                self._unknown(name)
        preset = values.get("keys.preset", DEFAULT)
        keys, clashes = keymap(preset, own)
        self.problems += [f"[keys]: {clash}" for clash in clashes]
        return _fields(values) | {"preset": preset, "keymap": keys, "pinned": pinned}

    def _entries(self, raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Every entry with its dotted name."""
        for name, value in raw.items():
            if name == "theme" and not isinstance(value, dict):
                yield "theme.name", value
            elif name not in SECTIONS:
                yield name, value
            elif isinstance(value, dict):
                yield from ((f"{name}.{key}", inner) for key, inner in value.items())
            else:
                self.problems.append(f"“{name}” must be a table: [{name}]")

    def _unknown(self, name: str) -> None:
        known = (*BY_NAME, *SECTIONS, PINNED)
        self.problems.append(f"unknown setting “{name}”{did_you_mean(name, known)}")

    def _take_keys(self, id_: str, value: Any, own: dict[str, tuple[str, ...]]) -> None:
        actions = {action.id: action for action in VIM.actions}
        if id_ not in actions:
            near = did_you_mean(id_, [*actions, "preset"])
            self.problems.append(f"unknown action “{id_}” in [keys]{near}")
            return
        written = [value] if isinstance(value, str) else value
        if not isinstance(written, list) or not all(isinstance(key, str) for key in written):
            self.problems.append(f"“keys.{id_}” must be a key in quotes or a list of them")
            return
        keys: list[str] = []
        for text in written:
            try:
                self._add_key(actions[id_], parse_sequence(text), keys)
            except WrongUsage as error:
                self.problems.append(f"“keys.{id_}”: {error}")
        # Without a single good key the action keeps those it has.
        if keys or not written:
            own[id_] = tuple(keys)

    def _add_key(self, action: Action, sequence: str, keys: list[str]) -> None:
        for key in sequence.split():
            if ALWAYS.get(key, action.id) != action.id:
                raise WrongUsage(f"“{key}” is always “{ALWAYS[key]}”")
        first = sequence.split()[0]
        if action.scope == "editor" and (len(first) == 1 or first == "space"):
            raise WrongUsage(f"“{sequence}” would be typed into the note")
        for other in keys:
            if other != sequence and collide(other, sequence):
                raise WrongUsage(f"one of “{other}” and “{sequence}” is the beginning of the other")
        if sequence not in keys:
            keys.append(sequence)

    def _take_pinned(self, value: Any, pinned: dict[int, str]) -> None:
        if not isinstance(value, dict):
            self.problems.append(f'“{PINNED}” must be a table: {{ 1 = "policy/us" }}')
            return
        for digit, tag in value.items():
            if digit not in tuple("123456789"):
                self.problems.append(f"“{PINNED}” has no key “{digit}”: there are 1 to 9")
            elif not isinstance(tag, str):
                self.problems.append(f"“{PINNED}.{digit}” must be a text in quotes")
            else:
                try:
                    pinned[int(digit)] = parse_tag(tag)
                except WrongUsage as error:
                    self.problems.append(f"“{PINNED}.{digit}”: {error}")


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a `Config` that are one setting each."""
    fields: dict[str, Any] = {}
    for name, field_ in (("library", "library"), ("notes.folder", "folder")):
        if values.get(name):
            fields[field_] = Path(values[name]).expanduser()
    for name, field_ in (("name", "theme"), ("dark", "dark"), ("light", "light")):
        if f"theme.{name}" in values:
            fields[field_] = values[f"theme.{name}"]
    reading = {k.partition(".")[2]: v for k, v in values.items() if k.startswith("reading.")}
    return fields | {"reading": Reading(**reading)}
