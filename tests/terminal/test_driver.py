"""Keys as they arrive, and a terminal that is slow to take what is written to it."""

import os

import pytest

from tests.terminal.terminal import Terminal

ESC, DOWN = "\x1b", "\x1b[B"
LONG = "\n\n".join(f"Paragraph {n} says what paragraphs say." for n in range(1, 600))


@pytest.fixture
def opened(tmp_path):
    """A terminal with a long text in it."""
    (tmp_path / "long.txt").write_text(LONG)
    with Terminal(["long.txt"], cwd=tmp_path) as terminal:
        terminal.wait_for("¶ 1/599")
        yield terminal


def test_a_key_that_comes_in_two_pieces_is_one_key(opened):
    for piece in DOWN:
        opened.type(piece)
    opened.wait_for("¶ 2/599")


def test_esc_alone_is_a_key_though_it_may_be_the_beginning_of_one(opened):
    opened.type("V")
    opened.wait_for("V ¶ 1")
    opened.type(ESC)
    opened.wait_until(lambda: "V ¶ 1" not in opened.text)


def test_bytes_that_are_no_text_are_not_the_end(opened):
    os.write(opened._fd, b"\xff\xc3j")
    opened.type("5G")
    opened.wait_for("¶ 5/599")


def test_a_terminal_that_takes_nothing_for_a_while_shows_everything_then(tmp_path):
    (tmp_path / "long.txt").write_text(LONG)
    with Terminal(["long.txt"], cwd=tmp_path, size=(250, 70)) as terminal:
        terminal.wait_for("¶ 1/599")
        # Nothing is read meanwhile, and more is drawn than a terminal takes by then.
        for _ in range(100):
            terminal.type("G\x0cgg\x0c")
        terminal.type("7G")
        terminal.wait_for("¶ 7/599")
        terminal.wait_quiet()
        seen = terminal.text
        terminal.type("\x0c")
        terminal.wait_quiet()
        assert terminal.text == seen
        terminal.type("q")
        assert terminal.wait_closed() == 0
        assert terminal.is_restored
