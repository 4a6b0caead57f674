"""The notes beside the text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.core.keymap import keymap
from tui.core.model import (
    SURE,
    Anchor,
    AnchorState,
    Annotation,
    Block,
    BlockRange,
    Document,
    Selector,
)
from tui.core.tag_signs import TagSigns
from tui.ui.widgets import note_list
from tui.ui.widgets.note_list import NoteList

if TYPE_CHECKING:
    from tui.core.session import Session

TEXT = "A gloss explained a word; a postil answered it line by line."


class Notes:
    """What the list reads of a session, without files."""

    def __init__(self, blocks: int = 20) -> None:
        self.document = Document(
            Path("essay.md"),
            "markdown",
            "1",
            "Essay",
            [Block("paragraph", TEXT) for _ in range(blocks)],
            range(blocks),
            blocks,
            "",
        )
        self.annotations: dict[int, Annotation] = {}
        self.anchors: dict[int, Anchor] = {}

    def put(
        self,
        id_: int,
        block: int | None,
        phrase: str = TEXT,
        state: AnchorState = "exact",
        score: float = 1.0,
        **fields: Any,
    ) -> None:
        """An annotation of `phrase` in a block, or of the document."""
        start = TEXT.find(phrase)
        span = (block or 0, start, start + len(phrase))
        on_text = Selector((BlockRange(span[0], "", *span[1:]),), phrase)
        target = Selector() if block is None else on_text
        lost = block is None or state in ("orphan", "ambiguous")
        self.annotations[id_] = Annotation(id_, "", "", target, **fields)
        self.anchors[id_] = Anchor(state, () if lost else (span,), score)

    def on_document(self) -> tuple[Annotation, ...]:
        return tuple(a for a in self.annotations.values() if not a.target.blocks)

    def unplaced(self) -> tuple[Annotation, ...]:
        lost = (a for a in self.annotations.values() if not self.anchors[a.id].ranges)
        return tuple(a for a in lost if a.target.blocks)


class NotesApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.notes = NoteList(TagSigns())
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.notes

    def on_row_list_highlighted(self, event: NoteList.Highlighted) -> None:
        self.heard.append(event.row.key)

    def on_row_list_chosen(self, event: NoteList.Chosen) -> None:
        self.heard.append(event.row.key)


@asynccontextmanager
async def showing(notes: Notes, width: int = 30) -> AsyncIterator[tuple[NoteList, Pilot[None]]]:
    app = NotesApp()
    app.AUTO_FOCUS = None
    async with app.run_test(size=(80, 24)) as pilot:
        app.notes.styles.width = width
        app.notes.show(cast("Session", notes))
        await pilot.pause()
        yield app.notes, pilot


def lines(notes: NoteList) -> list[str]:
    shown = [notes.render_line(y).text.rstrip() for y in range(notes.size.height)]
    return [line for line in shown if line]


async def test_notes_stand_in_reading_order_with_what_was_put_on_the_place() -> None:
    notes = Notes()
    notes.put(1, 4, tags=("method",), status="open", starred=True)
    notes.put(2, 2, tags=("policy/us", "date"), note="Check the date.")
    notes.put(3, None, note="On all of it.")
    async with showing(notes) as (pane, _):
        assert lines(pane) == [
            "  Notes · 3",
            "   ¶  On all of it.",
            "   3  policy/us  date",
            "      Check the date.",
            "   5  method · ◇ open · ★",
        ]


async def test_a_long_note_is_shown_by_its_first_two_lines() -> None:
    notes = Notes()
    notes.put(
        1, 0, note="Check the date\n\nagainst the other brief, the one of May.\n\nThen go on."
    )
    async with showing(notes, 24) as (pane, pilot):
        assert lines(pane)[1:] == ["❯  1  Check the date", "      against the …"]
        pane.styles.width = 40
        await pilot.pause()
        assert lines(pane)[2:] == ["      against the other brief, the …"]


async def test_a_phrase_or_a_highlight_without_a_note_is_quoted() -> None:
    notes = Notes()
    notes.put(1, 0, phrase="line by line", tags=("style",))
    notes.put(2, 1, colour="yellow")
    notes.put(3, 2, tags=("method",))
    async with showing(notes) as (pane, _):
        assert lines(pane)[1:] == [
            "❯  1  style",
            "      «line by line»",
            "   2  yellow",
            "      «A gloss explained a",
            "      word; a postil …",
            "   3  method",
        ]


async def test_notes_without_a_place_come_last_with_their_quote() -> None:
    notes = Notes()
    notes.put(1, 3, state="orphan", phrase="a postil", tags=("lost",), note="Where?")
    notes.put(2, 3, state="ambiguous", phrase="a word")
    notes.put(3, 9, state="fuzzy", note="Here.")
    notes.put(4, 10, state="fuzzy", score=SURE - 0.01, note="And here?")
    async with showing(notes) as (pane, _):
        assert lines(pane)[1:] == [
            "  10≈ Here.",
            "  11? And here?",
            "  not found in the text",
            "  P put here  dd remove",
            "   ?  lost",
            "      «a postil»",
            "      Where?",
            "   ?  «a word»",
        ]


async def test_the_note_of_the_current_paragraph_is_marked_without_a_message() -> None:
    notes = Notes(200)
    for at in range(100):
        notes.put(at, at * 2, note=f"note {at}")
    async with showing(notes) as (pane, pilot):
        for block, key in ((150, 75), (151, 75), (0, 0), (199, 99)):
            pane.follow(block)
            assert pane.current is not None
            assert pane.current.key == key
            assert any(line.startswith("❯") for line in lines(pane))
        await pilot.pause()
        assert isinstance(pilot.app, NotesApp)
        assert pilot.app.heard == []


async def test_before_the_first_note_none_is_marked() -> None:
    notes = Notes()
    notes.put(1, None, note="On all of it.")
    notes.put(2, 5, note="Five.")
    async with showing(notes) as (pane, _):
        pane.follow(4)
        assert pane.current is None
        pane.action_list_down()
        assert pane.current is not None
        assert pane.current.key == 1
        pane.follow(6)
        assert pane.current is not None
        assert pane.current.key == 2


async def test_a_list_seen_for_the_first_time_shows_what_stands_around_the_current_note() -> None:
    notes = Notes(200)
    for at in range(100):
        notes.put(at, at * 2, tags=("tag",))
    async with showing(notes) as (pane, pilot):
        pane.display = False
        await pilot.pause()
        fresh = NoteList(TagSigns())
        fresh.display = False
        await pilot.app.mount(fresh)
        fresh.show(cast("Session", notes))
        fresh.follow(100)
        fresh.display = True
        await pilot.pause()
        assert lines(fresh)[-1].startswith("❯ 101")


async def test_of_several_notes_on_a_paragraph_the_chosen_one_stays_marked() -> None:
    notes = Notes()
    for id_ in (1, 2, 3):
        notes.put(id_, 5, note=f"note {id_}")
    async with showing(notes) as (pane, pilot):
        pane.select_key(2)
        pane.action_list_open()
        pane.follow(5)
        await pilot.pause()
        assert isinstance(pilot.app, NotesApp)
        assert pilot.app.heard == [2]
        assert pane.current is not None
        assert pane.current.key == 2


async def test_an_edit_shows_and_keeps_the_place() -> None:
    notes = Notes()
    notes.put(1, 2, note="two")
    notes.put(2, 5, note="five")
    async with showing(notes) as (pane, pilot):
        pane.follow(5)
        notes.annotations[2] = replace(notes.annotations[2], note="changed")
        notes.put(3, 0, tags=("new",))
        pane.edited([2, 3])
        await pilot.pause()
        assert lines(pane) == ["  Notes · 3", "   1  new", "   3  two", "❯  6  changed"]


async def test_an_edit_costs_its_own_note_and_opening_no_more_than_is_in_view(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[int] = []
    draw = note_list._lines
    monkeypatch.setattr(
        note_list, "_lines", lambda note, *more: drawn.append(note.id) or draw(note, *more)
    )
    notes = Notes(5000)
    for at in range(5000):
        notes.put(at, at, note=f"note {at}")
    async with showing(notes) as (pane, pilot):
        pane.follow(2500)
        await pilot.pause()
        assert len(drawn) < 500
        drawn.clear()
        monkeypatch.setattr(pane, "build", lambda: pytest.fail("all notes were listed anew"))
        notes.annotations[2500] = replace(notes.annotations[2500], note="changed")
        del notes.annotations[2501], notes.anchors[2501]
        pane.edited([2500, 2501])
        await pilot.pause()
        assert "❯ 2501  changed" in lines(pane)
        assert lines(pane)[0] == "  Notes · 4999"
        assert len(set(drawn)) < 100


async def test_a_note_that_is_removed_leaves_the_mark_to_the_one_before() -> None:
    notes = Notes()
    for id_, block in ((1, 2), (2, 5), (3, 9)):
        notes.put(id_, block, note=f"note {id_}")
    notes.put(4, 9, state="orphan", phrase="a word")
    async with showing(notes) as (pane, pilot):
        pane.follow(5)
        for id_ in (2, 4):
            del notes.annotations[id_], notes.anchors[id_]
        pane.edited([2, 4])
        await pilot.pause()
        assert lines(pane) == ["  Notes · 2", "❯  3  note 1", "  10  note 3"]
        notes.put(5, 5, state="orphan", phrase="a word")
        pane.edited([5])
        assert lines(pane)[3:] == [
            "  not found in the text",
            "  P put here  dd remove",
            "   ?  «a word»",
        ]


async def test_the_keys_for_notes_without_a_place_are_those_that_work() -> None:
    notes = Notes()
    notes.put(5, 5, state="orphan", phrase="a word")
    async with showing(notes) as (pane, _):
        pane.use(keymap(own={"list_pin": ("#",), "list_remove": ()})[0])
        assert lines(pane)[1:3] == ["  not found in the text", "  # put here"]


async def test_without_notes_the_keys_that_make_some_are_shown() -> None:
    async with showing(Notes()) as (pane, _):
        pane.use(keymap(own={"note": ("N",), "highlight": ()})[0])
        assert lines(pane) == ["  Notes", "  t tag", "  N note"]


async def test_a_note_with_brackets_is_shown_as_written() -> None:
    notes = Notes()
    notes.put(1, 0, note="see [b]that[/b] [/i]\x1b[2J")
    async with showing(notes, 40) as (pane, _):
        assert lines(pane)[1] == "❯  1  see [b]that[/b] [/i]␛[2J"


async def test_a_note_of_nothing_that_can_be_seen_has_its_number() -> None:
    notes = Notes()
    notes.put(1, 0, note="\u00ad" * 999)
    async with showing(notes) as (pane, _):
        assert lines(pane)[1:] == ["❯  1"]


async def test_rows_fill_the_width_whatever_the_notes() -> None:
    notes = Notes()
    notes.put(1, 0, tags=("書物",), note="欄外の註釈とその読者たちの長い歴史 and 読者")
    notes.put(2, 1, state="orphan", phrase="a word", note="👩‍👩‍👧 e\u0301\u00ad" * 50)
    async with showing(notes) as (pane, pilot):
        for width in range(10, 61, 7):
            pane.styles.width = width
            await pilot.pause()
            strips = [pane.render_line(y) for y in range(24)]
            assert {sum(cell_len(part.text) for part in strip) for strip in strips} == {width}
