"""The key presets: what each one has other than the registry, whose keys are `vim`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT = "vim"

PAGER = {
    # A pager's keys move the text; the paragraph, what is removed and undo go elsewhere.
    "line_down": "j | down | ctrl+e",
    "line_up": "k | up | ctrl+y",
    "half_down": "d | ctrl+d",
    "half_up": "u | ctrl+u",
    "next_paragraph": "right | )",
    "previous_paragraph": "left | (",
    "remove": "D",
    "undo": "U",
    "redo": "ctrl+r",
    "list_page_down": "space | pagedown | ctrl+d | d",
    "list_page_up": "b | pageup | ctrl+u | u",
    "list_remove": "D",
    "tag_describe": "D",
    "tag_undo": "U",
}
READWISE = {
    "note": "N | a",
    "highlight": "H | h",
    "undo": "Z | u",
    "previous_match": "p",
    "previous_section": "[ [ | P",
}
ARROWS = {
    "next_paragraph": "down | j",
    "previous_paragraph": "up | k",
    "next_strictly": "ctrl+down | } | g j",
    "previous_strictly": "ctrl+up | { | g k",
    "line_down": "shift+down | ctrl+e",
    "line_up": "shift+up | ctrl+y",
    "page_down": "pagedown | space | ctrl+f",
    "page_up": "pageup | b | ctrl+b",
    "half_down": "> | ctrl+d",
    "half_up": "< | ctrl+u",
    "centre": "; | z z",
    "to_top": "ctrl+home | z t",
    "to_bottom": "ctrl+end | z b",
    "first": "home | g g",
    "last": "end | G",
    "next_section": "right | ] ] | L",
    "previous_section": "left | [ [ | H",
    "next_annotation": "alt+down | ] a",
    "previous_annotation": "alt+up | [ a",
    "back": "backspace | ctrl+o",
    "next_document": "ctrl+right | J",
    "previous_document": "ctrl+left | K",
    "next_word": "right | w | e | l",
    "previous_word": "left | b",
    "paragraph_start": "home | 0",
    "paragraph_end": "end | $",
    "words_down": "down | j",
    "words_up": "up | k",
    "list_down": "down | j",
    "list_up": "up | k",
    "list_page_down": "pagedown | space | ctrl+d",
    "list_page_up": "pageup | b | ctrl+u",
    "list_first": "home | g g",
    "list_last": "end | G",
    "review_other": "right | n",
    "review_other_back": "left | p",
    "review_next": "down | j | ]",
    "review_previous": "up | k | [",
}

PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    name: {id_: tuple(keys.split(" | ")) for id_, keys in rows.items()}
    for name, rows in {
        DEFAULT: {},
        "pager": PAGER,
        "readwise": READWISE,
        "arrows": ARROWS,
    }.items()
}
"""By name: the keys of every action that has others than in the registry."""
