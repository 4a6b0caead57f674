"""Writing a note: lists, undo, mentions, the preview and the rule at the bottom."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events

from tests.ui.test_reader import reading
from tests.ui.test_screens import BELOW, NOTHING, Asking, box_of
from tui.core import edits
from tui.core.keymap import VIM
from tui.core.library import Library
from tui.core.mentions import Known, mentionable
from tui.core.model import Annotation, Selector
from tui.core.store.keeping import Keeping
from tui.ui.screens.note_editor import NoteEditor, rule

ROOT = Path("/shelf")


def note(text, id_, path="essay.md"):
    annotation = Annotation(id_, "", "", Selector(), note=text)
    return mentionable(ROOT / path, ROOT, "The margin", annotation, 3)


KNOWN = Known([note("gloss", 0xA), note("scholion", 0xB), mentionable(ROOT / "x.md", ROOT, "X")])
GLOSS = "[[essay.md#0000000a|gloss]]"
SCHOLION = "[[essay.md#0000000b|scholion]]"


class Writing:
    """An editor, and what came of it."""

    def __init__(self, text="", size=(80, 24), **settings):
        self.written, self.followed = [NOTHING], []
        self.size = size
        self.editor = NoteEditor(
            keymap=VIM,
            title="note ¶ 3",
            text=text,
            state="",
            keep_draft=lambda _: None,
            written=self.written.append,
            spot=BELOW,
            known=lambda: KNOWN,
            follow=self.followed.append,
            **settings,
        )

    async def __aenter__(self):
        self.app = Asking(self.editor)
        self._running = self.app.run_test(size=self.size)
        self.pilot = await self._running.__aenter__()
        return self

    async def __aexit__(self, *error):
        await self._running.__aexit__(*error)

    async def press(self, *keys):
        await self.pilot.press(*keys)
        await self.settle()

    async def in_haste(self, *keys):
        """All of them come before any is looked at."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.settle()

    async def settle(self):
        for _ in range(3):
            await self.pilot.pause()
            await self.app.workers.wait_for_complete()

    @property
    def text(self):
        return self.editor.text

    @property
    def offered(self):
        shown = self.editor._mentions
        return [shown._rows[at].key for at in range(len(shown._rows))] if shown.display else []

    @property
    def preview(self):
        shown = self.editor._preview
        return [shown.render_line(y).text.rstrip() for y in range(shown.size.height)]


async def test_a_list_goes_on_and_an_empty_item_ends_it():
    async with Writing() as w:
        await w.press(*"- a", "enter", *"b", "enter", "enter", *"c")
        assert w.text == "- a\n- b\nc"


async def test_tab_moves_an_item_and_elsewhere_is_a_tab():
    async with Writing() as w:
        await w.press(*"- a", "tab", *"b", "shift+tab", *"c", "enter", "enter", *"d", "tab", *"e")
        assert w.text == "- abc\nd\te"


async def test_undo_and_redo_come_before_what_is_typed_behind_them():
    async with Writing("kept ") as w:
        await w.in_haste(*"ab", "ctrl+z", *"c")
        assert w.text == "kept c"
        await w.in_haste("ctrl+z", "ctrl+y", *"d")
        assert w.text == "kept cd"


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ("ctrl+u n", "n"),
        ("ctrl+w n", "one n"),
        ("home n", "none two"),
        ("left backspace n", "one tno"),
    ],
)
async def test_letters_typed_at_once_behind_an_editing_key_come_after_it(keys, left):
    async with Writing("one two") as w:
        await w.in_haste(*keys.split())
        assert w.text == left


async def test_a_paste_replaces_what_is_selected_and_keeps_lines_and_tabs():
    async with Writing("one two") as w:
        await w.press("ctrl+shift+left")
        w.editor._area.post_message(events.Paste("a\r\n\tb"))
        await w.settle()
        assert w.text == "one a\n\tb"


async def test_two_brackets_offer_notes_and_documents_the_newest_first():
    async with Writing() as w:
        await w.press(*"see [[")
        assert w.offered == KNOWN.offered
        await w.press(*"sch")
        assert [one.words for one in w.offered] == ["scholion"]
        await w.press(*"zz")
        assert w.offered == []
        await w.press("enter", *"on")
        assert w.text == "see [[schzz\non"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("enter", GLOSS),
        ("tab", GLOSS),
        ("down enter", SCHOLION),
        ("ctrl+n down up enter", SCHOLION),
        ("s c h enter", SCHOLION),
        ("down down enter", "[[x.md|X]]"),
    ],
)
async def test_enter_or_tab_puts_the_marked_mention_into_the_note(keys, text):
    async with Writing() as w:
        await w.press(*"[[")
        await w.in_haste(*keys.split(), ".")
        assert w.text == f"{text}."
        assert w.offered == []


