"""The library beside the text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.core.catalogue import Catalogue, catalogued
from tui.core.search.hits import Entry
from tui.core.session import Session, open_session
from tui.core.state import Reading
from tui.core.store.keeping import Keeping
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
        self.tree_list = LibraryTree(Catalogue())
        self.chosen: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.tree_list

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.chosen.append(event.row.key)


@asynccontextmanager
async def showing(
    sources: list[Path] = SOURCES, width: int = 26, root: Path = ROOT
) -> AsyncIterator[tuple[LibraryTree, Pilot[None]]]:
    app = TreeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.tree_list.styles.width = width
        app.tree_list.catalogue.put(catalogued(root, sources))
        app.tree_list.show(root)
        await pilot.pause()
        yield app.tree_list, pilot


@pytest.fixture
def opened(shelf: Path, keeping: Keeping) -> tuple[Path, Session]:
    return shelf, open_session(shelf / "essay.md", keeping)


@pytest.fixture
def keeping(places) -> Keeping:
    return Keeping(places)


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
        entries = [Entry(BRIEF, "ATACMS brief", 12, 3), Entry(ESSAY, "The margin", 64, 0)]
        tree.learn(entries)
        assert lines(tree)[3] == "    ○ The margin     64 ¶"
        assert lines(tree)[7] == "    ◉ ATACMS bri… 3✎ 12 ¶"
        tree.recall({ESSAY: Reading(7), BRIEF: Reading(8, 45, changed=True)})
        assert lines(tree)[3] == "    ◐ The margin     64 ¶"
        assert lines(tree)[7] == "    ◉ ↻ ATACMS b… 3✎  45%"
        tree.catalogue.put(catalogued(ROOT, SOURCES[1:]))
        tree.show(ROOT)
        assert lines(tree)[2] == "❯   ◐ The margin     64 ¶"


async def test_a_document_that_cannot_be_read_is_crossed_out_and_can_be_opened() -> None:
    async with showing() as (tree, pilot):
        tree.learn([Entry(BRIEF, "", None, 0, "permission denied")])
        assert lines(tree)[7] == "    × brief"
        tree.select_key(BRIEF)
        tree.action_list_open()
        await pilot.pause()
        assert isinstance(pilot.app, TreeApp)
        assert pilot.app.chosen == [BRIEF]


async def test_the_open_document_is_marked_and_stays_bold(opened: tuple[Path, Session]) -> None:
    shelf, session = opened
    sources = [shelf / "a.txt", shelf / "b.txt", session.source]
    async with showing(sources, root=shelf) as (tree, _):
        tree.show_opened(session)
        assert tree.current is not None
        assert tree.current.key == session.source
        tree.blur()
        tree.action_list_first()
        titles = [part for part in tree.render_line(4) if part.text == "The margin"]
        assert [part.style.bold for part in titles if part.style] == [True]
        titles = [part for part in tree.render_line(3) if part.text == "b"]
        assert [part.style.bold for part in titles if part.style] == [None]


async def test_opening_reading_and_annotating_show_at_once(opened: tuple[Path, Session]) -> None:
    shelf, session = opened
    async with showing([session.source], root=shelf) as (tree, _):
        tree.recall({session.source: Reading(7, 45, changed=True)})
        tree.show_opened(session)
        assert lines(tree)[1] == "❯ ◐ The margin        45%"
        tree.progress(session.source, 50)
        tree.recount(session.source, 2)
        assert lines(tree)[1] == "❯ ◉ The margin    2✎  50%"


async def test_a_document_opened_before_the_library_was_listed_is_known_then(
    opened: tuple[Path, Session],
) -> None:
    shelf, session = opened
    async with showing([], root=shelf) as (tree, _):
        tree.catalogue.__init__()
        tree.show_opened(session)
        sources = [shelf / "a.txt", session.source]
        tree.catalogue.put(catalogued(shelf, sources))
        tree.show(shelf)
        assert lines(tree)[2] == "❯ ◐ The margin        8 ¶"


async def test_folders_cannot_be_marked() -> None:
    async with showing() as (tree, _):
        tree.action_list_down()
        assert tree.current is not None
        assert tree.current.key == ESSAY


async def test_in_another_order_there_are_no_folders_and_the_cursor_stays_on_its_document() -> None:
    async with showing() as (tree, _):
        tree.select_key(BRIEF)
        tree.sort("title")
        assert lines(tree) == [
            "  Essays",
            "  by title",
            "❯ ○ brief",
            "  ○ letter",
            "  ○ margin",
            "  ○ readme",
        ]


async def test_titles_that_become_known_put_the_documents_into_their_order() -> None:
    async with showing() as (tree, _):
        tree.sort("title")
        assert lines(tree)[2] == "  ○ brief"
        tree.learn([Entry(BRIEF, "Zeppelins", 1, 0)])
        assert lines(tree)[-1] == "  ○ Zeppelins         1 ¶"


async def test_names_that_are_not_unicode_or_could_act_on_the_terminal_are_shown_safely() -> None:
    sources = [ROOT / "sp\udcff\x1b[31m" / "caf\udce9.txt", Path("/elsewhere/other.txt")]
    async with showing(sources) as (tree, _):
        tree.learn([Entry(sources[1], "[b]Other[/b]\nline", 1, 0)])
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
        entries = [Entry(source, source.name, 7, 0) for source in [*sources, ROOT / "gone.txt"]]
        tree.learn(entries)
        assert len(painted) == 22
        tree.learn(entries)
        assert len(painted) == 22


async def test_only_rows_near_the_view_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    row_of = LibraryTree.row_of
    monkeypatch.setattr(
        LibraryTree,
        "row_of",
        lambda tree, item, *rest: made.append(item) or row_of(tree, item, *rest),
    )
    async with showing([ROOT / f"{number}.txt" for number in range(3000)]) as (tree, _):
        tree.action_list_last()
        assert tree.current is not None
        assert tree.current.key == ROOT / "2999.txt"
        assert len(made) < 400


async def test_rows_fill_the_width_whatever_the_titles() -> None:
    async with showing() as (tree, pilot):
        tree.learn([Entry(ESSAY, "欄外の註釈とその読者たちの長い歴史", 64, 1)])
        for width in range(10, 61, 7):
            tree.styles.width = width
            await pilot.pause()
            assert {cell_len(tree.render_line(y).text) for y in range(24)} == {width}
