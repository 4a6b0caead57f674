"""Annotating by single keys: tags, highlights, status, and taking it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.core import edits
from tui.core.anchors.describe import fingerprint
from tui.core.errors import PostilError
from tui.core.model import COLOURS
from tui.ui.screens.many import with_edit, with_places, with_step
from tui.ui.screens.tag_picker import TagChoice, TagPicker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from tui.core.edits import Edit
    from tui.core.search.uses import TagUse
    from tui.core.session import Place, Session
    from tui.ui.screens.desk import Desk

    Verb: TypeAlias = Callable[[Session, Sequence[Place]], Edit]


class Marking:
    """The actions of the group Annotate but for notes; remembers what `.`, `x` and `h` do again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._again: Verb | None = None
        self._last_tag: str | None = None
        self._last_colour: str = COLOURS[0]

    def action_tag(self, count: int | None, argument: str) -> None:
        """Ask for tags."""
        with_places(self._desk, count, self._ask)

    def _ask(self, places: list[Place]) -> None:
        session = self._desk.session
        if not session or not places:
            return
        uses = self._desk.index.tags()
        here = session.at(places[0])
        picker = TagPicker(
            title=f"tag {self._desk.label(places)}",
            uses=uses,
            last=self._last_tag or _most_recent(uses),
            already=here.tags if here else (),
            signs=self._desk.signs,
            spot=self._desk.below_cursor(room=12),
        )
        self._desk.ask(picker, partial(self._chosen, places))

    def action_last_tag(self, count: int | None, argument: str) -> None:
        """Put the last tag on, or take it off."""
        tag = self._last_tag or _most_recent(self._desk.index.tags())
        if tag is None:
            return self._desk.tell("no tag yet: {tag} asks for one")
        return self._toggle(tag, count)

    def action_pinned_tag(self, count: int | None, argument: str) -> None:
        """Put the tag of that digit on, or take it off."""
        tag = self._desk.signs.digits.get(int(argument))
        if tag is None:
            give = f"{self._desk.keymap.head_of('tag_key')} {argument}"
            return self._desk.tell(
                f"no tag has the key {argument}: {give} gives it one in {{tags}}"
            )
        self._last_tag = tag
        return self._toggle(tag, count)

    def action_paint(self, count: int | None, argument: str) -> None:
        """Tag by one key while moving, or no longer."""
        view = self._desk.view
        tag = self._last_tag or _most_recent(self._desk.index.tags())
        if view.painting:
            view.painting = ""
        elif tag or self._desk.signs.digits:
            view.painting = tag or "?"
            keys = (f"{digit} #{one}" for digit, one in self._desk.signs.digits.items())
            self._desk.say("  ".join(keys), False)
        else:
            self._desk.tell("no tag yet: {tag} asks for one")

    def action_paint_on(self, count: int | None, argument: str) -> None:
        """Put the last tag on, and go to the next paragraph."""
        tag = self._last_tag or _most_recent(self._desk.index.tags())
        if tag is None:
            return self._desk.tell("no tag yet: {tag} asks for one")
        self._repeatable(partial(edits.add_tags, tags=[tag]), count)
        return self._desk.viewport.step(count or 1)

    def action_paint_pinned(self, count: int | None, argument: str) -> None:
        """Put the tag of that digit on, or take it off, and paint with it."""
        self.action_pinned_tag(count, argument)
        self._desk.view.painting = self._last_tag or self._desk.view.painting

    def action_share_tags(self, count: int | None, argument: str) -> None:
        """Take over the tags that this paragraph has in other articles."""
        session, places = self._desk.session, self._desk.places(None)
        if not session or not places:
            return
        text = session.document.blocks[places[0].ranges[0][0]].text
        found = self._desk.index.same_paragraph(fingerprint(text))
        others = [(source, one) for source, one in found if source != session.source]
        if not others:
            self._desk.say("no other article has notes on this paragraph", False)
        elif not any(one.tags for _, one in others):
            self._desk.say("the notes on it in other articles have no tags", False)
        else:
            self._desk.perform(edits.share_tags(session, places[0], others))

    def action_highlight(self, count: int | None, argument: str) -> None:
        """Highlight in the last colour, or remove the highlight."""
        self._do(partial(edits.toggle_colour, colour=self._last_colour), count)
        self._again = partial(edits.set_colour, colour=self._last_colour)

    def action_highlight_in(self, count: int | None, argument: str) -> None:
        """Highlight in the colour that begins with the typed letter."""
        colour = next((name for name in COLOURS if name[0] == argument), None)
        if colour is None:
            return self._desk.say(f"no colour {argument}: y r g b p", False)
        self._last_colour = colour
        return self._repeatable(partial(edits.set_colour, colour=colour), count)

    def action_status(self, count: int | None, argument: str) -> None:
        """Open, done, none."""
        self._do(edits.cycle_status, count)
        self._again = edits.cycle_status

    def action_star(self, count: int | None, argument: str) -> None:
        """Star, or take the star off."""
        self._do(edits.toggle_star, count)
        self._again = partial(edits.set_star, starred=True)

    def action_remove(self, count: int | None, argument: str) -> None:
        """Remove the annotation."""
        with_places(self._desk, count, self._remove)

    def _remove(self, places: list[Place]) -> None:
        session = self._desk.session
        if session and places:
            blocks = [place.ranges[0][0] for place in places]
            verb = (
                partial(edits.remove_touching, session, places)
                if self._desk.view.selection
                else partial(edits.remove, session, blocks)
            )
            with_edit(self._desk, places, verb, self._removed)

    def _removed(self, edit: Edit) -> None:
        if edit:
            self._desk.perform(edit)
        else:
            self._desk.say("no note here", False)

    def action_repeat(self, count: int | None, argument: str) -> None:
        """Do the last tag, highlight, status or star again here."""
        if self._again:
            self._do(self._again, count)
        else:
            self._desk.say("nothing to repeat yet", False)

    def action_undo(self, count: int | None, argument: str) -> None:
        """Take back the last edit of this document."""
        self._travel(count or 1, back=True)

    def action_redo(self, count: int | None, argument: str) -> None:
        """Do it again."""
        self._travel(count or 1, back=False)

    def _chosen(self, places: Sequence[Place], choice: TagChoice | None) -> None:
        session = self._desk.session
        if not choice or not session:
            return
        if choice.remove:
            self._perform(session, places, partial(edits.remove_tags, tags=choice.remove))
        if choice.add:
            self._last_tag = choice.add[-1]
            self._again = partial(edits.add_tags, tags=choice.add)
            self._perform(session, places, self._again)

    def _toggle(self, tag: str, count: int | None) -> None:
        self._again = partial(edits.add_tags, tags=[tag])
        self._do(partial(edits.toggle_tag, tag=tag), count)

    def _repeatable(self, verb: Verb, count: int | None) -> None:
        self._again = verb
        self._do(verb, count)

    def _do(self, verb: Verb, count: int | None) -> None:
        def do(places: list[Place]) -> None:
            if self._desk.session and places:
                self._perform(self._desk.session, places, verb)

        with_places(self._desk, count, do)

    def _perform(self, session: Session, places: Sequence[Place], verb: Verb) -> None:
        with_edit(self._desk, places, partial(verb, session, places), self._desk.perform)

    def _travel(self, count: int, *, back: bool) -> None:
        session, library = self._desk.session, self._desk.library
        self._desk.deselect()
        step = library.undo if back else library.redo

        def go() -> None:
            try:
                edit = step(session.source) if session else None
            except PostilError as error:
                return self._desk.warn(str(error))
            if edit is None:
                return self._desk.say(f"nothing to {'undo' if back else 'do again'}", False)
            self._desk.say(f"{'undone' if back else 'done again'}: {edit.label}", False)
            return self._travel(count - 1, back=back) if count > 1 else None

        what = "taking back" if back else "doing again"
        if session:
            with_step(self._desk, session.source, go, back=back, what=what)
        else:
            go()


def _most_recent(uses: Sequence[TagUse]) -> str | None:
    latest = max(uses, key=lambda use: use.last_used, default=None)
    return latest.tag if latest else None
