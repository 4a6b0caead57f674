"""The search over the library as one types: its explanation, its errors, its saved queries."""

import json
import threading

import pytest

from tests.ui.test_looks import drawn
from tests.ui.test_reader import WIDE, reading
from tui.core import edits
from tui.core.search import pattern
from tui.core.search.fts import stamps
from tui.core.search.hits import Looked
from tui.ui.screens import search


def shown(r):
    """Line below the query, and the snippets of the hits."""
    screen = r.app.screen
    explained = screen.query_one("#explain")
    return str(explained.content), [hit.snippet for hit in screen._list.hits]


async def typed(r, text):
    await r.press(*("space" if char == " " else char for char in text))


async def test_what_the_query_means_always_stands_below_it(app_on):
    async with reading(app_on()) as r:
        await r.press("g", "slash")
        assert "is:open" in shown(r)[0]
        await typed(r, "gloss OR #x")
        assert shown(r) == ("“gloss” anywhere or tagged x or below", ["A gloss explained a word."])
        assert "tagged x or below" in drawn(r.app)


async def test_an_error_names_its_column_and_leaves_the_last_results(app_on):
    async with reading(app_on()) as r:
        await r.press("g", "slash")
        await typed(r, "gloss")
        before = shown(r)[1]
        r.app.screen._input.value = "gloss note:"
        await r.press("end")
        explained, hits = shown(r)
        assert explained.startswith("column 12: note: expects a word")
        assert hits == before == ["A gloss explained a word."]
        assert r.app.screen.query_one("#explain").has_class("-wrong")
        await typed(r, "x")
        assert shown(r) == ("“gloss” anywhere, and the note has “x”", [])
        assert not r.app.screen.query_one("#explain").has_class("-wrong")


async def test_a_pattern_that_takes_too_long_is_told(app_on, shelf, monkeypatch):
    monkeypatch.setattr(pattern, "SECONDS", 0.01)
    (shelf / "letter.txt").write_text("a" * 60 + "b")
    async with reading(app_on()) as r:
        await r.press("g", "slash")
        await typed(r, "/(a|aa)+$/")
        assert "takes too long" in shown(r)[0]


async def test_ctrl_s_keeps_the_query_under_a_name_which_is_a_query_then(app_on, places):
    async with reading(app_on()) as r:
        await r.press("g", "slash")
        await typed(r, "scholion")
        await r.press("ctrl+s")
        await typed(r, "my own")
        await r.press("enter")
        assert shown(r)[0] == "saved:my own finds this from now on"
        await r.press("ctrl+u")
        await typed(r, 'saved:"my own"')
        assert shown(r) == ("“scholion” anywhere", ["A scholion argued with it."])
        await r.press("ctrl+s", *"other", "escape")
        await r.press(*"x")
        assert r.app.screen._input.value == 'saved:"my own"x'
    assert json.loads((places.config / "queries.json").read_text()) == {"my own": "scholion"}


async def test_a_query_that_cannot_be_kept_says_why(app_on, places):
    (places.config).mkdir(parents=True)
    (places.config / "queries.json").write_text("[]")
    async with reading(app_on()) as r:
        await r.press("g", "slash", *"a", "ctrl+s", *"b", "enter")
        assert "queries.json: must be an object of texts" in shown(r)[0]
        await typed(r, " saved:b")
        assert "queries.json" in shown(r)[0]


async def test_groups_have_a_title_each_and_their_rows_name_the_article(app_on):
    async with reading(app_on()) as r:
        await r.press("1", "G", "t", *"x", "enter")
        await r.press("g", "slash")
        await typed(r, "is:tagged group:tag")
        screen = drawn(r.app)
        assert "#x" in screen
        assert "The margin" in screen.split("#x", 1)[1]


async def test_the_path_of_a_query_is_that_in_the_library(app_on):
    async with reading(app_on()) as r:
        await r.press("g", "slash")
        await typed(r, "path:verse/ falls")
        assert [hit.source.name for hit in r.app.screen._list.hits] == ["poem.txt"]


async def searched(r, text):
    await r.press("g", "slash")
    await typed(r, text)
    await r.press("enter")


async def test_what_is_done_to_the_selected_results_is_one_edit(app_on):
    async with reading(app_on()) as r:
        await searched(r, "answered OR scholion OR gloss")
        await r.press("space", "j", "space")
        assert "2 selected" in drawn(r.app)
        await r.press("t", *"method", "enter")
        assert "tagged method · 2" in drawn(r.app)
        tagged = [block for block in range(9) if r.note_of(block)]
        assert tagged == [1, 4]
        await r.press("u")
        assert "undone: tagged method" in drawn(r.app)
        assert [block for block in range(9) if r.note_of(block)] == []


