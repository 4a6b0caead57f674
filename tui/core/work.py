"""Work that takes long: it tells how far it is, and ends when nobody waits for it any more."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Ended(BaseException):
    """Nobody waits for the work any more; no reader may take that for a fault of its file."""


class Work:
    """One piece of work; any thread may look at it, or end it."""

    def __init__(self) -> None:
        self._is_over = False
        self._told = ""

    @property
    def told(self) -> str:
        """How far it is, as in `page 3 of 90` or `45 %`; "" where that is not known."""
        return self._told

    def end(self) -> None:
        """It is not wanted any more: its next step raises `Ended`."""
        self._is_over = True

    def step(self, done: int, whole: int, unit: str) -> None:
        """So much of it is done; raises `Ended`."""
        if self._is_over:
            raise Ended
        if whole:
            self._told = f"{unit} {done} of {whole}" if unit else f"{100 * done // whole} %"


_current: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def working(work: Work) -> Iterator[None]:
    """What is done within is part of `work`; raises `Ended` where that is over already."""
    work.step(0, 0, "")
    token = _current.set(work)
    try:
        yield
    finally:
        _current.reset(token)


def step(done: int = 0, whole: int = 0, unit: str = "") -> None:
    """`done` of the `whole` of what this thread works on is there, counted in `unit`, or shares.

    Raises `Ended` where nobody waits for it. Whoever works may call it, and often.
    """
    work = _current.get()
    if work:
        work.step(done, whole, unit)
