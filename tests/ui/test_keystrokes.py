"""How many keys the common things take; the number in a name is the promise.

What has to be typed as text (a note, the name of a new tag) does not count.
"""

from contextlib import asynccontextmanager

import pytest

from tests.ui.test_reader import reading


@pytest.fixture
def tagged(app_on):
    """The essay, its title tagged `method` just now, the next paragraph current."""

    @asynccontextmanager
    async def start():
        async with reading(app_on()) as r:
            await r.press("t", *"method", "enter", "j")
            yield r

    return start


async def test_1_key_highlights(tagged):
    async with tagged() as r:
        await r.press("h")
        assert r.note_of(1).colour == "yellow"


async def test_2_keys_and_the_text_make_a_note(tagged):
    async with tagged() as r:
        await r.press("a", *"why", "escape")
        assert r.note_of(1).note == "why"


async def test_2_keys_put_the_same_tag_on_the_next_paragraph(tagged):
    async with tagged() as r:
        await r.press("j", ".")
        assert r.note_of(2).tags == ("method",)


async def test_3_keys_tag_four_paragraphs(tagged):
    async with tagged() as r:
        await r.press("4", "t", "enter")
        assert [r.note_of(block).tags for block in range(1, 5)] == [("method",)] * 4


async def test_1_key_goes_back_to_the_origin_after_a_search(tagged):
    async with tagged() as r:
        await r.press("/", *"quietly")
        assert r.cursor == 8
        await r.press("escape")
        assert r.cursor == 1
        await r.press("/", *"quietly", "enter")
        assert r.cursor == 8
        await r.press("backspace")
        assert r.cursor == 1


@pytest.mark.parametrize("keys", [("x",), ("t", "enter"), ("t", "m", "enter")])
async def test_at_most_3_keys_put_a_used_tag_on(tagged, keys):
    assert len(keys) <= 3
    async with tagged() as r:
        await r.press(*keys)
        assert r.note_of(1).tags == ("method",)


async def test_at_most_3_keys_put_on_a_used_tag_that_is_not_the_last(tagged):
    async with tagged() as r:
        await r.press("t", *"other", "enter", "j", "t", "m", "enter")
        assert r.note_of(2).tags == ("method",)


async def test_3_keys_highlight_a_word_and_its_neighbour(tagged):
    async with tagged() as r:
        await r.press("v", "w", "h")
        (annotation,) = [a for a in r.session.annotations.values() if a.colour]
        assert annotation.target.exact == "A gloss"
