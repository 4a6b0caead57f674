"""Notes that are not sure of their place: marked, walked, settled, and what changed under them."""

from dataclasses import replace

import pytest

from tests.ui.conftest import ESSAY
from tests.ui.test_looks import drawn
from tests.ui.test_reader import NARROW, WIDE, reading
from tui.core import edits
from tui.core.keymap import keymap
from tui.core.model import SURE

GLOSS = "A gloss explained a word."
SCHOLION = "A scholion argued with it."
POSTIL = "A postil answered it line by line, and went on answering it for as long as anybody asked."


def box(r):
    """The lines of the box over the text."""
    rows = r.app.screen.query_one("RowList")
    return [rows.render_line(y).text.strip() for y in range(rows.size.height)]


def keys(r):
    return str(r.app.screen.query_one("Vertical").border_subtitle)


def styles(r):
    """What is drawn bold and underlined in the box: the differences, without any colour."""
    rows = r.app.screen.query_one("RowList")
    segments = [s for y in range(rows.size.height) for s in rows.render_line(y)]
    return [s.text for s in segments if s.style and s.style.bold and s.style.underline]


def notes_pane(r):
    pane = r.reader._notes
    return "\n".join(pane.render_line(y).text.rstrip() for y in range(pane.size.height))


FUZZY = (SCHOLION, "A scholion quarrelled with it.")
GONE = (GLOSS + "\n\n", "")


async def test_an_edited_paragraph_has_its_mark_and_one_that_may_be_wrong_a_question_mark(
    app_on, edited
):
    edited({1: "one", 3: "sure?"}, FUZZY, (GLOSS, "A gloss explained one word.", SURE))
    async with reading(app_on()) as r:
        assert "2≈ A gloss" in r.text
        assert "4? A scholion" in r.text


async def test_a_note_without_a_place_has_its_mark_where_it_stood(app_on, edited):
    edited({1: "lost"}, GONE)
    async with reading(app_on()) as r:
        (lost,) = r.session.unplaced()
        line = r.text.splitlines()[r.view.viewport.extent(r.session.anchors[lost.id].block)[0]]
        assert "? " in line[:10]


async def test_what_is_decided_redraws_only_its_own_rows(app_on, edited):
    edited({3: "sure?", 8: "end"}, FUZZY)
    async with reading(app_on()) as r:
        before = list(r.view._frame)
        await r.press("right_square_bracket", "o", "enter")
        assert "4? A scholion" not in r.text
        _, stop = r.view.viewport.extent(3)
        after = r.view._frame
        same = [y for y in range(len(before)) if before[y] is after[y]]
        assert set(range(stop, len(before))) <= set(same)


@pytest.mark.parametrize("opening", [("right_square_bracket", "o"), ("g", "o"), ("g", "O")])
async def test_the_box_shows_old_words_and_new_with_their_differences(app_on, edited, opening):
    edited({3: "Who argued?"}, FUZZY)
    async with reading(app_on()) as r:
        await r.press(*opening)
        head, note, was, now = box(r)
        assert head.startswith("¶ 4 · fuzzy 0.")
        assert head.endswith("1 of 1")
        assert note == "note  Who argued?"
        assert was == f"was   {SCHOLION}"
        assert now == "now   A scholion quarrelled with it."
        assert styles(r) == ["argued", "quarrelled"]
        assert r.cursor == 3


async def test_enter_pins_the_note_and_says_so(app_on, edited):
    edited({3: "sure?"}, FUZZY)
    async with reading(app_on()) as r:
        await r.press("g", "o", "enter")
        assert r.app.screen is r.reader
        assert "settled 1 note" in r.status
        note = r.note_of(3)
        assert r.session.anchors[note.id].state == "pinned"
        assert note.target.exact == SCHOLION
        await r.press("u")
        assert r.session.anchors[note.id].state == "fuzzy"
        assert "4? A scholion" in r.text


async def test_x_leaves_the_note_without_a_place_for_good(app_on, edited):
    edited({3: "sure?"}, FUZZY)
    async with reading(app_on()) as r:
        await r.press("g", "o", "x")
        assert [a.note for a in r.session.unplaced()] == ["sure?"]
        assert r.session.uncertain() == []
        await r.press("g", "o")
        assert "every note is sure of its place" in r.status
    async with reading(app_on()) as r:
        assert r.session.uncertain() == []


async def test_after_a_decision_the_next_is_asked_and_u_takes_the_last_one_back(app_on, edited):
    edited({1: "one", 3: "three"}, FUZZY, (GLOSS, "A gloss explains some words."))
    async with reading(app_on()) as r:
        await r.press("g", "o")
        assert box(r)[0].endswith("1 of 2")
        assert "u undo" not in keys(r)
        await r.press("enter")
        assert (box(r)[0][:3], box(r)[0][-6:]) == ("¶ 4", "1 of 1")
        assert r.cursor == 3
        await r.press("u")
        assert (box(r)[0][:3], box(r)[0][-6:]) == ("¶ 2", "1 of 2")
        await r.press("u")
        assert "nothing was decided here yet" in r.status
        await r.press("enter", "x")
        assert "settled 2 notes" in r.status


