"""What a failing disk or a killed program leaves behind."""

import os
import random
import signal
import subprocess
import sys

import pytest

from tests.core.store.conftest import annotation, sidecar_of
from tui.core.store import replace

WRITER = """
import sys
from pathlib import Path
from tests.core.store.conftest import annotation, document_of, sidecar_of
source = Path(sys.argv[1])
sidecar = sidecar_of(source)
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


@pytest.fixture(params=["exchange", "replace"])
def swap(request, monkeypatch):
    """With the system's exchange of two files, and as where there is none."""
    if request.param == "replace":
        monkeypatch.setattr("tui.core.store.replace.exchange", lambda one, other: False)
    return request.param


def test_short_writes_are_continued(sidecar, save, source, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:100]))
    made = save(annotation("x" * 1000))
    monkeypatch.undo()
    assert sidecar_of(source).load().annotations == made


def test_file_and_folder_are_synced_before_and_after_the_swap(sidecar, save, swap, monkeypatch):
    order = []
    real_fsync, real_replace, real_exchange = os.fsync, os.replace, replace.exchange
    save(annotation())

    def fsync(fd):
        order.append("folder" if os.path.isdir(f"/proc/self/fd/{fd}") else "file")  # noqa: PTH112
        real_fsync(fd)

    def replaced(*paths, **options):
        order.append("swap")
        real_replace(*paths, **options)

    def exchanged(*paths):
        done = real_exchange(*paths)
        order.extend(["swap"] * done)
        return done

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replaced)
    monkeypatch.setattr(replace, "exchange", exchanged)
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
        found = set(sidecar_of(source).load().annotations)
        # The one edit under way when the program was killed may be there or not.
        assert len(found ^ acknowledged) <= 1
        acknowledged = found
