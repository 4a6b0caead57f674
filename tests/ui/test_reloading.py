"""A text that another program changes while it is read: the same place, and no note lost."""

import gc
import threading
import weakref

import pytest

from tests.ui.conftest import ESSAY
from tests.ui.test_reader import NARROW, WIDE, reading
from tui.core.anchors.align import Alignment
from tui.core.search.query import parse

GLOSS = "A gloss explained a word."
SCHOLION = "A scholion argued with it."


@pytest.fixture
def live(app_on, monkeypatch):
    """The reader, looking at the disk only when it is told to."""
    monkeypatch.setattr("tui.ui.screens.watching.Watch.look", lambda self: None)
    return app_on


async def look(r, times=2):
    """What is done when something was heard of what is in view, and some time later."""
    watch = r.reader.watching
    for _ in range(times):
        watch._shown = r.reader.views.sessions()
        await watch._look()
        await r.settle()


def blocks(r):
    return [block.text for block in r.session.document.blocks]


def top(r):
    """What stands in the first row."""
    return r.text.splitlines()[0].strip()


def long_text(count=60, first=0):
    return "\n\n".join(f"Paragraph {n} tells of the number {n * n}." for n in range(first, count))


async def write(r, text):
    await r.press("a", *text, "escape")
    await r.reader.saver.finish()


async def test_what_another_program_writes_is_shown_and_notes_and_cursor_follow(live, shelf):
    async with reading(live(), WIDE) as r:
        await r.press("3", "j")
        await write(r, "who?")
        (shelf / "essay.md").write_text(ESSAY.replace(GLOSS, f"New.\n\n{GLOSS}\n\nNewer."))
        await look(r)
        assert "New." in r.text
        assert r.cursor == 5
        assert r.note_of(5).note == "who?"
        assert "the article changed  " in r.status
        assert "¶ 6/10" in r.status
        tree = [r.reader._tree.render_line(y).text for y in range(6)]
        assert any("1✎" in line for line in tree)
        pane = [r.reader._notes.render_line(y).text.strip("❯ ") for y in range(6)]
        assert any(line.startswith("6 ") for line in pane)


async def test_the_same_text_stays_at_the_top_and_under_the_cursor(live, shelf):
    (shelf / "long.txt").write_text(long_text())
    async with reading(live("long.txt")) as r:
        await r.press("3", "0", "G", "z", "t", "j", "j", "j")
        assert top(r).startswith("30  Paragraph 29")
        (shelf / "long.txt").write_text("Before.\n\nAll.\n\n" + long_text(first=10))
        await look(r)
        assert top(r).startswith("22  Paragraph 29")
        assert blocks(r)[r.cursor].startswith("Paragraph 32")


async def test_a_long_paragraph_goes_on_at_the_same_words(live, shelf):
    words = [f"word{n}" for n in range(900)]
    (shelf / "long.txt").write_text(" ".join(words))
    async with reading(live("long.txt")) as r:
        await r.press("ctrl+d", "ctrl+d")
        before = top(r)
        (shelf / "long.txt").write_text("Begin.\n\n" + " ".join([*["more"] * 60, *words]))
        await look(r)
        assert r.cursor == 1
        assert before.split()[1] in top(r).split()


async def test_the_paragraph_under_the_cursor_stays_in_view_when_much_is_put_in_above(live, shelf):
    (shelf / "long.txt").write_text(long_text())
    async with reading(live("long.txt")) as r:
        await r.press("3", "0", "G", "z", "t", "j", "j")
        text = long_text().replace(
            "Paragraph 30 ", f"{'New.' + chr(10) * 2}" * 40 + "Paragraph 30 "
        )
        (shelf / "long.txt").write_text(text)
        await look(r)
        assert blocks(r)[r.cursor].startswith("Paragraph 31")


async def test_where_the_paragraph_is_gone_the_cursor_stays_near(live, shelf):
    (shelf / "long.txt").write_text(long_text())
    async with reading(live("long.txt")) as r:
        await r.press("3", "0", "G")
        (shelf / "long.txt").write_text(long_text(25))
        await look(r)
        assert r.cursor == 24
        (shelf / "long.txt").write_text(long_text())
        await look(r)
        assert r.cursor == 24


