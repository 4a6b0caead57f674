"""Help asked for in a box or a search: the keys of that place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.core.contexts import Context
from tui.ui.key_names import key_names

if TYPE_CHECKING:
    from textual import events
    from textual.screen import Screen

    from tui.core.keymap import Keymap


def helped(screen: Screen[Any], keymap: Keymap, event: events.Key) -> bool:
    """Show the keys of `screen` if `event` asks for them there, and is not typed into a line."""
    context = getattr(screen, "help_context", None)
    focused = screen.focused
    typed = focused is not None and focused.check_consume_key(event.key, event.character)
    if not isinstance(context, Context) or typed:
        return False
    keys = keymap.action("help").keys
    if not any(name in keys for name in key_names(event)):
        return False
    from tui.ui.screens.help import HelpScreen

    screen.app.push_screen(HelpScreen(keymap, context))
    return True
