"""The two themes of Postil and the variables that every theme gets for marks on the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.theme import Theme

from tui.core.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App

    from tui.core.config import Config
    from tui.core.keymap import Keymap

DARK = Theme(
    name="postil-dark",
    primary="#d9a55c",
    secondary="#a3937b",
    accent="#86b3c4",
    warning="#d98e4a",
    error="#d9705f",
    success="#8fae6b",
    foreground="#d6d0c4",
    background="#191817",
    surface="#201f1d",
    panel="#292724",
    dark=True,
)
LIGHT = Theme(
    name="postil-light",
    primary="#95560f",
    secondary="#7a6a52",
    accent="#2b6580",
    warning="#a65b10",
    error="#a63a2b",
    success="#4d6b26",
    foreground="#35322c",
    background="#fbf8f2",
    surface="#f4f0e7",
    panel="#e9e3d6",
    dark=False,
)

DARK_MARKS = {
    "mark-yellow": "#e0be4f", "mark-red": "#e0796a", "mark-green": "#93bd6c",
    "mark-blue": "#79abd6", "mark-purple": "#b790d4",
    "on-yellow": "#564815", "on-red": "#5c2b25", "on-green": "#33481f",
    "on-blue": "#203f5a", "on-purple": "#45305a", "on-match": "#5b4421",
}  # fmt: skip
LIGHT_MARKS = {
    "mark-yellow": "#b58900", "mark-red": "#c0392b", "mark-green": "#4f7d1f",
    "mark-blue": "#2471a3", "mark-purple": "#7d3c98",
    "on-yellow": "#fbe9a0", "on-red": "#f8d0c8", "on-green": "#d8ebc0",
    "on-blue": "#cfe4f5", "on-purple": "#e6d5f0", "on-match": "#f3d8a6",
}  # fmt: skip


def mark_variables(dark: bool) -> dict[str, str]:
    """`$mark-<colour>` for bars and `$on-<colour>` for backgrounds, whatever the theme."""
    return DARK_MARKS if dark else LIGHT_MARKS


def dress(app: App[Any], config: Config) -> list[str]:
    """Put on the theme of the settings; a line about each theme in them that does not exist."""
    known = app.available_themes
    app.theme = config.theme if config.theme in known else DARK.name
    named = dict.fromkeys((config.theme, config.dark, config.light))
    return [_unknown(name, known, config.keymap) for name in named if name not in known]


def _unknown(name: str, known: Iterable[str], keymap: Keymap) -> str:
    near = did_you_mean(name, known)
    every = keymap.told("; {theme} shows all")
    return f"the theme “{name}” of config.toml is not known{near or every}"
