"""Where in a tree of elements one is, in the words in which such places are told."""

from __future__ import annotations

from typing import Any

from tui.core.documents.markup import ancestors, local_name

LAST_LINE = 65_535
"""The parser counts no further."""


class Trail:
    """The way from the root of a tree to the element that is being walked.

    `base` is what the place of a whole tree is called: for a chapter of a book the step in its
    spine, of which the places are EPUB canonical fragment identifiers (CFI 1.1), else "" and they
    are XPaths.
    """

    def __init__(self, root: Any, base: str = "") -> None:
        self._base = base
        self._steps: list[tuple[str, int, int, Any]] = []
        # For each open element how many are in it so far, and how many of each name.
        self._inside: list[tuple[list[int], dict[str, int]]] = [([0], {})]
        for element in reversed(ancestors(root)):
            self._count_before(element)
            self.enter(element)
        self._count_before(root)

    def enter(self, element: Any) -> None:
        """Go into an element; those beside each other come in order."""
        name = local_name(element)
        count, named = self._inside[-1]
        count[0] += 1
        named[name] = named.get(name, 0) + 1
        self._steps.append((name, named[name], count[0], element))
        self._inside.append(([0], {}))

    def leave(self) -> None:
        """Go out of it."""
        self._steps.pop()
        self._inside.pop()

    def place(self, kinds: frozenset[str]) -> tuple[str, int | None]:
        """The innermost element of one of `kinds` that is around, and the line on which it is."""
        depth = len(self._steps)
        while depth > 1 and self._steps[depth - 1][0] not in kinds:
            depth -= 1
        steps = self._steps[:depth]
        if self._base:
            inside = "".join(f"/{2 * at}" for _, _, at, _ in steps[1:])
            return f"epubcfi({self._base}!{inside})", None
        line = steps[-1][3].sourceline if steps else None
        path = "".join(f"/{name}[{at}]" for name, at, _, _ in steps)
        path = path.replace("/html[1]", "/html", 1).replace("/body[1]", "/body", 1)
        return path, line if line and line < LAST_LINE else None

    def _count_before(self, element: Any) -> None:
        """Count what stands before an element beside it."""
        count, named = self._inside[-1]
        for other in element.itersiblings(preceding=True):
            name = local_name(other)
            named[name] = named.get(name, 0) + 1
            count[0] += 1
