"""What was used last, as much of it as is worth keeping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The `most` entries that were put in or asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        # In the order of their use: a dictionary keeps it.
        self._kept: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """The value of `key`, None if it is not there (any more)."""
        if key not in self._kept:
            return None
        value = self._kept[key] = self._kept.pop(key)
        return value

    def put(self, key: Key, value: Value) -> Value:
        """Keep `value`, which is returned; what was used longest ago makes room for it."""
        self._kept.pop(key, None)
        self._kept[key] = value
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return value

    def discard(self, keys: Collection[Key]) -> None:
        """Forget these, however many they are: few are kept."""
        for key in [key for key in self._kept if key in keys]:
            del self._kept[key]

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
