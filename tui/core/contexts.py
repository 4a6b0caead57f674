"""The places of the program in which keys mean something of their own, for the help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.core.actions import Scope


@dataclass(frozen=True, slots=True)
class Context:
    """Where one asks for help: the actions of which scopes come first.

    `fixed` are keys that belong to the place and to no action, each with what it does; `typed` is
    what can be written there, and what it means. `acts` says whether an action that was found in
    the help can be done from here.
    """

    title: str
    scopes: tuple[Scope, ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()
    acts: bool = False
    typed: tuple[tuple[str, str], ...] = ()


TEXT = Context("Over the text", acts=True)
PANE = Context("In a pane", ("list",), acts=True)
LIST = Context("In a list", ("list",), (("Esc  q", "Close it"),))
MESSAGES = Context("In the messages", ("list",), (("Esc  q  !", "Close them"),))
TAG_LIST = Context("In the list of tags", ("tags", "list"), LIST.fixed)
REVIEW = Context(
    "Where does a note belong?", ("review",), (("Esc  q", "Decide on the rest later"),)
)
CONFLICT = Context(
    "While a note has two texts",
    ("conflict",),
    (("1  2", "Keep the left text, or the right one"), ("Esc  q", "Decide later")),
)
EDITOR = Context("In the note editor", ("editor",))
SEARCH = Context(
    "In the search",
    ("results", "list"),
    (
        ("Enter  Down", "In the query: on to the results"),
        ("Ctrl+S", "In the query: keep it under a name"),
        ("Tab", "In the query too: look only for what has one of the tags of the results"),
        ("Esc", "Back to the text"),
        ("q", "In the results: likewise"),
    ),
)
DOCUMENTS = Context(
    "In the prompt for a document",
    (),
    (
        ("Enter", "Open the marked document"),
        ("Down  Ctrl+N", "Mark the next one"),
        ("Up  Ctrl+P", "Mark the one before"),
        ("PgDn", "Mark one a page further down"),
        ("PgUp", "Mark one a page further up"),
        ("Esc", "Back to the text"),
    ),
)
NOTICE = Context(
    "Over a footnote or a link",
    (),
    (
        ("j", "A row down"),
        ("k", "A row up"),
        ("Enter", "Close it; open a link in the browser"),
        ("Esc  q", "Close it"),
    ),
)
TAGS = Context(
    "In the tag prompt",
    (),
    (
        ("Enter", "Put on what is typed before the last comma, and the marked tag"),
        ("Down  Ctrl+N", "Mark the next tag"),
        ("Up  Ctrl+P", "Mark the tag before"),
        ("Tab", "Write the marked tag into the line"),
        ("Backspace", "In the empty line: take the latest tag off"),
        ("Esc", "Leave the tags as they are"),
    ),
)
