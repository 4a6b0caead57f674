"""The settings: what is read, what is refused, and that nothing that is written down drifts."""

import re
import tomllib

import pytest

from tui.core.config import Config, Reading, load_config, read_config
from tui.core.errors import FileProblem
from tui.core.keymap import VIM
from tui.core.settings import BY_NAME, SETTINGS
from tui.core.settings_file import effective, first_file, toml


@pytest.fixture
def load(tmp_path):
    """Reads a text as the settings."""

    def load(text):
        (tmp_path / "config.toml").write_text(text, "utf-8")
        return load_config(tmp_path)

    return load


@pytest.fixture
def problem(load, tmp_path):
    """The only problem of a text, without the name of its file."""

    def problem(text):
        (problem,) = load(text).problems
        assert problem.startswith(f"{tmp_path / 'config.toml'}: ")
        return problem.removeprefix(f"{tmp_path / 'config.toml'}: ")

    return problem


def test_all_that_can_be_set_is_carried(load):
    config = load(
        """
        library = "/texts"
        [theme]
        name = "nord"
        dark = "dracula"
        light = "solarized-light"
        [reading]
        measure = 60
        margin = 4
        spacing = 2
        justify = true
        overlap = 0
        typewriter = true
        [notes]
        folder = "/notes"
        [keys]
        preset = "pager"
        note = ["W", "Ctrl+N"]
        star = []
        [tags]
        pinned = { 1 = "policy/us", 9 = "#to  read" }
        """
    )
    assert config.problems == ()
    assert (str(config.library), str(config.folder)) == ("/texts", "/notes")
    assert (config.theme, config.dark, config.light) == ("nord", "dracula", "solarized-light")
    assert config.reading == Reading(60, 4, 2, True, 0, True)
    assert config.keymap.action("note").keys == ("W", "ctrl+n")
    assert config.keymap.action("star").keys == ()
    assert config.keymap.action("half_down").keys == ("d", "ctrl+d")
    assert config.pinned == {1: "policy/us", 9: "to read"}


def test_the_theme_may_be_one_line_or_a_table(load):
    assert load('theme = "nord"').theme == "nord"
    assert load('[theme]\nname = "nord"').theme == "nord"


