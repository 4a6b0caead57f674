"""The key grammar: counts, sequences and arguments typed one key at a time become invocations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.core.actions import parted, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.core.actions import Action, Scope

MAX_COUNT = 999_999_999
DIGITS = "123456789"
ANY_DIGIT = "1…9"
"""How a digit that may follow is written, whichever it is."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """An action to do; `count` is None when no number was typed."""

    action: Action
    count: int | None = None
    argument: str = ""


@dataclass(slots=True)
class _Node:
    """A point in the tree of sequences.

    `any` takes a character that no sequence goes on with as its argument: one of `digits`, or where
    there are none whatever it is, so that the action can say what it expects.
    """

    action: Action | None = None
    keys: dict[str, _Node] = field(default_factory=dict)
    any: Action | None = None
    digits: str = ""

    def takes(self, key: str) -> bool:
        """Whether `key` is an argument here."""
        return self.any is not None and len(key) == 1 and key in (self.digits or key)


class KeyGrammar:
    """A state machine fed with key names; knows no terminal.

    A key name is the character itself where it is printable, else a name such as `ctrl+d`, `space`
    or `escape`. Keys of `scopes` are known; of two actions with one key the earlier scope wins.
    """

    def __init__(self, actions: Iterable[Action], scopes: tuple[Scope, ...]) -> None:
        self._root = _Node()
        ordered = sorted(actions, key=lambda action: -_rank(action, scopes))
        for action in ordered:
            if action.scope in scopes:
                for sequence in action.keys:
                    self._add(sequence, action)
        self._node = self._root
        self._count = ""
        self._typed: list[str] = []
        self.unknown = ""
        """The sequence that the last key made, if it began one that exists and is none."""

    @property
    def pending(self) -> str:
        """What was typed of a sequence that is not complete yet."""
        return self._count + "".join(self._typed)

    def feed(self, key: str) -> Invocation | None:
        """Take one key; an invocation when it completes a sequence.

        A key that continues nothing only forgets what was typed: half a sequence and a slip of the
        finger must not annotate anything. Esc forgets it too, and closes nothing then.
        """
        self.unknown = ""
        if key == "escape" and self.pending:
            self.reset()
            return None
        if self._node is self._root and self._is_count(key):
            self._count = str(min(int(self._count + key), MAX_COUNT))
            return None
        node = self._node
        following = node.keys.get(key)
        if following is None and node.any and node.takes(key):
            return self._complete(node.any, key)
        if following is None:
            self.unknown = shown(" ".join([*self._typed, key])) if self._typed else ""
            self.reset()
            return None
        if following.action:
            return self._complete(following.action)
        self._node = following
        self._typed.append(key)
        return None

    def continuations(self) -> list[tuple[str, str]]:
        """The keys that may follow what was typed, each with the title it leads to."""
        found = [
            (key, node.action.title if node.action else f"{node.any.title if node.any else ''}…")
            for key, node in self._node.keys.items()
        ]
        digits = ANY_DIGIT if self._node.digits else "…"
        return found + ([(digits, self._node.any.title)] if self._node.any else [])

    def reset(self) -> None:
        """Forget what was typed."""
        self._node = self._root
        self._count = ""
        self._typed = []

    def _is_count(self, key: str) -> bool:
        if self._root.digits and not self._count:
            return False
        return len(key) == 1 and key in (f"0{DIGITS}" if self._count else DIGITS)

    def _complete(self, action: Action, argument: str = "") -> Invocation:
        invocation = Invocation(action, int(self._count) if self._count else None, argument)
        self.reset()
        return invocation

    def _add(self, sequence: str, action: Action) -> None:
        node = self._root
        head, argument = parted(sequence)
        for key in head:
            node = node.keys.setdefault(key, _Node())
        if argument:
            node.any = action
            node.digits = DIGITS if argument == "1-9" else ""
        else:
            node.action = action


def _rank(action: Action, scopes: tuple[Scope, ...]) -> int:
    return scopes.index(action.scope) if action.scope in scopes else len(scopes)