async def test_j_and_k_go_round_without_deciding_and_escape_closes(app_on, edited):
    edited({1: "one", 3: "three"}, FUZZY, (GLOSS, "A gloss explains some words."))
    async with reading(app_on()) as r:
        await r.press("G", "g", "o")
        for key, number in (("j", "2"), ("j", "1"), ("k", "2"), ("up", "1"), ("down", "2")):
            await r.press(key)
            assert box(r)[0].endswith(f"{number} of 2")
        await r.press("right_square_bracket", "o")
        assert box(r)[0].endswith("1 of 2")
        await r.press("escape")
        assert r.app.screen is r.reader
        assert len(r.session.uncertain()) == 2
        await r.press("ctrl+o")
        assert r.cursor == 8


async def test_next_begins_at_the_cursor_and_previous_before_it(app_on, edited):
    edited({1: "one", 3: "three"}, FUZZY, (GLOSS, "A gloss explains some words."))
    async with reading(app_on()) as r:
        await r.press("3", "G", "g", "o")
        assert r.cursor == 3
        await r.press("escape", "3", "G", "g", "O")
        assert r.cursor == 1
        for key in "oO":
            await r.press("escape", "4", "G", "g", key)
            assert r.cursor == 3


async def test_the_text_follows_the_place_that_is_offered(app_on, edited):
    edited({1: "twice"}, (GLOSS, "Before."), ("- one\n", f"{GLOSS}\n\nBetween.\n\n{GLOSS}\n\n"))
    async with reading(app_on()) as r:
        await r.press("g", "o")
        assert "ambiguous 0.50 · place 1 of 2" in box(r)[0]
        first = r.cursor
        await r.press("n")
        assert "place 2 of 2" in box(r)[0]
        assert box(r)[-1] == "now   the same words"
        assert r.cursor == first + 2
        assert "8  A gloss" in r.text.splitlines()[r.app.screen.spot.row - 1]
        await r.press("p")
        assert "6? A gloss" in r.text.splitlines()[r.app.screen.spot.row - 1]
        await r.press("p", "enter")
        (note,) = r.session.annotations.values()
        assert r.session.anchors[note.id].ranges[0][0] == first + 2


async def test_a_note_that_is_nowhere_says_what_can_be_done(app_on, edited):
    edited({1: "lost"}, GONE)
    async with reading(app_on()) as r:
        await r.press("g", "o")
        shown = "\n".join(box(r))
        assert f"was   {GLOSS}" in shown
        assert "P on the note" in shown
        assert "Enter" not in keys(r)
        await r.press("enter", "n")
        assert r.session.uncertain()


async def test_a_note_without_a_place_is_put_on_the_paragraph_under_the_cursor(app_on, edited):
    edited({1: "lost"}, GONE)
    async with reading(app_on(), WIDE) as r:
        assert "P put here  dd remove" in notes_pane(r)
        await r.press("3", "G", "tab", "P")
        assert "put on ¶ 3" in r.status
        assert r.note_of(2).note == "lost"
        assert "not found" not in notes_pane(r)
        await r.press("u")
        assert r.session.unplaced()


@pytest.mark.parametrize(
    ("words", "to", "found"),
    [("A", 1, (1, 0, 1)), ("it", 4, (4, 0, 89)), ("gone", 1, (1, 0, 25))],
    ids=["once", "several times", "not at all"],
)
async def test_a_note_on_a_phrase_is_put_on_the_same_words_where_they_stand_once(
    app_on, shelf, words, to, found
):
    essay = shelf / "essay.md"
    essay.write_text(ESSAY.replace("argued with it.", "argued with it, and is gone."))
    async with reading(app_on(), WIDE) as r:
        at = r.session.document.blocks[3].text.index(words)
        place = replace(r.session.paragraph(3), ranges=((3, at, at + len(words)),))
        r.app._reader.desk.perform(edits.write_note(r.session, [place], "a note on words"))
        await r.press(*str(to + 1), "G", "tab", "P")
        (note,) = r.session.annotations
        assert r.session.anchors[note].ranges == (found,)


