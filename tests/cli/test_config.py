import pytest

from tui.core.keymap import VIM
from tui.core.settings_file import first_file


@pytest.fixture
def file(places):
    return places.config / "config.toml"


@pytest.fixture
def write(file):
    def write(text):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    return write


def test_the_place_of_the_settings_is_printed(postil, file):
    done = postil("config", "--path")
    assert (done.code, done.out) == (0, f"{file}\n")
    assert not file.exists()


def test_a_first_file_is_written_and_never_over_another(postil, file, write):
    done = postil("config", "--init")
    assert (done.code, done.out) == (0, f"{file}\n")
    assert file.read_text("utf-8") == first_file()
    write("mine")
    done = postil("config", "--init")
    assert (done.code, done.out) == (1, "")
    assert f"{file}: is there already and stays as it is" in done.err
    assert file.read_text() == "mine"


def test_a_link_that_leads_nowhere_is_not_written_through(postil, file, tmp_path):
    file.parent.mkdir(parents=True)
    file.symlink_to(tmp_path / "elsewhere")
    assert postil("config", "--init").code == 1
    assert not (tmp_path / "elsewhere").exists()


def test_a_place_that_takes_no_file_is_said(postil, places):
    places.config.parent.mkdir(parents=True)
    places.config.write_text("")
    done = postil("config", "--init")
    assert done.code == 3
    assert str(places.config) in done.err


def test_the_settings_are_shown_as_they_count(postil, write):
    write('theme = "nord"\n[keys]\npreset = "pager"\nnote = ["gN"]\n')
    done = postil("config", "--show")
    assert (done.code, done.err) == (0, "")
    for line in ('theme.name = "nord"', "reading.measure = 72", 'keys.note = ["g N"]'):
        assert f"{line}\n" in done.out
    assert 'keys.half_down = ["d", "ctrl+d"]\n' in done.out


def test_the_settings_are_shown_as_json_lines(postil, write):
    write("[reading]\nmeasure = 60\n")
    lines = {line["setting"]: line for line in postil("config", "--show", "--json").lines}
    assert lines["reading.measure"] == {"setting": "reading.measure", "value": 60, "default": 72}
    assert lines["tags.pinned"]["value"] == {}
    assert {f"keys.{action.id}" for action in VIM.actions} <= set(lines)


def test_mistakes_are_said_and_the_rest_is_shown(postil, write):
    write('thme = "x"\n[reading]\nmeasure = 60\n')
    done = postil("config", "--show")
    assert done.code == 1
    assert "did you mean “theme”?" in done.err
    assert "reading.measure = 60\n" in done.out


def test_an_action_whose_keys_were_taken_away_is_said_and_is_no_mistake(postil, write):
    write("[keys]\nstar = []\n")
    done = postil("config", "--show")
    assert done.code == 0
    assert "“star” has no key" in done.err


def test_a_file_that_cannot_be_read_is_said(postil, file):
    file.mkdir(parents=True)
    done = postil("config", "--show")
    assert (done.code, done.out) == (3, "")
    assert done.err == f"postil: {file}: is a directory\n"


@pytest.mark.parametrize(
    "arguments", ["", "--init --show", "--path --json", "--init --json", "--show extra"]
)
def test_what_makes_no_sense_is_wrong_usage(postil, file, arguments):
    assert postil("config", *arguments.split()).code == 2
    assert not file.exists()


def test_keys_are_those_of_the_settings(postil, write):
    write('[keys]\npreset = "readwise"\nstar = "gS"\n')
    out = postil("keys").out
    assert "N a " in out
    assert "(vim: a)" in out
    lines = {line["id"]: line for line in postil("keys", "--json").lines}
    assert lines["star"]["keys"] == ["gS"]
    assert (lines["star"]["default"], lines["star"]["differs"]) == (["S"], True)
    assert not lines["tag"]["differs"]
    assert lines["remove"]["help"] == "Remove the annotation; Z brings it back"


def test_keys_of_a_preset_are_without_ones_own(postil, write):
    write('[keys]\nstar = "gS"\n')
    lines = {line["id"]: line for line in postil("keys", "--preset", "pager", "--json").lines}
    assert lines["star"]["keys"] == ["S"]
    assert lines["half_down"]["keys"] == ["d", "Ctrl+D"]
    assert postil("keys", "--preset", "pagr").code == 2


def test_hostile_settings_do_not_reach_the_terminal(postil, write):
    write('theme = "\\u001b[2J"\n"\\u001b[31m" = 1\n')
    done = postil("config", "--show")
    assert "\x1b" not in done.out + done.err
