"""Checks joined: all of them, at least one, the opposite of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.search.checks import Check
    from tui.core.search.records import Record, Where


class All:
    """Every one of several checks holds."""

    def __init__(self, checks: list[Check]) -> None:
        self.checks = checks
        self.bare = all(check.bare for check in checks)

    def holds(self, record: Record, where: Where) -> bool:
        """Whether all hold."""
        return all(check.holds(record, where) for check in self.checks)

    def may_hold_in(self, text: str) -> bool:
        """Whether all may hold."""
        return all(check.may_hold_in(text) for check in self.checks)

    def told_by(self, where: Where) -> bool | None:
        """No as soon as one is told not to hold."""
        told = [check.told_by(where) for check in self.checks]
        return False if False in told else None if None in told else True

    def score(self, record: Record, where: Where) -> float:
        """The sum."""
        return sum(check.score(record, where) for check in self.checks)

    def is_sure(self, record: Record, where: Where) -> bool:
        """Whether all are."""
        return all(check.is_sure(record, where) for check in self.checks)


class Any:
    """At least one of several checks holds."""

    def __init__(self, checks: list[Check]) -> None:
        self.checks = checks
        self.bare = any(check.bare for check in checks)

    def holds(self, record: Record, where: Where) -> bool:
        """Whether one holds."""
        return any(check.holds(record, where) for check in self.checks)

    def may_hold_in(self, text: str) -> bool:
        """Whether one may hold."""
        return any(check.may_hold_in(text) for check in self.checks)

    def told_by(self, where: Where) -> bool | None:
        """Yes as soon as one is told to hold."""
        told = [check.told_by(where) for check in self.checks]
        return True if True in told else None if None in told else False

    def score(self, record: Record, where: Where) -> float:
        """That of the best one that holds."""
        holding = self._holding(record, where)
        return max((check.score(record, where) for check in holding), default=0.0)

    def is_sure(self, record: Record, where: Where) -> bool:
        """Whether one that holds is."""
        return any(check.is_sure(record, where) for check in self._holding(record, where))

    def _holding(self, record: Record, where: Where) -> list[Check]:
        return [check for check in self.checks if check.holds(record, where)]


class Opposite:
    """A check does not hold."""

    bare = True

    def __init__(self, check: Check) -> None:
        self._check = check

    def holds(self, record: Record, where: Where) -> bool:
        """Whether it does not."""
        return not self._check.holds(record, where)

    def may_hold_in(self, text: str) -> bool:
        """It cannot be told from the text alone."""
        return True

    def told_by(self, where: Where) -> bool | None:
        """The opposite of what is told."""
        told = self._check.told_by(where)
        return None if told is None else not told

    def score(self, record: Record, where: Where) -> float:
        """An absence is worth nothing."""
        return 0.0

    def is_sure(self, record: Record, where: Where) -> bool:
        """Always."""
        return True


def wanted(check: Check) -> Iterator[Check]:
    """The single checks of which something is wanted, not the absence."""
    if isinstance(check, All | Any):
        for part in check.checks:
            yield from wanted(part)
    elif not isinstance(check, Opposite):
        yield check
