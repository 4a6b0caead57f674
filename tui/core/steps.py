"""The tour as data: what each step asks for, and how it is seen that it was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.core.edits import Edit
    from tui.core.keymap import Keymap


@dataclass(frozen=True, slots=True)
class Happened:
    """What a reader did: the id of the last action, and what came of it so far.

    Until something did, `edit` is None and `arrived` false: the action was only begun. `arrived`
    says that another place of a text, or another text, stands there now.
    """

    action: str
    edit: Edit | None = None
    arrived: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `text` says by which keys, each as the `{id}` of its action."""

    id: str
    title: str
    text: str
    done: Callable[[Happened], bool]


def _began(*ids: str) -> Callable[[Happened], bool]:
    return lambda happened: happened.action in ids


def _went(*ids: str) -> Callable[[Happened], bool]:
    return lambda happened: happened.arrived and happened.action in ids


def _edited(*ids: str, least: int = 1) -> Callable[[Happened], bool]:
    def done(happened: Happened) -> bool:
        edit = happened.edit
        return edit is not None and len(edit.changes) >= least and happened.action in ids

    return done


def _never(_: Happened) -> bool:
    return False


STEPS: tuple[Step, ...] = (
    Step(
        "move",
        "Go to the next paragraph",
        "Press {next_paragraph}: the heavy bar moves down. {previous_paragraph} goes back.",
        _went("next_paragraph", "next_strictly"),
    ),
    Step(
        "tag",
        "Tag this paragraph",
        "Press {tag}, type practice, press Enter.",
        _edited("tag"),
    ),
    Step(
        "last_tag",
        "The same tag by one key",
        "Go on with {next_paragraph} and press {last_tag}.",
        _edited("last_tag"),
    ),
    Step(
        "count",
        "Three paragraphs at once",
        "A number is a count. Go on with {next_paragraph}, press 3{tag}, type three, press Enter.",
        _edited("tag", least=2),
    ),
    Step("undo", "Take it back", "Press {undo}: one edit, so all three go.", _edited("undo")),
    Step("redo", "And do it again", "Press {redo}.", _edited("redo")),
    Step(
        "note",
        "Write a note",
        "Press {note}, type a few words; {note_save} saves and closes.",
        _edited("note"),
    ),
    Step(
        "highlight", "Highlight", "Press {highlight}: the bar takes a colour.", _edited("highlight")
    ),
    Step(
        "repeat",
        "Do the last thing again elsewhere",
        "Go on with {next_paragraph} and press {repeat}.",
        _edited("repeat"),
    ),
    Step(
        "status",
        "Mark an open question",
        "Press {status}: open. Again: done. A third time: neither.",
        _edited("status"),
    ),
    Step(
        "find",
        "Find a word",
        "Press {find}, type lighthouse, press Enter; {next_match} goes to the next one.",
        _went("next_match", "previous_match"),
    ),
    Step(
        "back",
        "Back to where you were",
        "Press {back}: every jump remembers where it began.",
        _went("back"),
    ),
    Step(
        "search",
        "Search everywhere",
        "Press {search}, type #practice, press Enter, and Enter on a result.",
        _went("search"),
    ),
    Step("notes", "Your notes", "Press {notes} to go to all notes on this text.", _began("notes")),
    Step(
        "list_open",
        "Open one of them",
        "In that pane {list_down} moves; {list_open} goes to the paragraph.",
        _began("list_open"),
    ),
    Step(
        "help",
        "All the keys",
        "Press {help} and type a word such as star. Esc closes.",
        _began("help"),
    ),
    Step(
        "document",
        "Another text",
        "Press {next_document} for the next one of the library, {previous_document} to return.",
        _went("next_document", "previous_document"),
    ),
    Step(
        "end",
        "That was the tour",
        "Read on: {library} lists the manual, and this tour in full. {quit} leaves Postil.",
        _never,
    ),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reader is; all of it says `at`, the place of a step among `STEPS`."""

    at: int = 0

    @property
    def step(self) -> Step:
        """What is to be done now."""
        return STEPS[self.at]

    @property
    def last(self) -> bool:
        """Whether nothing is left to be done."""
        return self.at == len(STEPS) - 1

    def on(self) -> Progress:
        """The next step; the last one stays."""
        return Progress(min(self.at + 1, len(STEPS) - 1))

    def after(self, happened: Happened) -> Progress:
        """The next step if this one was done by what happened, else the same."""
        return self.on() if self.step.done(happened) else self

    def told(self, keymap: Keymap) -> tuple[str, str]:
        """The step's heading, and what to do, in the reader's own keys."""
        heading = f"Step {self.at + 1} of {len(STEPS)} · {self.step.title}"
        return heading, keymap.told(self.step.text)


def progress_at(id_: str) -> Progress:
    """At the step of that id; the beginning for one that does not exist (any more)."""
    return Progress(next((at for at, step in enumerate(STEPS) if step.id == id_), 0))