async def test_on_a_narrow_screen_the_words_of_a_note_offered_have_room():
    async with Writing(size=(40, 24)) as w:
        await w.press(*"[[gloss")
        assert w.editor._mentions.render_line(0).text.rstrip() == "❯ The margin › ¶ 3 › gloss"


async def test_brackets_that_close_already_are_not_doubled():
    async with Writing("[[]]") as w:
        await w.press("left", "left", "g", "enter")
        assert w.text == GLOSS


async def test_escape_closes_what_is_offered_and_only_then_saves():
    async with Writing() as w:
        await w.press(*"[[g", "escape")
        assert w.offered == []
        assert w.editor.is_attached
        await w.press("l", "enter", *"x [[")
        assert len(w.offered) == 3
        await w.press("escape", "escape")
        assert w.written[-1] == "[[gl\nx [["


async def test_what_is_offered_makes_room_for_itself_and_goes_again():
    async with Writing() as w:
        height = box_of(w.editor).size.height
        await w.press(*"[[")
        assert box_of(w.editor).size.height == height + 4
        await w.press("left", "left")
        assert box_of(w.editor).size.height == height


async def test_the_preview_shows_the_note_and_the_same_key_the_text_again():
    async with Writing(f"# Head\n\n- *a*\n- {GLOSS}\n\n[[gone.md|that]]") as w:
        await w.press("ctrl+o")
        assert w.preview[:4] == ["Head", "", "• a", "• gloss"]
        assert "that [?]" in w.preview
        await w.press("ctrl+o", *"!", "escape")
        assert w.written[-1].endswith("that]]!")


async def test_letters_typed_over_the_preview_are_not_written():
    async with Writing("a") as w:
        await w.in_haste("ctrl+o", *"xy", "ctrl+o", *"b", "escape")
        assert w.written[-1] == "ab"


async def test_markup_and_control_characters_in_a_preview_are_shown_as_written():
    async with Writing("[red]x[/red] \x1b[31m") as w:
        await w.press("ctrl+o")
        assert w.preview[0] == "[red]x[/red] ␛[31m"


async def test_a_long_preview_is_moved_as_a_list_is():
    async with Writing("\n\n".join(map(str, range(100)))) as w:
        await w.press("ctrl+o")
        await w.press("j", "j")
        assert w.preview[0] == "1"
        await w.press("G")
        assert w.preview[-1] == "99"
        await w.press("g", "g")
        assert w.preview[0] == "0"


async def test_enter_in_the_preview_saves_and_follows_the_mention():
    async with Writing(f"see {GLOSS}") as w:
        await w.press("ctrl+o")
        await w.press("enter")
        assert w.followed == [KNOWN.offered[0]]
        assert w.written[-1] == f"see {GLOSS}"


async def test_of_several_mentions_a_letter_says_which():
    async with Writing(f"{GLOSS} {SCHOLION}") as w:
        await w.press("ctrl+o")
        await w.press("enter")
        assert w.preview[0] == "aloss scholion"[:6] + "scholion"
        await w.press("s")
        assert w.followed == [KNOWN.offered[1]]


async def test_where_no_mention_leads_anywhere_enter_says_so():
    async with Writing("[[gone.md]]") as w:
        await w.press("ctrl+o")
        await w.press("enter")
        assert "no mention leads anywhere" in str(box_of(w.editor).border_title)
        assert w.followed == []


async def test_a_mention_of_a_note_leads_to_its_paragraph(app_on, shelf, places):
    library = Library(shelf, Keeping(places))
    session = library.session(shelf / "letter.txt")
    library.perform(edits.write_note(session, [session.paragraph(1)], "whose?"))
    library.flush()
    async with reading(app_on()) as r:
        await r.press("a", *"[[whose", "enter", "ctrl+o")
        await r.press("enter")
        await r.settle()
        assert r.session.source.name == "letter.txt"
        assert r.cursor == 1
        await r.press("ctrl+o")
        await r.settle()
        assert r.note_of(0).note.endswith("|whose?]]")


KEYS = ["Esc save", "Ctrl+G revert", "Ctrl+O preview", "Ctrl+X Ctrl+E editor"]


@pytest.mark.parametrize("room", [*range(20, 100, 6)])
def test_the_rule_never_takes_more_than_its_room_and_always_says_how_to_save(room):
    line = rule(KEYS, "12:03", room)
    assert cell_len(line) <= room
    assert line.startswith("Esc save")


def test_the_rule_tells_when_the_draft_was_kept():
    assert rule(KEYS, "", 66) == " · ".join(KEYS)
    assert rule(KEYS, "12:03", 90) == " · ".join([*KEYS, "draft kept 12:03"])
    assert rule(KEYS, "12:03", 66) == " · ".join([*KEYS[:3], "draft kept 12:03"])
    assert rule(KEYS, "12:03", 26) == "Esc save · draft 12:03"
