"""Another theme, put on in several turns of the event loop and seen at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tui.ui.screens.in_turns import draw_ahead
from tui.ui.screens.sparing import giving_way

if TYPE_CHECKING:
    from textual.app import App
    from textual.css.stylesheet import Stylesheet


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
