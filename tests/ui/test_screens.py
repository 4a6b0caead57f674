"""The screens over the text: tag prompt, note editor, help, search."""

from contextlib import contextmanager
from functools import partial
from threading import Thread

import pytest
from textual import events
from textual.app import App
from textual.containers import Vertical
from textual.widgets import Input

from tests.ui.test_reader import NAMES, reading
from tui.core.actions import ACTIONS
from tui.core.errors import PostilError
from tui.core.keymap import VIM
from tui.core.search import opened
from tui.core.search.fts.index import StoredIndex
from tui.core.search.uses import TagUse
from tui.core.tag_signs import TagSigns
from tui.ui.external_editor import edit_externally
from tui.ui.screens.help import HelpScreen, rows_for
from tui.ui.screens.note_editor import NoteEditor
from tui.ui.screens.over_text import Below
from tui.ui.screens.tag_picker import TagChoice, TagPicker
from tui.ui.widgets.row_list import pieces_of

USES = [
    TagUse("policy/us", 14, 3, "2026-03-01T00:00:00.000Z"),
    TagUse("policy/eu", 3, 1, "2026-02-01T00:00:00.000Z"),
    TagUse("method", 5, 2, "2026-01-01T00:00:00.000Z"),
]
NOTHING = object()
BELOW = partial(Below, 5, 8, 70)


class Asking(App):
    """Pushes one screen and keeps its result."""

    def __init__(self, screen):
        super().__init__()
        self.asked, self.result = screen, NOTHING

    def on_mount(self):
        self.push_screen(self.asked, self.answered)

    def answered(self, result):
        self.result = result


async def picked(*keys, last="policy/us", already=()):
    picker = TagPicker(
        title="tag ¶ 3", uses=USES, last=last, already=already, signs=TagSigns(), spot=BELOW
    )
    app = Asking(picker)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
    return app.result


@pytest.mark.parametrize(
    ("keys", "added"),
    [
        ("enter", ("policy/us",)),
        ("p o l enter", ("policy/us",)),
        ("p o l i c y enter", ("policy",)),
        ("p o l down enter", ("policy/eu",)),
        ("m e t tab enter", ("method",)),
        ("n e w enter", ("new",)),
        ("n e w comma m e t enter", ("new", "method")),
    ],
)
async def test_enter_takes_the_marked_row(keys, added):
    assert await picked(*keys.split()) == TagChoice(add=added)


async def test_with_nothing_typed_and_no_last_tag_nothing_happens():
    assert await picked("enter", last=None) in (TagChoice(), None)


async def test_enter_on_a_tag_that_is_set_never_removes_it():
    choice = await picked(*"method", "enter", already=("method",))
    assert choice == TagChoice(add=("method",))


async def test_backspace_in_the_empty_field_takes_the_latest_tag_off():
    assert await picked("x", "backspace", "backspace", already=("a", "b")) == TagChoice(
        remove=("b",)
    )


async def test_escape_leaves_everything_as_it_is():
    assert await picked("x", "escape") is None


async def test_a_tag_that_looks_like_markup_is_shown_as_written():
    picker = TagPicker(
        title="[b]x[/b]", uses=[], last=None, already=(), signs=TagSigns(), spot=BELOW
    )
    app = Asking(picker)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"[red]")
        await pilot.pause()
        assert "[red]" in picker._list.render_line(0).text


async def edited(*keys, text="", keep=None, state="", during=None):
    kept, written = [], [NOTHING]
    editor = NoteEditor(
        keymap=VIM,
        title="note ¶ 3",
        text=text,
        state=state,
        keep_draft=keep or kept.append,
        written=written.append,
        spot=BELOW,
    )
    app = Asking(editor)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        if during:
            await during(app, pilot, editor)
        await pilot.pause()
    return written[-1], kept


async def test_escape_saves_and_ctrl_g_reverts():
    assert (await edited(*"ab", "enter", "c", "escape"))[0] == "ab\nc"
    assert (await edited(*"ab", "ctrl+g", text="old"))[0] is None


async def test_a_count_is_text_in_an_editor():
    assert (await edited("3", "g", "g", "escape"))[0] == "3gg"


