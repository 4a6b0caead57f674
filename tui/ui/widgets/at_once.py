"""The keys that Textual binds in a field, done before the next key is typed into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import BindingsMap

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget


def take(event: events.Event) -> None:
    """Nobody else gets `event`."""
    event.stop()
    event.prevent_default()


class AtOnce:
    """Does the bindings of `field` that Textual would look up too late.

    It looks only when a key has bubbled up to the app. By then the letters typed behind it are in
    the field, and Ctrl+U took those too.
    """

    def __init__(self, field: Widget, kind: type[Widget]) -> None:
        self._field = field
        self._bindings = BindingsMap(kind.BINDINGS)

    async def does(self, event: events.Key) -> bool:
        """Do what the key of `event` is bound to and take it; False if it is bound to nothing."""
        bindings = self._bindings.key_to_bindings.get(event.key, [])
        for binding in bindings:
            take(event)
            await self._field.run_action(binding.action)
        return bool(bindings)
