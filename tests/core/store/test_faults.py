"""Every system call of a save fails, is the last one, or is followed by a power cut."""

import subprocess
import sys

import pytest

from tests.core.store.checks import SITUATIONS, check_faults, check_kills, check_power_cuts

pytestmark = pytest.mark.parametrize("swap", ["exchange", "replace"])
assert check_kills  # run in a process of its own, for it forks


@pytest.mark.parametrize("situation", SITUATIONS)
def test_whatever_call_fails_the_notes_are_old_or_new_and_what_is_said_is_so(disk, situation, swap):
    assert check_faults(disk, situation, swap) > 20


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_kind_of_call_that_goes_on_failing_is_told_or_got_round(disk, situation, swap):
    assert check_faults(disk, situation, swap, lasting=True) > 15


@pytest.mark.long
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("lasting", [False, True])
def test_every_call_fails_in_every_way(disk, situation, swap, lasting):
    assert check_faults(disk, situation, swap, lasting=lasting, every=True) > 60


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_power_cut_at_any_moment_leaves_a_whole_file_and_takes_nothing_saved(
    disk, situation, swap
):
    assert check_power_cuts(disk, situation, swap) > 10


@pytest.mark.parametrize("sync", range(4))
def test_a_sync_that_failed_is_not_relied_on(disk, sync, swap):
    for situation in ("first", "again", "no folder"):
        check_power_cuts(disk, situation, swap, failing_sync=sync)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_killed_at_any_call_the_notes_are_old_or_new_and_nothing_is_left(situation, swap):
    command = [sys.executable, "-m", "tests.core.store.checks", situation, swap]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 30
