"""Telling git to merge notes with `postil merge`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.core.errors import FileProblem, PostilError, reason
from tui.core.paths import write_atomically

if TYPE_CHECKING:
    from subprocess import CompletedProcess

ATTRIBUTES = ".gitattributes"
LINE = "*.notes.json merge=postil"
SETTINGS = {
    "merge.postil.name": "Postil notes",
    "merge.postil.driver": "postil merge %O %A %B --path %P",
}


class NoRepository(PostilError):
    """Git is missing, or there is no working tree here."""

    exit_code = 3


def install(folder: Path) -> list[str]:
    """Put the line and the settings into the repository of `folder`; returns what was done.

    What is there already stays, a driver of the reader's own too. Raises `NoRepository` and
    `FileProblem`.
    """
    done: list[str] = []
    file = Path(_git(folder, "rev-parse", "--show-toplevel")) / ATTRIBUTES
    if _add_line(file):
        done.append(f"added to {file}: {LINE}")
    for name, value in SETTINGS.items():
        if not _setting(folder, name):
            _git(folder, "config", "--local", name, value)
            done.append(f"set in git’s configuration: {name} = {value}")
    return done


def _add_line(file: Path) -> bool:
    try:
        text = file.read_bytes() if file.exists() else b""
        if any(line.split() == LINE.encode().split() for line in text.splitlines()):
            return False
        gap = b"\n" if text and not text.endswith(b"\n") else b""
        write_atomically(file.resolve(), text + gap + LINE.encode() + b"\n")
    except OSError as error:
        raise FileProblem(file, reason(error)) from error
    return True


def _setting(folder: Path, name: str) -> str:
    done = _run(folder, "config", "--get", name)
    return done.stdout.strip()


def _git(folder: Path, *arguments: str) -> str:
    done = _run(folder, *arguments)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["git failed"]
        raise NoRepository(f"{folder}: {lines[-1].removeprefix('fatal: ')}")
    return done.stdout.removesuffix("\n")


def _run(folder: Path, *arguments: str) -> CompletedProcess[str]:
    # Every command would wait for it, and only this one needs it.
    import subprocess

    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, errors="surrogateescape"
        )
    except OSError as error:
        raise NoRepository("git is not installed, or not on the PATH") from error
