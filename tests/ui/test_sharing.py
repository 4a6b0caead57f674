"""Notes that change elsewhere while they are read here, the trash, and settling conflicts."""

import pytest
import tinydb

from tests.ui.test_reader import NARROW, WIDE, reading
from tests.ui.test_screens import until
from tui.core import edits
from tui.core.keymap import keymap
from tui.core.library import Library
from tui.core.store.keeping import Keeping


@pytest.fixture
def elsewhere(places, shelf):
    """Writes a note from another program."""

    def write(text, block=1):
        library = Library(shelf, Keeping(places))
        session = library.session(shelf / "essay.md")
        library.perform(edits.write_note(session, [session.paragraph(block)], text))
        library.flush()

    return write


async def write(r, text):
    await r.press("a", *text, "escape")


async def test_a_note_written_elsewhere_appears_and_the_cursor_stays(app_on, elsewhere):
    async with reading(app_on(), WIDE) as r:
        await r.press("3", "G")
        elsewhere("from afar")
        await until(r.pilot, lambda: r.note_of(1) is not None)
        assert "from afar" in "\n".join(
            r.reader._notes.render_line(y).text for y in range(r.reader._notes.size.height)
        )
        assert "changed by another program" in r.status
        assert r.cursor == 2


async def test_a_half_written_note_is_not_touched_by_one_from_elsewhere(app_on, elsewhere):
    async with reading(app_on()) as r:
        await r.press("j", "a", *"mine")
        elsewhere("theirs")
        await until(r.pilot, lambda: r.note_of(1) is not None)
        assert r.app.screen.text == "mine"
        await r.press("escape")
        note = r.note_of(1)
        assert (note.note, note.conflicts) == ("mine", ("theirs",))
        assert "⇄ two texts" in r.text
        assert "both texts are kept, see gc" in r.status


async def test_notes_taken_out_by_another_program_are_said_with_the_key_of_the_trash(
    app_on, shelf, elsewhere
):
    elsewhere("precious")
    keys, _ = keymap(own={"trash": ("W",)})
    async with reading(app_on(keymap=keys), WIDE) as r:
        with tinydb.TinyDB(shelf / "essay.md.notes.json") as db:
            db.remove(tinydb.where("note") == "precious")
        await until(r.pilot, lambda: "took notes out" in r.status)
        assert "another program took notes out: see W" in r.status
        await r.press("W")
        assert "precious" in r.app.screen._list.render_line(0).text


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        (["1"], ("mine", ())),
        (["2"], ("theirs", ())),
        (["b"], ("mine\n\ntheirs", ())),
        (["e", "!", "escape"], ("mine\n\ntheirs!", ())),
        (["e", "!", "ctrl+g"], ("mine", ("theirs",))),
        (["escape"], ("mine", ("theirs",))),
    ],
)
async def test_a_conflict_is_settled_by_one_key(app_on, elsewhere, keys, kept):
    async with reading(app_on()) as r:
        await r.press("j", "a", *"mine")
        elsewhere("theirs")
        await until(r.pilot, lambda: r.note_of(1) is not None)
        await r.press("escape", "g", "g", "g", "c")
        assert r.cursor == 1
        await r.press(*keys)
        note = r.note_of(1)
        assert (note.note, note.conflicts) == kept
        if not kept[1]:
            await r.press("u")
            assert r.note_of(1).conflicts == ("theirs",)


async def test_without_conflicts_or_removed_notes_the_keys_say_so(app_on):
    async with reading(app_on()) as r:
        await r.press("g", "c")
        assert "no note here was written in two places" in r.status
        await r.press("g", "u")
        assert "nothing was removed" in r.app.screen._list.render_line(0).text
        await r.press("escape")


async def test_a_removed_note_is_brought_back_from_the_trash(app_on, shelf):
    async with reading(app_on()) as r:
        await r.press("j")
        await write(r, "precious")
        await r.press("d", "d")
        assert r.note_of(1) is None
        await r.app._reader.saver.finish()
    async with reading(app_on(), NARROW) as r:
        await r.press("g", "u")
        assert "precious" in r.app.screen._list.render_line(0).text
        await r.press("enter")
        assert r.note_of(1).note == "precious"


async def test_undo_reaches_back_behind_a_restart(app_on):
    async with reading(app_on()) as r:
        await r.press("h")
        await r.app._reader.saver.finish()
    async with reading(app_on()) as r:
        assert r.note_of(0).colour
        await r.press("u")
        assert r.note_of(0) is None
        assert "undone: highlighted yellow" in r.status
        await r.press("ctrl+r")
        assert r.note_of(0).colour


async def test_a_draft_older_than_the_note_stands_below_it(app_on, elsewhere):
    async with reading(app_on()) as r:
        await r.press("j", "a", *"half")
        await until(r.pilot, lambda: r.app.screen._kept_at)
        r.app.exit()
    elsewhere("newer")
    async with reading(app_on()) as r:
        await r.press("j", "a")
        assert r.app.screen.text == "newer\n\nhalf"
        await r.press("ctrl+g")
        assert r.note_of(1).note == "newer"
        await r.press("a")
        assert r.app.screen.text == "newer"
        await r.press("escape")


async def test_a_place_that_cannot_be_written_is_told_and_the_notes_are_kept(
    app_on, shelf, monkeypatch
):
    def refuse(path, *_):
        if path.parent == shelf:
            raise OSError(30, "Read-only file system")
        return real(path, *_)

    from tui.core.store import storage

    real = storage.replace_durably
    async with reading(app_on(), WIDE) as r:
        with monkeypatch.context() as patched:
            patched.setattr(storage, "replace_durably", refuse)
            await r.press("h")
            await until(r.pilot, lambda: "saved elsewhere" in r.status)
        await r.press("j", "h")
        await until(r.pilot, lambda: "saved elsewhere" not in r.status)
    async with reading(app_on()) as r:
        assert r.note_of(0).colour
        assert r.note_of(1).colour
