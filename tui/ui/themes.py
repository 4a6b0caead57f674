"""The themes of Postil, the variables that every theme gets for marks on the text, and a change."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.theme import Theme

from tui.core.text import did_you_mean
from tui.ui.render.colours import (
    COLOURS,
    CONTRAST,
    CONTRAST_MARKS,
    DARK,
    DARK_MARKS,
    LIGHT,
    LIGHT_MARKS,
)
from tui.ui.render.marks import tag_rules
from tui.ui.screens.in_turns import draw_ahead
from tui.ui.screens.sparing import giving_way
from tui.ui.widgets.document_css import CONTRASTING_CSS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.css.stylesheet import Stylesheet

    from tui.core.config import Config
    from tui.core.keymap import Keymap


def _theme(name: str) -> Theme:
    # As variables too: from a colour alone Textual takes one that is darker by a rounding.
    marks = CONTRAST_MARKS if name == CONTRAST else {}
    own = COLOURS[name]
    return Theme(name=name, **own, dark=name != LIGHT, variables={**own, **marks})  # type: ignore[arg-type]


THEMES = tuple(_theme(name) for name in COLOURS)

COLOURED = f"RowList {{ {tag_rules('row-list')} }}"
"""Tags in their own colours, as in the text."""
LOUD = (
    ".-theme-postil-contrast {"
    + CONTRASTING_CSS
    + """
    RowList > .row-list--text { color: $foreground; }
    RowList > .row-list--cursor-focused { background: $primary 40%; }
    LibraryTree, Outline, NoteList, #foot, KeyStrip { border: none; }
    LibraryTree, Outline { border-right: solid $foreground; }
    NoteList { border-left: solid $foreground; }
    #foot { border-top: solid $foreground; }
    KeyStrip { border-top: solid $foreground; border-bottom: solid $foreground; }
}
"""
)
"""What is quiet elsewhere is not in the theme of high contrast."""
STYLE = COLOURED + LOUD

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
    app.theme = config.theme if config.theme in names else DARK
    if app.theme == DARK and SIXTEEN in names and app.console.color_system == "standard":
        app.theme = SIXTEEN
    named = dict.fromkeys((config.theme, config.dark, config.light))
    return [_unknown(name, known, config.keymap) for name in named if name not in known]


def _unknown(name: str, known: Iterable[str], keymap: Keymap) -> str:
    near = did_you_mean(name, known)
    every = keymap.told("; {theme} shows all")
    return f"the theme “{name}” of config.toml is not known{near or every}"


async def restyle(app: App[Any]) -> None:
    """Let everything look as the variables of `app` say now.

    The style sheet is parsed anew in a thread. Textual's own way does all of this in one turn, and
    forgets what it parsed, so that the next box to be opened has it parsed once more.
    """
    with app.batch_update():
        sheet = app.stylesheet.copy()
        sheet.set_variables(app.get_css_variables())
        await asyncio.to_thread(_parse, sheet)
        # Perhaps a box was opened meanwhile.
        sheet.source = app.stylesheet.source.copy()
        sheet.parse()
        app.stylesheet = sheet
        sheet.update_nodes([app])
        for screen in app.screen_stack:
            for widget in screen.walk_children(with_self=True):
                sheet.update_nodes([widget])
                await asyncio.sleep(0)
            screen._css_update_count = app._css_update_count
        await draw_ahead(app.screen)
    app.screen._refresh_layout(app.size)


def _parse(sheet: Stylesheet) -> None:
    with giving_way():
        sheet.parse()
