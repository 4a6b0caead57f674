"""What is done to the marked note of the notes pane."""

from tests.ui.test_looks import drawn
from tests.ui.test_reader import reading
from tests.ui.test_screens import until


def written(text):
    """The keys that write a note on the current paragraph and go to the notes pane."""
    return ["a", *text, "escape", "g", "n"]


async def test_several_mentions_are_asked_about(app_on):
    async with reading(app_on()) as r:
        await r.press(*written("[[letter.txt]] and [[verse/poem.txt|Night]], not [[gone.md]]"))
        await r.press("g", "x")
        shown = drawn(r.app)
        assert "letter" in shown
        assert "poem" in shown
        assert "gone" not in shown.split("Mentions")[1].split("Esc close")[0]
        await r.press("j", "enter")
        assert r.session.source.name == "poem.txt"
        await r.press("ctrl+o")
        await until(r.pilot, lambda: r.session.source.name == "essay.md")


async def test_a_note_that_mentions_nothing_says_so(app_on):
    async with reading(app_on()) as r:
        await r.press(*written("[[gone.md]]"), "g", "x")
        assert "no mention in this note leads anywhere" in r.status
        await r.press("escape", "escape")


async def test_the_colour_of_a_highlight_has_its_name(app_on):
    async with reading(app_on()) as r:
        await r.press("j", *"ghr", "g", "n")
        assert " red" in drawn(r.app)