async def test_at_the_start_of_a_text_its_title_stays_in_view(live, shelf):
    async with reading(live()) as r:
        (shelf / "essay.md").write_text(f"First.\n\n{ESSAY}")
        await look(r)
        assert "First." in r.text
        assert blocks(r)[r.cursor] == "The margin"


async def test_the_way_back_leads_to_the_same_paragraph(live, shelf):
    (shelf / "long.txt").write_text(long_text())
    async with reading(live("long.txt")) as r:
        await r.press("3", "0", "G", "5", "0", "G")
        (shelf / "long.txt").write_text("Before.\n\n" + long_text())
        await look(r)
        await r.press("ctrl+o")
        assert blocks(r)[r.cursor].startswith("Paragraph 29 ")


async def test_a_file_that_is_still_being_written_is_let_be(live, shelf):
    async with reading(live()) as r:
        for count in range(1, 10):
            (shelf / "essay.md").write_text(ESSAY[: 12 * count])
            await look(r, 1)
            assert len(blocks(r)) == 9
        (shelf / "essay.md").write_text(f"{ESSAY}\nMore.\n")
        await look(r)
        assert blocks(r)[-1] == "More."


async def test_ten_changes_later_a_note_is_where_its_words_are(live, shelf):
    async with reading(live()) as r:
        await r.press("3", "j")
        await write(r, "who?")
        for count in range(1, 11):
            (shelf / "essay.md").write_text(
                "\n\n".join(["New.", "Paragraphs."] * count) + "\n\n" + ESSAY
            )
            await look(r)
            block = r.session.anchors[next(iter(r.session.annotations))].block
            assert blocks(r)[block] == SCHOLION
            assert r.cursor == block == 3 + 2 * count


async def test_notes_that_are_in_doubt_are_told(live, shelf):
    async with reading(live()) as r:
        await r.press("j")
        await write(r, "one")
        (shelf / "essay.md").write_text(ESSAY.replace(GLOSS, "Nothing of the kind stands here."))
        await look(r)
        assert "the article changed: 1 note to look at, ]o" in r.status
        (shelf / "essay.md").write_text(ESSAY)
        await look(r)
        assert r.note_of(1).note == "one"
        assert r.session.uncertain() == []


async def test_a_text_that_takes_the_place_of_another_is_followed(live, shelf):
    async with reading(live()) as r:
        await r.press("3", "j")
        await write(r, "who?")
        (shelf / "new").write_text(ESSAY.replace("# The margin", "# The margins"))
        (shelf / "new").replace(shelf / "essay.md")
        await look(r)
        assert "The margins" in r.text
        assert r.note_of(3).note == "who?"


async def test_the_same_content_written_again_is_no_change(live, shelf):
    async with reading(live()) as r:
        document = r.session.document
        (shelf / "new").write_text(ESSAY)
        (shelf / "new").replace(shelf / "essay.md")
        await look(r, 3)
        assert r.session.document is document
        assert "changed" not in r.status


@pytest.mark.parametrize("content", [None, "", "\n\n", "\x7fELF\0\0\0\0", "\0" * 90 + "\x01" * 90])
async def test_where_no_text_is_left_the_old_one_stays_and_that_is_said_once(
    live, shelf, places, content
):
    path = shelf / "essay.md"
    async with reading(live()) as r:
        await r.press("3", "j")
        await write(r, "who?")
        sidecar = path.with_name("essay.md.notes.json").read_bytes()
        path.unlink()
        if content is not None:
            path.write_text(content)
        await look(r)
        assert "essay.md: " in r.status
        assert "; the old text stays" in r.reader.status.message
        await r.press("j")
        assert "essay.md" not in r.status
        await look(r, 3)
        assert "essay.md" not in r.status
        assert len(blocks(r)) == 9
        assert r.session.uncertain() == []
        assert path.with_name("essay.md.notes.json").read_bytes() == sidecar
        path.write_text(f"New.\n\n{ESSAY}")
        await look(r)
        assert r.note_of(4).note == "who?"
        assert "the article changed" in r.status


async def test_a_file_that_could_not_be_read_is_tried_again(live, shelf, monkeypatch):
    def refuse(_):
        raise OSError(13, "Permission denied")

    async with reading(live()) as r:
        (shelf / "essay.md").write_text(f"New.\n\n{ESSAY}")
        with monkeypatch.context() as patch:
            patch.setattr("tui.core.documents.source._unfit", refuse)
            await look(r)
            assert "permission denied" in r.status
        await look(r, 1)
        assert blocks(r)[0] == "New."


