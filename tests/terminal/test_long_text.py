"""A long text is opened for little more than a short one: measured by a second one beside it."""

import re
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

STARTS, MOST = 3, 8
"""Each is measured by its best start; on a busy machine others take longer, so it may have more."""
PARAGRAPHS = 100_000
WORDS = "What is said here is said again in every paragraph of this long text. " * 7

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="Linux tells what a process takes"
)


def opened(path, folder, count):
    """Seconds of CPU up to when all of the text is there, and megabytes of its own."""
    with Terminal([path], cwd=folder, size=(120, 40)) as terminal:
        terminal.wait_for(f"1/{count}")
        terminal.wait_quiet()
        process = Path(f"/proc/{terminal.process.pid}")
        numbers = (process / "stat").read_text().rpartition(")")[2].split()
        memory = (process / "smaps_rollup").read_text()
    return (
        sum(map(int, numbers[11:13])) / 100,
        sum(map(int, re.findall(r"Private_\w+:\s+(\d+)", memory))) / 1024,
    )


def test_opening_a_long_text_takes_little_more_than_a_short_one(tmp_path):
    found = {}
    for count in (12, PARAGRAPHS):
        folder = tmp_path / str(count)
        folder.mkdir()
        (folder / "text.txt").write_text(f"{WORDS}\n\n" * count)
        found[count] = []
    for start in range(MOST):
        for count, results in found.items():
            folder = tmp_path / str(count)
            results.append(opened(folder / "text.txt", folder, count))
        best = [tuple(map(min, zip(*results, strict=True))) for results in found.values()]
        (short, little), (long, much) = best
        # Most of a short one is to load the program.
        if start + 1 >= STARTS and long < 1.3 * short:
            break
    assert long < 1.3 * short, found
    assert much < little + 15, found
