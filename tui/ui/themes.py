"""The themes of Postil and the variables that every theme gets for marks on the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.theme import Theme

from tui.core.text import did_you_mean
from tui.ui.render.marks import tag_rules

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
CONTRAST = Theme(
    name="postil-contrast",
    primary="#ffd75f",
    secondary="#d7d7d7",
    accent="#5fd7ff",
    warning="#ffaf5f",
    error="#ff8787",
    success="#87ff87",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={
        "text-muted": "#d7d7d7",
        "mark-yellow": "#ffff5f", "mark-red": "#ff8787", "mark-green": "#87ff5f",
        "mark-blue": "#87afff", "mark-purple": "#ff87ff",
        "on-yellow": "#4f4f00", "on-red": "#870000", "on-green": "#005f00",
        "on-blue": "#00008b", "on-purple": "#5f005f", "on-match": "#5f3700",
        "tag-yellow": "#ffff5f", "tag-red": "#ffc0c0", "tag-green": "#87ff5f",
        "tag-blue": "#b9d0ff", "tag-purple": "#ffbaff", "tag-orange": "#ffc880",
        "tag-teal": "#5fffd7",
    },
)  # fmt: skip
THEMES = (DARK, LIGHT, CONTRAST)

COLOURED = f"""
DocumentView {{ {tag_rules("document-view")} }}
RowList {{ {tag_rules("row-list")} }}
"""
"""Tags in their own colours, wherever they stand."""
LOUD = """
.-theme-postil-contrast {
    DocumentView > .document-view--text { color: $foreground; }
    DocumentView > .document-view--number { color: $text-muted; }
    DocumentView > .document-view--rule { color: $foreground; }
    RowList > .row-list--text { color: $foreground; }
    RowList > .row-list--cursor-focused { background: $primary 40%; }
    LibraryTree, Outline, NoteList, #foot, KeyStrip { border: none; }
    LibraryTree, Outline { border-right: solid $foreground; }
    NoteList { border-left: solid $foreground; }
    #foot { border-top: solid $foreground; }
    KeyStrip { border-top: solid $foreground; border-bottom: solid $foreground; }
}
"""
"""What is quiet elsewhere is not in the theme of high contrast."""
STYLE = COLOURED + LOUD

DARK_MARKS = {
    "mark-yellow": "#e0be4f", "mark-red": "#e0796a", "mark-green": "#93bd6c",
    "mark-blue": "#79abd6", "mark-purple": "#b790d4",
    "on-yellow": "#4b3f12", "on-red": "#5c2b25", "on-green": "#33481f",
    "on-blue": "#203f5a", "on-purple": "#45305a", "on-match": "#5b4421",
    "tag-yellow": "#e0be4f", "tag-red": "#e8897b", "tag-green": "#93bd6c",
    "tag-blue": "#79abd6", "tag-purple": "#c39edd", "tag-orange": "#e39a55",
    "tag-teal": "#6fbfb0",
}  # fmt: skip
LIGHT_MARKS = {
    "mark-yellow": "#b58900", "mark-red": "#c0392b", "mark-green": "#4f7d1f",
    "mark-blue": "#2471a3", "mark-purple": "#7d3c98",
    "on-yellow": "#fbe9a0", "on-red": "#f8d0c8", "on-green": "#d8ebc0",
    "on-blue": "#cfe4f5", "on-purple": "#e6d5f0", "on-match": "#f3d8a6",
    "tag-yellow": "#7a5c00", "tag-red": "#a8322a", "tag-green": "#40681a",
    "tag-blue": "#1f5f8b", "tag-purple": "#6f3590", "tag-orange": "#96480a",
    "tag-teal": "#1c655c",
}  # fmt: skip
ANSI_COLOURS = {
    "yellow": "ansi_yellow", "red": "ansi_red", "green": "ansi_green",
    "blue": "ansi_blue", "purple": "ansi_magenta", "match": "ansi_default",
    "orange": "ansi_bright_red", "teal": "ansi_cyan",
}  # fmt: skip
ANSI_MARKS = {
    f"{place}-{name}": colour
    for place in ("mark", "on", "tag")
    for name, colour in ANSI_COLOURS.items()
}
SIXTEEN = "ansi-dark"
"""The theme of terminals with 16 colours: theirs are used as they are, not the nearest to ours."""


def mark_variables(theme: Theme) -> dict[str, str]:
    """`$mark-<colour>` for bars, `$on-<colour>` for backgrounds and `$tag-<colour>` for tags."""
    if theme.ansi:
        return ANSI_MARKS
    return DARK_MARKS if theme.dark else LIGHT_MARKS


def in_turn(app: App[Any], chosen: Iterable[str]) -> list[str]:
    """The themes in the order in which a key goes through them: the reader's, ours, the rest.

    Without colours Textual turns those of the terminal into black on black: they are left out.
    """
    ours = [theme.name for theme in THEMES]
    known = app.available_themes
    names = {name for name, theme in known.items() if not (theme.ansi and app.no_color)}
    return [*dict.fromkeys(name for name in (*chosen, *ours, *sorted(names)) if name in names)]


def dress(app: App[Any], config: Config) -> list[str]:
    """Put on the theme of the settings; a line about each theme in them that does not exist."""
    known = app.available_themes
    names = in_turn(app, ())
    app.theme = config.theme if config.theme in names else DARK.name
    if app.theme == DARK.name and SIXTEEN in names and app.console.color_system == "standard":
        app.theme = SIXTEEN
    named = dict.fromkeys((config.theme, config.dark, config.light))
    return [_unknown(name, known, config.keymap) for name in named if name not in known]


def _unknown(name: str, known: Iterable[str], keymap: Keymap) -> str:
    near = did_you_mean(name, known)
    every = keymap.told("; {theme} shows all")
    return f"the theme “{name}” of config.toml is not known{near or every}"
