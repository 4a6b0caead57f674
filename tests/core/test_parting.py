"""A watch that is left to a child."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tui.core.parting import WATCH

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps who ends a watch")
LEAVING = """
import sys
from pathlib import Path
from watchfiles._rust_notify import RustNotify
from tui.core.parting import leave_watches

watch = RustNotify([sys.argv[1]], False, False, 0, False, True) if sys.argv[1:] else None
leave_watches()
children = [one.read_text() for one in Path("/proc/self/task").glob("*/children")]
print(*"".join(children).split(), flush=True)
sys.stdin.read()
"""


def leaving(*arguments):
    command = [sys.executable, "-c", LEAVING, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_child_has_the_watch_and_nothing_of_the_terminal_until_the_process_has_ended(tmp_path):
    with leaving(str(tmp_path)) as process:
        child = int(process.stdout.readline())
        held = [str(Path(f"/proc/{child}/fd/{number}").readlink()) for number in range(3)]
        alive = os.pidfd_open(child)
        assert not select.select([alive], [], [], 0)[0]
        process.stdin.close()
        assert process.wait() == 0
        assert select.select([alive], [], [], 10)[0]
        os.close(alive)
    assert held[0].startswith("pipe:")
    assert held[1:] == [WATCH, WATCH]


def test_where_nothing_is_watched_there_is_no_child():
    with leaving() as process:
        assert process.stdout.readline() == "\n"
        process.stdin.close()
        assert process.wait() == 0
