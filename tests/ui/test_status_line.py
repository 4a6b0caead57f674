"""The row below the text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.ui.render.cells import size
from tui.ui.widgets.key_strip import rows_of
from tui.ui.widgets.status_line import Status, StatusLine, arrange

HINTS = (("t", "tag"), ("a", "note"), ("h", "highlight"), ("/", "find"), ("?", "help"))


class StatusApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.status = StatusLine()

    def compose(self) -> ComposeResult:
        yield self.status


@asynccontextmanager
async def showing(width: int = 80) -> AsyncIterator[tuple[StatusLine, Pilot[None]]]:
    app = StatusApp()
    async with app.run_test(size=(width, 24)) as pilot:
        yield app.status, pilot


def line(status: StatusLine) -> str:
    return status.render_line(0).text


async def test_the_place_stands_left_and_the_keys_right() -> None:
    async with showing(80) as (status, _):
        status.place("The margin and its readers", 3, 64, 4, 17)
        status.hints([*HINTS, ("q", "quit")])
        assert line(status).split("   ") == [
            " ¶ 3/64 · 4 % · 17 min left",
            *[""] * 2,
            " t tag  a note  h highlight  / find  ? help ",
        ]


async def test_the_title_comes_first_where_there_is_room_for_it() -> None:
    async with showing(110) as (status, _):
        status.place("The margin and its readers, a history", 3, 64, 4, 125)
        status.hints(HINTS)
        assert line(status).startswith(
            " The margin and its readers… · ¶ 3/64 · 4 % · 2 h 5 min left   "
        )
        before = line(status)[:40]
        status.say("tagged policy/us  u undo")
        assert line(status).startswith(before)


async def test_a_message_is_worth_more_than_hints() -> None:
    async with showing(80) as (status, _):
        status.place("", 3, 64, 4, 17)
        status.hints(HINTS)
        status.say("tagged policy/us  u undo")
        assert line(status) == (
            " ¶ 3/64 · 4 % · 17 min left            tagged policy/us  u undo   t tag  a note "
        )
        status.say("essay.md cannot be read: permission denied", error=True)
        assert "essay.md cannot be read: permission denied" in line(status)
        assert "tag" not in line(status)
        status.say("")
        assert "? help" in line(status)


async def test_half_typed_keys_stand_where_the_message_was() -> None:
    async with showing(80) as (status, _):
        status.place("", 3, 64, 4, 17)
        status.say("done")
        status.pending("g")
        assert "g…" in line(status)
        assert "done" not in line(status)
        status.pending("g", [("/", "search"), ("g", "start"), ("h", "highlight")])
        assert "g…  / search  g start  h highlight" in line(status)
        assert not status.strip.display


async def test_what_may_follow_stands_above_where_the_row_has_no_room_for_all_of_it() -> None:
    async with showing(80) as (status, _):
        status.place("", 3, 64, 4, 17)
        status.pending("g", [(key, "a long explanation") for key in "hgfedcba"])
        assert " ".join(line(status).split()) == "¶ 3/64 · 4 % · 17 min left g…"
        assert "long" not in line(status)
        assert status.strip.display
        status.pending("")
        assert not status.strip.display


@given(st.integers(12, 30))
def test_the_strip_shows_every_key_in_order(count: int) -> None:
    pairs = tuple((chr(0x61 + at % 26) + "x" * (at // 26), f"title {at}") for at in range(count))
    rows = ["".join(text for text, _ in row) for row in rows_of(pairs[::-1], 80)]
    assert all(cell_len(row) <= 80 for row in rows)
    assert all(f" {key} {word} " in "".join(rows) for key, word in pairs)
    assert rows[0].startswith(" a title 0")
    assert len(rows) <= 6


def test_a_strip_is_cut_where_one_column_is_too_wide() -> None:
    assert [cell_len(row[0][0]) for row in rows_of((("g", "x" * 99), ("h", "y")), 20)] == [1, 1]
    assert all(size(row) <= 20 for row in rows_of((("g", "x" * 99), ("h", "y")), 20))


async def test_a_cut_message_names_the_key_that_shows_it_whole() -> None:
    async with showing(60) as (status, _):
        status.hints((), "!")
        status.place("", 3, 64, 4, 17)
        status.say("x" * 100)
        assert line(status).rstrip().endswith("x… !")
        status.say("short")
        assert "!" not in line(status)
        status.say("")
        status.saving("y" * 100)
        assert line(status).rstrip().endswith("y… !")


async def test_the_last_twenty_messages_are_kept_the_newest_first() -> None:
    async with showing() as (status, _):
        for number in range(25):
            status.say(f"message {number}")
            status.say("")
        status.say("message 24")
        status.saving("disk full")
        said = [(one.text, one.error) for one in status.said]
        assert said[:3] == [("disk full", True), ("message 24", False), ("message 23", False)]
        assert len(said) == 20


async def test_what_is_not_saved_is_said_until_it_is() -> None:
    async with showing(80) as (status, _):
        status.saving("NOT SAVED: disk full")
        status.say("undone")
        assert "NOT SAVED: disk full  undone" in line(status)
        status.say("")
        assert "NOT SAVED: disk full" in line(status)
        assert any(part.style and part.style.bold for part in status.render_line(0))
        status.saving("")
        assert line(status).strip() == ""


async def test_nothing_open_has_no_place() -> None:
    async with showing(30) as (status, _):
        status.place("", 0, 0, 100, 0)
        assert line(status) == " " * 30


async def test_foreign_text_is_shown_as_written_on_one_line() -> None:
    async with showing(80) as (status, _):
        status.say("opening [b]a\nb[/b]\x1b[2J")
        assert "opening [b]a b[/b]␛[2J" in line(status)


async def test_it_repaints_once_for_a_change_and_not_without_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with showing() as (status, _):
        painted: list[None] = []
        monkeypatch.setattr(status, "refresh", lambda: painted.append(None))
        for _ in range(3):
            status.place("Essay", 3, 64, 4, 17)
            status.say("")
            status.pending("")
            status.saving("")
        assert len(painted) == 1
        status.say("tagged")
        status.say("tagged")
        assert len(painted) == 2


async def test_another_theme_reaches_it() -> None:
    async with showing() as (status, pilot):
        status.say("word")
        before = status.render_line(0)._segments[-1].style
        pilot.app.theme = "textual-light"
        await pilot.pause()
        assert status.render_line(0)._segments[-1].style != before


async def test_the_strip_is_exactly_as_wide_as_the_row() -> None:
    async with showing() as (status, pilot):
        status.place("欄外の註釈とその読者", 3, 64, 4, 17)
        status.hints(HINTS)
        for text in ("", "「欄外」をタグ付けした"):
            status.say(text)
            for width in (1, 2, *range(10, 61, 10)):
                status.styles.width = width
                await pilot.pause()
                assert cell_len(line(status)) == width


texts = st.text(st.characters(exclude_categories=["C", "M"]), max_size=30)
pairs = st.lists(st.tuples(texts, texts), max_size=5).map(tuple)


@given(
    st.builds(
        Status,
        title=texts,
        place=st.sampled_from([(), ("¶ 3/64",), ("¶ 3/64", "4 %", "17 min left")]),
        message=texts,
        error=st.booleans(),
        pending=texts,
        following=pairs,
        saving=texts,
        hints=pairs,
    ),
    st.integers(20, 130),
)
def test_whatever_is_to_be_said_fills_the_row(status: Status, width: int) -> None:
    assert size(arrange(status, width)) in (width, width - 1)


def test_a_question_is_not_pushed_off_the_row_by_what_cannot_be_saved():
    status = Status(saving="NOT SAVED: " + "x" * 80, message="q again leaves", error=True)
    assert "q again leaves" in "".join(text for text, _ in arrange(status, 80))
