"""The text of a note being written: its keys, lists that go on, and mentions being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import TextArea

from tui.core.keys import Invocation, KeyGrammar
from tui.core.mentions import begun
from tui.core.note_lines import entered, indented
from tui.core.text import clean
from tui.ui.key_names import key_names, type_again
from tui.ui.widgets.at_once import AtOnce, take

if TYPE_CHECKING:
    from textual import events
    from textual.document._document import Location

    from tui.core.keymap import Keymap
    from tui.ui.widgets.mention_list import MentionList

TYPED = {
    "enter": "break_line",
    "tab": "deepen",
    "shift+tab": "lift",
    # Terminals with the kitty protocol tell these apart; a writer does not.
    "shift+enter": "break_line",
    "shift+backspace": "action_delete_left",
    "shift+space": "blank",
}
OFFERED = {
    "enter": "_accept",
    "tab": "_accept",
    "escape": "_close_offers",
    "down": "_offer_next",
    "ctrl+n": "_offer_next",
    "up": "_offer_previous",
    "ctrl+p": "_offer_previous",
}
"""Keys that mean something else while mentions are offered."""
LEAVING = ("note_save", "note_revert", "note_preview")
"""What is typed behind these is not part of the note."""
LONGEST = 64
"""Characters before the cursor in which a mention may begin."""


class NoteArea(TextArea):
    """A text area whose own keys of the registry are told to the screen, not typed."""

    class Pressed(Message):
        """Any key."""

    class Offered(Message):
        """Other mentions are offered, or none any more; `begun` is when one is being typed."""

        def __init__(self, begun: bool) -> None:
            super().__init__()
            self.begun = begun

    class Invoked(Message):
        """The keys of an action were typed."""

        def __init__(self, invocation: Invocation) -> None:
            super().__init__()
            self.invocation = invocation

    def __init__(self, text: str, keymap: Keymap, mentions: MentionList) -> None:
        super().__init__(text, compact=True, soft_wrap=True, show_line_numbers=False)
        self._grammar = KeyGrammar(keymap.actions, ("editor",))
        self._mentions = mentions
        self._at_once = AtOnce(self, TextArea)
        self._ended = False

    async def on_key(self, event: events.Key) -> None:
        """Comes before the text area's own handling."""
        self.post_message(self.Pressed())
        names = key_names(event)
        if self._ended:
            take(event)
            type_again(self.app, event.key, event.character)
        elif len(names) > 1:
            # Esc and a letter in haste: the letter is meant for what lies below.
            take(event)
            self._choose("escape") or self._invoke("escape")
            type_again(self.app, names[-1], names[-1])
        elif event.is_printable:
            self._grammar.reset()
        elif names and (self._choose(names[0]) or self._invoke(names[0]) or self._grammar.pending):
            take(event)
        elif event.key in TYPED:
            take(event)
            getattr(self, TYPED[event.key])()
        else:
            await self._at_once.does(event)

    def on_paste(self, event: events.Paste) -> None:
        """Foreign text: line ends made one kind, control characters made visible."""
        take(event)
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        self._put(clean(text), *self.selection)

    def resume(self) -> None:
        """Take the keys again."""
        self._ended = False
        self.screen.set_focus(self)

    def look(self) -> None:
        """Offer mentions for what stands before the cursor now."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[max(0, column - LONGEST) : column]
        typed = begun(before) if self.selection.is_empty else None
        if self._mentions.ask(typed):
            self.post_message(self.Offered(typed is not None))

    def break_line(self) -> None:
        """What Enter does."""
        row, column = self.cursor_location
        if self.selection.is_empty:
            line = self.document.get_line(row)
            gone, comes = entered(line[:column], line[column:])
            self._put(comes, (row, column - gone), (row, column))
        else:
            self._put("\n", *self.selection)

    def blank(self) -> None:
        """What the space bar does."""
        self._put(" ", *self.selection)

    def deepen(self) -> None:
        """What Tab does: an item goes a level deeper, elsewhere it is a tab."""
        if not self._indent(deeper=True):
            self._put("\t", *self.selection)

    def lift(self) -> None:
        """What Shift+Tab does: an item goes a level further out."""
        self._indent(deeper=False)

    def action_note_undo(self, count: int | None, argument: str) -> None:
        """Take back what was typed last."""
        self.undo()

    def action_note_redo(self, count: int | None, argument: str) -> None:
        """Type it again."""
        self.redo()

    def _invoke(self, key: str) -> bool:
        invocation = self._grammar.feed(key)
        if invocation:
            id_ = invocation.action.id
            own = getattr(self, f"action_{id_}", None)
            if own:
                # At once: what is typed behind it must not be undone.
                own(None, "")
            else:
                self._ended = id_ in LEAVING
                self.post_message(self.Invoked(invocation))
        return invocation is not None

    def _choose(self, key: str) -> bool:
        """Let `key` count for the mentions offered, if there are any."""
        if key not in OFFERED or self._grammar.pending:
            return False
        # The letters before it may have been typed just now.
        self.look()
        if self._mentions.marked is None:
            return False
        getattr(self, OFFERED[key])()
        return True

    def _accept(self) -> None:
        row, column = self.cursor_location
        line = self.document.get_line(row)
        start = line.rindex("[[", 0, column)
        after = column + len("]]") * line.startswith("]]", column)
        if self._mentions.marked:
            self._put(self._mentions.marked.written, (row, start), (row, after))

    def _close_offers(self) -> None:
        self._mentions.shut()
        self.post_message(self.Offered(False))

    def _offer_next(self) -> None:
        self._mentions.action_list_down()

    def _offer_previous(self) -> None:
        self._mentions.action_list_up()

    def _indent(self, *, deeper: bool) -> bool:
        row, _ = self.cursor_location
        change = indented(self.document.get_line(row), deeper=deeper)
        if change is None or not self.selection.is_empty:
            return False
        gone, comes = change
        self.replace(comes, (row, 0), (row, gone))
        return True

    def _put(self, text: str, start: Location, end: Location) -> None:
        """Put `text` there, and the cursor behind it."""
        result = self.replace(text, start, end, maintain_selection_offset=False)
        self.move_cursor(result.end_location)
