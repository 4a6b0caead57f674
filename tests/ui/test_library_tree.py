"""The library beside the text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.ui.widgets.library_tree import LibraryTree
from tui.ui.widgets.row_list import RowList

ROOT = Path("/home/ana/Essays")
BRIEF = ROOT / "news" / "brief.md"
ESSAY = ROOT / "essays" / "margin.md"
SOURCES = [
    ROOT / "readme.txt",
    ESSAY,
    ROOT / "essays" / "old" / "letter.txt",
    BRIEF,
]


class TreeApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.tree_list = LibraryTree()
        self.chosen: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.tree_list

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.chosen.append(event.row.key)


@asynccontextmanager
async def showing(
    sources: list[Path] = SOURCES, width: int = 26
) -> AsyncIterator[tuple[LibraryTree, Pilot[None]]]:
    app = TreeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.tree_list.styles.width = width
        app.tree_list.show(ROOT, sources)
        await pilot.pause()
        yield app.tree_list, pilot


def lines(tree: LibraryTree) -> list[str]:
    shown = [tree.render_line(y).text.rstrip() for y in range(tree.size.height)]
    return [line for line in shown if line]


async def test_documents_stand_in_their_folders_below_the_name_of_the_library() -> None:
    async with showing() as (tree, _):
        assert lines(tree) == [
            "  Essays",
            "❯ ○ readme",
            "  ▾ essays",
            "    ○ margin",
            "    ▾ old",
            "      ○ letter",
            "  ▾ news",
            "    ○ brief",
        ]


async def test_what_is_known_of_a_document_shows_beside_it() -> None:
    async with showing() as (tree, _):
        tree.update_entry(BRIEF, "ATACMS brief", 12, 3, True, "")
        tree.update_entry(ESSAY, "The margin and its readers", 64, 0, True, "")
        assert lines(tree)[3] == "    ◐ The margin an… 64 ¶"
        assert lines(tree)[7] == "    ◉ ATACMS brief   12 ¶"
        tree.show(ROOT, SOURCES[1:])
        assert lines(tree)[2] == "❯   ◐ The margin an… 64 ¶"


async def test_a_document_that_cannot_be_read_is_crossed_out_and_can_be_opened() -> None:
    async with showing() as (tree, pilot):
        tree.update_entry(BRIEF, "", None, 0, False, "permission denied")
        assert lines(tree)[7] == "    × brief"
        tree.select_key(BRIEF)
        tree.action_list_open()
        await pilot.pause()
        assert isinstance(pilot.app, TreeApp)
        assert pilot.app.chosen == [BRIEF]


async def test_the_open_document_is_marked_and_stays_bold() -> None:
    async with showing() as (tree, _):
        tree.set_current(ESSAY)
        assert tree.current is not None
        assert tree.current.key == ESSAY
        tree.blur()
        tree.action_list_first()
        titles = [segment for segment in tree.render_line(4) if segment.text == "margin"]
        assert [segment.style.bold for segment in titles if segment.style] == [True]
        tree.set_current(BRIEF)
        titles = [segment for segment in tree.render_line(4) if segment.text == "margin"]
        assert [segment.style.bold for segment in titles if segment.style] == [None]


async def test_folders_cannot_be_marked() -> None:
    async with showing() as (tree, _):
        tree.action_list_down()
        assert tree.current is not None
        assert tree.current.key == ESSAY


async def test_names_that_are_not_unicode_or_could_act_on_the_terminal_are_shown_safely() -> None:
    sources = [ROOT / "sp\udcff\x1b[31m" / "caf\udce9.txt", Path("/elsewhere/other.txt")]
    async with showing(sources) as (tree, _):
        tree.update_entry(sources[1], "[b]Other[/b]\nline", 1, 0, False, "")
        assert lines(tree)[1:4] == [
            "  ▾ sp\ufffd␛[31m",
            "❯   ○ caf\ufffd",
            "  ○ [b]Other[/b] line 1 ¶",
        ]


async def test_news_of_documents_out_of_view_or_unknown_paints_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sources = [ROOT / f"{number}.txt" for number in range(3000)]
    async with showing(sources) as (tree, _):
        painted: list[object] = []
        monkeypatch.setattr(tree, "refresh", lambda *regions: painted.append(regions))
        for source in [*sources, ROOT / "gone.txt"]:
            tree.update_entry(source, source.name, 7, 0, False, "")
        assert len(painted) == 22
        tree.update_entry(sources[0], sources[0].name, 7, 0, False, "")
        assert len(painted) == 22


async def test_rows_fill_the_width_whatever_the_titles() -> None:
    async with showing() as (tree, pilot):
        tree.update_entry(ESSAY, "欄外の註釈とその読者たちの長い歴史", 64, 1, True, "")
        for width in range(10, 61, 7):
            tree.styles.width = width
            await pilot.pause()
            assert {cell_len(tree.render_line(y).text) for y in range(24)} == {width}