async def test_what_is_no_text_is_not_read_again_and_again(live, shelf, monkeypatch):
    async with reading(live()) as r:
        (shelf / "essay.md").write_text("\x7fELF")
        await look(r)
        monkeypatch.setattr(r.session, "reread", None)
        await look(r, 3)
        assert len(blocks(r)) == 9


async def test_a_note_being_written_is_not_disturbed_and_lands_on_its_paragraph(live, shelf):
    async with reading(live()) as r:
        await r.press("3", "j", "a", *"half")
        (shelf / "essay.md").write_text(f"New.\n\n{ESSAY}")
        await look(r, 3)
        assert r.app.screen.text == "half"
        assert len(blocks(r)) == 9
        await r.press("!", "escape")
        assert r.note_of(3).note == "half!"
        await look(r, 1)
        assert r.note_of(4).note == "half!"
        assert r.cursor == 4
        await r.press("u")
        assert r.note_of(4) is None


@pytest.mark.parametrize("keys", [["t"], ["g", "d"], ["?"], ["slash"], ["g", "slash"]])
async def test_no_box_is_disturbed(live, shelf, keys):
    async with reading(live()) as r:
        await r.press("3", "j")
        await write(r, "who?")
        (shelf / "essay.md").write_text(ESSAY.replace(SCHOLION, "A scholion quarrelled with it."))
        await look(r)
        await r.press(*keys)
        (shelf / "essay.md").write_text(f"New.\n\n{ESSAY}")
        await look(r, 3)
        assert blocks(r)[0] == "The margin"
        await r.press("escape")
        await look(r, 1)
        assert blocks(r)[0] == "New."


async def test_a_box_that_opens_while_the_text_is_read_is_not_disturbed(live, shelf, monkeypatch):
    async with reading(live()) as r:
        real = r.session.reread

        def meanwhile(blocks):
            r.app.call_from_thread(r.reader._keyboard.run, "note")
            return real(blocks)

        monkeypatch.setattr(r.session, "reread", meanwhile)
        (shelf / "essay.md").write_text(f"New.\n\n{ESSAY}")
        await look(r)
        assert r.app.screen is not r.reader
        assert len(blocks(r)) == 9
        await r.press("escape")
        monkeypatch.setattr(r.session, "reread", real)
        await look(r, 1)
        assert len(blocks(r)) == 10


async def test_keys_pressed_while_the_text_is_read_are_done_and_kept(live, shelf, monkeypatch):
    async with reading(live()) as r:
        real = r.session.reread

        def meanwhile(blocks):
            anew = real(blocks)
            for action in ("next_paragraph", "next_paragraph", "next_paragraph", "highlight"):
                r.app.call_from_thread(r.reader._keyboard.run, action)
            return anew

        monkeypatch.setattr(r.session, "reread", meanwhile)
        (shelf / "essay.md").write_text(f"New.\n\n{ESSAY}")
        await look(r)
        assert blocks(r)[r.cursor] == SCHOLION
        assert r.note_of(r.cursor).colour
        await r.press("u")
        assert r.note_of(r.cursor) is None


async def test_edits_before_and_after_a_change_are_taken_back_and_done_again(live, shelf):
    async with reading(live()) as r:
        await r.press("3", "j", "h")
        (shelf / "essay.md").write_text(f"New.\n\n{ESSAY}")
        await look(r)
        await r.press("S", "u", "u")
        assert r.note_of(4) is None
        await r.press("ctrl+r", "ctrl+r")
        note = r.note_of(4)
        assert note.colour and note.starred
        await r.press("d", "d", "u")
        assert r.note_of(4) == note
        await r.reader.saver.finish()
    async with reading(live()) as r:
        assert r.note_of(4).starred


