"""The places of the program in which keys mean something of their own, for the help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.core.actions import Scope


@dataclass(frozen=True, slots=True)
class Context:
    """Where one asks for help: the actions of which scope come first.

    `fixed` are keys that belong to the place and to no action, each with what it does; `typed` is
    what can be written there, and what it means. `acts` says whether an action that was found in
    the help can be done from here.
    """

    title: str
    scope: Scope | None = None
    fixed: tuple[tuple[str, str], ...] = ()
    acts: bool = False
    typed: tuple[tuple[str, str], ...] = ()


TEXT = Context("Over the text", acts=True)
PANE = Context("In a pane", "list", acts=True)
LIST = Context("In a list", "list", (("Esc  q", "Close it"),))
TAG_LIST = Context("In the list of tags", "tags", LIST.fixed)
REVIEW = Context(
    "While a note asks where it belongs", "review", (("Esc  q", "Decide on the rest later"),)
)
CONFLICT = Context(
    "While a note has two texts",
    "conflict",
    (("1  2", "Keep the left text, or the right one"), ("Esc  q", "Decide later")),
)
EDITOR = Context("In the note editor", "editor")
SEARCH = Context(
    "In the search",
    "list",
    (
        ("Enter  Down", "From the query to the results"),
        ("/  i", "From the results to the query"),
        ("Ctrl+S", "In the query: keep it under a name"),
        ("Tab", "Look only for what has one of the tags of the results"),
        ("Space  *", "In the results: select one, or all"),
        ("t", "Tag the selected results, or take a tag off them"),
        ("h  H", "Highlight them, or no longer"),
        ("s  S", "Mark them as open, or as done"),
        ("Y", "Copy them as Markdown quotes"),
        ("u", "Take back what was done to results last"),
        ("Esc", "Back to the text"),
    ),
)
TAGS = Context(
    "In the tag prompt",
    None,
    (
        ("Enter", "Put on what is typed before the last comma, and the marked tag"),
        ("Down  Up", "Mark another tag; Ctrl+N and Ctrl+P do too"),
        ("Tab", "Write the marked tag into the line"),
        ("Backspace", "In the empty line: take the latest tag off"),
        ("Esc", "Leave the tags as they are"),
    ),
)
