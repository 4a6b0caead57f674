"""A watch of the system is left to a child process, so that the end of this one is not kept."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

OPEN = Path("/proc/self/fd")
WATCH = "anon_inode:inotify"
UNTIL_WE_ENDED = ["/bin/sh", "-c", "read _"]


def leave_watches() -> None:
    """Give what this process watches to a child that ends right behind it.

    Linux keeps whoever is the last to let a watch go for 5 to 25 ms (`fsnotify_destroy_group` waits
    for a grace period), and the shell of the reader would be kept with us. The child reads from a
    pipe that ends with this process; by then it alone has the watch, and nobody waits for it.
    """
    with suppress(OSError):
        watches = [int(one.name) for one in OPEN.iterdir() if _is_watch(one)]
        if watches:
            ended, _ = os.pipe()
            # Nothing of the terminal is left to it: standard error gets a watch, too.
            given = enumerate([ended, *watches, watches[0]])
            actions = [(os.POSIX_SPAWN_DUP2, one, number) for number, one in given]
            os.posix_spawn(UNTIL_WE_ENDED[0], UNTIL_WE_ENDED, {}, file_actions=actions)


def _is_watch(descriptor: Path) -> bool:
    try:
        return str(descriptor.readlink()) == WATCH
    except OSError:
        return False
