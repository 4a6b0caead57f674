"""Articles to work on, and the command line as a function."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tui.cli import main

WIRE = """Grain talks
News Agency
*****
The date was set on Monday.
Nobody counted the ships.
A café stood there.
"""
ESSAY = "# An essay\n\nThe *margin* was wide.\n\n---\n\nIts end.\n"


@dataclass
class Outcome:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, with two articles."""
    folder = tmp_path / "articles here"
    folder.mkdir()
    (folder / "wire.txt").write_text(WIRE)
    (folder / "essay.md").write_text(ESSAY)
    monkeypatch.chdir(folder)
    return Path()


@pytest.fixture
def postil(folder, capsys, monkeypatch):
    """Runs `postil` in the folder."""

    def run(*arguments, stdin=b""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Outcome(code, *capsys.readouterr())

    return run
