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
        # The places of the elements around, as far in as somebody asked for one.
        self._paths: list[str] = [f"epubcfi({base}!" if base else ""]
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
        del self._paths[len(self._steps) + 1 :]

    def place(self, kinds: frozenset[str]) -> tuple[str, int | None]:
        """The innermost element of one of `kinds` that is around, and the line on which it is."""
        depth = len(self._steps)
        while depth > 1 and self._steps[depth - 1][0] not in kinds:
            depth -= 1
        while len(self._paths) <= depth:
            self._paths.append(self._paths[-1] + self._part(len(self._paths) - 1))
        if self._base:
            return f"{self._paths[depth]})", None
        line = self._steps[depth - 1][3].sourceline if depth else None
        return self._paths[depth], line if line and line < LAST_LINE else None

    def _part(self, depth: int) -> str:
        """What the element at `depth` adds to the place of the one around it."""
        name, of_name, of_all, _ = self._steps[depth]
        if self._base:
            # The root of a chapter is no step of its own.
            return f"/{2 * of_all}" if depth else ""
        only = (name, depth) in (("html", 0), ("body", 1))
        return f"/{name}" if only else f"/{name}[{of_name}]"

    def _count_before(self, element: Any) -> None:
        """Count what stands before an element beside it."""
        count, named = self._inside[-1]
        for other in element.itersiblings(preceding=True):
            name = local_name(other)
            named[name] = named.get(name, 0) + 1
            count[0] += 1
