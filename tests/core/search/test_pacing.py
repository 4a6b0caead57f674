"""Results are handed over at once, and then not one by one."""

from types import SimpleNamespace

from tui.core.search import pacing
from tui.core.search.match import Matcher
from tui.core.search.query import parse


def never():
    return False


def test_the_first_results_are_not_held_back_and_the_others_come_together(monkeypatch):
    now = 10.0
    monkeypatch.setattr(pacing, "time", SimpleNamespace(monotonic=lambda: now))

    def found():
        nonlocal now
        for moment, batch in [(10.0, [1]), (10.01, [2]), (10.02, [3, 4]), (10.2, []), (10.21, [5])]:
            now = moment
            yield batch

    assert list(pacing.gathered(found(), 100)) == [[1], [2, 3, 4], [5]]


def test_no_more_than_so_many_are_asked_for_and_given():
    asked = []
    batches = (asked.append(n) or [n, n] for n in range(10))
    assert [one for batch in pacing.gathered(batches, 3) for one in batch] == [0, 0, 1]
    assert asked == [0, 1]
    assert list(pacing.gathered([[], []], 3)) == []


def test_what_no_word_narrows_begins_with_the_newest_before_the_others_are_looked_at(
    index, monkeypatch
):
    monkeypatch.setattr("tui.core.search.scan.CHECK_EVERY", 1)
    looked, holds = [], Matcher.holds
    monkeypatch.setattr(
        Matcher, "holds", lambda self, *args: looked.append(args) or holds(self, *args)
    )
    every = len([hit for batch in index.search(parse("-absent"), 100, never) for hit in batch])
    looked.clear()
    first = next(iter(index.search(parse("-absent"), 100, never)))
    assert len(first) == len(looked) == 1 < every
