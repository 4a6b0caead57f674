"""The keys that work: the registry, a preset and the reader's own, one on top of the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.core.actions import (
    ACTIONS,
    BOXES,
    ROWS,
    Action,
    explained,
    first_key,
    parted,
    shown,
    with_keys,
)
from tui.core.presets import DEFAULT, PRESETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui.core.actions import Scope

ALWAYS = {"ctrl+q": "quit", "ctrl+p": "palette"}
"""What these keys do whatever the settings say: every way out must work."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """The actions with the keys that they have now, in the order of the registry."""

    actions: tuple[Action, ...] = ACTIONS

    def action(self, id_: str) -> Action:
        """The action of that id; raises StopIteration for an unknown one."""
        return next(action for action in self.actions if action.id == id_)

    def key_of(self, id_: str) -> str:
        """The key by which a text names an action, as a person reads it."""
        return first_key(self.action(id_))

    def head_of(self, id_: str) -> str:
        """That key without the argument behind it: p for `p {1-9}`; "" for no key."""
        keys = self.action(id_).keys
        return shown(" ".join(parted(keys[0])[0])) if keys else ""

    def told(self, text: str) -> str:
        """`text` with each `{id}` in it replaced by the key of that action.

        For texts of our own only: what others wrote may hold braces.
        """
        return with_keys(text, {action.id: first_key(action) for action in self.actions})

    def hints(self, words: Mapping[str, str]) -> list[tuple[str, str]]:
        """The key and the word of each action that has a key."""
        return [(self.key_of(id_), word) for id_, word in words.items() if self.action(id_).keys]


VIM = Keymap()


def keymap(
    preset: str = DEFAULT, own: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Keymap, list[str]]:
    """The keymap of a preset with the reader's `own` keys on top, and a line about each clash.

    Keys of the reader's own stay with their action; of two of them, the first. Raises KeyError for
    an unknown preset or action.
    """
    own = own or {}
    keys = {row.id: row.keys for row in ROWS} | dict(PRESETS[preset]) | dict(own)
    problems: list[str] = []
    rank = {id_: at for at, id_ in enumerate(own)}
    ranked = sorted(ROWS, key=lambda row: rank.get(row.id, len(rank)))
    # Presets agree with themselves: only what meets one of the reader's own keys has to give way.
    for at, one in enumerate(ranked[: len(rank)], 1):
        for other in ranked[at:]:
            for kept, lost in [*_clashes(one, other, keys)]:
                keys[other.id] = tuple(key for key in keys[other.id] if key != lost)
                problems.append(_clash(one.id, kept, other.id, lost, left=bool(keys[other.id])))
    rows = [replace(row, keys=keys[row.id]) for row in ROWS]
    return Keymap(explained(rows)), problems


def can_meet(one: Scope, other: Scope) -> bool:
    """Whether keys of these scopes are typed in one place."""
    if "list" in (one, other) and {"library", "notes", "tags"} & {one, other}:
        return True
    return one == other or ("app" in (one, other) and not {*BOXES} & {one, other})


def collide(one: str, other: str) -> bool:
    """Whether two sequences are the same, or one is the beginning of the other."""
    a, b = f"{_typed(one)} ", f"{_typed(other)} "
    return a.startswith(b) or b.startswith(a)


def _typed(sequence: str) -> str:
    """A sequence, its argument standing for any key."""
    head, argument = parted(sequence)
    return " ".join([*head, "{}"] if argument else head)


def _clashes(
    one: Action, other: Action, keys: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    if can_meet(one.scope, other.scope):
        for kept in keys[one.id]:
            yield from ((kept, lost) for lost in keys[other.id] if collide(kept, lost))


def _clash(one: str, kept: str, other: str, lost: str, *, left: bool) -> str:
    what = f"“{shown(lost)}” is a key of both “{one}” and “{other}”"
    if kept != lost:
        longer = len(lost) > len(kept)
        what = (
            f"“{shown(kept)}” of “{one}” is the beginning of “{shown(lost)}” of “{other}”"
            if longer
            else f"“{shown(lost)}” of “{other}” is the beginning of “{shown(kept)}” of “{one}”"
        )
    return f"{what}; “{one}” has it now" + ("" if left else f", and “{other}” is without a key")
