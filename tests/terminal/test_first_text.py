"""The text is on a real terminal before the program is, and stays there when the program comes."""

import pyte
import pytest

from tests.terminal.terminal import UNKNOWN, Terminal
from tests.terminal.test_first_page import ARTICLES, TAKEN_OVER, cells

STARTS = 5
"""A busy machine may take longer to open a file than the text is waited for."""
TITLE = "The margin and its readers"


@pytest.mark.parametrize(
    ("size", "named"), [((80, 24), True), ((120, 40), True), ((120, 40), False)]
)
def test_the_text_is_there_first_and_never_goes_away(tmp_path, size, named):
    essay = tmp_path / "essay.md"
    essay.write_bytes((ARTICLES / "essays" / "the-margin-and-its-readers.md").read_bytes())
    for _ in range(STARTS):
        with Terminal([essay if named else tmp_path], cwd=tmp_path, size=size) as terminal:
            terminal.wait_for("¶ 1/87")
            terminal.wait_quiet()
            raw = terminal.raw
        early = raw.partition(TAKEN_OVER)[0]
        if TITLE.encode() in early:
            break
    first, last = cells(early, size), cells(raw, size)
    text = range(27, size[0] - 31) if size[0] >= 100 else range(size[0])
    rows = range(size[1] - 2)
    assert [[first[y][x] for x in text] for y in rows] == [[last[y][x] for x in text] for y in rows]
    screen = pyte.Screen(*size)
    stream = pyte.Stream(screen)
    stream.feed(UNKNOWN.sub("", early.decode()))
    for part in raw.removeprefix(early).decode(errors="replace").split("\x1b[?2026l"):
        stream.feed(UNKNOWN.sub("", part))
        assert TITLE in "\n".join(screen.display), part
