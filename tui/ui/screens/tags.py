"""The tags of the library: a tree, what is known of each, and what can be done with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tui.core.contexts import TAG_LIST
from tui.core.errors import PostilError
from tui.core.keys import ANY_DIGIT, KeyGrammar
from tui.core.tags import TAG_COLOURS, tag_key
from tui.core.text import clean_line
from tui.ui.key_names import fitting, key_names
from tui.ui.render.marks import tag_style
from tui.ui.screens.in_turns import InTurns
from tui.ui.screens.results import counted
from tui.ui.widgets.line import Line
from tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from tui.core.keymap import Keymap
    from tui.core.search.tag_report import TagReport
    from tui.core.store.tag_entry import TagEntry
    from tui.core.tag_signs import TagSigns

BARS = " ▁▂▃▄▅▆▇█"
HINTS = {
    "list_open": "search", "tag_rename": "rename", "tag_merge": "merge", "tag_describe": "describe",
    "tag_colour": "colour", "tag_key": "key", "help": "help", "tag_here": "only here",
    "tag_undo": "undo",
}  # fmt: skip
"""The actions that the last row names, the most important first."""
Verb = Literal["rename", "merge", "describe"]
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
    """Who knows the tags and changes them; the first two may block, all that change raise.

    `signs` are the colours and keys as they count now.
    """

    @property
    def signs(self) -> TagSigns:
        """Colours and keys."""

    def reports(self) -> list[TagReport]:
        """All that is known of each."""

    def entries(self) -> Mapping[str, TagEntry]:
        """What each means, by its key."""

    async def sign(self, tag: str, colour: str = "", digit: int = 0) -> str:
        """Give a colour or a key, or take it away where it has that; returns what was done."""

    async def change(self, verb: Verb, tag: str, text: str) -> str:
        """Do it, and return what was done; raises `PostilError`."""

    async def undo(self) -> str:
        """Take back the latest change of names made here, and return what it was."""


class TagsScreen(InTurns[TagChoice | None]):
    """Asks `keeper`; the result is what to do with a tag."""

    help_context = TAG_LIST
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
        & > #foot { color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-narrow > #tags > #about { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", show=False)]

    def __init__(self, keeper: TagKeeper, keymap: Keymap) -> None:
        super().__init__()
        self._keeper = keeper
        self._keymap = keymap
        self._keys = KeyGrammar(keymap.actions, ("tags", "list"))
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
        yield Static(id="foot", markup=False)

    def on_mount(self) -> None:
        """Take the keys, then read."""
        self.set_focus(self._list)
        self.run_worker(self._read(), group="tags", exclusive=True)

    async def on_key(self, event: events.Key) -> None:
        """Keys of the list, and those of a tag."""
        if self.focused is self._line or (event.key == "escape" and not self._keys.pending):
            return
        event.stop()
        event.prevent_default()
        self._say("")
        for name in key_names(event):
            if name == "q" and not self._keys.pending:
                self.action_leave()
            elif (invocation := self._keys.feed(name)) is not None:
                actor = self if invocation.action.scope == "tags" else self._list
                method = getattr(actor, f"action_{invocation.action.id}")
                method(invocation.count, invocation.argument)
            elif self._keys.unknown:
                self._say(f"{self._keys.unknown} does nothing here")
        self._propose()

    def on_resize(self) -> None:
        """As many keys as fit."""
        self._say("")

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
        self._say("")
        if event.kept and asked:
            await self._done(self._keeper.change(*asked, event.text))

    def action_leave(self) -> None:
        """Back to the text."""
        self.dismiss(None)

    def action_tag_here(self, count: int | None, argument: str) -> None:
        """Show only what has it here."""
        if self._marked:
            self.dismiss(TagChoice(self._marked, here=True))

    def action_tag_rename(self, count: int | None, argument: str) -> None:
        """Ask for another name."""
        self._ask("rename")

    def action_tag_merge(self, count: int | None, argument: str) -> None:
        """Ask for the tag to put in its place."""
        self._ask("merge")

    def action_tag_describe(self, count: int | None, argument: str) -> None:
        """Ask what it means."""
        self._ask("describe")

    def action_tag_colour(self, count: int | None, argument: str) -> None:
        """Give it the colour that begins with the typed letter, or take that away."""
        colour = next((name for name in TAG_COLOURS if name[0] == argument), None)
        if colour is None:
            letters = " ".join(name[0] for name in TAG_COLOURS)
            self._say(f"no colour {argument}: {letters}")
        elif self._marked:
            self._do(self._keeper.sign(self._marked, colour=colour))

    def action_tag_key(self, count: int | None, argument: str) -> None:
        """Give it that digit, or take it away."""
        if self._marked:
            self._do(self._keeper.sign(self._marked, digit=int(argument)))

    def action_tag_undo(self, count: int | None, argument: str) -> None:
        """Take back what was renamed or merged last."""
        self._do(self._keeper.undo())

    @property
    def _marked(self) -> str:
        """The tag under the cursor, "" for none."""
        return str(self._list.current.key) if self._list.current else ""

    def _do(self, deed: Coroutine[None, None, str]) -> None:
        self.run_worker(self._done(deed), group="tags")

    async def _done(self, deed: Coroutine[None, None, str]) -> None:
        """Do it, show what is so then, and say what was done or why not."""
        try:
            said = await deed
        except PostilError as error:
            said = str(error)
        await self._read()
        self._say(said)

    def _ask(self, verb: Verb) -> None:
        tag = self._marked
        if not tag:
            return
        self._asked = verb, tag
        entry = self._entries.get(tag_key(tag))
        known = {"rename": tag, "describe": entry.description if entry else ""}
        self._line.placeholder = ASKED[verb].format(tag)
        self._line.display = True
        self._line.begin()
        self._line.value = known.get(verb, "")
        self._line.cursor_position = len(self._line.value)
        self._say("")

    async def _read(self) -> None:
        reports = await asyncio.to_thread(self._keeper.reports)
        try:
            self._entries = await asyncio.to_thread(self._keeper.entries)
        except PostilError as error:
            self._say(str(error))
        self._reports = {report.tag: report for report in reports}
        self._list.set_rows([self._row(report) for report in reports])
        if self._list.current:
            self._tell(self._list.current)

    def _tell(self, row: ListRow) -> None:
        report = self._reports.get(str(row.key))
        if report:
            name, *lines = about(report, self._entries.get(tag_key(report.tag)), self._keeper.signs)
            title = (name, f"bold {self._colour(report.tag)}")
            shown = Content.assemble(title, "\n", "\n".join(lines))
            self.query_one("#about", Static).update(shown)

    def _colour(self, tag: str) -> str:
        colour = self._keeper.signs.colour(tag)
        return f"$tag-{colour}" if colour else ""

    def _row(self, report: TagReport) -> ListRow:
        name = report.tag.rpartition("/")[2] if report.level else report.tag
        style = tag_style(report.tag, self._keeper.signs.colour, "text" if report.own else "dim")
        digit = self._keeper.signs.digit(report.tag)
        right = f"key {digit}  " if digit else ""
        return ListRow(
            ((name, style),),
            right=f"{right}{report.annotations} ✎",
            indent=2 * report.level,
            key=report.tag,
        )

    def _say(self, text: str) -> None:
        """Until the next key; "" names the keys again, or what is asked for."""
        if not text and self._asked:
            verb, tag = self._asked
            question = ASKED[verb].format(tag)
            text = fitting([question, "Enter do it", "Esc leave it"], self._room) or question
        elif not text:
            heads = {id_: self._keymap.head_of(id_) for id_ in HINTS}
            hints = (f"{heads[id_]} {word}" for id_, word in HINTS.items() if heads[id_])
            text = fitting(hints, self._room)
        self.query_one("#foot", Static).update(Content(clean_line(text)))

    @property
    def _room(self) -> int:
        return self.size.width - 2

    def _propose(self) -> None:
        """What may follow the first key of a colour or of a digit."""
        following = [key for key, _ in self._keys.continuations()]
        typed = self._keys.pending
        if not typed or not self._marked:
            return
        if typed == self._keymap.head_of("tag_colour"):
            parts = [(f"{name[0]} {name}", f"$tag-{name}") for name in TAG_COLOURS]
            self._offer("colour  ", parts)
        elif ANY_DIGIT in following:
            digits = self._keeper.signs.digits
            taken = [(f"{digit} #{tag}", self._colour(tag)) for digit, tag in digits.items()]
            self._offer("key 1 to 9  ", taken)

    def _offer(self, what: str, parts: Sequence[tuple[str, str]]) -> None:
        pieces = [(f"{text}  ", style) for text, style in parts]
        self.query_one("#foot", Static).update(Content.assemble(what, *pieces))


def about(report: TagReport, entry: TagEntry | None, signs: TagSigns) -> Sequence[str]:
    """What is known of a tag, in lines."""
    lines = [f"#{report.tag}", ""]
    lines += [entry.description, ""] if entry and entry.description else []
    notes, documents = report.annotations, report.documents
    lines.append(f"{counted(notes, 'note')} in {counted(documents, 'article')}")
    if report.own < report.annotations:
        lines.append(f"{report.own} of them with this tag itself, the others with one below it")
    if notes:
        lines.append(f"last used {report.last_used[:10]}")
        lines += ["", sparkline(report.months), "each of the last twelve months"]
    if report.together:
        beside = ", ".join(f"{tag} {count}" for tag, count in report.together)
        lines += ["", f"often with {beside}"]
    colour, digit = signs.colour(report.tag), signs.digit(report.tag)
    if colour:
        own = entry and entry.colour
        lines += ["", f"colour {colour}" + ("" if own else ", from the level above")]
    if digit:
        lines += [*([] if colour else [""]), f"key {digit}"]
    if entry and entry.aliases:
        lines += ["", f"was {', '.join(entry.aliases)}"]
    return lines


def sparkline(counts: Sequence[int]) -> str:
    """A bar for each number, as high as it is beside the highest; blank for none."""
    most = max(counts, default=0)
    steps = len(BARS) - 1
    return "".join(BARS[-(-count * steps // most)] if most else BARS[0] for count in counts)
