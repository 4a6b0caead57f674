"""Choosing the shape and the encoding of the text by key."""

import pytest

from tests.core.documents.test_choosing import PAGE
from tests.making import epub
from tests.ui.test_reader import NARROW, WIDE, reading
from tests.ui.test_reloading import look
from tui.core import edits
from tui.core.library import Library
from tui.core.model import AS_FOUND, Choice
from tui.core.store.chosen import Choices
from tui.ui.widgets.row_list import RowList

LETTER = "letter.txt"
RUSSIAN = "Глава первая\n\nВсе счастливые семьи.\n\nКаждая несчастливая.\n"


def texts(r):
    return [block.text for block in r.session.document.blocks]


async def shape(r, times=1):
    for _ in range(times):
        await r.press("z", "s")


def rows(r):
    listed = r.app.screen.query_one(RowList)
    return [listed.render_line(y).text.strip() for y in range(listed.size.height)]


async def choose(r, encoding):
    """Choose an encoding from the list by keys."""
    await r.press("z", "e")
    names = [row.lstrip("❯ ").split(" ")[0] for row in rows(r)]
    await r.press("g", "g", *["j"] * names.index(encoding), "enter")


async def saved(r):
    """What the file beside the text says of it by now."""
    await r.reader.saver.finish()
    session = r.session
    return Choices(session.sidecar.keeping).of(session.source)


async def test_the_key_goes_through_the_shapes_and_comes_back(app_on):
    async with reading(app_on(LETTER)) as r:
        before = texts(r)
        assert before == ["Dear reader,", "the margin is yours.", "A friend"]
        seen = []
        await shape(r)
        count = int(r.status.split(" of ")[1].split(")")[0])
        for at in range(2, count + 2):
            assert f"({(at - 1) % count + 1} of {count})" in r.status
            seen.append(tuple(texts(r)))
            await shape(r)
        assert seen[-1] == tuple(before)
        assert len(set(seen)) == count


async def test_a_shape_is_remembered_and_read_again_at_the_next_start(app_on):
    async with reading(app_on("verse/poem.txt")) as r:
        await shape(r)
        assert texts(r) == ["Night", "falls", "on the page"]
        assert await saved(r) == Choice("line")
    async with reading(app_on("verse/poem.txt")) as r:
        assert texts(r) == ["Night", "falls", "on the page"]
        assert "3 paragraphs" in r.text


async def test_notes_and_cursor_stay_on_their_words_and_undo_brings_the_shape_back(app_on):
    async with reading(app_on("verse/poem.txt"), WIDE) as r:
        await r.press("j", "h")
        await shape(r)
        assert r.cursor == 2
        assert r.note_of(2).colour == "yellow"
        pane = [r.reader._notes.render_line(y).text for y in range(6)]
        assert any("on the page" in line for line in pane)
        await r.press("u")
        assert texts(r) == ["Night\nfalls", "on the page"]
        assert r.cursor == 1
        assert "read as" in r.status
        assert await saved(r) == AS_FOUND
        await r.press("ctrl+r")
        assert texts(r) == ["Night", "falls", "on the page"]
        await r.press("u", "u")
        assert not r.session.annotations


async def test_a_count_goes_so_many_shapes_on(app_on):
    async with reading(app_on("verse/poem.txt")) as r:
        await shape(r, 2)
        twice = texts(r)
        await r.press("u", "u", "2", "z", "s")
        assert texts(r) == twice


async def test_keys_typed_at_once_behind_it_act_on_the_new_shape(app_on):
    async with reading(app_on("verse/poem.txt")) as r:
        await r.press("z", "s", "2", "G", "S")
        assert texts(r)[1] == "falls"
        assert r.note_of(1).starred


async def test_a_page_is_shown_whole_and_as_its_article_in_turn(app_on, shelf):
    (shelf / "page.html").write_text(PAGE)
    async with reading(app_on("page.html")) as r:
        assert "Imprint" not in r.text
        await shape(r)
        assert "Imprint of the site" in r.text
        assert "read as the whole page (2 of 2)" in r.status
        await shape(r)
        assert "Imprint" not in r.text
        assert "read as the article (1 of 2)" in r.status


async def test_of_a_page_without_an_article_that_is_said(app_on, shelf, monkeypatch):
    monkeypatch.setattr("tui.core.documents.article.article_of", lambda *_: [])
    (shelf / "page.html").write_text(PAGE)
    async with reading(app_on("page.html")) as r:
        await shape(r, 2)
        assert "the whole page: there is no article in it" in r.status


