"""The tags of the library by key: the screen that lists them, and what it changes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.core.errors import NotFound, PostilError
from tui.core.renaming import merge_tags, rename_tag
from tui.core.search.tag_report import with_described
from tui.core.store.tag_entry import TagEntry
from tui.core.tags import parse_tag, tag_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui.core.edits import Edit
    from tui.core.search.tag_report import TagReport
    from tui.core.session import Session
    from tui.core.tag_signs import TagSigns
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.tags import TagChoice, Verb


class Tagging:
    """The action that lists the tags; `look` searches the library, `only` filters the text."""

    def __init__(
        self, desk: Desk, look: Callable[[str], None], only: Callable[[str], None]
    ) -> None:
        self._desk = desk
        self._look = look
        self._only = only
        self._last: Edit | None = None

    def action_tags(self, count: int | None, argument: str) -> None:
        """List the tags of the library."""
        from tui.ui.screens.tags import TagsScreen

        self._desk.ask(TagsScreen(self, self._desk.keymap), self._chosen)

    def reports(self) -> list[TagReport]:
        """All that is known of each tag; may block."""
        return with_described(self._desk.index.tag_reports(), self.signs.described)

    def entries(self) -> Mapping[str, TagEntry]:
        """What each tag means, by its key; may block, raises `UnreadableSidecar`."""
        return self._desk.library.tag_book().entries()

    async def change(self, verb: Verb, tag: str, text: str) -> str:
        """Rename, merge or describe `tag`; returns what was done, raises `PostilError`."""
        if verb == "describe":
            await asyncio.to_thread(self._desk.library.tag_book().describe, tag, text)
            await self._desk.look_at_tags()
            return f"described {tag}"
        other = parse_tag(text)
        sessions = await asyncio.to_thread(self._sessions, tag)
        merge = verb == "merge"
        edit: Edit = (
            merge_tags(sessions, [tag], other) if merge else rename_tag(sessions, tag, other)
        )
        if not edit and tag not in self.signs.described:
            raise NotFound(f"no note has the tag {tag}")
        self._last = edit
        await self._make(edit)
        return f"{edit.label} on {len(edit.changes)} ✎"

    async def _make(self, edit: Edit) -> None:
        """Make an edit; one of no note goes straight to the tags file."""
        if edit:
            self._desk.library.perform(await asyncio.to_thread(self._desk.library.prepare, edit))
            # What is known of a tag goes along with its name when that is saved.
            await self._desk.save()
        else:
            for rename in edit.renames:
                await asyncio.to_thread(self._desk.library.follow, rename)
        await self._desk.look_at_tags()

    async def sign(self, tag: str, colour: str = "", digit: int = 0) -> str:
        """Give `tag` a colour or a key, or take it away where it has just that; raises likewise.

        Returns what was done.
        """
        said = await asyncio.to_thread(self._sign, tag, colour, digit)
        await self._desk.look_at_tags()
        return said

    def _sign(self, tag: str, colour: str, digit: int) -> str:
        book = self._desk.library.tag_book()
        own = book.entries().get(tag_key(tag), TagEntry(tag))
        if colour:
            book.describe(tag, colour="" if own.colour == colour else colour)
            return f"{tag} has no colour now" if own.colour == colour else f"{tag} is {colour}"
        if own.digit == digit:
            book.describe(tag, digit=0)
            return f"{tag} has no key now"
        before = book.describe(tag, digit=digit)
        return f"{tag} has the key {digit} now" + (f", no longer {before}" if before else "")

    async def undo(self) -> str:
        """Take back the latest change of tags made here; raises `PostilError`."""
        edit, self._last = self._last, None
        if edit and edit.changes:
            edit = self._desk.library.undo(edit.changes[0].source)
            await self._desk.save()
            await self._desk.look_at_tags()
        elif edit is not None:
            await self._make(edit.inverse())
        return f"undone: {edit.label}" if edit is not None else "nothing to undo here"

    @property
    def signs(self) -> TagSigns:
        """The colours and keys of tags."""
        return self._desk.signs

    def _sessions(self, tag: str) -> list[Session]:
        """Those with the tag; one that cannot be read follows when it can."""
        found = []
        for source in self._desk.index.tagged([tag]):
            try:
                session = self._desk.library.session(source)
            except PostilError:
                continue
            if not session.problem:
                found.append(session)
        return found

    def _chosen(self, choice: TagChoice | None) -> None:
        if choice:
            query = f'tag:"{choice.tag}"' if " " in choice.tag else f"#{choice.tag}"
            (self._only if choice.here else self._look)(query)