async def test_ctrl_x_alone_cuts_nothing():
    assert (await edited("ctrl+a", "ctrl+x", "a", "escape", text="b"))[0] in ("ab", "a", "ba")
    assert (await edited("ctrl+x", "c", "escape", text="b"))[0] == "bc"


async def test_keys_of_kitty_terminals_do_what_their_plain_ones_do():
    keys = ("a", "shift+enter", "b", "shift+space", "c", "x", "shift+backspace", "escape")
    assert (await edited(*keys))[0] == "a\nb c"


async def test_pasted_text_keeps_its_lines_and_no_control_characters():
    async def paste(app, pilot, editor):
        editor._area.post_message(events.Paste("one\r\ntwo\x1b[31m\x07"))
        await pilot.pause()
        await pilot.press("escape")

    assert (await edited(during=paste))[0] == "one\ntwo␛[31m␇"


def box_of(screen):
    return screen.query_one(Vertical)


async def until(pilot, true):
    for _ in range(400):
        if true():
            return
        await pilot.pause(0.01)
    raise AssertionError("never came true")


async def test_a_draft_is_kept_soon_after_a_change_and_said_to_be():
    async def wait(app, pilot, editor):
        await until(pilot, lambda: "draft kept" in str(box_of(editor).border_subtitle))

    _, kept = await edited(*"half", during=wait)
    assert kept[-1] == "half"


async def test_a_draft_that_cannot_be_kept_is_said_not_raised():
    def full(_):
        raise OSError(28, "No space left on device")

    async def wait(app, pilot, editor):
        await until(pilot, lambda: "NO DRAFT: no space left" in editor._state)
        await pilot.press("escape")

    assert (await edited("x", keep=full, during=wait))[0] == "x"


async def test_the_box_stays_on_the_screen_wherever_the_paragraph_is():
    for row in (0, 5, 22, 23):
        editor = NoteEditor(
            keymap=VIM,
            title="n",
            text="x\n" * 30,
            state="",
            keep_draft=print,
            written=print,
            spot=partial(Below, row, 70, 70),
        )
        async with Asking(editor).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            region = editor._area.parent.region
            assert region.y >= 0
            assert region.bottom <= 24
            assert region.x >= 0
            assert region.right <= 80


def test_the_external_editor_gives_its_text_back(tmp_path, monkeypatch):
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\necho changed >> "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    assert edit_externally("first\n") == "first\nchanged"


def test_an_external_editor_that_is_missing_or_fails_is_one_line(monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    with pytest.raises(PostilError, match=r"set \$VISUAL or \$EDITOR"):
        edit_externally("x")
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    with pytest.raises(PostilError, match="no such file"):
        edit_externally("x")
    monkeypatch.setenv("EDITOR", "false")
    with pytest.raises(PostilError, match="ended with 1; the note is as it was"):
        edit_externally("x")


def test_help_finds_an_action_by_its_key_and_by_its_words():
    def keys(typed):
        return [row.key for row in rows_for(ACTIONS, typed, 70) if row.selectable]

    assert "first" in keys("gg")
    assert keys("middle view") == ["centre"]
    assert keys("no such thing") == []
    assert len(set(keys(""))) > 40


@pytest.mark.parametrize("width", [*range(40, 121, 8), 99, 101])
async def test_help_is_wrapped_not_cut_at_any_width(width):
    async with Asking(HelpScreen(VIM)).run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        shown = pilot.app.screen._list
        rows = [shown._rows[at] for at in range(len(shown._rows))]
        drawn = ["".join(t for t, _ in pieces_of(row, True, shown.size.width)) for row in rows]
    for row, line in zip(rows, drawn, strict=True):
        assert "".join(text for text, _ in row.parts) in line


async def test_results_come_as_one_types_and_the_query_is_explained(app_on):
    async with reading(app_on(), (120, 40)) as r:
        await r.press("2", "j", "a", *"on glosses", "escape", "g", "slash", *"gloss")
        screen = r.app.screen
        rows = [screen._list.render_line(y).text for y in range(6)]
        assert any("on glosses" in row for row in rows)
        assert any("A gloss explained" in row for row in rows)
        # Notes rank above text.
        assert next(row for row in rows if "¶" in row).startswith("❯ ✎ ¶ 3")
        assert "gloss" in str(screen.query_one("#explain").render())
        await r.press("down", "down", "slash", "backspace")
        assert screen.query_one(Input).value == "glos"
        await r.press(*"zzz")
        assert "nothing found" in str(screen.query_one("#foot").render())
        await r.press("escape")
        assert r.view.has_focus


async def test_an_editor_that_fails_gives_the_terminal_back(monkeypatch):
    @contextmanager
    def suspend(app):
        yield
        suspended.append("resumed")

    suspended = []
    monkeypatch.setattr(App, "suspend", suspend)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "false")

    async def wait(app, pilot, editor):
        await until(pilot, lambda: "draft kept" in str(box_of(editor).border_subtitle))
        assert "ended with 1" in str(box_of(editor).border_title)
        await pilot.press("!")
        await pilot.pause()
        assert "ended with 1" not in str(box_of(editor).border_title)
        await pilot.press("escape")

    keys = ("e", "d", "ctrl+x", "ctrl+e")
    assert (await edited(*keys, text="kept ", during=wait))[0] == "kept ed!"
    assert suspended == ["resumed"]


