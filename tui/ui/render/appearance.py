"""How each part of a text looks, in colours that have the names of the theme's."""

from __future__ import annotations

from typing import NamedTuple

from tui.core.tags import TAG_COLOURS


class Appearance(NamedTuple):
    """A colour and a background, each perhaps with its share of cover (`foreground 82%`)."""

    colour: str = ""
    background: str = ""
    style: str = ""


APPEARANCES = {
    "text": Appearance("foreground 82%", "background"),
    "current": Appearance("foreground"),
    "heading": Appearance("primary", style="bold"),
    "code": Appearance("secondary"),
    "quote": Appearance("text-muted"),
    "rule": Appearance("foreground 25%"),
    "title": Appearance("primary", style="bold"),
    "byline": Appearance("text-muted"),
    "number": Appearance("foreground 55%"),
    "number-current": Appearance("primary"),
    "bar": Appearance("primary"),
    "tag": Appearance("accent"),
    "flag": Appearance("text-muted"),
    "note": Appearance("accent"),
    "aside": Appearance("text-muted"),
    "doubt": Appearance("warning", style="bold"),
    "seam": Appearance("text-muted"),
    "em": Appearance(style="italic"),
    "strong": Appearance(style="bold"),
    "del": Appearance(style="strike"),
    "sup": Appearance(),
    "sub": Appearance(),
    "link": Appearance(style="underline"),
    "ref": Appearance("accent"),
    "code-keyword": Appearance("primary"),
    "code-string": Appearance("success"),
    "code-comment": Appearance(style="italic"),
    "code-number": Appearance("accent"),
    "code-name": Appearance(style="bold"),
    "match": Appearance(background="on-match"),
    "match-current": Appearance("background", "primary"),
    "phrase": Appearance(style="underline"),
    "selected": Appearance(style="reverse"),
    "hint": Appearance("primary", style="bold reverse"),
    "yellow": Appearance("mark-yellow"),
    "red": Appearance("mark-red"),
    "green": Appearance("mark-green"),
    "blue": Appearance("mark-blue"),
    "purple": Appearance("mark-purple"),
    "on-yellow": Appearance(background="on-yellow"),
    "on-red": Appearance(background="on-red"),
    "on-green": Appearance(background="on-green"),
    "on-blue": Appearance(background="on-blue"),
    "on-purple": Appearance(background="on-purple"),
    **{f"tag-{colour}": Appearance(f"tag-{colour}") for colour in TAG_COLOURS},
}
CONTRASTING = {
    "text": Appearance("foreground"),
    "number": Appearance("text-muted"),
    "rule": Appearance("foreground"),
}
"""What is quiet elsewhere is not in the theme of high contrast."""
