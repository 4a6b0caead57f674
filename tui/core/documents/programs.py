"""Programs that read a file for Postil, so that their time, memory and faults are not its own."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from select import select
from typing import TYPE_CHECKING

from tui.core.work import step

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_EVERY = 0.05
"""Seconds between two looks whether somebody still waits for what a program says."""
MAX_OUTPUT = 64 << 20
"""Bytes of what a program says that are read."""


_running: set[subprocess.Popen[bytes]] = set()


def run(
    command: list[str],
    data: bytes,
    seconds: float,
    heard: Callable[[bytes], None] = lambda _: step(),
) -> tuple[int, bytes]:
    """Exit code (not 0 where not all could be read) and output of a program that is given `data`.

    It is ended after `seconds`, and where `heard` raises something, which is called now and then
    with what is new of the output. Raises OSError if it cannot be started.
    """
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        with subprocess.Popen(
            command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:
            _running.add(child)
            assert child.stdout is not None
            ended = False
            try:
                output, ended = _read(child.stdout.fileno(), seconds, heard)
            finally:
                _running.discard(child)
                if not ended:
                    child.kill()
        return (child.returncode or 0) if ended else -1, output


def end_all() -> None:
    """End every program that reads a file: whoever waits for it is about to end too."""
    for child in tuple(_running):
        child.kill()


def _read(descriptor: int, seconds: float, heard: Callable[[bytes], None]) -> tuple[bytes, bool]:
    """What is written before the time is over, and whether that was all."""
    found = bytearray()
    deadline = time.monotonic() + seconds
    while len(found) < MAX_OUTPUT and (left := deadline - time.monotonic()) > 0:
        data = b""
        if select([descriptor], [], [], min(left, LOOK_EVERY))[0]:
            data = os.read(descriptor, 1 << 16)
            if not data:
                return bytes(found), True
            found += data
        heard(data)
    return bytes(found), False
