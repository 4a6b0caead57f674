"""A long text is opened for little more than a short one: measured by a second one beside it."""

import re
import statistics
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

PAIRS = 7
"""A short and a long one in turns: a machine goes at another speed now and then."""
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


@pytest.fixture
def texts(tmp_path):
    """A short and a long text by the number of their paragraphs."""
    found = {}
    for count in (12, PARAGRAPHS):
        found[count] = tmp_path / str(count) / "text.txt"
        found[count].parent.mkdir()
        found[count].write_text(f"{WORDS}\n\n" * count)
    return found


def one_of_each(texts):
    """What it takes to open each of them, one after the other."""
    return [opened(path, path.parent, count) for count, path in texts.items()]


def test_a_long_text_takes_little_more_memory_than_a_short_one(texts):
    (_, little), (_, much) = one_of_each(texts)
    assert much < little + 15


@pytest.mark.long
def test_opening_a_long_text_takes_little_more_than_a_short_one(texts):
    pairs = [one_of_each(texts) for _ in range(PAIRS)]
    # Most of a short one is to load the program.
    assert statistics.median(long / short for (short, _), (long, _) in pairs) < 1.3, pairs
