import pytest

from tui.core.actions import ACTIONS
from tui.core.errors import WrongUsage
from tui.core.sequences import parse_sequence


@pytest.mark.parametrize(
    ("written", "sequence"),
    [
        ("j", "j"),
        ("gg", "g g"),
        ("g g", "g g"),
        ("]a", "] a"),
        ("gT", "g T"),
        ("G", "G"),
        ("Ctrl+D", "ctrl+d"),
        ("ctrl+x Ctrl+E", "ctrl+x ctrl+e"),
        ("space", "space"),
        ("Space", "space"),
        ("PgDn", "pagedown"),
        ("Page_Down", "pagedown"),
        ("Esc", "escape"),
        ("F1", "f1"),
        ("Shift+Tab", "shift+tab"),
        ("shift+g", "G"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("Alt+Down", "alt+down"),
        ("Ctrl+I", "tab"),
        ("+", "+"),
        ("g+", "g +"),
        ("{", "{"),
        ("\\", "\\"),
        ("é", "é"),
        ("g h {y r g b p}", "g h {y r g b p}"),
        ("gh {y r}", "g h {y r}"),
        ("gh + {y r}", "g h {y r}"),
        ("m{a-z}", "m {a-z}"),
    ],
)
def test_a_sequence_may_be_written_as_a_person_reads_it(written, sequence):
    assert parse_sequence(written) == sequence


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("spcae", "unknown key “spcae”, did you mean “space”?"),
        ("ctlr+d", "unknown key “ctlr+d”, did you mean “ctrl+d”?"),
        ("ctrl+dwn", "unknown key “ctrl+dwn”, did you mean “ctrl+down”?"),
        ("f99", "unknown key “f99”"),
        ("hello", "unknown key “hello”"),
        ("ctrl+{a}", "unknown key “ctrl+”"),
        ("", "a key is needed"),
        ("  ", "a key is needed"),
        ("1a", "a number first is a count"),
        ("alt+x", "a terminal sends Esc and then the character"),
        ("ctrl+1", "Ctrl goes with a to z"),
        ("g Esc", "Esc forgets what was typed before it"),
        ("\x04", "a control character is no key"),
    ],
)
def test_a_sequence_that_cannot_be_typed_is_refused_with_the_reason(written, why):
    with pytest.raises(WrongUsage) as refused:
        parse_sequence(written)
    assert why in str(refused.value)


def test_the_sequences_of_the_registry_are_written_as_they_are():
    for action in ACTIONS:
        assert tuple(map(parse_sequence, action.keys)) == action.keys
