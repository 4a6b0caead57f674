"""What an action needs, loaded in a thread when it is done for the first time."""

from __future__ import annotations

import asyncio
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BOXES = {
    "help": "help", "search": "search", "tags": "tags", "changes": "changes",
    "note": "note_editor", "document_note": "note_editor", "conflicts": "note_editor",
}  # fmt: skip
"""What an action opens that takes longer to load than the event loop may be kept."""


class Loading:
    """Finds the `action_*` methods of `actors`, some of whom come only when they are asked for."""

    def __init__(self, actors: Iterable[object]) -> None:
        self._actors = actors
        self._loaded: set[str] = set()

    async def method(self, action_id: str, focused: object) -> Callable[..., object]:
        """What does an action: a method of an actor, or else of what has the focus."""
        if action_id not in self._loaded:
            await asyncio.to_thread(self._load, action_id)
            self._loaded.add(action_id)
        name = f"action_{action_id}"
        actors = chain(self._actors, (focused,))
        found: Callable[..., object]
        found = next(getattr(actor, name) for actor in actors if hasattr(actor, name))
        return found

    def _load(self, action_id: str) -> None:
        if action_id in BOXES:
            import_module(f"tui.ui.screens.{BOXES[action_id]}")
        any(hasattr(actor, f"action_{action_id}") for actor in self._actors)
