"""Programs that read a file for Postil, so that their time, memory and faults are not its own."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from select import select

MAX_OUTPUT = 64 << 20
"""Bytes of what a program says that are read."""


def run(command: list[str], data: bytes, seconds: float) -> tuple[int, bytes]:
    """Exit code (not 0 where not all could be read) and output of a program that is given `data`.

    It is ended after `seconds`. Raises OSError if it cannot be started.
    """
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        with subprocess.Popen(
            command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:
            assert child.stdout is not None
            output, ended = _read(child.stdout.fileno(), seconds)
            if not ended:
                child.kill()
        return (child.returncode or 0) if ended else -1, output


def _read(descriptor: int, seconds: float) -> tuple[bytes, bool]:
    """What is written before the time is over, and whether that was all."""
    found = bytearray()
    deadline = time.monotonic() + seconds
    while len(found) < MAX_OUTPUT and (left := deadline - time.monotonic()) > 0:
        if not select([descriptor], [], [], left)[0]:
            break
        data = os.read(descriptor, 1 << 16)
        if not data:
            return bytes(found), True
        found += data
    return bytes(found), False
