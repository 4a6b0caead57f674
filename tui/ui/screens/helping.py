"""Help asked for in a box or a search: the keys of that place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.core.contexts import Context
from tui.ui.key_names import key_names

if TYPE_CHECKING:
    from textual import events
    from textual.screen import Screen

    from tui.core.keymap import Keymap
    from tui.ui.screens.help import HelpScreen


def help_in(screen: Screen[Any], keymap: Keymap, event: events.Key) -> HelpScreen | None:
    """The keys of `screen` if `event` asks for help there, and is not typed into a line."""
    context = getattr(screen, "help_context", None)
    focused = screen.focused
    typed = focused is not None and focused.check_consume_key(event.key, event.character)
    keys = keymap.action("help").keys
    is_asked = any(name in keys for name in key_names(event))
    if not isinstance(context, Context) or typed or not is_asked:
        return None
    from tui.ui.screens.help import HelpScreen

    return HelpScreen(keymap, context)
