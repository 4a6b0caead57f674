"""Edits on their way to the disk."""

from tui.ui.saver import Saver


async def test_what_is_asked_for_in_one_go_is_saved_once_and_not_before_the_paint():
    saved, told = [], []
    saver = Saver(lambda: saved.append(1) or 1, told.append, lambda: True)
    for _ in range(3):
        saver.request()
    assert not saved
    assert saver._task
    await saver._task
    assert len(saved) == len(told) == 1


async def test_leaving_does_not_wait_for_the_pause():
    saved, told = [], []
    saver = Saver(lambda: saved.append(1) or 1, told.append, lambda: True)
    saver.request()
    assert await saver.finish()
    assert saved == [1]
    assert told == [""]


async def test_where_nothing_waits_nothing_is_written_and_that_is_durable():
    saved, told = [], []
    saver = Saver(lambda: saved.append(1) or 1, told.append, lambda: False)
    assert await saver.finish()
    assert not saved
    assert told == [""]