async def test_the_text_is_kept_for_the_next_change(live, shelf, places):
    (shelf / "essay.md").write_text("\n\n".join([GLOSS, SCHOLION, "Same.", "Same.", "Same."]))
    async with reading(live(), NARROW) as r:
        await r.press("3", "j")
        await write(r, "the middle one")
        before = {path.name for path in places.document(shelf / "essay.md").glob("text-*")}
        (shelf / "essay.md").write_text("\n\n".join(["Same.", GLOSS, SCHOLION, *["Same."] * 3]))
        await look(r)
        kept = {path.name for path in places.document(shelf / "essay.md").glob("text-*")}
        assert len(kept) == 1
        assert kept != before
    (shelf / "essay.md").write_text("\n\n".join([GLOSS, SCHOLION, *["Same."] * 4]))
    async with reading(live()) as r:
        now = {path.name for path in places.document(shelf / "essay.md").glob("text-*")}
        assert len(now) == 1
        assert now != kept


async def test_a_search_finds_what_stands_there_now(live, shelf):
    async with reading(live()) as r:
        (shelf / "essay.md").write_text(f"Unheardof.\n\n{ESSAY}")
        await look(r)
        found = r.reader.desk.index.search(parse("Unheardof"), 9, lambda: False)
        assert [hit.block for batch in found for hit in batch] == [0]
        await r.press("slash", *"Unheard", "enter")
        assert r.cursor == 0


async def test_another_document_is_looked_at_when_it_is_open_again(live, shelf):
    async with reading(live()) as r:
        await r.press("4", "G", "J")
        (shelf / "essay.md").write_text(f"New.\n\n{ESSAY}")
        await look(r)
        await r.press("K")
        await look(r)
        assert blocks(r)[0] == "New."
        assert blocks(r)[r.cursor] == SCHOLION


async def test_what_was_made_for_the_old_text_goes_without_a_collection(live, shelf):
    (shelf / "long.txt").write_text(long_text())
    async with reading(live("long.txt")) as r:
        for first in (3, 5, 7):
            await r.press("h")
            await r.reader.saver.finish()
            here = r.session._here
            made = [weakref.ref(one) for one in (here, here._resolver, here._resolver._follower)]
            del here
            (shelf / "long.txt").write_text(long_text(first=first).replace("tells", "told"))
            gc.disable()
            try:
                await look(r)
                assert not gc.isenabled()
                assert [one() for one in made] == [None] * 3
            finally:
                gc.enable()
                gc.unfreeze()


async def test_anchors_are_found_in_a_thread_and_never_by_the_event_loop(live, shelf, monkeypatch):
    (shelf / "long.txt").write_text(long_text())
    async with reading(live("long.txt")) as r:
        await r.press("h", "3", "0", "G", "h", "5", "0", "G", "h", "ctrl+o")
        threads = []
        for name in ("__init__", "offers"):
            real = getattr(Alignment, name)

            def noted(self, *args, real=real, name=name):
                threads.append((name, threading.current_thread() is threading.main_thread()))
                return real(self, *args)

            monkeypatch.setattr(Alignment, name, noted)
        (shelf / "long.txt").write_text(long_text(first=4).replace("tells", "told"))
        await look(r)
        assert ("__init__", False) in threads
        assert ("__init__", True) not in threads
        # On the event loop: where the cursor, the top and the places to go back to are.
        assert threads.count(("offers", True)) <= 2 + 2 * 3


async def test_every_view_of_a_document_gets_the_new_text_at_its_own_place(live, shelf):
    (shelf / "long.txt").write_text(long_text())
    async with reading(live("long.txt"), WIDE) as r:
        await r.press("ctrl+w", "s", "5", "0", "G", "ctrl+w", "k", "2", "0", "G")
        (shelf / "long.txt").write_text("Before.\n\nAll.\n\n" + long_text())
        await look(r)
        document = r.session.document
        read = [document.blocks[view.viewport.cursor].text for view in r.reader.views.all]
        assert [text.split()[1] for text in read] == ["19", "49"]
        assert r.reader.views.all[0].has_focus


async def test_the_text_of_another_view_changes_while_this_one_is_read(live, shelf):
    async with reading(live("letter.txt"), WIDE) as r:
        await r.press("ctrl+w", "s", "K")
        assert r.session.source.name == "essay.md"
        (shelf / "letter.txt").write_text("Quite another letter.")
        await look(r)
        first, second = r.reader.views.all
        assert first.session.document.blocks[0].text == "Quite another letter."
        assert second.session is r.session
        assert "the article in another view changed" in r.status
        assert "¶ 1/8" in r.status