async def test_with_words_selected_a_note_is_put_on_them(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("3", "G", "a", *"lost", "escape", "2", "G", "v", "w", "tab", "P")
        (note,) = r.session.annotations
        ((block, start, end),) = r.session.anchors[note].ranges
        assert r.session.document.blocks[block].text[start:end] == "A gloss"


async def test_enter_on_a_note_without_a_place_goes_to_where_it_stood(app_on, edited):
    edited({1: "lost", 8: "end"}, GONE)
    async with reading(app_on(), WIDE) as r:
        (lost,) = r.session.unplaced()
        await r.press("G", "tab", "G", "enter")
        assert r.cursor == r.session.anchors[lost.id].block


async def test_dd_in_the_notes_pane_removes_that_note_and_leaves_the_text_where_it_is(
    app_on, edited
):
    edited({1: "lost", 8: "end"}, GONE)
    async with reading(app_on(), WIDE) as r:
        await r.press("5", "G", "tab", "G", "d", "d")
        assert [a.note for a in r.session.annotations.values()] == ["end"]
        assert r.cursor == 4
        assert "u undo" in r.status
        await r.press("u")
        assert len(r.session.annotations) == 2


async def test_the_keys_of_the_notes_pane_do_nothing_in_other_lists(app_on, edited):
    edited({8: "end"})
    async with reading(app_on(), WIDE) as r:
        await r.press("g", "g", "g", "l", "P", "d", "d")
        assert r.note_of(8).note == "end"
        await r.press("g", "n", "tab", "h", "d", "d", "g", "u", "P", "d", "d", "escape")
        assert r.note_of(8).note == "end"


async def test_what_changed_under_notes_is_listed_and_gone_to(app_on, edited):
    edited({1: "one", 3: "three", 8: "end"}, FUZZY, GONE)
    async with reading(app_on()) as r:
        await r.press("g", "d")
        shown = "\n".join(box(r))
        assert f"was   {GLOSS}" in shown
        assert f"was   {SCHOLION}\nnow   A scholion quarrelled with it." in shown
        assert "end" not in shown
        assert styles(r)[-2:] == ["argued", "quarrelled"]
        await r.press("G", "enter")
        (block,) = [i for i in range(8) if r.session.document.blocks[i].text == FUZZY[1]]
        assert r.cursor == block
        await r.press("ctrl+o")
        assert r.cursor == 0
        await r.press("g", "d", "escape")
        assert r.cursor == 0


async def test_the_list_of_changes_has_the_readers_own_keys(app_on, edited):
    edited({1: "one", 3: "three"}, FUZZY, (GLOSS, "A gloss explained one word."))
    own, _ = keymap("vim", {"list_down": ("ctrl+j",), "list_open": ("tab",)})
    async with reading(app_on(keymap=own)) as r:
        await r.press("g", "d", "j")
        assert "Tab go there" in drawn(r.app)
        await r.press("ctrl+j", "tab")
        assert r.cursor == 3


async def test_nothing_changed_is_said(app_on, edited):
    edited({1: "one"})
    async with reading(app_on()) as r:
        await r.press("g", "d")
        assert "nothing changed under your notes here" in r.status


async def test_a_document_with_uncertain_notes_greets_with_how_many(app_on, edited):
    edited({1: "one", 3: "three"}, FUZZY, GONE)
    async with reading(app_on(), NARROW) as r:
        assert "2 notes are not sure of their place: ]o shows them" in r.status


async def test_the_box_stays_small_and_shows_every_difference_of_a_long_paragraph(app_on, edited):
    words = [f"word{n}" for n in range(400)]
    words[20:60], words[370:380] = ["first"], ["last"]
    edited({3: "long"}, (SCHOLION, " ".join(words)))
    async with reading(app_on()) as r:
        note = next(iter(r.session.annotations.values()))
        old = " ".join(f"word{n}" for n in range(400))
        target = replace(note.target, exact=old)
        r.session.annotations[note.id] = replace(note, target=target)
        await r.press("g", "o")
        assert len(box(r)) <= 10
        assert {"first", "last"} <= set(styles(r))


async def test_escape_and_a_letter_in_haste_close_the_box_and_go_on(app_on, edited):
    edited({3: "sure?"}, FUZZY)
    async with reading(app_on()) as r:
        await r.press("g", "o", "alt+j")
        assert r.app.screen is r.reader
        assert r.cursor == 4


async def test_the_box_follows_its_paragraph_when_the_terminal_changes(app_on, edited):
    edited({3: "sure?"}, FUZZY)
    async with reading(app_on(), WIDE) as r:
        await r.press("g", "o")
        for size in ((44, 16), (30, 8), NARROW, WIDE):
            await r.pilot.resize_terminal(*size)
            await r.settle()
            region = r.app.screen.query_one("Vertical").region
            _, bottom = r.view.viewport.extent(3)
            assert region.y == bottom - 1 or region.bottom >= size[1] - 1
            assert r.cursor == 3
            assert r.app.screen.region.contains_region(region)
            assert "quarrelled" in "\n".join(box(r)) or size == (30, 8)


async def test_a_note_that_is_removed_elsewhere_meanwhile_is_passed_over(app_on, edited):
    edited({1: "one", 3: "three"}, FUZZY, (GLOSS, "A gloss explains some words."))
    async with reading(app_on()) as r:
        await r.press("g", "o")
        gone = r.note_of(1)
        r.reader._library.perform(edits.remove_one(r.session, gone))
        await r.press("enter")
        assert box(r)[0].startswith("¶ 4")
        assert r.session.anchors[r.note_of(3).id].state == "fuzzy"


async def test_notes_that_may_not_be_changed_stay_and_the_box_says_why(app_on, edited):
    edited({3: "sure?"}, FUZZY)
    async with reading(app_on()) as r:
        r.session.problem = "the notes are from a newer Postil"
        await r.press("g", "o", "enter")
        assert box(r)[0].startswith("¶ 4")
        assert "newer Postil" in r.status


async def test_a_note_on_the_document_is_put_on_no_paragraph(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("A", *"all", "escape", "tab", "P")
        assert "belongs to no paragraph" in r.status
        assert not r.session.on_block(0)
