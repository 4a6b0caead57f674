"""Several views of the text, and the panes around them, by key."""

import json

import pytest

from tests.ui.test_reader import NARROW, WIDE, reading

BESIDE, BELOW, CLOSE = ("ctrl+w", "v"), ("ctrl+w", "s"), ("ctrl+w", "q")


def shown(view):
    return "\n".join(view.render_line(y).text.rstrip() for y in range(view.size.height))


def views_of(r):
    return r.reader.views.all


async def test_a_second_view_shows_the_same_place_and_then_goes_its_own_way(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("j", "j", *BESIDE)
        first, second = views_of(r)
        assert (first.viewport.cursor, second.viewport.cursor) == (2, 2)
        assert first.session is second.session
        assert first.region.right < second.region.x
        await r.press("G")
        assert (first.viewport.cursor, second.viewport.cursor) == (2, 8)


async def test_an_edit_is_seen_in_both_views_at_once(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*BELOW, "t", "o", "n", "e", "enter")
        for view in views_of(r):
            assert "#one" in shown(view)
        await r.press("u")
        for view in views_of(r):
            assert "#one" not in shown(view)


@pytest.mark.parametrize(("size", "beside"), [(WIDE, True), (NARROW, False)])
async def test_views_stand_side_by_side_only_on_a_wide_terminal(app_on, size, beside):
    async with reading(app_on(), size) as r:
        await r.press(*BESIDE)
        first, second = views_of(r)
        assert (first.region.y == second.region.y) == beside


async def test_a_view_needs_five_rows(app_on):
    async with reading(app_on(), (80, 12)) as r:
        await r.press(*BELOW)
        assert len(views_of(r)) == 1
        assert "no room for 5 rows" in r.status


async def test_there_are_at_most_four_views(app_on):
    async with reading(app_on(), (160, 50)) as r:
        await r.press(*BESIDE, *BELOW, *BELOW, *BELOW)
        assert len(views_of(r)) == 4
        assert "4 views are the most" in r.status


async def test_the_only_view_is_not_closed(app_on):
    async with reading(app_on()) as r:
        await r.press(*CLOSE)
        assert "this is the only view" in r.status
        await r.press(*BELOW, *CLOSE)
        assert len(views_of(r)) == 1
        await r.press("j")
        assert r.cursor == 1
        await r.press("ctrl+w", "o")
        assert "this is the only view" in r.status


async def test_all_other_views_are_closed_at_once(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*BESIDE, *BELOW, "G", "ctrl+w", "o")
        assert [view.viewport.cursor for view in views_of(r)] == [8]
        assert r.view.has_focus
        assert "❯" not in shown(r.view)


async def test_a_document_opens_in_the_view_that_has_the_keys_and_the_rest_follows(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("a", "x", "escape", *BESIDE, "J")
        essay, letter = views_of(r)
        assert "the margin is yours" in shown(letter)
        assert "A gloss" in shown(essay)
        assert r.reader._notes._session is letter.session
        await r.press("ctrl+w", "h")
        assert r.view is essay
        assert r.reader._notes._session is essay.session
        assert "/8" in r.status
        await r.press("K")
        assert "no earlier document" in r.status


async def test_keys_go_in_the_four_directions_and_round_through_panes_and_views(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*BESIDE, *BELOW)
        left, top, bottom = views_of(r)
        here = r.reader
        for key, there in [
            ("k", top), ("h", left), ("h", here._tree), ("l", left), ("l", top),
            ("j", bottom), ("l", here._notes), ("left", top), ("down", bottom), ("up", top),
        ]:  # fmt: skip
            await r.press("ctrl+w", key)
            assert there.has_focus, key
        for there in (bottom, here._notes, here._tree, left, top):
            await r.press("tab")
            assert there.has_focus
        await r.press("shift+tab")
        assert left.has_focus
        await r.press("ctrl+w", "w")
        assert top.has_focus
        assert r.view is top


async def test_a_pane_over_the_text_is_left_towards_it(app_on):
    async with reading(app_on()) as r:
        await r.press("backslash", "ctrl+w", "l")
        assert r.view.has_focus


async def test_sizes_change_by_key_and_those_of_panes_are_remembered(app_on, places):
    async with reading(app_on(), WIDE) as r:
        tree, notes = r.reader._tree, r.reader._notes
        was = tree.size.width, notes.size.width
        await r.press(
            "backslash", "ctrl+w", "greater_than_sign", "vertical_line", "3", "ctrl+w", "minus"
        )
        assert (tree.size.width, notes.size.width) == (was[0] + 2, was[1] - 3)
        await r.press("9", "9", "ctrl+w", "minus")
        least = notes.size.width
        await r.press("9", "9", "ctrl+w", "less_than_sign")
        assert notes.size.width == least > 10
    async with reading(app_on(), WIDE) as r:
        assert (r.reader._tree.size.width, r.reader._notes.size.width) == (was[0] + 2, least)


async def test_a_view_grows_by_key_as_far_as_the_others_keep_their_rows(app_on):
    async with reading(app_on(), NARROW) as r:
        await r.press("ctrl+w", "plus")
        assert "this is the only view" in r.status
        await r.press(*BELOW)
        first, second = views_of(r)
        rows = second.size.height
        await r.press("ctrl+w", "plus")
        assert second.size.height == rows + 2
        assert second.region.y == first.region.bottom + 1
        await r.press("2", "0", "ctrl+w", "plus")
        assert "no view can become smaller" in r.status
        assert first.size.height >= 5


async def test_where_there_is_no_room_for_all_only_the_current_view_is_shown(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*BELOW, *BELOW, "G")
        await r.pilot.resize_terminal(80, 15)
        await r.settle()
        assert [view for view in views_of(r) if view.region] == [r.view]
        assert "· 2 more ─" in r.reader.views.render_line(0).text
        assert "The end came quietly." in r.text
        await r.press("tab")
        assert r.view.region
        await r.pilot.resize_terminal(*WIDE)
        await r.settle()
        assert all(view.region for view in views_of(r))


async def test_views_come_back_at_the_next_start_where_they_were(app_on):
    async with reading(app_on(None), WIDE) as r:
        await r.press(*BESIDE, "J", "j", "ctrl+w", "h", "G")
        before = [(v.session.source, v.viewport.cursor, v.region) for v in views_of(r)]
        await r.press("q")
    async with reading(app_on(None), WIDE) as r:
        after = [(v.session.source, v.viewport.cursor, v.region) for v in views_of(r)]
        assert after == before
        assert r.view is views_of(r)[0]
        assert r.view.has_focus
        await r.press("j", "ctrl+w", "l", "j")
        assert views_of(r)[1].viewport.cursor == before[1][1] + 1


async def test_a_document_that_is_gone_is_not_missed_at_the_next_start(app_on, shelf):
    async with reading(app_on(None), WIDE) as r:
        await r.press(*BESIDE, "J", *BELOW, "J", "q")
    (shelf / "letter.txt").unlink()
    async with reading(app_on(None), WIDE) as r:
        names = [view.session.source.name for view in views_of(r)]
        assert names == ["essay.md", "poem.txt"]
        assert "letter" not in r.status


async def test_a_document_that_cannot_be_read_any_more_gives_its_room_away(app_on, shelf):
    async with reading(app_on(None), WIDE) as r:
        await r.press(*BESIDE, "J", "q")
    (shelf / "letter.txt").write_bytes(b"\0\1\2" * 99)
    async with reading(app_on(None), WIDE) as r:
        assert [view.session.source.name for view in views_of(r)] == ["essay.md"]
        assert r.view.has_focus
        assert r.reader._notes._session is r.session


async def test_a_view_whose_file_is_removed_keeps_its_text(app_on, shelf):
    async with reading(app_on(), WIDE) as r:
        await r.press(*BESIDE, "J")
        (shelf / "letter.txt").unlink()
        await r.press("ctrl+w", "h", "j", "ctrl+w", "l", "j")
        assert "the margin is yours" in r.text
        await r.press("ctrl+w", "h", *BELOW, "J")
        assert len(views_of(r)) == 3
        await r.press("q")


async def test_a_named_document_opens_alone_and_leaves_the_views_as_they_were_kept(app_on, places):
    async with reading(app_on(None), WIDE) as r:
        await r.press(*BESIDE, "q")
    (file,) = places.documents.glob("*/views.json")
    before = json.loads(file.read_text())
    async with reading(app_on("letter.txt"), WIDE) as r:
        assert len(views_of(r)) == 1
        await r.press(*BELOW, "q")
    assert json.loads(file.read_text()) == before


async def test_a_title_is_drawn_as_written(app_on, shelf):
    (shelf / "odd.md").write_text("# [/b]\x1b[31m red\n\nText.\n")
    async with reading(app_on("odd.md"), WIDE) as r:
        await r.press(*BESIDE)
        titles = r.reader.views.render_line(0).text
        assert titles.count("[/b]") == 2
        assert "\x1b" not in titles
        assert titles.count("❯") == 1


async def test_matches_are_forgotten_in_every_view(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press("slash", "g", "l", "o", "s", "s", "enter", *BELOW)
        await r.press("slash", "m", "a", "r", "enter", "ctrl+w", "k", "escape")
        assert [view._needle for view in views_of(r)] == ["", ""]
