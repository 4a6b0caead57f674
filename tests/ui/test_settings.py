"""Settings in the running program: keys and the texts that name them, and reading them anew."""

import asyncio
import contextlib

import pytest

from tests.ui.test_reader import WIDE, reading
from tui.core.config import load_config
from tui.core.keymap import keymap
from tui.ui.screens import tuning


def of(preset, **own):
    return {"keymap": keymap(preset, {id_: (key,) for id_, key in own.items()})[0]}


def drawn(app):
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_the_keys_of_a_preset_do_what_it_says(app_on):
    async with reading(app_on(**of("readwise"))) as r:
        await r.press("j", "H")
        assert r.note_of(1).colour == "yellow"
        await r.press("Z")
        assert r.note_of(1) is None
        await r.press("N", *"hm", "escape")
        assert r.note_of(1).note == "hm"


async def test_a_digit_puts_its_tag_on_and_takes_it_off(app_on):
    async with reading(app_on(pinned={2: "to read"})) as r:
        await r.press("j", *"2g2")
        assert r.note_of(1).tags == r.note_of(2).tags == ("to read",)
        await r.press(*"g2")
        assert r.note_of(1) is None
        await r.press(*"jjx")
        assert r.note_of(3).tags == ("to read",)
        await r.press(*"g3")
        assert "no tag has the key 3: p 3 gives it one in T" in r.status


async def test_tags_are_painted_while_moving(app_on):
    async with reading(app_on(pinned={2: "b"}), WIDE) as r:
        await r.press("t", "a", "enter", "B")
        assert "painting #a" in r.status
        await r.press("j", "space", "space", "j", "2", "space")
        tags = [note.tags if (note := r.note_of(block)) else () for block in range(6)]
        assert tags == [("a",), ("a",), ("a",), (), ("b",), ()]
        assert "painting #b" in r.status
        await r.press("escape")
        assert "painting" not in r.status
        await r.press("2", "k")
        assert r.cursor == 3


async def test_messages_name_the_key_that_works(app_on):
    async with reading(app_on(**of("readwise", tag="#", find="&", quit="!")), WIDE) as r:
        shown = drawn(r.app)
        assert "# tag  N note  H highlight  & find  ? help" in shown
        assert "N note " in shown
        await r.press("x")
        assert "no tag yet: # asks for one" in r.status
        await r.press("n")
        assert "nothing to find yet: & asks for it" in r.status
        await r.press("ctrl+c")
        assert "! saves and leaves" in r.status
        await r.press("h")
        assert "Z undo" in r.status
        await r.press("?", *"brings")
        assert "Remove the annotation; Z brings it back" in drawn(r.app)


async def test_what_a_selection_proposes_are_the_keys_that_work(app_on):
    async with reading(app_on(**of("readwise", tag="#", copy="&")), WIDE) as r:
        await r.press("V")
        assert "# N H annotate  & copy  Esc end" in r.status
    keys = keymap(own={"tag": (), "note": (), "highlight": (), "copy": ()})[0]
    async with reading(app_on(keymap=keys), WIDE) as r:
        await r.press("V")
        assert r.status.split() == ["¶", "1/8", "V", "¶", "1", "Esc", "end"]


async def test_hints_leave_out_what_has_no_key(app_on):
    keys = keymap(own={"tag": (), "note": ()})[0]
    async with reading(app_on(keymap=keys), WIDE) as r:
        assert "h highlight  / find  ? help" in drawn(r.app)
        assert "t tag" not in drawn(r.app)


async def test_an_action_without_a_key_is_done_from_the_help_and_the_palette(app_on):
    keys = keymap(own={"highlight": (), "status": ()})[0]
    async with reading(app_on(keymap=keys)) as r:
        await r.press("j", "question_mark", *"last colour", "enter")
        assert r.note_of(1).colour == "yellow"
        await r.press("colon", *"status")
        await r.press("enter")
        assert r.note_of(1).status == "open"


async def test_lists_and_the_note_editor_go_by_the_same_keys(app_on):
    keys = of("vim", list_down="n", note_save="ctrl+s", note_revert="ctrl+r")
    async with reading(app_on(**keys), WIDE) as r:
        await r.press("2", "G", "a", *"x")
        assert "Ctrl+S save · Ctrl+R revert" in drawn(r.app)
        await r.press("ctrl+s")
        assert r.note_of(1).note == "x"
        await r.press("d", "d", "3", "G", "h", "d", "d", "g", "u", "n")
        trash = r.app.screen
        assert trash._list.current.key == 1
        await r.press("enter")
        assert r.note_of(1).note == "x"


