"""What a process holds open that takes long to let go is left to a child that ends behind it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

OPEN = Path("/proc/self/fd")
WATCH = "anon_inode:inotify"
WITHOUT_NAME = " (deleted)"
STREAMS = 3
"""Descriptors below are the streams that a process begins with."""
UNTIL_WE_ENDED = ["/bin/sh", "-c", "read _"]


def leave_behind() -> None:
    """Let a child have the watches and the files without a name, so that nobody waits for them.

    Linux keeps whoever is the last to let a watch go for 5 to 25 ms (`fsnotify_destroy_group` waits
    for a grace period), and the last to let a file without a name go until the disk has what is
    being written of it: the shell of the reader would be kept with us. The child reads from a pipe
    that ends with this process. It has nothing of the terminal, and no file that has a name.
    """
    with suppress(OSError):
        held = [int(one.name) for one in OPEN.iterdir() if _takes_long(one)]
        own = [one for one in held if one >= STREAMS]
        if own:
            for one in own:
                os.set_inheritable(one, True)
            ended, _ = os.pipe()
            streams = [(os.POSIX_SPAWN_DUP2, ended, number) for number in range(STREAMS)]
            os.posix_spawn(UNTIL_WE_ENDED[0], UNTIL_WE_ENDED, {}, file_actions=streams)


def _takes_long(descriptor: Path) -> bool:
    try:
        leads_to = str(descriptor.readlink())
    except OSError:
        return False
    return leads_to == WATCH or leads_to.endswith(WITHOUT_NAME)
