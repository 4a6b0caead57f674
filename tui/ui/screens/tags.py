"""The tags of the library: a tree, what is known of each, and what can be done with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.core.contexts import LIST
from tui.core.errors import PostilError
from tui.core.keys import KeyGrammar
from tui.core.tags import tag_key
from tui.core.text import clean_line
from tui.ui.key_names import key_names
from tui.ui.screens.results import counted
from tui.ui.widgets.line import Line
from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from tui.core.keymap import Keymap
    from tui.core.search.tag_report import TagReport
    from tui.core.store.tag_entry import TagEntry

BARS = " ▁▂▃▄▅▆▇█"
KEYS = "{list_open} search · f only here · r rename · m merge · d describe · u undo"
Verb = Literal["rename", "merge", "describe"]
VERBS: dict[str, Verb] = {"r": "rename", "m": "merge", "d": "describe"}
ASKED = {
    "rename": "new name of #{}",
    "merge": "merge #{} into",
    "describe": "what #{} means",
}


@dataclass(frozen=True, slots=True)
class TagChoice:
    """What to do with a tag when the screen is closed: look for it everywhere, or only here."""

    tag: str
    here: bool = False


class TagKeeper(Protocol):
    """Who knows the tags and changes them; the first two may block."""

    def reports(self) -> list[TagReport]:
        """All that is known of each."""

    def entries(self) -> Mapping[str, TagEntry]:
        """What each means, by its key."""

    async def change(self, verb: Verb, tag: str, text: str) -> str:
        """Do it, and return what was done; raises `PostilError`."""

    def undo(self) -> str:
        """Take back the latest change of names made here, and return what it was."""


class TagsScreen(Screen[TagChoice | None]):
    """Asks `keeper`; the result is what to do with a tag."""

    help_context = LIST
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 -- as Textual types it
    DEFAULT_CSS = """
    TagsScreen {
        & > #tags > RowList { width: 2fr; }
        & > #tags > #about {
            width: 3fr; height: 1fr; border-left: solid $foreground 15%; padding: 0 2;
            color: $foreground 85%;
        }
        & > Line {
            display: none; height: 1; border: none; padding: 0 1; background: $surface;
        }
        & > #foot { height: 2; border-top: solid $foreground 15%; padding: 0 1; }
        & > #foot { color: $text-muted; }
        &.-narrow > #tags > #about { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", show=False)]

    def __init__(self, keeper: TagKeeper, keymap: Keymap) -> None:
        super().__init__()
        self._keeper = keeper
        self._told = keymap.told(KEYS)
        self._keys = KeyGrammar(keymap.actions, ("list",))
        self._list = RowList("Tags", empty=keymap.told("no tag yet: {tag} puts one on a paragraph"))
        self._line = Line()
        self._asked: tuple[Verb, str] | None = None
        self._reports: dict[str, TagReport] = {}
        self._entries: Mapping[str, TagEntry] = {}

    def compose(self) -> ComposeResult:
        """The tree and what is known of the marked tag; a line to type in; keys."""
        with Horizontal(id="tags"):
            yield self._list
            yield Static(id="about", markup=False)
        yield self._line
        yield Static(self._told, id="foot", markup=False)

    def on_mount(self) -> None:
        """Take the keys, then read."""
        self.set_focus(self._list)
        self.run_worker(self._read(), group="tags", exclusive=True)

    async def on_key(self, event: events.Key) -> None:
        """Keys of the list, and those of a tag."""
        if self.focused is self._line or event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        self._say("")
        for name in key_names(event):
            row = self._list.current
            if name == "q":
                self.action_leave()
            elif name in VERBS and row:
                self._ask(VERBS[name], str(row.key))
            elif name == "u":
                self.run_worker(self._undo(), group="tags", exclusive=True)
            elif name == "f" and row:
                self.dismiss(TagChoice(str(row.key), here=True))
            elif (invocation := self._keys.feed(name)) is not None:
                getattr(self._list, f"action_{invocation.action.id}")(invocation.count)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Tell of the marked tag."""
        self._tell(event.row)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Look for it in the library."""
        self.dismiss(TagChoice(str(event.row.key)))

    async def on_line_ended(self, event: Line.Ended) -> None:
        """Do what was asked about."""
        self._line.display = False
        self.set_focus(self._list)
        asked, self._asked = self._asked, None
        if event.kept and asked:
            try:
                self._say(await self._keeper.change(*asked, event.text))
            except PostilError as error:
                self._say(str(error))
                return
            await self._read()

    def action_leave(self) -> None:
        """Back to the text."""
        self.dismiss(None)

    async def _undo(self) -> None:
        try:
            self._say(self._keeper.undo())
        except PostilError as error:
            self._say(str(error))
        await self._read()

    def _ask(self, verb: Verb, tag: str) -> None:
        self._asked = verb, tag
        entry = self._entries.get(tag_key(tag))
        known = {"rename": tag, "describe": entry.description if entry else ""}
        self._line.placeholder = ASKED[verb].format(tag)
        self._line.display = True
        self._line.begin()
        self._line.value = known.get(verb, "")
        self._line.cursor_position = len(self._line.value)

    async def _read(self) -> None:
        reports = await asyncio.to_thread(self._keeper.reports)
        try:
            self._entries = await asyncio.to_thread(self._keeper.entries)
        except PostilError as error:
            self._say(str(error))
        self._reports = {report.tag: report for report in reports}
        self._list.set_rows([_row(report) for report in reports])
        if self._list.current:
            self._tell(self._list.current)

    def _tell(self, row: ListRow) -> None:
        report = self._reports.get(str(row.key))
        if report:
            lines = about(report, self._entries.get(tag_key(report.tag)))
            self.query_one("#about", Static).update(Content("\n".join(lines)))

    def _say(self, text: str) -> None:
        """Until the next key; "" names the keys again."""
        self.query_one("#foot", Static).update(Content(clean_line(text) or self._told))


def about(report: TagReport, entry: TagEntry | None) -> Sequence[str]:
    """What is known of a tag, in lines."""
    lines = [f"#{report.tag}", ""]
    lines += [entry.description, ""] if entry and entry.description else []
    notes, documents = report.annotations, report.documents
    lines.append(f"{counted(notes, 'note')} in {counted(documents, 'article')}")
    if report.own < report.annotations:
        lines.append(f"{report.own} of them with this tag itself, the others with one below it")
    lines.append(f"last used {report.last_used[:10]}")
    lines += ["", sparkline(report.months), "each of the last twelve months"]
    if report.together:
        beside = ", ".join(f"{tag} {count}" for tag, count in report.together)
        lines += ["", f"often with {beside}"]
    if entry and entry.aliases:
        lines += ["", f"was {', '.join(entry.aliases)}"]
    return lines


def sparkline(counts: Sequence[int]) -> str:
    """A bar for each number, as high as it is beside the highest; blank for none."""
    most = max(counts, default=0)
    steps = len(BARS) - 1
    return "".join(BARS[-(-count * steps // most)] if most else BARS[0] for count in counts)


def _row(report: TagReport) -> ListRow:
    name = report.tag.rpartition("/")[2] if report.level else report.tag
    style = "text" if report.own else "dim"
    return ListRow(
        ((name, style),), right=f"{report.annotations} ✎", indent=2 * report.level, key=report.tag
    )
