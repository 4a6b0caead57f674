"""Programs killed at any moment, and several at work at once.

The long variants run with `pytest -m long tests/core/store`.
"""

import json
import subprocess
import sys

import pytest


def trial(*words: str) -> dict[str, int]:
    """A trial in a process of its own: it forks, and that wants a single thread."""
    command = [sys.executable, "-m", "tests.core.store.trials", *words]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("swap", ["exchange", "replace"])
@pytest.mark.parametrize(("times", "writers"), [(20, 1), (21, 3)])
def test_a_program_killed_at_any_moment_leaves_every_acknowledged_edit(times, writers, swap):
    result = trial("kills", "ours", str(times), str(writers), f"--swap={swap}")
    assert (result["kills"], result["lost"], result["unreadable"]) == (times, 0, 0)
    assert result["acknowledged"]


@pytest.mark.long
@pytest.mark.parametrize("swap", ["exchange", "replace"])
@pytest.mark.parametrize("writers", [1, 3])
def test_hundreds_of_kills_leave_every_acknowledged_edit(writers, swap):
    result = trial("kills", "ours", "300", str(writers), f"--swap={swap}")
    assert (result["kills"], result["lost"], result["unreadable"]) == (300, 0, 0)


@pytest.mark.parametrize(
    "ways", [(), ("--swap=replace",), ("--lock=none",)], ids=["both", "no exchange", "no lock"]
)
@pytest.mark.parametrize("processes", [2, 4])
def test_processes_that_write_at_once_lose_nothing(processes, ways):
    result = trial("crowd", "ours", str(processes), "15", *ways)
    assert result == {"saved": 15 * processes, "lost": 0, "failed": 0, "unreadable": 0}


@pytest.mark.long
@pytest.mark.parametrize(
    "ways", [(), ("--swap=replace",), ("--lock=none",)], ids=["both", "no exchange", "no lock"]
)
@pytest.mark.parametrize("processes", [2, 4])
def test_processes_that_write_hundreds_of_notes_at_once_lose_nothing(processes, ways):
    result = trial("crowd", "ours", str(processes), "200", *ways)
    assert result == {"saved": 200 * processes, "lost": 0, "failed": 0, "unreadable": 0}


def test_the_trials_find_what_is_wrong_with_writing_in_place():
    result = trial("crowd", "stock", "4", "40")
    assert result["lost"] or result["unreadable"]