async def test_markdown_is_shown_as_the_plain_text_that_it_is(app_on):
    async with reading(app_on()) as r:
        await shape(r)
        assert texts(r)[0] == "# The margin"
        assert "(2 of" in r.status
        await r.press("u")
        assert texts(r)[0] == "The margin"
        assert "read as Markdown (1 of" in r.status


async def test_an_encoding_is_chosen_by_what_it_makes_of_the_text(app_on, shelf):
    (shelf / "ru.txt").write_bytes(RUSSIAN.encode("cp1251"))
    async with reading(app_on("ru.txt")) as r:
        await r.press("z", "e")
        listed = rows(r)
        assert listed[0].startswith("❯ cp1252")
        assert listed[0].endswith("as found")
        assert any("cp1251" in row and "Глава первая" in row for row in listed)
        await r.press("escape")
        await choose(r, "cp1251")
        assert texts(r)[0] == "Глава первая"
        assert "read in cp1251 · u undo" in r.status
        assert await saved(r) == Choice(None, "cp1251")
        await shape(r)
        assert await saved(r) == Choice("solid", "cp1251")
        await r.press("z", "e")
        assert any(row.startswith("❯ cp1251") for row in rows(r))
        await r.press("g", "g", "enter")
        assert r.session.choice == Choice("solid")
        assert "read in cp1252, as found" in r.status


async def test_notes_stay_on_their_paragraphs_in_another_encoding(app_on, shelf):
    (shelf / "ru.txt").write_bytes(RUSSIAN.encode("cp1251"))
    async with reading(app_on("ru.txt")) as r:
        await r.press("j", "h")
        await choose(r, "cp1251")
        assert r.cursor == 1
        assert r.note_of(1).colour == "yellow"
        assert not r.session.uncertain()


@pytest.mark.parametrize("size", [NARROW, WIDE, (40, 24)])
async def test_the_list_of_encodings_fits(app_on, shelf, size):
    (shelf / "ru.txt").write_bytes(RUSSIAN.encode("cp1251"))
    async with reading(app_on("ru.txt"), size) as r:
        await r.press("z", "e")
        assert any("cp1251" in row and "Глава" in row for row in rows(r))


async def test_where_there_is_no_choice_that_is_said(app_on, shelf):
    (shelf / "one.txt").write_text("Words.\n")
    async with reading(app_on("one.txt")) as r:
        await shape(r)
        assert "all shapes make the same of this text" in r.status
        await r.press("z", "e")
        assert "all encodings make the same of this text" in r.status
        assert not r.session.unsaved


async def test_of_a_book_there_is_one_shape(app_on, shelf):
    (shelf / "book.epub").write_bytes(epub({"a": "<p>Words of a book.</p>"}))
    async with reading(app_on("book.epub")) as r:
        await shape(r)
        assert "this format has one shape" in r.status
        await r.press("z", "e")
        assert "says by itself what its letters are" in r.status


async def test_a_choice_that_does_not_fit_any_more_is_told_when_the_text_is_opened(app_on, shelf):
    async with reading(app_on("verse/poem.txt")) as r:
        session = r.session
        session.choose(Choice("line", "iso2022_jp"))
        await r.reader.saver.finish()
    (shelf / "verse" / "poem.txt").write_text("Night\nfalls é\n")
    async with reading(app_on("verse/poem.txt"), WIDE) as r:
        assert texts(r) == ["Night", "falls é"]
        assert "cannot be read as iso2022_jp any more" in r.status


async def test_what_another_program_chooses_is_shown_with_the_next_look(app_on, monkeypatch):
    monkeypatch.setattr("tui.ui.screens.watching.Watch.look", lambda _: None)
    async with reading(app_on("verse/poem.txt"), WIDE) as r:
        other = Library(r.session.source.parent, r.session.sidecar.keeping)
        session = other.session(r.session.source)
        other.perform(edits.reshape(session, Choice("line"), "read as lines"))
        other.flush()
        await look(r)
        assert texts(r) == ["Night", "falls", "on the page"]
        assert "read as a paragraph a line" in r.status


async def test_both_views_of_a_text_show_the_shape(app_on):
    async with reading(app_on("verse/poem.txt"), WIDE) as r:
        await r.press("ctrl+w", "s")
        await shape(r)
        shown = [len(view.session.document.blocks) for view in r.reader.views.all]
        assert shown == [3, 3]


async def test_the_search_has_the_numbers_that_are_seen(app_on):
    async with reading(app_on("verse/poem.txt"), WIDE) as r:
        await shape(r)
        await r.press("g", "slash", *"falls", "enter")
        await r.press("enter")
        assert r.cursor == 1
        assert "Night" not in r.text.splitlines()[0]
        assert texts(r)[r.cursor] == "falls"
