"""How each part of a text looks, as a style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.ui.render.appearance import APPEARANCES, CONTRASTING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.ui.render.appearance import Appearance


def rules(appearances: Mapping[str, Appearance]) -> str:
    """The rules of these parts, to stand inside those of the widget."""
    found = []
    for name, part in appearances.items():
        declared = [f"color: ${part.colour};"] if part.colour else []
        declared += [f"background: ${part.background};"] if part.background else []
        declared += [f"text-style: {part.style};"] if part.style else []
        found.append(f"& > .document-view--{name} {{ {' '.join(declared)} }}")
    return "\n".join(found)


CONTRASTING_CSS = f"DocumentView {{ {rules(CONTRASTING)} }}"
DOCUMENT_CSS = (
    """
DocumentView {
    width: 1fr; height: 1fr; background: $background;
"""
    + rules(APPEARANCES)
    + """
    &:ansi {
        & > .document-view--number, & > .document-view--byline { text-style: dim; }
        & > .document-view--aside { text-style: dim; }
        & > .document-view--rule, & > .document-view--seam { text-style: dim; }
        & > .document-view--on-yellow, & > .document-view--on-green { color: ansi_black; }
        & > .document-view--on-red, & > .document-view--on-blue { color: ansi_bright_white; }
        & > .document-view--on-purple { color: ansi_bright_white; }
    }
    &:ansi, &:nocolor {
        & > .document-view--match { background: $background; text-style: reverse; }
        & > .document-view--match-current {
            color: $foreground; background: $background; text-style: bold reverse underline;
        }
    }
    &:nocolor {
        & > .document-view--phrase { text-style: bold underline; }
        & > .document-view--on-yellow, & > .document-view--on-red,
        & > .document-view--on-green, & > .document-view--on-blue,
        & > .document-view--on-purple { text-style: bold underline; }
    }
}
"""
)
