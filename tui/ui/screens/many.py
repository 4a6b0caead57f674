"""What takes long for many paragraphs is worked out in a thread, while keys wait for it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from tui.core.errors import PostilError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

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
    """Call `then` with the edit that `verb` returns for `places`, likewise; it can be made soon."""
    if len(places) < MANY:
        then(verb())
    else:
        desk.work(
            f"describing {len(places):,} paragraphs", lambda: desk.library.prepare(verb()), then
        )


def with_step(
    desk: Desk, source: Path, then: Callable[[], object], *, back: bool, what: str
) -> None:
    """Call `then`, which takes back or does again what was done last to `source`, likewise."""
    edit = desk.library.next_step(source, back=back)
    if edit is None or len(edit.changes) < MANY:
        then()
        return

    def prepare() -> None:
        # Whoever makes it tells why it cannot be made.
        with suppress(PostilError):
            desk.library.prepare(edit, back=back)

    desk.work(f"{what} {len(edit.changes):,} changes", prepare, lambda _: then())