async def test_two_enters_in_haste_open_the_first_hit(app_on):
    async with reading(app_on()) as r:
        await r.press("g", "/", *"scholion")
        for _ in range(2):
            r.app.post_message(events.Key("enter", "\r"))
        await r.settle()
        await until(r.pilot, lambda: r.app.screen is r.reader)
        assert r.cursor == 3


async def test_escape_and_a_letter_in_haste_close_the_box_and_go_on(app_on):
    async with reading(app_on()) as r:
        await r.press("t", *"x", "alt+j")
        assert r.cursor == 1
        assert r.note_of(0) is None
        await r.press("a", *"note", "alt+j")
        assert r.cursor == 2
        assert r.note_of(1).note == "note"


@pytest.mark.parametrize("keys", ["t", "a"])
@pytest.mark.parametrize("number", ["1", "5", "8"])
async def test_the_box_follows_its_paragraph_when_the_terminal_changes(app_on, keys, number):
    async with reading(app_on()) as r:
        await r.press(number, "G", keys, *"some")
        for size in ((40, 20), (30, 8), (120, 40), (80, 24)):
            await r.pilot.resize_terminal(*size)
            await r.settle()
            box = r.app.screen.query_one(Vertical).region
            assert r.cursor == int(number) - (number != "8")
            first, end = r.view.viewport.extent(r.cursor)
            assert r.app.screen.region.contains_region(box)
            assert box.y > first
            assert box.y == end - 1 or box.bottom >= size[1] - 1
            assert box.width == (min(46, size[0]) if keys == "t" else r.view.column[1])


@pytest.mark.parametrize("key", [":", "ctrl+p"])
async def test_no_key_waits_for_the_palette_once_it_is_there(app_on, key):
    async with reading(app_on()) as r:
        await r.press(NAMES.get(key, key))
        assert type(r.app.screen).__name__ == "Palette"
        assert r.reader.turns._idle.is_set()


@pytest.mark.parametrize("key", ["g u", "?", "!", "g /", "g p", "ctrl+p", "g d"])
async def test_esc_and_a_letter_in_one_close_any_box_and_the_letter_is_not_lost(app_on, key):
    async with reading(app_on()) as r:
        await r.press("h", *(NAMES.get(name, name) for name in key.split()))
        r.app.post_message(events.Key("alt+j", "j"))
        await r.settle()
        assert r.app.screen is r.reader
        assert r.cursor == 1


async def test_two_threads_that_need_the_index_first_get_the_same(app_on, monkeypatch):
    async with reading(app_on()) as r:
        desk, found, others = r.reader.desk, [], []

        class Slow(StoredIndex):
            def __init__(self, *given, **options):
                super().__init__(*given, **options)
                if not others:
                    others.append(Thread(target=lambda: found.append(desk.index)))
                    others[0].start()
                    others[0].join(0.1)

        monkeypatch.setattr(opened, "StoredIndex", Slow)
        desk._index = None
        assert isinstance(desk.index, Slow)
        others[0].join()
        assert found == [desk.index]