def test_a_single_key_needs_no_list(load):
    assert load('[keys]\nnote = "gN"').keymap.action("note").keys == ("g N",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('libary = "x"', "unknown setting “libary”, did you mean “library”?"),
        ('[readng]\nmeasure = 3', "unknown setting “readng”, did you mean “reading”?"),
        ("[reading]\nmargn = 3", "unknown setting “reading.margn”, did you mean “reading.margin”?"),
        ("[reading]\nmeasure = 3", "“reading.measure” must be from 20 to 200 cells"),
        ("[reading]\nmeasure = true", "“reading.measure” must be a number"),
        ("[reading]\nspacing = 3", "“reading.spacing” must be from 0 to 2 lines"),
        ("[reading]\njustify = 1", "“reading.justify” must be true or false"),
        ("reading = 72", "“reading” must be a table: [reading]"),
        ("theme = 1", "“theme.name” must be a text in quotes"),
        ('[notes]\nfolder = "notes"', "“notes.folder” must be a whole path, from / or ~"),
        ('library = "~nobody-of-that-name/x"', "“library” begins with a home that does not exist"),
        ('library = "a\\u0000b"', "“library” must be a path"),
        ('[keys]\npreset = "redwise"',
         "“keys.preset” is no preset “redwise”, did you mean “readwise”?"),
        ('[keys]\npreset = "x"',
         "“keys.preset” is no preset “x”: there are vim, pager, readwise, arrows"),
        ('[keys]\nnotes_ = "x"', "unknown action “notes_” in [keys], did you mean “notes”?"),
        ("[keys]\nnote = 3", "“keys.note” must be a key in quotes or a list of them"),
        ("[keys]\nnote = [3]", "“keys.note” must be a key in quotes or a list of them"),
        ('[keys]\nnote = "spcae"', "“keys.note”: unknown key “spcae”, did you mean “space”?"),
        ('[keys]\nnote = "Ctrl+Q"', "“keys.note”: “ctrl+q” is always “quit”"),
        ('[keys]\nnote_save = "s"', "“keys.note_save”: “s” would be typed into the note"),
        ('[keys]\nnote = ["gN", "g N x"]',
         "“keys.note”: one of “g N” and “g N x” is the beginning of the other"),
        ("[tags]\npinned = 3", '“tags.pinned” must be a table: { 1 = "policy/us" }'),
        ('[tags]\npinned = { 0 = "x" }', "“tags.pinned” has no key “0”: there are 1 to 9"),
        ("[tags]\npinned = { 1 = 1 }", "“tags.pinned.1” must be a text in quotes"),
        ('[tags]\npined = { 1 = "x" }',
         "unknown setting “tags.pined”, did you mean “tags.pinned”?"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_key(problem, text, said):
    assert problem(text) == said


def test_a_tag_that_is_none_is_said(problem):
    assert problem('[tags]\npinned = { 1 = "#" }').startswith("“tags.pinned.1”: “#” is not a tag")


def test_keys_that_clash_are_said_with_both_actions(problem):
    assert problem('[keys]\nnote = "N"').startswith(
        "[keys]: “N” is a key of both “note” and “previous_match”"
    )


def test_a_mistake_among_keys_leaves_the_others(load):
    keys = load('[keys]\nnote = ["spcae", "gN"]\nstar = "spcae"\ntag = "gT"').keymap
    assert keys.action("note").keys == ("g N",)
    assert keys.action("star").keys == ("S",)
    assert keys.action("tag").keys == ("g T",)


@pytest.mark.parametrize("text", ["= =", "a = " + "[" * 5000, "a = " + "1" * 5000, "\x00"])
def test_what_is_no_toml_is_one_line(load, text):
    (problem,) = load(text).problems
    assert "not valid TOML" in problem


def test_what_is_no_utf_8_is_one_line(tmp_path):
    (tmp_path / "config.toml").write_bytes(b'theme = "\xff"')
    (problem,) = load_config(tmp_path).problems
    assert "not valid TOML" in problem


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "config.toml").mkdir()
    (problem,) = load_config(tmp_path).problems
    assert problem == f"{tmp_path / 'config.toml'}: is a directory"
    with pytest.raises(FileProblem):
        read_config(tmp_path / "config.toml")


def test_another_state_of_the_file_has_another_stamp(load):
    first = load('theme = "nord"').stamp
    assert first is not None
    assert load('theme = "dracula"').stamp != first
    assert Config().stamp is None


def switched_on(text):
    return re.sub(r"(?m)^#(?=[a-z])", "", text)


def test_the_first_file_changes_nothing_as_it_is_and_nothing_when_all_of_it_is_on(load):
    for text in (first_file(), switched_on(first_file())):
        config = load(text)
        assert config.problems == ()
        assert list(effective(config)) == list(effective(Config()))


def test_the_first_file_shows_every_setting_at_its_default():
    raw = tomllib.loads(switched_on(first_file()))
    shown = {"library": raw.pop("library")}
    shown |= {f"{name}.{key}": value for name, inner in raw.items() for key, value in inner.items()}
    assert shown == {name: default for name, _, default in effective(Config())}
    assert {setting.name for setting in SETTINGS} <= set(shown)
    assert {f"keys.{action.id}" for action in VIM.actions} <= set(shown)
    assert all(setting.help in first_file() for setting in SETTINGS)


def test_the_defaults_are_those_of_the_settings_when_there_is_no_file():
    values = {name: value for name, value, _ in effective(Config())}
    assert {name: values[name] for name in BY_NAME} == {s.name: s.default for s in SETTINGS}


def test_what_is_shown_can_be_written_down_again(load):
    config = load(
        'library = "/a \\"b\\""\n[keys]\npreset = "arrows"\nnote = ["\\\\\\\\", "gN"]\n'
        '[tags]\npinned = { 2 = "é" }\n[reading]\njustify = true\n'
    )
    again = load("".join(f"{name} = {toml(value)}\n" for name, value, _ in effective(config)))
    assert list(effective(again)) == list(effective(config))
