"""What a failing disk or a killed program leaves behind."""

import errno
import os
import random
import signal
import subprocess
import sys

import pytest

from tests.core.store.conftest import annotation
from tui.core.errors import UnwritableSidecar
from tui.core.store.sidecar import Sidecar

WRITER = """
import sys
from pathlib import Path
from tests.core.store.conftest import annotation, document_of
from tui.core.store.sidecar import Sidecar
source = Path(sys.argv[1])
sidecar = Sidecar(source)
print("ready", flush=True)
mine = []
for n in range(100_000):
    if n % 5 == 4:
        gone = mine.pop(0)
        sidecar.save(document_of(source), {gone.id: None})
        print("-", gone.id, flush=True)
        continue
    made = annotation("note " * (n % 37))
    sidecar.save(document_of(source), {made.id: made})
    mine.append(made)
    print("+", made.id, flush=True)
"""


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "fchmod"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_after_any_failing_call_the_old_file_is_whole_and_nothing_lies_about(
    sidecar, save, source, monkeypatch, call, error
):
    save(annotation("kept"))
    before = sidecar.path.read_bytes()
    fresh = annotation("new")

    def fail(*arguments, **_):
        if call == "open" and not str(arguments[0]).endswith(".tmp"):
            return real(*arguments, **_)
        raise OSError(error, os.strerror(error))

    real = getattr(os, call)
    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        if call == "fchmod":
            save(fresh)
            before = sidecar.path.read_bytes()
        else:
            with pytest.raises(UnwritableSidecar, match=r"article\.txt\.notes\.json: not saved"):
                save(fresh)
    assert sidecar.path.read_bytes() == before
    assert sorted(path.name for path in source.parent.iterdir() if "home" not in path.name) == [
        "article.txt",
        "article.txt.notes.json",
    ]
    save(fresh)
    assert fresh.id in Sidecar(source).load().annotations


def test_short_writes_are_continued(sidecar, save, source, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:100]))
    made = save(annotation("x" * 1000))
    monkeypatch.undo()
    assert Sidecar(source).load().annotations == made


def test_file_and_folder_are_synced_before_and_after_the_swap(sidecar, save, monkeypatch):
    order = []
    real_fsync, real_replace = os.fsync, os.replace
    save(annotation())

    def fsync(fd):
        order.append("folder" if os.path.isdir(f"/proc/self/fd/{fd}") else "file")  # noqa: PTH112
        real_fsync(fd)

    def replace(*paths, **options):
        order.append("swap")
        real_replace(*paths, **options)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    save(annotation())
    assert order == ["file", "swap", "folder"]


def test_a_program_killed_at_any_moment_leaves_every_acknowledged_edit(source):
    chance = random.Random(7)
    acknowledged: set[int] = set()
    for _ in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(source)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
        doing, id_ = "+", 0
        for _ in range(chance.randrange(1, 25)):
            doing, id_ = writer.stdout.readline().split()
            (acknowledged.add if doing == "+" else acknowledged.discard)(int(id_))
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read()
        writer.wait()
        writer.stdout.close()
        for line in rest.splitlines(keepends=True):
            if line.endswith("\n"):
                doing, id_ = line.split()
                (acknowledged.add if doing == "+" else acknowledged.discard)(int(id_))
        found = set(Sidecar(source).load().annotations)
        # The one edit under way when the program was killed may be there or not.
        assert len(found ^ acknowledged) <= 1
        acknowledged = found
