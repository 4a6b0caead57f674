"""What is known about a terminal before anything is drawn."""

import pytest

from tui.core.keymap import VIM, keymap
from tui.core.presets import PRESETS
from tui.core.terminals import is_dumb, shortcomings


def test_nothing_is_said_of_a_terminal_that_can_do_all():
    for term in ("xterm-256color", "xterm-kitty", "tmux-256color", ""):
        assert shortcomings(term, "utf-8", VIM) == ()
        assert not is_dumb(term)
    assert shortcomings("xterm", "UTF8", VIM) == ()


def test_a_dumb_terminal_is_known():
    assert is_dumb("dumb")


def test_another_encoding_than_utf_8_is_told():
    (line,) = shortcomings("xterm", "ISO-8859-1", VIM)
    assert "iso8859-1" in line
    assert "LC_ALL" in line
    assert len(shortcomings("xterm", "no such thing", VIM)) == 1


def test_the_console_is_told_the_twin_of_each_key_that_it_cannot_send():
    (line,) = shortcomings("linux", "utf-8", VIM)
    assert "gi for Alt+Right" in line
    # Those that are second keys only are not missed.
    assert "Alt+Up" not in line
    (line,) = shortcomings("linux", "utf-8", keymap("arrows")[0])
    assert "} for Ctrl+Down" in line


@pytest.mark.parametrize("preset", PRESETS)
def test_every_action_of_a_preset_can_be_done_on_the_console(preset):
    assert "palette" not in " ".join(shortcomings("linux", "utf-8", keymap(preset)[0]))


def test_an_action_with_no_other_key_is_found_in_the_palette():
    keys, _ = keymap(own={"forward": ("alt+right",)})
    (line,) = shortcomings("linux", "utf-8", keys)
    assert "“Forward” in the palette for Alt+Right" in line
