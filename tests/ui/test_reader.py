"""Keys over the text: what each action of the registry does, seen on the screen."""

import gc
import json
import shutil
from contextlib import asynccontextmanager

import pytest

from tui.core.actions import ACTIONS, parted
from tui.ui.app import PostilApp
from tui.ui.screens.keyboard import Keyboard

NAMES = {
    "/": "slash", ".": "full_stop", "}": "right_curly_bracket", "{": "left_curly_bracket",
    "]": "right_square_bracket", "[": "left_square_bracket", "%": "percent_sign",
    "?": "question_mark", ":": "colon", "\\": "backslash", "|": "vertical_line",
}  # fmt: skip
NARROW, WIDE = (80, 24), (120, 40)


class Reader:
    """Presses keys and reads the screen."""

    def __init__(self, app, pilot):
        self.app, self.pilot = app, pilot

    async def press(self, *keys):
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self):
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def reader(self):
        return self.app._reader

    @property
    def view(self):
        return self.reader.view

    @property
    def cursor(self):
        return self.view.viewport.cursor

    @property
    def session(self):
        return self.view.session

    @property
    def text(self):
        """The text as drawn."""
        return "\n".join(
            self.view.render_line(y).text.rstrip() for y in range(self.view.size.height)
        )

    @property
    def status(self):
        return self.reader.status.render_line(0).text

    def note_of(self, block):
        return self.session.at(self.session.paragraph(block))


@asynccontextmanager
async def reading(app: PostilApp, size=NARROW):
    async with app.run_test(size=size) as pilot:
        reader = Reader(app, pilot)
        await reader.settle()
        yield reader


async def test_the_first_screen_shows_text_place_and_hints(app_on):
    async with reading(app_on()) as r:
        assert "A gloss explained a word." in r.text
        assert "¶ 1/8" in r.status
        assert "? help" in r.status


async def test_j_and_k_move_the_mark_in_the_gutter(app_on):
    async with reading(app_on()) as r:
        await r.press("j")
        (marked,) = [line for line in r.text.splitlines() if "┃" in line]
        assert "A gloss explained" in marked
        await r.press("k")
        assert r.cursor == 0


@pytest.mark.parametrize(
    ("keys", "block"),
    [
        ("j", 1), ("5 j", 5), ("j j k", 1), ("right_curly_bracket", 1), ("g j", 1),
        ("j j left_curly_bracket", 1), ("G", 8), ("G g g", 0), ("7 G", 6), ("8 G", 8),
        ("space", 8), ("end", 8), ("end home", 0), ("right_square_bracket right_square_bracket", 2),
        ("L", 2), ("G H", 2), ("G left_square_bracket left_square_bracket", 2),
        ("1 0 0 percent_sign", 8),
        ("9 9 G", 0), ("G ctrl+o", 0), ("G backspace", 0), ("G ctrl+o alt+right", 8),
    ],
)  # fmt: skip
async def test_where_a_key_leads(app_on, keys, block):
    async with reading(app_on()) as r:
        await r.press(*keys.split())
        assert r.cursor == block


async def test_pages_and_lines_move_the_text_and_keep_two_lines(app_on, shelf):
    (shelf / "long.txt").write_text("\n\n".join(f"Line {n}." for n in range(200)))
    async with reading(app_on("long.txt")) as r:
        before = r.text.splitlines()
        await r.press("space")
        assert r.text.splitlines()[:2][-1] == before[-1] or r.text.splitlines()[0] == before[-2]
        top = r.view.viewport.top
        await r.press("ctrl+e", "ctrl+e")
        assert r.view.viewport.top != top
        await r.press("ctrl+y", "ctrl+y")
        assert r.view.viewport.top == top
        await r.press("b")
        assert r.text.splitlines() == [line.replace("┃", " ") for line in before] or r.cursor >= 0
        await r.press("1", "0", "0", "G", "z", "t")
        assert "┃ 100" in r.text.splitlines()[0]
        await r.press("z", "b")
        assert "┃ 100" in "\n".join(r.text.splitlines()[-3:])
        await r.press("z", "z")
        assert "┃ 100" in "\n".join(r.text.splitlines()[8:14])
        await r.press("ctrl+d")
        assert r.cursor > 99
        await r.press("ctrl+u", "ctrl+u")
        assert r.cursor < 99