async def test_without_a_selection_the_marked_result_is_meant(app_on):
    async with reading(app_on()) as r:
        await searched(r, "gloss")
        await r.press("h")
        assert r.note_of(1).colour == "yellow"
        await r.press("s")
        assert r.note_of(1).status == "open"
        await r.press("S")
        assert r.note_of(1).status == "done"
        await r.press("H")
        assert r.note_of(1).colour is None


async def test_all_results_are_selected_at_once_and_copied_as_quotes(app_on):
    async with reading(app_on()) as r:
        await searched(r, "a")
        await r.press("*", "Y")
        assert "copied" in drawn(r.app)
        assert "> A gloss explained a word." in r.app.clipboard
        assert "> A scholion argued with it." in r.app.clipboard
        await r.press("*")
        assert "selected" not in drawn(r.app)


async def test_tags_that_all_have_are_taken_off_all(app_on):
    async with reading(app_on()) as r:
        await r.press(*"2G2t", *"old", "enter")
        await searched(r, "#old")
        await r.press("*", "t", "backspace")
        assert r.note_of(1) is r.note_of(2) is None


async def test_tab_narrows_the_query_by_a_tag_of_the_results(app_on):
    async with reading(app_on()) as r:
        await r.press(*"2Gt", *"to read", "enter")
        await searched(r, "explained OR scholion")
        await r.press("slash", "tab", "enter")
        assert r.app.screen._input.value == 'explained OR scholion #"to read"'


async def test_the_preview_shows_the_paragraph_its_neighbours_and_its_notes(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*"4Ga", *"why though", "escape")
        await searched(r, "scholion")
        shown = str(r.app.screen.query_one("#preview").content)
        assert shown.startswith(
            "The margin › The margin › Print\n\nPrint\n\nA scholion argued with it."
        )
        assert "\n✎ why though\n\nA postil answered" in shown


async def test_results_are_walked_from_document_to_document(app_on, shelf):
    (shelf / "verse" / "poem.txt").write_text("Night\n\non the margin\n")
    async with reading(app_on()) as r:
        await searched(r, "margin")
        await r.press("enter")
        seen = [(r.session.source.name, r.cursor)]
        for _ in range(2):
            await r.press("g", ">")
            seen.append((r.session.source.name, r.cursor))
        assert seen == [("essay.md", 0), ("letter.txt", 1), ("poem.txt", 1)]
        assert "result 3 of 3: margin" in r.status
        await r.press("g", ">")
        assert "no result after this one" in r.status
        await r.press("g", "<")
        assert r.session.source.name == "letter.txt"


async def test_a_walk_through_results_answers_tags_and_settles_each(app_on):
    async with reading(app_on()) as r:
        await r.press("j", "a", *"why", "escape", "s", "j", "j", "a", *"who", "escape", "s")
        await searched(r, "is:open")
        await r.press("enter")
        said = r.status
        assert "result 1 of 2" in said
        assert "]r next: wh" in said
        first = r.cursor
        await r.press("a", *", so", "escape", "t", *"method", "enter", "s")
        one = r.note_of(first)
        assert one.note in ("why, so", "who, so")
        assert (one.tags, one.status) == (("method",), "done")
        await r.press("]", "r")
        assert "result 2 of 2: wh" in r.status
        assert r.cursor == ({1, 3} - {first}).pop()
        assert r.note_of(r.cursor).status == "open"