@pytest.fixture
def settings(app_on, places, monkeypatch):
    """The program reading with a `config.toml`, and a way to write another one."""
    monkeypatch.setattr("tui.core.watcher.Watcher.start", lambda self: None)
    file = places.config / "config.toml"
    file.parent.mkdir(parents=True)

    class Settings:
        def write(self, text):
            # Another file each time: its number says so whatever the clock does.
            other = file.with_suffix(".new")
            other.write_text(text)
            other.replace(file)

        def remove(self):
            file.unlink()

        async def looked(self, r):
            """The program has looked twice: once to see the change, once to see it settled."""
            for _ in range(2):
                await r.reader.watching._tuning._look()
            await r.pilot.pause()

        @contextlib.asynccontextmanager
        async def reading(self, text, size=(80, 24)):
            self.write(text)
            config = load_config(places.config)
            names = ("keymap", "theme", "reading", "stamp", "problems")
            app = app_on(**{name: getattr(config, name) for name in names})
            async with reading(app, size) as r:
                yield r

    return Settings()


async def test_settings_that_did_not_change_are_left_alone(settings):
    async with settings.reading('[keys]\nnote = "gN"\n') as r:
        await r.press("c")
        await settings.looked(r)
        assert r.app.theme == "postil-light"
        assert "settings read anew" not in r.status


async def test_other_keys_count_at_once_in_every_view(settings):
    async with settings.reading("", WIDE) as r:
        settings.write('[keys]\npreset = "readwise"\ntag = "#"\n')
        await settings.looked(r)
        assert "settings read anew" in r.status
        assert "# tag  N note  H highlight" in drawn(r.app)
        await r.press("j", "H")
        assert r.note_of(1).colour == "yellow"
        assert "Z undo" in r.status


async def test_another_measure_leaves_the_text_where_it_is(settings):
    async with settings.reading("") as r:
        await r.press("G")
        before = r.view.position
        settings.write("[reading]\nmeasure = 30\n")
        await settings.looked(r)
        assert r.view.column[1] == 30
        assert r.view.position.cursor == before.cursor
        assert "The end came quietly." in drawn(r.app)


async def test_another_theme_is_put_on_and_one_chosen_by_key_stays(settings):
    async with settings.reading("") as r:
        settings.write('theme = "nord"\n')
        await settings.looked(r)
        assert r.app.theme == "nord"
        await r.press("c")
        chosen = r.app.theme
        settings.write('theme = "nord"\n[reading]\nmeasure = 50\n')
        await settings.looked(r)
        assert r.app.theme == chosen != "nord"


async def test_a_mistake_is_said_and_the_rest_counts(settings):
    async with settings.reading("") as r:
        settings.write('[keys]\nnotte = "N"\nstar = "gS"\n')
        await settings.looked(r)
        assert "unknown action “notte” in [keys], did you mean “note”?" in r.status
        await r.press("j", "g", "S")
        assert r.note_of(1).starred
        settings.write('theme = "nrod"\n')
        await settings.looked(r)
        assert "the theme “nrod” of config.toml is not known, did you mean “nord”?" in r.status


async def test_a_file_that_is_no_toml_leaves_everything_as_it_was(settings):
    async with settings.reading('theme = "nord"\n[keys]\nnote = "gN"\n') as r:
        settings.write("[keys\n")
        await settings.looked(r)
        assert "config.toml: not valid TOML" in r.status
        assert r.app.theme == "nord"
        await r.press("j", "g", "N", *"hm", "escape")
        assert r.note_of(1).note == "hm"
        await settings.looked(r)
        assert "not valid TOML" not in r.status
        settings.write('theme = "nord"\n')
        await settings.looked(r)
        assert "settings read anew" in r.status


async def test_a_file_taken_away_leaves_the_defaults(settings):
    async with settings.reading('[keys]\nnote = "gN"\n') as r:
        settings.remove()
        await settings.looked(r)
        assert "settings read anew" in r.status
        await r.press("a", *"hm", "escape")
        assert r.note_of(0).note == "hm"


async def test_a_file_that_is_just_being_written_is_not_read_yet(settings):
    async with settings.reading('[keys]\nnote = "gN"\n') as r:
        settings.write("")
        await r.reader.watching._tuning._look()
        assert "settings read anew" not in r.status
        settings.write('[keys]\nnote = "gN"\n[reading]\nmeasure = 40\n')
        await settings.looked(r)
        assert r.view.column[1] == 40


async def test_folders_are_said_to_count_later(settings, tmp_path):
    async with settings.reading("") as r:
        settings.write(f'library = "{tmp_path}"\n')
        await settings.looked(r)
        assert "settings read anew · folders at the next start" in r.status


async def test_a_note_being_written_is_left_alone(settings):
    async with settings.reading("") as r:
        await r.press("j", "a", *"half")
        settings.write('theme = "nord"\n[reading]\nmeasure = 30\n[keys]\npreset = "pager"\n')
        await settings.looked(r)
        await r.press(*" done", "escape")
        assert r.note_of(1).note == "half done"


async def test_a_disk_that_takes_its_time_is_asked_once(settings, monkeypatch):
    asked, free = [], asyncio.Event()

    async def slow(self):
        asked.append(1)
        await free.wait()

    async with settings.reading("") as r:
        monkeypatch.setattr(tuning.Tuning, "_look", slow)
        r.reader.watching._tuning.look()
        r.reader.watching._tuning.look()
        await r.pilot.pause()
        free.set()
    assert asked == [1]
