import pytest

from tui.core.note_lines import entered, indented


def typed(line, keys="\n"):
    """What stands there after Enter at `|`, which becomes the cursor again."""
    before, _, after = line.partition("|")
    gone, comes = entered(before, after)
    return f"{before[: len(before) - gone]}{comes}|{after}"


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("words|", "words\n|"),
        ("- one|", "- one\n- |"),
        ("* one|", "* one\n* |"),
        ("  + one|", "  + one\n  + |"),
        ("1. one|", "1. one\n2. |"),
        ("9) one|", "9) one\n10) |"),
        ("> said|", "> said\n> |"),
        ("> > said|", "> > said\n> > |"),
        ("> - one|", "> - one\n> - |"),
        ("- [ ] do|", "- [ ] do\n- [ ] |"),
        ("- [x] done|", "- [x] done\n- [ ] |"),
        ("- o|ne", "- o\n- |ne"),
    ],
)
def test_enter_goes_on_with_a_list_or_a_quote(line, then):
    assert typed(line) == then


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("- |", "|"),
        ("  - |", "|"),
        ("12. |", "|"),
        ("- [ ] |", "|"),
        ("> |", "|"),
        ("> - |", "> |"),
        ("> > |", "> |"),
    ],
)
def test_enter_on_an_empty_item_ends_the_list(line, then):
    assert typed(line) == then


@pytest.mark.parametrize(
    "line", ["-|", "-5 degrees|", "1.5|", "|- one", "a - b|", "--- |", "#1. x|"]
)
def test_enter_elsewhere_is_only_a_new_line(line):
    assert typed(line) == line.replace("|", "\n|")


def test_enter_at_the_start_of_an_item_does_not_swallow_its_marker():
    assert typed("- |one") == "- \n- |one"


def test_tab_puts_an_item_deeper_and_back():
    assert indented("- one", deeper=True) == (0, "  ")
    assert indented("   - one", deeper=False) == (2, "")
    assert indented(" - one", deeper=False) == (1, "")
    assert indented("- one", deeper=False) is None
    assert indented("words", deeper=True) is None
