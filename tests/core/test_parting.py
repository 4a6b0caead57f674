"""What is left to a child at the end."""

import os
import select
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tui.core.parting import WATCH

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems keep nobody")
LEAVING = """
import mmap, sys
from pathlib import Path
from tempfile import TemporaryFile
from watchfiles._rust_notify import RustNotify
from tui.core.parting import leave_behind

named = open(sys.executable)
if sys.argv[1:]:
    watch = RustNotify([sys.argv[1]], False, False, 0, False, True)
    with TemporaryFile(dir=sys.argv[1]) as file:
        file.write(b"text")
        file.flush()
        text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
leave_behind()
children = [one.read_text() for one in Path("/proc/self/task").glob("*/children")]
print(*"".join(children).split(), flush=True)
sys.stdin.read()
"""


def leaving(*arguments):
    command = [sys.executable, "-c", LEAVING, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def descriptors(process):
    """What each leads to; while a program is loaded, some come and go."""
    for one in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            yield int(one.name), str(one.readlink())


def test_a_child_has_the_watch_and_the_text_but_no_terminal_until_the_process_has_ended(tmp_path):
    with leaving(str(tmp_path)) as process:
        child = int(process.stdout.readline())
        held = dict(descriptors(child))
        alive = os.pidfd_open(child)
        assert not select.select([alive], [], [], 0)[0]
        process.stdin.close()
        assert process.wait() == 0
        assert select.select([alive], [], [], 10)[0]
        os.close(alive)
    (pipe,) = {held.pop(number) for number in range(3)}
    assert pipe.startswith("pipe:")
    assert WATCH in held.values()
    assert any(
        one.startswith(str(tmp_path)) and one.endswith(" (deleted)") for one in held.values()
    )


def test_where_nothing_takes_long_there_is_no_child():
    with leaving() as process:
        assert process.stdout.readline() == "\n"
        process.stdin.close()
        assert process.wait() == 0
