"""The colours of Postil's own themes, and the styles that they give the parts of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.style import Style

from tui.ui.render.appearance import APPEARANCES, CONTRASTING
from tui.ui.render.paint import OVERLAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

DARK, LIGHT, CONTRAST = "postil-dark", "postil-light", "postil-contrast"
COLOURS = {
    DARK: {
        "primary": "#d9a55c", "secondary": "#a3937b", "accent": "#86b3c4",
        "warning": "#d98e4a", "error": "#d9705f", "success": "#8fae6b",
        "foreground": "#d6d0c4", "background": "#191817",
        "surface": "#201f1d", "panel": "#292724",
    },
    LIGHT: {
        "primary": "#95560f", "secondary": "#7a6a52", "accent": "#2b6580",
        "warning": "#a65b10", "error": "#a63a2b", "success": "#4d6b26",
        "foreground": "#35322c", "background": "#fbf8f2",
        "surface": "#f4f0e7", "panel": "#e9e3d6",
    },
    CONTRAST: {
        "primary": "#ffd75f", "secondary": "#d7d7d7", "accent": "#5fd7ff",
        "warning": "#ffaf5f", "error": "#ff8787", "success": "#87ff87",
        "foreground": "#ffffff", "background": "#000000",
        "surface": "#000000", "panel": "#1c1c1c",
    },
}  # fmt: skip
"""Those that a theme is made of."""
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
CONTRAST_MARKS = {
    "text-muted": "#d7d7d7",
    "mark-yellow": "#ffff5f", "mark-red": "#ff8787", "mark-green": "#87ff5f",
    "mark-blue": "#87afff", "mark-purple": "#ff87ff",
    "on-yellow": "#4f4f00", "on-red": "#870000", "on-green": "#005f00",
    "on-blue": "#00008b", "on-purple": "#5f005f", "on-match": "#5f3700",
    "tag-yellow": "#ffff5f", "tag-red": "#ffc0c0", "tag-green": "#87ff5f",
    "tag-blue": "#b9d0ff", "tag-purple": "#ffbaff", "tag-orange": "#ffc880",
    "tag-teal": "#5fffd7",
}  # fmt: skip
MARKS = {
    DARK: {"text-muted": "#ffffff 60%", **DARK_MARKS},
    LIGHT: {"text-muted": "#000000 60%", **LIGHT_MARKS},
    CONTRAST: CONTRAST_MARKS,
}
"""What else the parts of a text are drawn in; muted text is as the screen library has it."""


class Styles:
    """The styles of a theme of ours: those that its style sheet gives, known without it."""

    def __init__(self, theme: str) -> None:
        self._colours: Mapping[str, str] = {**COLOURS[theme], **MARKS[theme]}
        self._parts = APPEARANCES | (CONTRASTING if theme == CONTRAST else {})
        self.background = Style(bgcolor=self._colour("background"))
        line = "foreground" if theme == CONTRAST else "foreground 15%"
        self.border = self.background + Style(color=self._colour(line))

    def __call__(self, name: str) -> Style:
        """The style of a part."""
        part = self._parts[name]
        style = Style.parse(part.style)
        if part.colour:
            style += Style(color=self._colour(part.colour))
        if part.background:
            style += Style(bgcolor=self._colour(part.background))
        return style if name in OVERLAYS else self.background + style

    def _colour(self, words: str) -> Color:
        """A colour by its name or value, laid over the background with a share of cover."""
        name, _, share = words.partition(" ")
        if name in self._colours:
            name, _, own = self._colours[name].partition(" ")
            share = share or own
        above = Color.parse(name).get_truecolor()
        if not share:
            return Color.from_triplet(above)
        cover = int(share[:-1]) / 100
        below = Color.parse(self._colours["background"]).get_truecolor()
        mixed = (int(a + (b - a) * cover) for a, b in zip(below, above, strict=True))
        return Color.from_triplet(ColorTriplet(*mixed))
