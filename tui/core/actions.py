"""Every action of the reader, declared once: keys, hints, palette, help and manual read this."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Scope = Literal[
    "reader", "words", "paint", "list", "library", "notes", "app", "editor",
    "results", "tags", "review", "conflict",
]  # fmt: skip
BOXES: tuple[Scope, ...] = ("editor", "results", "tags", "review", "conflict")
"""Scopes of what lies over the text: there no key of the whole program counts."""


@dataclass(frozen=True, slots=True)
class Action:
    """A named thing the reader can do.

    `keys` are sequences of key names with a blank between two keys; a number typed before them
    reaches the action as its count, `{...}` stands for any one character, its argument. `scope`
    says where the keys count: over the text, there while words are selected or tags painted, in a
    list, in the library pane or the notes pane (which are lists too), everywhere (`app`), or in
    something over the text: the note editor, the results of a search (a list, but these keys come
    first), the list of tags (a list too), the question where a note belongs, that which of two
    texts to keep.
    Where `help` names the key of an action, it has the action's id in braces.
    """

    id: str
    title: str
    group: str
    keys: tuple[str, ...]
    help: str
    scope: Scope = "reader"


def _group(group: str, scope: Scope, *rows: tuple[str, str, str, str]) -> Iterator[Action]:
    for id_, title, keys, help_ in rows:
        yield Action(id_, title, group, tuple(keys.split(" | ")), help_, scope)


ROWS: tuple[Action, ...] = (
    *_group(
        "Move",
        "reader",
        ("next_paragraph", "Next paragraph", "j | down",
         "Next paragraph; scrolls first inside one taller than the view. "
         "5{next_paragraph} goes five on"),
        ("previous_paragraph", "Previous paragraph", "k | up", "Previous paragraph, likewise"),
        ("next_strictly", "Next paragraph at once", "} | g j",
         "Next paragraph, however long this one is ({next_paragraph} when it fits the view)"),
        ("previous_strictly", "Previous paragraph at once", "{ | g k", "Previous one, likewise"),
        ("line_down", "Line down", "ctrl+e", "Move the text one line"),
        ("line_up", "Line up", "ctrl+y", "Move the text one line back"),
        ("page_down", "Page down", "space | pagedown | ctrl+f",
         "A page on; its first new line is marked"),
        ("page_up", "Page up", "b | pageup | ctrl+b", "A page back"),
        ("half_down", "Half a page down", "ctrl+d", "Half a page"),
        ("half_up", "Half a page up", "ctrl+u", "Half a page back"),
        ("centre", "Centre", "z z", "Put this paragraph in the middle of the view"),
        ("to_top", "To the top", "z t", "Put this paragraph at the top of the view"),
        ("to_bottom", "To the bottom", "z b", "Put this paragraph at the bottom of the view"),
    ),
    *_group(
        "Jump",
        "reader",
        ("first", "Start of the document", "g g | home",
         "First paragraph; 12{first} is the twelfth"),
        ("last", "End of the document", "G | end", "Last paragraph; 12{last} is the twelfth"),
        ("percent", "Percent", "%", "40{percent} goes to two fifths of the document"),
        ("next_section", "Next section", "] ] | L", "Next heading"),
        ("previous_section", "Previous section", "[ [ | H", "Previous heading"),
        ("next_annotation", "Next annotation", "] a | alt+down", "Next annotated paragraph"),
        ("previous_annotation", "Previous annotation", "[ a | alt+up", "Previous one"),
        ("next_uncertain", "Next uncertain note", "] o | g o",
         "The next note that is not sure of its place: keep it here, elsewhere or nowhere"),
        ("previous_uncertain", "Previous uncertain note", "[ o | g O", "Previous one"),
        ("back", "Back", "ctrl+o | backspace", "Back to where the last jump started"),
        ("forward", "Forward", "alt+right | g i", "Forward again after Back"),
        ("last_place", "Last place", "' ' | ` `", "Where the latest jump started, and back again"),
        ("set_mark", "Set a mark", "m {a-z}", "Mark this paragraph with a letter"),
        ("go_to_mark", "Go to a mark", "' {a-z} | ` {a-z}",
         "Go to the paragraph with that mark, in whatever document it is"),
        ("next_document", "Next document", "J", "Next document of the library"),
        ("previous_document", "Previous document", "K", "Previous document of the library"),
    ),
    *_group(
        "Jump",
        "app",
        ("go_to", "Go to a document", "g p | g r",
         "Open a document by letters of its title or folder; those read last come first"),
    ),
    *_group(
        "Select and copy",
        "reader",
        ("select_paragraphs", "Select paragraphs", "V",
         "Select paragraphs from here on; whatever moves the cursor extends the selection"),
        ("select_words", "Select words", "v", "Select words of this paragraph"),
        ("swap_ends", "Other end", "o", "Move the other end of the selection"),
        ("reselect", "Select again", "g v", "Select again what was selected last"),
        ("select_annotation", "Select an annotation", "g a",
         "Select what an annotation of this paragraph is on; again: the next one"),
        ("copy", "Copy", "y", "Copy the selection or the paragraph, unwrapped"),
        ("copy_quote", "Copy as a quote", "Y",
         "Copy it as a Markdown quote with its note and where it stands"),
    ),
    *_group(
        "While words are selected",
        "words",
        ("next_word", "Next word", "w | e | l | right", "One word on"),
        ("previous_word", "Previous word", "b | left", "One word back"),
        ("paragraph_start", "Start of the paragraph", "0", "Back to the start of the paragraph"),
        ("paragraph_end", "End of the paragraph", "$", "On to the end of the paragraph"),
        ("words_down", "Line below", "j | down", "One line on; behind the last one a paragraph"),
        ("words_up", "Line above", "k | up", "One line back, likewise"),
    ),
    *_group(
        "Annotate",
        "reader",
        ("tag", "Tag", "t",
         "Tag this paragraph; Enter alone takes the last tag. 3{tag} tags three"),
        ("tags", "Tags", "T",
         "All tags of the library: their names, meanings, colours and keys"),
        ("last_tag", "Last tag on or off", "x", "Put the last tag on, or take it off"),
        ("pinned_tag", "Pinned tag on or off", "g {1-9}",
         "Put on, or take off, the tag that has that digit as its key"),
        ("paint", "Paint tags", "B | g b",
         "Tag as you go, until Esc: Space tags with the last tag and goes on, a digit is its tag"),
        ("share_tags", "Tags of copies", "g s",
         "Take over the tags that this paragraph has in other articles"),
        ("note", "Note", "a", "Write or edit the note of this paragraph"),
        ("document_note", "Note on the document", "A", "Write or edit the document's own note"),
        ("highlight", "Highlight", "h", "Highlight in the last colour, or not at all"),
        ("highlight_in", "Highlight in a colour", "g h {y r g b p}",
         "Highlight in yellow, red, green, blue or purple"),
        ("status", "Status", "s", "Open, done, none"),
        ("star", "Star", "S", "Star, or take the star off"),
        ("remove", "Remove", "d d", "Remove the annotation; {undo} brings it back"),
        ("repeat", "Repeat", ".", "Do the last tag, highlight, status or star again here"),
        ("trash", "Trash", "g u", "Annotations removed from this document, to bring back"),
        ("conflicts", "Conflicts", "g c", "A note written in two places at once: keep which?"),
        ("changes", "What changed", "g d", "What changed under your notes: old words and new"),
    ),
    *_group(
        "While tags are painted",
        "paint",
        ("paint_on", "Tag and go on", "space", "Put the last tag on, and go to the next paragraph"),
        ("paint_pinned", "Pinned tag", "{1-9}",
         "Put on, or take off, the tag that has that digit; it is the last one then"),
    ),
    *_group(
        "Annotate",
        "app",
        ("undo", "Undo", "u", "Take back the last edit of this document"),
        ("redo", "Redo", "ctrl+r | U", "Do it again"),
    ),
    *_group(
        "Find",
        "reader",
        ("find", "Find in the document", "/",
         "Find as you type; Enter keeps the place, Esc returns to the origin"),
        ("next_match", "Next match", "n", "Next match"),
        ("previous_match", "Previous match", "N", "Previous match"),
        ("filter", "Show only", "f",
         "Only the paragraphs that a query holds for, with their headings; 2{filter} keeps two "
         "around each"),
        ("show_all", "Show all", "F", "All paragraphs again"),
        ("search", "Search everywhere", "g /", "Notes, tags and text of the whole library"),
        ("next_result", "Next result", "] r | g >",
         "The next result of the latest search, in whatever document it is"),
        ("previous_result", "Previous result", "[ r | g <", "The result before"),
    ),
    *_group(
        "Links",
        "reader",
        ("follow", "Follow a link", "enter | g x",
         "Open the link or footnote of this paragraph, by a letter where there are several; "
         "in an empty library the tour"),
    ),
    *_group(
        "Panes",
        "app",
        ("library", "Library pane", "\\ | g l", "Show, go to or hide the library"),
        ("notes", "Notes pane", "| | g n", "Show, go to or hide the notes of this document"),
        ("contents", "Contents", "g t", "The headings of this document, in the left pane"),
        ("next_pane", "Next pane", "tab | ctrl+w w",
         "Go to the next pane or view"),
        ("previous_pane", "Previous pane", "shift+tab | ctrl+w W",
         "Go to the previous pane or view"),
        ("pane_left", "Pane at the left", "ctrl+w h | ctrl+w left", "Go to what is at the left"),
        ("pane_down", "Pane below", "ctrl+w j | ctrl+w down", "Go to what is below"),
        ("pane_up", "Pane above", "ctrl+w k | ctrl+w up", "Go to what is above"),
        ("pane_right", "Pane at the right", "ctrl+w l | ctrl+w right",
         "Go to what is at the right"),
        ("larger_pane", "Larger pane", "ctrl+w > | ctrl+w +",
         "Give this pane or view two cells more; 9{larger_pane} gives nine"),
        ("smaller_pane", "Smaller pane", "ctrl+w < | ctrl+w -", "Take two cells away, likewise"),
        ("split_below", "Split", "ctrl+w s", "A second view of the text below this one"),
        ("split_beside", "Split side by side", "ctrl+w v",
         "A second view beside this one; below it on a terminal under 100 columns"),
        ("close_view", "Close the view", "ctrl+w q | ctrl+w c", "Close this view of the text"),
        ("only_view", "Only this view", "ctrl+w o", "Close all other views"),
        ("margin_notes", "Notes in the margin", "g m",
         "Notes beside their paragraphs, or not; where the terminal is wide enough for them"),
    ),
    *_group(
        "Comfort",
        "reader",
        ("wider", "Wider text", "+", "Wider text, for as long as Postil runs"),
        ("narrower", "Narrower text", "-", "Narrower text, likewise"),
        ("usual_width", "Usual width", "=", "The width of the settings again"),
        ("zen", "Zen", "z enter", "Only the text; the same key or Esc brings the rest back"),
    ),
    *_group(
        "How the text is read",
        "reader",
        ("shape", "Shape of the text", "z s",
         "Plain text: cut into paragraphs in another way, the next of a round; "
         "a web page: its article or the whole page; remembered"),
        ("encoding", "Encoding", "z e", "In which encoding the text is read; remembered"),
    ),
    *_group(
        "Tour",
        "reader",
        ("tour_skip", "Skip a step", "g .", "On to the next step of the tour"),
        ("tour_leave", "Leave the tour", "g q", "Only the reader; postil tour goes on from there"),
    ),
    *_group(
        "In a pane or list",
        "list",
        ("list_down", "Down", "j | down", "Next entry"),
        ("list_up", "Up", "k | up", "Previous entry"),
        ("list_page_down", "Page down", "space | pagedown | ctrl+d", "A page of entries"),
        ("list_page_up", "Page up", "b | pageup | ctrl+u", "A page of entries back"),
        ("list_first", "First", "g g | home", "First entry"),
        ("list_last", "Last", "G | end", "Last entry"),
        ("list_open", "Open", "enter | l | right", "Open the entry"),
    ),
    *_group(
        "In the notes pane",
        "notes",
        ("list_pin", "Put the note here", "P",
         "Put the note on the selection, else on the paragraph of the cursor"),
        ("list_remove", "Remove the note", "d d",
         "Remove this note and no other; {undo} brings it back"),
        ("list_follow", "Follow a mention", "g x", "Go where a mention in this note leads"),
    ),
    *_group(
        "In the results of a search",
        "results",
        ("result_select", "Select a result", "space",
         "Select this one, or no longer; on to the next"),
        ("result_select_all", "Select all", "*", "Select all results, or none"),
        ("result_tag", "Tag the results", "t",
         "Tag the selected results, or this one, or take a tag off them"),
        ("result_highlight", "Highlight them", "h", "Highlight them in yellow"),
        ("result_plain", "No highlight", "H", "Take their highlights off"),
        ("result_open", "Open", "s", "Mark them as open"),
        ("result_done", "Done", "S", "Mark them as done"),
        ("result_copy", "Copy them", "Y", "Copy them as Markdown quotes"),
        ("result_undo", "Undo", "u", "Take back what was done to results last"),
        ("result_refine", "Refine by a tag", "tab",
         "Look only for what has one of the tags of the results"),
        ("result_query", "Change the query", "/ | i", "From the results back to the query"),
    ),
    *_group(
        "In the list of tags",
        "tags",
        ("tag_here", "Only here", "f", "Only the paragraphs of this document that have the tag"),
        ("tag_rename", "Rename the tag", "r",
         "Another name for it, and for what is below it, in the whole library"),
        ("tag_merge", "Merge the tag", "m", "Put another tag in its place everywhere"),
        ("tag_describe", "Describe the tag", "d", "Say what it means"),
        ("tag_colour", "Colour of the tag", "c {y r g b p o t}",
         "Yellow, red, green, blue, purple, orange or teal; the same again takes it away"),
        ("tag_key", "Key of the tag", "p {1-9}",
         "Give it that digit as its key, or take it away; no other tag has it then"),
        ("tag_undo", "Undo", "u", "Take back what was renamed or merged here last"),
    ),
    *_group(
        "Where does a note belong?",
        "review",
        ("review_keep", "Keep it here", "enter", "The note belongs to the words that are shown"),
        ("review_other", "Another place", "n | right", "Show the next of the places offered"),
        ("review_other_back", "The place before", "p | left", "Show the one before"),
        ("review_nowhere", "Nowhere", "x", "The note belongs to nothing that is left"),
        ("review_undo", "Undo", "u", "Take the last decision back, and ask again"),
        ("review_next", "Next note", "j | down | ]", "Decide later, and ask about the next note"),
        ("review_previous", "Previous note", "k | up | [", "Ask about the one before"),
    ),
    *_group(
        "While a note has two texts",
        "conflict",
        ("conflict_left", "Keep the left", "left | h", "Keep the left text, which is the newer"),
        ("conflict_right", "Keep the right", "right | l", "Keep the right text"),
        ("conflict_both", "Keep both", "b", "Keep both, one below the other"),
        ("conflict_join", "Join them", "e", "Make one text of both in the editor"),
    ),
    *_group(
        "In the library pane",
        "library",
        ("filter_library", "Filter the library", "/",
         "Show only what has these letters in its title or folder; Enter keeps, Esc shows all"),
        ("sort_library", "Sort the library", "o",
         "By folder, recently read, most notes, by title; remembered"),
    ),
    *_group(
        "In the note editor",
        "editor",
        ("note_save", "Save the note", "escape", "Save and close; an emptied note is removed"),
        ("note_revert", "Revert the note", "ctrl+g", "Close without saving"),
        ("note_preview", "Preview of the note", "ctrl+o",
         "The note as it will be read, and back; there {list_open} follows a mention"),
        ("note_external", "External editor", "ctrl+x ctrl+e", "Go on in $VISUAL or $EDITOR"),
        ("note_undo", "Undo in the note", "ctrl+z", "Take back what was typed last"),
        ("note_redo", "Redo in the note", "ctrl+y", "Type it again"),
    ),
    *_group(
        "Program",
        "app",
        ("help", "Help", "? | f1", "All keys, searchable"),
        ("palette", "Palette", ": | ctrl+p", "Find an action by name"),
        ("theme", "Theme", "c", "Next theme"),
        ("messages", "Messages", "!", "The last messages in full, newest first"),
        ("redraw", "Redraw", "ctrl+l", "Draw the screen anew"),
        ("suspend", "Suspend", "ctrl+z", "Back to the shell; fg returns"),
        ("close", "Close", "escape",
         "Forget a half-typed key, close what lies over the text, end a selection or a search"),
        ("quit", "Quit", "q | ctrl+q", "Close the top thing; over the text, save and leave"),
    ),
)  # fmt: skip

_NAMES = {
    "pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "space": "Space", "enter": "Enter",
    "tab": "Tab", "backspace": "Backspace", "home": "Home", "end": "End", "f1": "F1",
    "up": "Up", "down": "Down", "left": "Left", "right": "Right",
    "ctrl": "Ctrl", "alt": "Alt", "shift": "Shift",
}  # fmt: skip


_ARGUMENT = re.compile(r"(.*?) ?\{(.+)\}")


def parted(sequence: str) -> tuple[list[str], str]:
    """The keys of a sequence, and what its argument may be: `m {a-z}` is m and a-z; "" for none."""
    found = _ARGUMENT.fullmatch(sequence)
    return (found[1].split(), found[2]) if found else (sequence.split(), "")


def shown(sequence: str) -> str:
    """A key sequence as a person reads it: `g g` is gg, `ctrl+d` is Ctrl+D."""
    head, argument = parted(sequence)
    keys = [_shown_key(key) for key in head]
    written = ("" if all(len(key) == 1 for key in keys) else " ").join(keys)
    return " + ".join(filter(None, (written, argument)))


def _shown_key(key: str) -> str:
    if len(key) == 1:
        return key
    *modifiers, last = key.split("+")
    last = _NAMES.get(last, last.upper() if modifiers else last)
    return "+".join([*(_NAMES[modifier] for modifier in modifiers), last])


_NAMED = re.compile(r"([0-9]*)\{([a-z_]+)\}")


def with_keys(text: str, keys: Mapping[str, str]) -> str:
    """`text` with `{id}` replaced by the key of that action; other braces stay."""

    def key(match: re.Match[str]) -> str:
        count, named = match[1], keys.get(match[2])
        if named is None:
            return match[0]
        return f"{count} {named}" if count and len(named) > 2 else f"{count}{named}"

    return _NAMED.sub(key, text)


def first_key(action: Action) -> str:
    """The key by which a text names an action; its title where it has none, as in the palette."""
    return shown(action.keys[0]) if action.keys else f"“{action.title}”"


def explained(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions, their help texts naming the keys that they have."""
    rows = tuple(actions)
    keys = {action.id: first_key(action) for action in rows}
    return tuple(replace(action, help=with_keys(action.help, keys)) for action in rows)


ACTIONS = explained(ROWS)
"""The registry with its own keys, which are those of the preset `vim`."""


def _code(text: str) -> str:
    """`text` as code in Markdown, whatever it holds."""
    fence = "`" * (text.count("`") + 1)
    return f"`{text}`" if len(fence) == 1 else f"{fence} {text} {fence}"


def groups(actions: Iterable[Action] = ACTIONS) -> dict[str, list[Action]]:
    """The actions by group, both in the order of the registry."""
    grouped: dict[str, list[Action]] = {}
    for action in actions:
        grouped.setdefault(action.group, []).append(action)
    return grouped


def key_tables() -> str:
    """The key tables of the README and the manual, in Markdown."""
    parts: list[str] = []
    for group, actions in groups().items():
        parts += [f"**{group}**", "", "| keys | what they do |", "| --- | --- |"]
        for action in actions:
            keys = " ".join(_code(shown(key)).replace("|", "\\|") for key in action.keys)
            parts.append(f"| {keys} | {action.help} |")
        parts.append("")
    return "\n".join(parts)
