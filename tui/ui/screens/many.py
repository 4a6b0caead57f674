"""What takes long for many paragraphs is worked out in a thread, while keys wait for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.core.edits import Edit
    from tui.core.session import Place
    from tui.ui.screens.desk import Desk

MANY = 100
"""Paragraphs from which a key would be felt to wait."""


def with_places(desk: Desk, count: int | None, then: Callable[[list[Place]], None]) -> None:
    """Call `then` with what a verb acts on: at once, or when many paragraphs were looked at."""
    if desk.view.selection or (count or 1) < MANY:
        then(desk.places(count))
    else:
        desk.work(f"looking at {count:,} paragraphs", partial(desk.places, count), then)


def with_edit(
    desk: Desk, places: Sequence[Place], verb: Callable[[], Edit], then: Callable[[Edit], object]
) -> None:
    """Call `then` with the edit that `verb` returns for `places`, likewise."""
    if len(places) < MANY:
        then(verb())
    else:
        desk.work(f"describing {len(places):,} paragraphs", verb, then)