async def test_a_walk_goes_where_a_note_stands_now(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("j", "h", "j", "j", "h")
        await searched(r, "is:highlight")
        await r.press("enter")
        last = ({1, 3} - {r.cursor}).pop()
        (note,) = r.session.on_block(last)
        r.reader.desk.perform(edits.pin(r.session, note, r.session.paragraph(8)))
        await r.press("]", "r")
        assert r.cursor == 8


async def test_what_stands_below_one_heading_stands_together(app_on, shelf):
    (shelf / "verse" / "poem.txt").write_text("The margin\n\nof the page\n")
    async with reading(app_on()) as r:
        await r.press(*"8Gh", "J", *"2Gx")
        await searched(r, "the")
        rows = [row for row in r.app.screen._list._rows._rows if not row.selectable]
        titles = [(row.parts[0][0], row.right) for row in rows]
        assert len(titles) == len(set(titles))
        assert len({title for title, _ in titles}) == 3


async def test_results_say_that_the_library_is_still_looked_at_and_are_asked_for_again(
    app_on, monkeypatch
):
    monkeypatch.setattr(search, "AGAIN", 0)
    async with reading(app_on()) as r:
        await r.press("g", "slash")
        looked, said = [Looked(1, 3), Looked(2, 3)], []
        monkeypatch.setattr(
            type(r.reader.desk.index),
            "looked",
            property(lambda _: looked.pop(0) if looked else None),
        )
        monkeypatch.setattr(r.app.screen, "_foot_of", lambda count: said.append(count))
        r.app.screen._input.value = "gloss"
        await r.settle()
        assert [one.partition(" so far, ")[2] for one in said] == [
            "1 of 3 files looked at",
            "2 of 3 files looked at",
            "",
        ]
        assert shown(r)[1] == ["A gloss explained a word."]


async def test_results_that_one_goes_through_stay_while_the_library_is_looked_at(
    app_on, monkeypatch
):
    monkeypatch.setattr(search, "AGAIN", 0)
    async with reading(app_on()) as r:
        await r.press("g", "slash")
        await typed(r, "gloss")
        await r.press("down")
        looked, rounds = [Looked(1, 3)] * 3, []
        index = r.reader.desk.index
        monkeypatch.setattr(
            type(index), "looked", property(lambda _: looked.pop(0) if looked else None)
        )
        monkeypatch.setattr(index, "search", lambda *_: rounds.append(1) or iter(()))
        monkeypatch.setattr(index, "guesses", lambda *_: iter(()))
        screen = r.app.screen
        assert not await screen._round(screen._parsed, screen._wish, first=False)
        assert not rounds and shown(r)[1] == ["A gloss explained a word."]
        await r.press("slash")
        assert not await screen._round(screen._parsed, screen._wish, first=False)
        assert rounds and shown(r)[1] == []


async def test_what_may_have_been_meant_stands_below_a_title_of_its_own(app_on, shelf, monkeypatch):
    monkeypatch.setattr(stamps, "RACY", 0)
    async with reading(app_on()) as r:
        await r.reader.opening.complete.wait()
        await r.press("g", "slash")
        await typed(r, "explainde")
        assert shown(r)[1] == ["A gloss explained a word."]
        screen = drawn(r.app)
        assert "perhaps you meant “explained”" in screen and "nothing found" in screen
        await r.press("down", "enter")
        assert r.cursor == 1


@pytest.mark.parametrize("most", [1, 2, 3])
async def test_that_more_is_found_than_is_shown_is_told(app_on, monkeypatch, most):
    monkeypatch.setattr(search, "LIMIT", most)
    async with reading(app_on()) as r:
        await r.reader.opening.complete.wait()
        await r.press("g", "slash")
        await typed(r, "margin OR gloss")
        foot = str(r.app.screen.query_one("#foot").content)
        assert len(shown(r)[1]) == min(most, 3)
        assert (f"the first {most}; narrow the query " in foot) == (most < 3)
        assert ("0 notes, 3 paragraphs" in foot) == (most == 3)


async def test_what_is_selected_stays_so_when_more_is_found(app_on):
    async with reading(app_on()) as r:
        await r.press("g", "slash")
        await typed(r, "gloss OR scholion")
        results = r.app.screen._list
        hits = results.hits
        results.show(hits[:1])
        await r.press("down", "space")
        assert results.chosen == hits[:1] and len(hits) == 2
        results.show(hits)
        assert results.chosen == hits[:1]
        results.show(hits[1:])
        assert not results.selected


@pytest.mark.parametrize(
    ("looked", "told"),
    [(None, "so far …"), (Looked(2, 3), "so far, 2 of 3 files looked at …")],
)
async def test_a_search_that_takes_long_says_what_it_has_found_so_far(
    app_on, monkeypatch, looked, told
):
    monkeypatch.setattr(search, "SLOW", 0.01)
    async with reading(app_on()) as r:
        await r.press("g", "slash")
        said, go_on = [], threading.Event()
        monkeypatch.setattr(r.app.screen, "_foot_of", lambda told: said.append(told) or go_on.set())

        def slowly(*_):
            yield [hit]
            assert go_on.wait(10)

        await typed(r, "gloss")
        (hit,) = r.app.screen._list.hits
        said.clear(), go_on.clear()
        monkeypatch.setattr(r.reader.desk.index, "search", slowly)
        now = property(lambda _: None if go_on.is_set() else looked)
        monkeypatch.setattr(type(r.reader.desk.index), "looked", now)
        r.app.screen._ask()
        await r.settle()
        assert said[0] == f"0 notes, 1 paragraph {told}"
        assert said[-1].startswith("0 notes, 1 paragraph · ")
