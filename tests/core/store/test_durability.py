"""What a failing disk or a killed program leaves behind."""

import os

import pytest

from tests.core.store.conftest import annotation, sidecar_of
from tui.core.store import replace


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