async def test_a_tag_is_typed_shown_repeated_and_undone(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "t", *"policy", "slash", *"us", "enter")
        assert r.note_of(1).tags == ("policy/us",)
        assert "#policy/us" in r.text
        await r.press("j", "full_stop")
        assert r.note_of(2).tags == ("policy/us",)
        await r.press("u", "u")
        assert not r.session.annotations
        await r.press("ctrl+r")
        assert r.note_of(1).tags == ("policy/us",)


async def test_enter_alone_takes_the_last_tag_and_four_keys_tag_four(app_on):
    async with reading(app_on()) as r:
        await r.press("t", *"method", "enter", "j", "t", "enter")
        assert r.note_of(1).tags == ("method",)
        await r.press("j", "4", "t", "enter")
        assert [r.note_of(block).tags for block in range(2, 6)] == [("method",)] * 4


async def test_x_puts_the_last_tag_on_and_off(app_on):
    async with reading(app_on()) as r:
        await r.press("x")
        assert "t asks for one" in r.status
        await r.press("t", *"a", "enter", "j", "x")
        assert r.note_of(1).tags == ("a",)
        await r.press("x")
        assert r.note_of(1) is None


async def test_a_note_is_written_and_edited(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "a", *"why", "escape")
        assert r.note_of(1).note == "why"
        assert "✎" in r.text
        await r.press("a", "ctrl+end", "question_mark", "escape")
        assert r.note_of(1).note == "why?"
        await r.press("a", *"xx", "ctrl+g")
        assert r.note_of(1).note == "why?"


async def test_a_note_on_one_row_leaves_the_blank_row_below_it(app_on):
    async with reading(app_on()) as r:
        await r.press("2", "G", "a", *"why", "escape", "h")
        lines = r.text.splitlines()
        at = next(y for y, line in enumerate(lines) if "A gloss" in line)
        assert lines[at + 1].split() == ["█", "✎"]
        assert not lines[at + 2].strip()
        assert lines[at + 1].index("✎") == lines[at].index("2")


async def test_a_note_on_the_document(app_on):
    async with reading(app_on()) as r:
        await r.press("A", *"all", "escape")
        assert [a.note for a in r.session.on_document()] == ["all"]


async def test_highlight_status_and_star(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "h")
        assert r.note_of(1).colour == "yellow"
        await r.press("g", "h", "b")
        assert r.note_of(1).colour == "blue"
        await r.press("h")
        assert r.note_of(1) is None
        await r.press("h", "s", "S")
        assert (r.note_of(1).colour, r.note_of(1).status, r.note_of(1).starred) == (
            "blue", "open", True,
        )  # fmt: skip
        assert "◇ open" in r.text
        assert "★" in r.text


async def test_dd_removes_and_u_brings_back(app_on):
    async with reading(app_on()) as r:
        await r.press("t", *"a", "enter", "d", "d")
        assert not r.session.annotations
        await r.press("u")
        assert r.note_of(0).tags == ("a",)


async def test_annotated_paragraphs_are_walked(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "h", "4", "j", "h", "g", "g")
        await r.press("right_square_bracket", "a")
        assert r.cursor == 1
        await r.press("alt+down")
        assert r.cursor == 5
        await r.press("left_square_bracket", "a")
        assert r.cursor == 1
        await r.press("alt+up")
        assert "no annotation above" in r.status


async def test_finding_goes_to_the_match_and_escape_returns(app_on):
    async with reading(app_on()) as r:
        await r.press("slash", *"postil")
        assert r.cursor == 4
        await r.press("escape")
        assert r.cursor == 0
        await r.press("slash", *"answer", "enter", "n")
        assert r.cursor == 4
        await r.press("slash", *"it", "enter")
        first = r.cursor
        await r.press("n", "n", "N", "N")
        assert r.cursor == first
        await r.press("ctrl+o")
        assert r.cursor == 4


async def test_what_is_not_there_is_said_and_nothing_moves(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "slash", *"zebra")
        assert r.cursor == 1
        await r.press("enter")
        assert "is not in this document" in r.status or r.cursor == 1


async def test_search_everywhere_opens_the_hit_and_back_returns(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "a", *"remember the friend", "escape")
        await r.press("G", "g", "slash", *"friend")
        await r.press("enter", "enter")
        assert r.cursor == 1
        await r.press("ctrl+o")
        assert r.cursor == 8


