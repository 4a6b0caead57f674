"""The tags of a paragraph that stands in another article too."""

import pytest

from tests.ui.test_reader import reading
from tui.core import edits
from tui.core.library import Library
from tui.core.store.keeping import Keeping

GLOSS = "A gloss explained a word."


@pytest.fixture
def quoted(shelf, places):
    """Another article with the second paragraph of the essay, and what its reader put there."""

    def write(name, *verbs):
        path = shelf / name
        path.write_text(f"As they say:\n\n  {GLOSS.replace(' ', chr(10))}\n\nSo be it.\n")
        library = Library(shelf, Keeping(places))
        session = library.session(path)
        for verb in verbs:
            library.perform(verb(session, [session.paragraph(1)]))
        library.flush()

    return write


def tagged(*tags):
    return lambda session, place: edits.add_tags(session, place, tags)


async def test_a_paragraph_takes_the_tags_that_it_has_in_another_article(app_on, quoted):
    quoted("brief.txt", tagged("policy/us", "method"))
    async with reading(app_on()) as r:
        await r.press("j", "g", "s")
        assert r.note_of(1).tags == ("policy/us", "method")
        assert "took policy/us, method from brief.txt  u undo" in r.status
        await r.press("g", "s")
        assert "nothing to change" in r.status
        await r.press("u")
        assert r.note_of(1) is None
        assert "undone: took policy/us, method from brief.txt" in r.status


async def test_the_tags_of_several_articles_are_joined_with_those_that_are_there(app_on, quoted):
    quoted("brief.txt", tagged("Method", "a"))
    quoted("news.txt", tagged("a", "b"))
    quoted("other.txt", tagged("a"))
    async with reading(app_on()) as r:
        await r.press("j", "t", *"method", "enter", "g", "s")
        assert r.note_of(1).tags == ("Method", "a", "b")
        assert "took a, b from brief.txt and 1 more  u undo" in r.status
        await r.press("u")
        assert r.note_of(1).tags == ("Method",)


async def test_what_was_tagged_in_this_run_is_known(app_on, quoted):
    quoted("brief.txt")
    async with reading(app_on("brief.txt")) as r:
        await r.press("j", "t", *"fresh", "enter", "J", "j", "g", "s")
        assert r.session.source.name == "essay.md"
        assert r.note_of(1).tags == ("fresh",)


async def test_without_a_copy_or_without_tags_on_it_that_is_said(app_on, quoted):
    async with reading(app_on()) as r:
        await r.press("j", "t", *"own", "enter", "g", "s")
        assert "no other article has notes on this paragraph" in r.status
    quoted("brief.txt", lambda session, place: edits.write_note(session, place, "untagged"))
    async with reading(app_on()) as r:
        await r.press("j", "g", "s")
        assert "the notes on it in other articles have no tags" in r.status
