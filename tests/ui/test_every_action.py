"""Every action of the registry, pressed once, and what that did.

An action that is new needs one row: the keys pressed before it, and what holds after it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.css.query import NoMatches

from tests.ui.test_reader import WIDE, Reader, reading
from tui.core import edits
from tui.core.actions import ACTIONS, Action, parted
from tui.core.library import Library
from tui.core.paths import Places
from tui.core.store.keeping import Keeping
from tui.ui.app import PostilApp
from tui.ui.screens import program
from tui.ui.widgets.row_list import RowList

SCOPES = (
    *("reader", "words", "paint", "app", "list", "library", "notes"),
    *("results", "tags", "review", "conflict"),
)


@dataclass(frozen=True)
class Row:
    """`before` is pressed first, then `count` and the first key of the action; then `holds`.

    `given` notes on the essay: `edited`, on two paragraphs that are other ones now; `copied`, on
    one that stands in two places now; `conflict`, one with two texts.
    """

    holds: Callable[[Reader], Any]
    before: str = ""
    count: str = ""
    shelf: str = "essay.md"
    given: str = ""


def at(block: int) -> Callable[[Reader], bool]:
    return lambda r: r.cursor == block


def note(block: int, **fields: Any) -> Callable[[Reader], bool]:
    return lambda r: all(getattr(r.note_of(block), k) == v for k, v in fields.items())


def selected(words: str) -> Callable[[Reader], bool]:
    def holds(r: Reader) -> bool:
        document = r.session.document
        parts = r.view.selection.ranges(document)
        return "\n".join(document.blocks[b].text[start:end] for b, start, end in parts) == words

    return holds


def top(block: int, row: int = 0) -> Callable[[Reader], bool]:
    return lambda r: r.view.viewport.top == (block, row)


def screen(name: str) -> Callable[[Reader], bool]:
    return lambda r: type(r.app.screen).__name__ == name


def document(name: str) -> Callable[[Reader], bool]:
    return lambda r: r.session.source.name == name


def says(text: str) -> Callable[[Reader], bool]:
    return lambda r: text in r.status


def copied(text: str) -> Callable[[Reader], bool]:
    return lambda r: r.app.clipboard == text


def focus(part: str) -> Callable[[Reader], bool]:
    return lambda r: getattr(r.reader, part).has_focus


def entry(number: int) -> Callable[[Reader], bool]:
    return lambda r: r.reader._tree._rows.entry == number


def width(cells: int) -> Callable[[Reader], bool]:
    return lambda r: r.view.column[1] == cells


def views(count: int) -> Callable[[Reader], bool]:
    return lambda r: len(r.reader.views.all) == count


def view(number: int) -> Callable[[Reader], bool]:
    """This one of the views has the keys."""
    return lambda r: r.reader.views.all[number].has_focus


def shows(*words: str) -> Callable[[Reader], bool]:
    """The box over the text has all of these."""

    def holds(r: Reader) -> bool:
        rows = r.app.screen.query_one(RowList)
        shown = "\n".join(rows.render_line(y).text for y in range(rows.size.height))
        return all(part in shown for part in words)

    return holds


def notes(**on: int) -> Callable[[Reader], bool]:
    """There are these notes and no other, each on that block."""

    def holds(r: Reader) -> bool:
        found = r.session.annotations.values()
        return {a.note: r.session.anchors[a.id].block for a in found} == on

    return holds


FOUND = "g / e x p l a i n e d space O R space a r g u e d enter"
"""The search with two results, the first on the second paragraph."""


def chosen(count: int) -> Callable[[Reader], bool]:
    """So many results are selected."""
    return lambda r: len(r.app.screen._list.selected) == count


def asks(what: str) -> Callable[[Reader], bool]:
    """The list of tags asks that."""
    return lambda r: r.app.screen._line.display and r.app.screen._line.placeholder == what


def state(block: int, name: str) -> Callable[[Reader], bool]:
    """The note of that block stands there so."""
    return lambda r: r.session.anchors[r.note_of(block).id].state == name


def write_conflict(shelf: Path, places: Places) -> None:
    """A note with two texts on the second paragraph: two programs wrote at once, `mine` later."""
    libraries = [Library(shelf, Keeping(places)) for _ in range(2)]
    sessions = [library.session(shelf / "essay.md") for library in libraries]
    start = edits.set_star(sessions[0], [sessions[0].paragraph(1)], True)
    libraries[0].perform(start)
    libraries[0].flush()
    libraries[1].absorb(sessions[1].source, sessions[1].news())
    for library, session, text in zip(libraries, sessions, ("theirs", "mine"), strict=True):
        library.perform(edits.write_note(session, [session.paragraph(1)], text))
        library.flush()


GLOSS = "A gloss explained a word."
SCHOLION = "A scholion argued with it."
END = "The end came quietly."
EDITS = ((GLOSS, "A gloss explains some words."), (SCHOLION, "A scholion quarrelled with it."))
LONG = "long.txt"

TABLE = {
    "next_paragraph": Row(at(1)),
    "previous_paragraph": Row(at(1), "j j"),
    "next_strictly": Row(at(1)),
    "previous_strictly": Row(at(1), "j j"),
    "line_down": Row(top(-1, 1), shelf=LONG),
    "line_up": Row(top(-1, 1), "ctrl+e ctrl+e", shelf=LONG),
    "page_down": Row(lambda r: r.cursor > 5, shelf=LONG),
    "page_up": Row(at(0), "space", shelf=LONG),
    "half_down": Row(lambda r: r.cursor > 2, shelf=LONG),
    "half_up": Row(at(0), "ctrl+d", shelf=LONG),
    "centre": Row(lambda r: 15 < r.view.viewport.extent(49)[0] < 20, "5 0 G", shelf=LONG),
    "to_top": Row(top(49), "5 0 G", shelf=LONG),
    "to_bottom": Row(lambda r: r.view.viewport.extent(49)[1] == 38, "5 0 G z t", shelf=LONG),
    "first": Row(at(0), "G"),
    "last": Row(at(8)),
    "percent": Row(at(8), count="9 9"),
    "next_section": Row(at(2)),
    "previous_section": Row(at(2), "G"),
    "next_annotation": Row(at(2), "2 j h g g"),
    "previous_annotation": Row(at(2), "2 j h G"),
    "next_uncertain": Row(shows(GLOSS, "explains some words", "1 of 2"), given="edited"),
    "previous_uncertain": Row(shows(SCHOLION, "quarrelled", "2 of 2"), "G", given="edited"),
    "back": Row(at(0), "G"),
    "forward": Row(at(8), "G backspace"),
    "last_place": Row(at(0), "G"),
    "set_mark": Row(says("mark a on ¶ 1")),
    "go_to_mark": Row(at(1), "j m a G"),
    "next_document": Row(document("letter.txt")),
    "previous_document": Row(document("essay.md"), "J"),
    "go_to": Row(screen("DocumentPicker")),
    "select_paragraphs": Row(selected(GLOSS), "j"),
    "select_words": Row(selected("A"), "j"),
    "swap_ends": Row(at(1), "j V j"),
    "reselect": Row(selected(GLOSS), "j V escape"),
    "select_annotation": Row(selected("A gloss"), "j v w h"),
    "copy": Row(copied(GLOSS), "j"),
    "copy_quote": Row(copied(f"> {GLOSS}\n\n— *The margin*, ¶ 2\n"), "j"),
    "next_word": Row(selected("A gloss"), "j v"),
    "previous_word": Row(selected("A"), "j v w"),
    "paragraph_start": Row(selected("A gloss explained"), "j v w w o w"),
    "paragraph_end": Row(selected(GLOSS), "j v"),
    "words_down": Row(selected(f"{GLOSS}\nPrint"), "j v"),
    "words_up": Row(selected("The margin\nA"), "j v"),
    "tag": Row(screen("TagPicker")),
    "tags": Row(screen("TagsScreen")),
    "paint": Row(lambda r: r.view.painting == "a", "t a enter"),
    "paint_on": Row(note(1, tags=("a",)), "t a enter j B"),
    "paint_pinned": Row(says("no tag has the key 1: p 1 gives it one in T"), "t a enter B"),
    "pinned_tag": Row(says("no tag has the key 1: p 1 gives it one in T")),
    "last_tag": Row(note(1, tags=("a",)), "t a enter j"),
    "note": Row(screen("NoteEditor")),
    "document_note": Row(screen("NoteEditor")),
    "highlight": Row(note(0, colour="yellow")),
    "highlight_in": Row(note(0, colour="yellow")),
    "status": Row(note(0, status="open")),
    "tour_skip": Row(says("this is not the tour")),
    "tour_leave": Row(says("this is not the tour")),
    "share_tags": Row(says("no other article has notes on this paragraph")),
    "star": Row(note(0, starred=True)),
    "remove": Row(lambda r: not r.session.annotations, "h"),
    "repeat": Row(note(1, starred=True), "S j"),
    "trash": Row(screen("TrashScreen"), "h d d"),
    "conflicts": Row(says("no note")),
    "changes": Row(shows(GLOSS, "explains some words", SCHOLION, "quarrelled"), given="edited"),
    "undo": Row(lambda r: not r.session.annotations, "h"),
    "redo": Row(note(0, colour="yellow"), "h u"),
    "find": Row(focus("_bar")),
    "next_match": Row(at(4), "/ p o s t i l enter g g"),
    "previous_match": Row(at(4), "/ p o s t i l enter G"),
    "filter": Row(lambda r: r.reader._bar.has_focus),
    "show_all": Row(lambda r: r.view.filter is None, "f o n e enter"),
    "next_result": Row(says("result 2 of"), "g / t h e enter enter"),
    "previous_result": Row(says("no result before"), "g / t h e enter enter"),
    "search": Row(screen("SearchScreen")),
    "library": Row(focus("_tree")),
    "notes": Row(focus("_notes")),
    "contents": Row(focus("_outline")),
    "wider": Row(width(50), "- -"),
    "narrower": Row(width(50)),
    "usual_width": Row(width(54), "-"),
    "zen": Row(lambda r: not r.reader._tree.region and not r.reader._notes.region),
    "shape": Row(says(" (2 of "), shelf="letter.txt"),
    "encoding": Row(says("all encodings make the same of this text")),
    "next_pane": Row(focus("_notes")),
    "previous_pane": Row(focus("_tree")),
    "pane_left": Row(focus("_tree")),
    "pane_down": Row(view(1), "5 j ctrl+w s ctrl+w k"),
    "pane_up": Row(view(0), "5 j ctrl+w s"),
    "pane_right": Row(focus("_notes")),
    "larger_pane": Row(lambda r: r.reader._tree.region.width == 29, "g l"),
    "smaller_pane": Row(lambda r: r.reader._tree.region.width == 25, "g l"),
    "split_below": Row(views(2)),
    "split_beside": Row(views(2)),
    "close_view": Row(views(1), "ctrl+w s"),
    "only_view": Row(views(1), "ctrl+w s ctrl+w s"),
    "margin_notes": Row(says("no notes in the margin")),
    "list_down": Row(entry(1), "g l"),
    "list_up": Row(entry(0), "g l j"),
    "list_page_down": Row(lambda r: r.reader._tree._rows.entry > 0, "g l"),
    "list_page_up": Row(entry(0), "g l j j"),
    "list_first": Row(entry(0), "g l j j"),
    "list_last": Row(lambda r: r.reader._tree._rows.entry > 1, "g l"),
    "list_open": Row(document("letter.txt"), "g l j"),
    "list_pin": Row(notes(one=1, three=4), "5 G g n", given="edited"),
    "list_remove": Row(notes(three=3), "j g n", given="edited"),
    "list_follow": Row(document("letter.txt"), "a [ [ l e t t e r . t x t ] ] escape g n"),
    "result_select": Row(chosen(1), FOUND),
    "result_select_all": Row(chosen(2), FOUND),
    "result_tag": Row(screen("TagPicker"), FOUND),
    "result_highlight": Row(note(1, colour="yellow"), FOUND),
    "result_plain": Row(note(1, colour=None, starred=True), f"j h S {FOUND}"),
    "result_open": Row(note(1, status="open"), FOUND),
    "result_done": Row(note(1, status="done"), FOUND),
    "result_copy": Row(lambda r: "> A gloss explained a word." in r.app.clipboard, FOUND),
    "result_undo": Row(lambda r: r.note_of(1) is None, f"{FOUND} h"),
    "result_refine": Row(screen("RefineBox"), FOUND),
    "result_query": Row(lambda r: r.app.screen._input.has_focus, FOUND),
    "tag_here": Row(lambda r: r.view.filter.query == "#a", "t a enter T"),
    "tag_rename": Row(asks("new name of #a"), "t a enter T"),
    "tag_merge": Row(asks("merge #a into"), "t a enter T"),
    "tag_describe": Row(asks("what #a means"), "t a enter T"),
    "tag_colour": Row(lambda r: r.reader.desk.signs.colour("a") == "yellow", "t a enter T"),
    "tag_key": Row(lambda r: r.reader.desk.signs.digits == {1: "a"}, "t a enter T"),
    "tag_undo": Row(note(0, tags=("a",)), "t a enter T r b enter"),
    "review_keep": Row(state(1, "pinned"), "g o", given="edited"),
    "review_other": Row(shows("place 2 of 2"), "g o", given="copied"),
    "review_other_back": Row(shows("place 1 of 2"), "g o n", given="copied"),
    "review_nowhere": Row(lambda r: not r.session.on_block(1), "g o", given="edited"),
    "review_undo": Row(shows("1 of 2"), "g o x", given="edited"),
    "review_next": Row(shows("2 of 2"), "g o", given="edited"),
    "review_previous": Row(shows("1 of 2"), "g o j", given="edited"),
    "conflict_left": Row(note(1, note="mine", conflicts=()), "g c", given="conflict"),
    "conflict_right": Row(note(1, note="theirs", conflicts=()), "g c", given="conflict"),
    "conflict_both": Row(note(1, note="mine\n\ntheirs"), "g c", given="conflict"),
    "conflict_join": Row(screen("NoteEditor"), "g c", given="conflict"),
    "filter_library": Row(lambda r: r.reader._tree._filter.has_focus, "g l"),
    "sort_library": Row(lambda r: r.reader._tree.order == "recent", "g l"),
    "follow": Row(document("tour.md"), shelf=""),
    "help": Row(screen("HelpScreen")),
    "palette": Row(screen("Palette")),
    "theme": Row(lambda r: r.app.theme == "postil-light"),
    "messages": Row(screen("MessagesScreen")),
    "redraw": Row(lambda r: "redraw" in r.done),
    "suspend": Row(lambda r: "suspend" in r.done),
    "close": Row(lambda r: r.view.selection is None, "V"),
    "quit": Row(lambda r: r.app.return_code == 0),
}


def pressed(action: Action) -> list[str]:
    """The first key of an action, with the first of its arguments."""
    head, argument = parted(action.keys[0])
    return [*head, *argument[:1]]


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.scope in SCOPES], ids=lambda a: a.id)
async def test_an_action_does_what_it_says(app_on, shelf, places, edited, action, monkeypatch):
    row = TABLE[action.id]
    if row.given == "edited":
        edited({1: "one", 3: "three"}, *EDITS)
    elif row.given == "copied":
        edited({1: "one"}, (END, GLOSS))
    elif row.given == "conflict":
        write_conflict(shelf, places)
    if row.shelf == LONG:
        (shelf / LONG).write_text("\n\n".join(f"Line {n}." for n in range(100)))
    if not row.shelf:
        for path in [*shelf.rglob("*.*")]:
            path.unlink()
    async with reading(app_on(row.shelf or None), WIDE) as r:
        await r.press(*row.before.split())
        r.done = outside(r.app, monkeypatch)
        assert not held(row, r)
        await r.press(*row.count.split(), *pressed(action))
        assert row.holds(r), r.text


def outside(app: PostilApp, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What will be done to the terminal rather than to the text, from now on."""
    done: list[str] = []
    refresh = app.refresh

    def drawn(*regions: Any, **how: bool) -> Any:
        done.extend(["redraw"] if how.get("layout") else [])
        return refresh(*regions, **how)

    monkeypatch.setattr(app, "refresh", drawn)
    monkeypatch.setattr(app, "action_suspend_process", lambda: done.append("suspend"))
    monkeypatch.setattr(program, "can_be_stopped", lambda: True)
    return done


def held(row: Row, r: Reader) -> bool:
    """Whether it held before the key was pressed: then it would show nothing."""
    try:
        return bool(row.holds(r))
    except (AttributeError, TypeError, NoMatches):
        return False


def test_the_table_has_a_row_for_each_action_and_no_other():
    assert set(TABLE) == {action.id for action in ACTIONS if action.scope in SCOPES}