async def test_capital_j_and_k_walk_the_library_and_places_are_remembered(app_on):
    async with reading(app_on()) as r:
        await r.press("3", "j", "J")
        assert r.session.source.name == "letter.txt"
        await r.press("K")
        assert r.session.source.name == "essay.md"
        assert r.cursor == 3


async def test_the_panes_fold_on_a_narrow_terminal_and_lie_over_the_text(app_on):
    async with reading(app_on()) as r:
        tree = r.reader._tree
        assert not tree.display
        await r.press("backslash")
        assert tree.display
        assert tree.has_focus
        await r.press("escape")
        assert not tree.display
        assert r.view.has_focus
        await r.press("vertical_line")
        assert r.reader._notes.has_focus
        await r.press("q")
        assert r.view.has_focus


async def test_the_panes_stand_beside_the_text_on_a_wide_terminal(app_on):
    async with reading(app_on(), WIDE) as r:
        assert r.reader._tree.region
        assert r.reader._notes.region
        await r.press("tab")
        assert r.reader._notes.has_focus
        await r.press("shift+tab")
        assert r.view.has_focus
        await r.press("g", "t")
        assert r.reader._outline.has_focus
        await r.press("j", "enter")
        assert r.cursor == 2
        await r.press("g", "l", "j", "enter")
        assert r.session.source.name == "letter.txt"
        await r.press("g", "n", "g", "n")
        assert not r.reader._notes.region


