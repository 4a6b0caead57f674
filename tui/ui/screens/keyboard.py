"""From keys to the methods that do what they stand for."""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Any

from tui.core.actions import shown
from tui.core.keymap import VIM
from tui.core.keys import ANY_DIGIT, Invocation, KeyGrammar
from tui.core.tag_signs import TagSigns
from tui.ui.key_names import key_names
from tui.ui.render.cells import cut
from tui.ui.screens.loading import Loading
from tui.ui.widgets.document_view import DocumentView
from tui.ui.widgets.library_tree import LibraryTree
from tui.ui.widgets.note_list import NoteList
from tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from textual import events
    from textual.screen import Screen

    from tui.core.actions import Scope
    from tui.core.keymap import Keymap
    from tui.ui.screens.patience import Patience
    from tui.ui.widgets.status_line import StatusLine

WHICH_KEY_AFTER = 0.4
"""Seconds after which the keys that may follow a half-typed sequence are shown."""
LONGEST = 24
"""Cells of a tag among the keys that may follow."""
HINTS = {"tag": "tag", "note": "note", "highlight": "highlight", "find": "find", "help": "help"}
"""The actions that the status line names, with its words for them."""
ANNOTATE = dict.fromkeys(("tag", "note", "highlight"), "")
SELECTING = {"copy": "copy", "close": "end"}
"""Those, and these behind them, while something is selected."""


class Keyboard:
    """Feeds the grammar of what has the focus; `actors` are the objects with `action_*` methods.

    `heard` is told the id of each action before it is done; `patience` knows when that is.
    """

    def __init__(
        self,
        screen: Screen[Any],
        status: StatusLine,
        actors: Iterable[object],
        heard: Callable[[str], None],
        patience: Patience,
    ) -> None:
        self._screen = screen
        self._status = status
        self._loading = Loading(actors)
        self._heard = heard
        self._keymap = VIM
        self._signs = TagSigns()
        self._grammars: dict[tuple[Scope, ...], KeyGrammar] = {}
        self._patience = patience

    def use(self, keymap: Keymap, signs: TagSigns) -> None:
        """Go by these keys from now on; what was half typed is forgotten.

        `signs` has the tags of the digits.
        """
        self._keymap, self._signs = keymap, signs
        self._grammars.clear()
        annotate = " ".join(key for key, _ in keymap.hints(ANNOTATE))
        selecting = [(annotate, "annotate")] if annotate else []
        self._status.hints(
            keymap.hints(HINTS),
            keymap.key_of("messages"),
            [*selecting, *keymap.hints(SELECTING)],
        )

    async def press(self, event: events.Key) -> None:
        """Take one key event."""
        grammar = None
        for name in key_names(event):
            grammar = self._grammar
            if name == "ctrl+c":
                self._status.say(self._keymap.told("{quit} saves and leaves"))
            invocation = grammar.feed(name)
            if invocation:
                await self.invoke(invocation)
            elif grammar.unknown:
                told = self._keymap.told(": {help} shows all keys")
                self._status.say(f"{grammar.unknown} does nothing here{told}")
        self._show_pending(grammar or self._grammar)

    @property
    def _grammar(self) -> KeyGrammar:
        """That of what has the focus; made when a key is first typed there."""
        scopes = self._scopes
        if scopes not in self._grammars:
            self._grammars[scopes] = KeyGrammar(self._keymap.actions, scopes)
        return self._grammars[scopes]

    @property
    def _scopes(self) -> tuple[Scope, ...]:
        focused = self._screen.focused
        if isinstance(focused, LibraryTree):
            return "library", "list", "app"
        if isinstance(focused, NoteList):
            return "notes", "list", "app"
        if isinstance(focused, RowList):
            return "list", "app"
        if not isinstance(focused, DocumentView):
            return "reader", "app"
        if focused.selection and focused.selection.kind == "words":
            return "words", "reader", "app"
        return ("paint", "reader", "app") if focused.painting else ("reader", "app")

    async def run(self, action_id: str) -> None:
        """Do an action chosen by name."""
        await self.invoke(Invocation(self._keymap.action(action_id)))

    async def invoke(self, invocation: Invocation) -> None:
        """Do an action, as soon as there is the text for it."""
        self._status.say("")
        self._heard(invocation.action.id)
        await self._patience.act(invocation.action, partial(self._do, invocation))

    async def _do(self, invocation: Invocation) -> None:
        method = await self._loading.method(invocation.action.id, self._screen.focused)
        outcome = method(invocation.count, invocation.argument)
        if inspect.isawaitable(outcome):
            await outcome

    def _show_pending(self, grammar: KeyGrammar) -> None:
        pending = grammar.pending
        self._status.pending(pending)
        if pending:
            later = WHICH_KEY_AFTER
            self._screen.set_timer(later, lambda: self._show_continuations(grammar, pending))

    def _show_continuations(self, grammar: KeyGrammar, pending: str) -> None:
        if grammar.pending == pending:
            digits = self._signs.digits
            following = [
                *keys_after(
                    grammar, {str(key): cut(f"#{tag}", LONGEST) for key, tag in digits.items()}
                )
            ]
            self._status.pending(pending, following)


def keys_after(grammar: KeyGrammar, digits: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The keys that may follow, as a person reads them; for a digit, what it stands for."""
    for key, title in grammar.continuations():
        if key == ANY_DIGIT and digits:
            yield from digits.items()
        else:
            yield shown(key), title
