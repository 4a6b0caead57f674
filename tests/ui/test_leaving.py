"""What happens between the key that leaves and the end of the process, and in which order."""

import asyncio
import os
from types import SimpleNamespace

import pytest

from tests.ui.test_reader import reading
from tui.core import state
from tui.ui import driver
from tui.ui.driver import TerminalDriver


@pytest.fixture
def steps():
    """What was done to end, in turn."""
    return []


def leaving(app, steps):
    """Has the steps of the end noted, and does not end."""

    def end(code, last):
        steps.append(f"terminal given back, {code}")
        last()
        steps.append("end")

    app._driver.end = end


def noting(steps, name, done):
    def noted(*arguments):
        steps.append(name)
        return done(*arguments)

    return noted


async def test_notes_are_durable_first_then_comes_the_terminal_then_what_is_no_note(
    app_on, steps, monkeypatch
):
    app = app_on()
    monkeypatch.setattr(os, "fsync", noting(steps, "on the disk", os.fsync))
    monkeypatch.setattr(state, "write_atomically", noting(steps, "place", state.write_atomically))
    monkeypatch.setattr(app._first_page, "keep", lambda: steps.append("page"))
    async with reading(app) as r:
        leaving(app, steps)
        steps.clear()
        await r.press("h", "q")
    assert {*steps[:-4]} == {"on the disk"}
    assert steps[-4:] == ["terminal given back, 0", "place", "page", "end"]


async def test_with_nothing_to_save_no_disk_and_no_thread_is_waited_for(app_on, steps, monkeypatch):
    app = app_on()
    async with reading(app) as r:
        await r.press("j")
        leaving(app, steps)
        monkeypatch.setattr(os, "fsync", noting(steps, "on the disk", os.fsync))
        monkeypatch.setattr(asyncio, "to_thread", noting(steps, "a thread", asyncio.to_thread))
        await r.reader.leave()
        app._end(True)
    assert steps == ["terminal given back, 0", "end"]


async def test_the_key_that_leaves_loads_nobody_on_the_way(app_on, steps):
    app = app_on()
    async with reading(app) as r:
        leaving(app, steps)
        there = set(vars(r.reader._actors))
        await r.press("q")
        assert steps
        assert set(vars(r.reader._actors)) == there


async def test_each_view_is_remembered_once_the_current_one_last(app_on, steps, monkeypatch):
    app = app_on()
    async with reading(app) as r:
        await r.press("ctrl+w", "s")
        kept = r.reader.opening._remember
        monkeypatch.setattr(r.reader.opening, "_remember", noting(steps, "place", kept))
        r.reader.remember()
        assert steps == ["place"] * 2


@pytest.mark.parametrize("fails", [False, True])
def test_the_terminal_is_given_back_and_the_process_ends_whatever_else_fails(
    steps, monkeypatch, fails
):
    def end(code):
        steps.append(code)
        raise SystemExit(code)

    def last():
        steps.append("last")
        if fails:
            raise RuntimeError("broken")

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(driver, "leave_behind", lambda: steps.append("left behind"))
    stub = SimpleNamespace(
        stop_application_mode=lambda: steps.append("modes"), close=lambda: steps.append("close")
    )
    with pytest.raises(SystemExit):
        TerminalDriver.end(stub, 3, last)
    assert steps == ["modes", "close", "last", *([] if fails else ["left behind"]), 3]