async def test_the_notes_pane_jumps_to_a_note(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("5", "j", "a", *"far", "escape", "g", "g", "g", "n", "enter")
        assert r.cursor == 5


async def test_help_lists_keys_and_runs_the_chosen_action(app_on):
    async with reading(app_on()) as r:
        await r.press("question_mark", *"star", "enter")
        assert r.note_of(0) is None or r.note_of(0).starred


async def test_the_palette_knows_the_actions(app_on):
    async with reading(app_on()) as r:
        await r.press("colon", *"next section")
        await r.press("enter")
        assert r.cursor == 2


async def test_c_changes_the_theme(app_on):
    async with reading(app_on()) as r:
        assert r.app.theme == "postil-dark"
        await r.press("c")
        assert r.app.theme == "postil-light"
        await r.press("ctrl+l")


async def test_a_half_typed_key_is_shown(app_on):
    async with reading(app_on()) as r:
        await r.press("3", "g")
        assert "3g" in r.status
        await r.press("escape")
        assert "3g" not in r.status


async def test_quitting_saves_and_the_place_is_found_again(app_on, shelf):
    app = app_on()
    async with reading(app) as r:
        await r.press("4", "j", "h", "q")
    assert app.return_code == 0
    assert "yellow" in (shelf / "essay.md.notes.json").read_text()
    async with reading(app_on(None)) as r:
        assert r.session.source.name == "essay.md"
        assert r.cursor == 4
        assert r.note_of(4).colour == "yellow"


KEYS_OF = [
    (action.id, key)
    for action in ACTIONS
    if action.scope in ("reader", "app")
    for key in action.keys
    if key not in ("ctrl+q", "ctrl+p")
]


@pytest.mark.parametrize(("action", "sequence"), KEYS_OF, ids=lambda value: value.replace(" ", ""))
async def test_every_key_of_the_registry_reaches_its_action(app_on, monkeypatch, action, sequence):
    done = []

    async def record(self, invocation):
        done.append(invocation.action.id)

    async with reading(app_on()) as r:
        monkeypatch.setattr(Keyboard, "invoke", record)
        head, argument = parted(sequence)
        keys = [*head, *argument[:1]]
        await r.pilot.press(*(NAMES.get(key, key) for key in keys))
    assert done == [action]


async def test_opening_writes_nothing_beside_the_sources(app_on, shelf):
    before = sorted(shelf.rglob("*"))
    async with reading(app_on(), WIDE) as r:
        await r.press("j", "J", "J", "q")
    assert sorted(shelf.rglob("*")) == before


async def test_an_unreadable_file_is_one_line_and_the_rest_still_opens(app_on, shelf):
    (shelf / "bad.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 20)
    async with reading(app_on("bad.txt")) as r:
        assert "bad.txt" in r.text
        await r.press("J")
        await r.press("J")
        assert r.session


async def test_an_empty_document_says_so(app_on, shelf):
    (shelf / "void.txt").write_text("")
    async with reading(app_on("void.txt")) as r:
        assert "This document is empty." in r.text
        await r.press("j", "t", "a", "h", "d", "d", "n", "G", "space", "5", "percent_sign", "A")
        await r.press("escape")
        assert "This document is empty." in r.text


async def test_an_empty_library_offers_the_tour(places, tmp_path, app_on, monkeypatch):
    (tmp_path / "void").mkdir()
    app = app_on(None)
    app._reader._library.move_to(tmp_path / "void")
    async with reading(app) as r:
        assert "Enter opens the tour" in r.text
        await r.press("enter")
        assert r.session
        assert r.session.source.is_relative_to(places.data)


async def test_a_foreign_file_in_the_place_of_notes_is_not_touched_and_edits_are_refused(
    app_on, shelf
):
    sidecar = shelf / "essay.md.notes.json"
    sidecar.write_text('{"mine": [1, 2]}')
    async with reading(app_on()) as r:
        assert "essay.md.notes.json" in r.status
        await r.press("h")
        assert not r.session.annotations
    assert sidecar.read_text() == '{"mine": [1, 2]}'


async def test_a_damaged_sidecar_is_told_and_kept_before_the_first_save(app_on, shelf):
    sidecar = shelf / "essay.md.notes.json"
    damaged = '{"sidecar":{"1":{"format":"postil-notes"'
    sidecar.write_text(damaged)
    async with reading(app_on(), WIDE) as r:
        assert "essay.md.notes.json: damaged" in r.status
        await r.press("h")
        await r.app._reader.saver.finish()
    assert sidecar.with_name("essay.md.notes.json.damaged-1").read_text() == damaged
    assert "yellow" in sidecar.read_text()


async def test_a_save_that_fails_is_said_and_q_asks_again(app_on, monkeypatch):
    app = app_on()
    async with reading(app) as r:
        from tui.core.errors import UnwritableSidecar

        def full(*_):
            raise UnwritableSidecar(r.session.sidecar.path, "no space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(type(r.session.sidecar), "save", full)
            await r.press("h")
            await r.press("q")
            assert "NOT SAVED" in r.status
            assert app.is_running
        await r.press("q")
    assert app.return_code == 0


async def test_the_same_text_stays_at_the_top_when_the_width_changes(app_on, shelf):
    words = " ".join(f"word{n}" for n in range(400))
    (shelf / "long.txt").write_text("\n\n".join(f"{n} {words}" for n in range(30)))
    async with reading(app_on("long.txt"), WIDE) as r:
        await r.press(*"3G", *["ctrl+e"] * 9)
        place = r.view.position
        first_word = r.text.splitlines()[0].replace("┃", " ").split()[0]
        for size in ((60, 30), (100, 20), (40, 40), WIDE):
            await r.pilot.resize_terminal(*size)
            await r.settle()
            assert (r.view.position.top, r.view.position.offset) == (place.top, place.offset)
            assert first_word in r.text.splitlines()[0]


async def test_the_current_paragraph_stays_current_in_a_smaller_window(app_on, shelf):
    (shelf / "many.txt").write_text("\n\n".join(f"paragraph {n} of many" for n in range(60)))
    async with reading(app_on("many.txt"), WIDE) as r:
        await r.press(*"12G")
        for size in ((60, 10), (40, 12), WIDE):
            await r.pilot.resize_terminal(*size)
            await r.settle()
            assert r.view.viewport.cursor == 11
            assert "paragraph 11 of many" in r.text
            assert "¶ 12/60" in r.status


async def test_markup_in_a_document_and_a_note_is_shown_as_written(app_on, shelf):
    (shelf / "markup.txt").write_text("[red]not red[/] and [/b] and [@click=quit]x[/]\n")
    async with reading(app_on("markup.txt"), WIDE) as r:
        assert "[red]not red[/] and [/b] and [@click=quit]x[/]" in r.text
        await r.press("a", *"[b]", "escape")
        notes = "\n".join(r.reader._notes.render_line(y).text for y in range(6))
        assert "[b]" in notes


async def test_the_sidecar_holds_what_was_done(app_on, shelf):
    async with reading(app_on()) as r:
        await r.press("j", "t", *"a", "enter", "q")
    rows = json.loads((shelf / "essay.md.notes.json").read_text())["_default"]
    (annotation,) = [row for row in rows.values() if "tags" in row]
    assert annotation["tags"] == ["a"]
    assert annotation["target"]["quote"]["exact"] == "A gloss explained a word."


async def test_a_box_at_the_end_of_the_text_leaves_its_paragraph_in_view(app_on):
    async with reading(app_on(), (80, 16)) as r:
        await r.press("G", "a")
        assert "The end came quietly." in r.text
        top, _ = r.view.viewport.extent(r.cursor)
        assert r.app.screen._area.parent.region.y > top
        await r.press("escape")
        assert len(r.view.viewport.rows()) == r.view.size.height


async def test_mistakes_in_the_settings_are_said_once_the_text_is_there(app_on):
    async with reading(app_on(problems=("config.toml: unknown setting",))) as r:
        assert "unknown setting" in r.status
    async with reading(app_on(theme="postil-lite")) as r:
        assert "the theme “postil-lite” of config.toml is not known" in r.status


async def test_the_mark_in_the_library_follows_the_notes(app_on):
    async with reading(app_on(), WIDE) as r:
        tree = r.reader._tree
        shown = lambda: "".join(tree.render_line(y).text for y in range(tree.size.height))  # noqa: E731
        assert "◉" not in shown()
        await r.press("h")
        assert "◉" in shown()
        await r.press("u")
        assert "◉" not in shown()


async def test_ctrl_c_says_how_to_leave(app_on):
    async with reading(app_on()) as r:
        await r.press("ctrl+c")
        assert "q saves and leaves" in r.status


async def test_x_after_a_restart_takes_the_tag_that_t_offers(app_on):
    async with reading(app_on()) as r:
        await r.press("t", *"old", "enter")
        await r.app._reader.saver.finish()
    async with reading(app_on()) as r:
        await r.press("j", "x", "j", ".")
        assert (r.note_of(1).tags, r.note_of(2).tags) == (("old",), ("old",))


async def test_the_library_is_read_only_when_the_text_stands_there(app_on, monkeypatch):
    app, seen = app_on(), []
    index = app._reader.desk.index
    refresh = index.refresh

    def reading_all(*arguments):
        seen.append([strip.text.strip() for strip in app._reader.view._frame[:3]])
        return refresh(*arguments)

    monkeypatch.setattr(index, "refresh", reading_all)
    async with reading(app):
        assert len(seen) == 1
        assert seen[0][0] == "8 paragraphs · 1 min"


async def test_a_document_read_ahead_stands_in_the_first_frame_where_it_was_left(app_on, shelf):
    async with reading(app_on()) as r:
        await r.press("4", "G", "q")
    app = app_on()
    app._reader.desk.library.session(shelf / "essay.md")
    frames = []
    render_line = app._reader.view.render_line
    app._reader.view.render_line = lambda y: frames.append(render_line(y)) or frames[-1]
    async with reading(app) as r:
        assert "¶ 4/8" in r.status
        assert r.cursor == 3
        first = "\n".join(strip.text for strip in frames[: r.view.size.height])
        assert "answering it" in first


@pytest.mark.parametrize("name", ["essay.md", "gone.txt", None])
async def test_garbage_is_collected_again_once_something_stands_there(app_on, shelf, name):
    gc.disable()
    try:
        if name is None:
            shutil.rmtree(shelf)
            shelf.mkdir()
        async with reading(app_on(name)):
            assert gc.isenabled()
            assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
        gc.enable()


async def test_one_paragraph_is_not_called_paragraphs(app_on, shelf):
    (shelf / "short.txt").write_text("Only this.\n")
    async with reading(app_on("short.txt")) as r:
        assert "1 paragraph · 1 min" in r.text


async def test_code_is_drawn_in_colours_and_stays_the_same_text(app_on, shelf):
    (shelf / "code.md").write_text("# Code\n\n```python\ndef add(a):\n    return 1\n```\n\nEnd.\n")
    async with reading(app_on("code.md")) as r:
        rows = [r.view.render_line(y) for y in range(r.view.size.height)]
        (row,) = [row for row in rows if "def add" in row.text]
        words = [piece for piece in row if piece.text.strip()]
        colours = {piece.text.strip(): piece.style.color.name for piece in words}
        assert colours["def"] != colours["(a):"]
        assert "    return 1" in r.text
