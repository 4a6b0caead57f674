"""The list that all lists are made of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.ui.render.cells import cut, size
from tui.ui.render.rows import BLANK, LazyRows, Rows
from tui.ui.widgets.row_list import ListRow, RowList, pieces_of


class ListApp(App[None]):
    def __init__(self, row_list: RowList) -> None:
        super().__init__()
        self.row_list = row_list
        self.heard: list[tuple[str, object]] = []

    def compose(self) -> ComposeResult:
        yield self.row_list

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        assert event.control is self.row_list
        self.heard.append(("highlighted", event.row.key))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.heard.append(("chosen", event.row.key))


def named(*names: str) -> list[ListRow]:
    return [ListRow(((name, "text"),), key=name) for name in names]


def numbered(count: int) -> list[ListRow]:
    return named(*(f"row {at}" for at in range(count)))


HEAD = ListRow((("head", "dim"),), selectable=False)
ENTRY = [
    ListRow((("first line", "text"),), key="entry"),
    ListRow((("second line", "text"),), selectable=False, key="entry"),
]


@asynccontextmanager
async def showing(
    rows: list[ListRow], title: str = "", empty: str = ""
) -> AsyncIterator[tuple[RowList, Pilot[None]]]:
    app = ListApp(RowList(title, empty))
    async with app.run_test(size=(80, 24)) as pilot:
        app.row_list.set_rows(rows)
        await pilot.pause()
        yield app.row_list, pilot


def lines(row_list: RowList) -> list[str]:
    return [row_list.render_line(y).text.rstrip() for y in range(row_list.size.height)]


def heard(pilot: Pilot[None]) -> list[tuple[str, object]]:
    app = pilot.app
    assert isinstance(app, ListApp)
    return app.heard


async def test_rows_stand_below_the_title_and_the_cursor_has_a_sign() -> None:
    async with showing([HEAD, *named("one", "two")], title="Things") as (row_list, _):
        assert lines(row_list)[:5] == ["  Things", "", "  head", "❯ one", "  two"]


async def test_an_empty_list_says_what_could_be_there() -> None:
    async with showing([], title="Notes", empty="t tag\na note") as (row_list, _):
        assert lines(row_list)[:5] == ["  Notes", "", "  t tag", "  a note", ""]
        row_list.action_list_down()
        row_list.action_list_open()
        assert row_list.current is None
        assert row_list.cursor == -1


async def test_keys_move_the_cursor_over_rows_that_can_be_selected() -> None:
    rows = [HEAD, *named("a", "b"), HEAD, *named("c", "d")]
    async with showing(rows) as (row_list, pilot):
        row_list.action_list_down(2)
        assert row_list.current == rows[4]
        row_list.action_list_up()
        assert row_list.cursor == 2
        row_list.action_list_last()
        row_list.action_list_down()
        row_list.action_list_first()
        row_list.action_list_last(3)
        await pilot.pause()
        assert [key for _, key in heard(pilot)] == ["c", "b", "d", "a", "c"]


async def test_a_page_moves_by_what_is_in_view_and_at_least_one_entry() -> None:
    async with showing(numbered(100)) as (row_list, _):
        row_list.action_list_page_down()
        assert row_list.cursor == 24
        row_list.action_list_page_down(9)
        assert row_list.cursor == 99
        row_list.action_list_page_up()
        assert row_list.cursor == 75
        assert lines(row_list)[0] == "❯ row 75"


async def test_only_the_reader_is_reported() -> None:
    async with showing(named("a", "b", "c")) as (row_list, pilot):
        assert row_list.select_key("c")
        assert not row_list.select_key("nowhere")
        row_list.action_list_open()
        await pilot.pause()
        assert heard(pilot) == [("chosen", "c")]


async def test_the_cursor_stays_on_its_key_or_else_on_its_place() -> None:
    async with showing(named("a", "b", "c")) as (row_list, _):
        row_list.select_key("b")
        row_list.set_rows(named("x", "a", "b", "c"))
        assert row_list.cursor == 2
        row_list.set_rows(named("x", "a", "c"))
        assert row_list.cursor == 2
        row_list.set_rows(named("x", "a", "c"), cursor=0)
        assert row_list.cursor == 0


async def test_the_lines_of_an_entry_are_marked_together() -> None:
    async with showing([*named("a"), *ENTRY, *named("b")]) as (row_list, _):
        row_list.action_list_down()
        styles = [[*row_list.render_line(y)][-1].style for y in range(4)]
        assert styles[1] == styles[2] != styles[3] == styles[0]
        assert lines(row_list)[1:3] == ["❯ first line", "  second line"]
        row_list.action_list_down()
        assert row_list.cursor == 3


async def test_an_entry_comes_into_view_with_all_its_lines() -> None:
    async with showing([*numbered(40), *ENTRY]) as (row_list, _):
        row_list.action_list_last()
        assert lines(row_list)[-2:] == ["❯ first line", "  second line"]


async def test_what_stands_above_the_first_entry_comes_back_into_view() -> None:
    async with showing([HEAD, HEAD, *numbered(40)]) as (row_list, _):
        row_list.action_list_last()
        row_list.action_list_first()
        assert lines(row_list)[:3] == ["  head", "  head", "❯ row 0"]


async def test_a_click_marks_and_another_one_opens() -> None:
    async with showing([HEAD, *named("a"), *ENTRY], title="Things") as (row_list, pilot):
        for y in (0, 2, 5, 5, 20):
            await pilot.click(row_list, offset=(4, y))
        assert heard(pilot) == [("highlighted", "entry"), ("chosen", "entry")]


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    async with showing(numbered(100)) as (row_list, pilot):
        turned = events.MouseScrollDown(row_list, 0, 0, 0, 0, 0, False, False, False)
        row_list.post_message(turned)
        await pilot.pause()
        assert lines(row_list)[0] == "  row 3"
        assert row_list.cursor == 0
        row_list.action_list_down()
        assert lines(row_list)[0] == "❯ row 1"


async def test_foreign_text_is_shown_as_written_and_cannot_act_on_the_terminal() -> None:
    async with showing(named("[b]bold[/b] [/i]", "a\x1b[2Jb\nc\udcff")) as (row_list, _):
        assert lines(row_list)[:2] == ["❯ [b]bold[/b] [/i]", "  a␛[2Jb c\ufffd"]


async def test_a_long_row_is_cut_before_what_stands_at_the_right() -> None:
    rows = [ListRow((("長" * 50, "text"),), right="12 ¶", indent=1, key=1)]
    async with showing(rows) as (row_list, _):
        line = row_list.render_line(0).text
        assert line.endswith("長… 12 ¶ ")
        assert cell_len(line) == 80


async def test_a_move_repaints_two_rows_and_a_replaced_row_only_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with showing(numbered(10_000), title="Many") as (row_list, _):
        painted: list[list[int]] = []
        monkeypatch.setattr(
            row_list, "refresh", lambda *regions: painted.append([r.y for r in regions])
        )
        row_list.action_list_down()
        row_list.replace_row(ListRow((("other", "text"),), key="row 4"))
        row_list.replace_row(ListRow((("out of view", "text"),), key="row 4000"))
        row_list.replace_row(ListRow((("not there", "text"),), key="nowhere"))
        assert painted == [[2, 3], [6]]


async def test_the_focus_and_another_theme_reach_every_row() -> None:
    async with showing(named("a", "b")) as (row_list, pilot):
        row_list.blur()
        await pilot.pause()
        styles = [row_list.render_line(0)._segments[0].style]
        row_list.focus()
        await pilot.pause()
        styles.append(row_list.render_line(0)._segments[0].style)
        pilot.app.theme = "textual-light"
        await pilot.pause()
        styles.append(row_list.render_line(0)._segments[0].style)
        assert len(set(styles)) == 3


async def test_a_strip_is_exactly_as_wide_as_the_list() -> None:
    rows = [
        ListRow((("欄外の註釈とその読者", "text"), (" 読者たち", "dim")), "64 ¶", 4, key=1),
        ListRow((("👩‍👩‍👧 " * 20, "strong"),), "12 ¶", key=2),
        *named("short", "e\u0301" * 80),
    ]
    async with showing(rows, title="本棚" * 30, empty="無" * 99) as (row_list, pilot):
        for width in (1, 2, 3, *range(10, 61, 5)):
            row_list.styles.width = width
            row_list.set_rows(rows)
            await pilot.pause()
            strips = [row_list.render_line(y) for y in range(24)]
            row_list.set_rows([])
            strips.append(row_list.render_line(2))
            assert {sum(cell_len(part.text) for part in strip) for strip in strips} == {width}


@given(st.lists(st.text(), max_size=3), st.text(max_size=9), st.integers(0, 9), st.integers(3, 60))
def test_a_row_of_any_text_fills_its_width(
    texts: list[str], right: str, indent: int, width: int
) -> None:
    row = ListRow(tuple((text, "text") for text in texts), right, indent)
    assert size(pieces_of(row, True, width)) == width


@given(st.text(), st.integers(0, 40))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, cells: int) -> None:
    short = cut(text, cells)
    assert cell_len(short) <= cells
    assert short == text or short.endswith("…") or cells == 0


@given(
    st.lists(st.booleans(), max_size=40),
    st.integers(1, 9),
    st.lists(st.sampled_from(["up", "down", "page", "back", "wheel", "first", "last"])),
)
def test_wherever_one_goes_the_marked_row_can_be_selected_and_seen(
    selectable: list[bool], height: int, steps: list[str]
) -> None:
    rows = Rows()
    rows.height = height
    rows.put(ListRow((), selectable=can, key=at // 2) for at, can in enumerate(selectable))
    for step in steps:
        {
            "up": lambda: rows.go(rows.entry - 1),
            "down": lambda: rows.go(rows.entry + 1),
            "page": lambda: rows.page(1),
            "back": lambda: rows.page(-1),
            "wheel": lambda: rows.scroll(3),
            "first": lambda: rows.go(0),
            "last": lambda: rows.go(rows.entries),
        }[step]()
        assert bool(rows.marked) == any(selectable)
        assert 0 <= rows.top <= max(0, len(rows) - height)
        if rows.marked:
            assert [at for at in rows.marked if rows[at].selectable] == [rows.cursor]
            assert step == "wheel" or rows.top <= rows.cursor < rows.top + height


STEPS = st.lists(
    st.tuples(st.sampled_from(["go", "page", "scroll", "edit"]), st.integers(-12, 12)), max_size=30
)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=60), st.integers(1, 9), STEPS)
def test_rows_made_only_around_the_window_look_as_if_all_were_made(
    heights: list[int], height: int, steps: list[tuple[str, int]]
) -> None:
    def make(entry: int) -> list[ListRow]:
        first = ListRow(((f"{entry}", "text"),), key=entry)
        more = [ListRow(((f"{entry}.{at}", "text"),), selectable=False, key=entry) for at in (1, 2)]
        return [first, *more, BLANK][: heights[entry]]

    whole, lazy = Rows(), LazyRows(make)
    whole.height = lazy.height = height
    whole.put(row for entry in range(len(heights)) for row in make(entry))
    lazy.renew(len(heights), 0)
    lazy.go(0)
    for step, by in steps:
        for rows in (whole, lazy):
            if step == "go":
                rows.go(rows.entry + by)
            elif step == "page" and by:
                rows.page(1 if by > 0 else -1)
            elif step == "scroll":
                rows.scroll(by)
        if step == "edit":
            lazy.renew(len(heights), lazy.entry)
        seen = [
            [rows[at] for at in range(rows.top, min(len(rows), rows.top + height))]
            for rows in (whole, lazy)
        ]
        assert seen[0] == seen[1]
        assert whole.entry == lazy.entry
        shown = range(height)
        assert [y in whole.marked_lines for y in shown] == [y in lazy.marked_lines for y in shown]


def test_however_many_entries_there_are_few_are_made() -> None:
    made = []
    rows = LazyRows(lambda entry: made.append(entry) or named(str(entry)))
    rows.height = 20
    rows.renew(100_000, 50_000)
    for _ in range(20):
        rows.go(rows.entry + 1)
    rows.page(2)
    assert rows.entry == 50_060
    assert len(made) < 1000
