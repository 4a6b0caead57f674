"""Key sequences as people write them, in the form that the key grammar knows."""

from __future__ import annotations

import re

from tui.core.errors import WrongUsage
from tui.core.text import did_you_mean

KEYS = frozenset(
    ("backspace", "delete", "down", "end", "enter", "escape", "home", "insert",
     "left", "pagedown", "pageup", "right", "space", "tab", "up")
) | {f"f{number}" for number in range(1, 13)}  # fmt: skip
MODIFIERS = ("alt", "ctrl", "shift")
"""In the order in which the key grammar has them."""
SPELLINGS = {
    "esc": "escape", "del": "delete", "ins": "insert", "return": "enter", "bs": "backspace",
    "pgdn": "pagedown", "pgup": "pageup", "page_down": "pagedown", "page_up": "pageup",
    "control": "ctrl", "strg": "ctrl", "option": "alt",
}  # fmt: skip
TWINS = {"ctrl+m": "enter", "ctrl+i": "tab", "ctrl+h": "backspace", "shift+space": "space"}
"""What a terminal cannot tell from another key, or a reader does not."""
LONGEST_WORD = 3
"""Characters that may be typed one after the other without blanks, as in `gg`."""

ANY_DIGIT = "{1-9}"
"""Where digits are keys and no counts."""

_ARGUMENT = re.compile(r"(.+?)\s*(?:\+\s+)?\{([^{}]+)\}")


def parse_sequence(text: str) -> str:
    """`text` as a sequence of the registry: `gg` is `g g`, `Ctrl+D` is `ctrl+d`.

    Raises `WrongUsage` for one that cannot be typed.
    """
    if text.strip() == ANY_DIGIT:
        return ANY_DIGIT
    argument = _ARGUMENT.fullmatch(text.strip())
    head = argument[1] if argument else text
    keys = [key for word in head.split() for key in _keys(word)]
    if not keys:
        raise WrongUsage("a key is needed")
    if keys[0] in tuple("123456789"):
        raise WrongUsage(f"“{text}” cannot be typed: a number first is a count")
    if len(keys) > 1 and "escape" in keys:
        raise WrongUsage(f"“{text}” cannot be typed: Esc forgets what was typed before it")
    return " ".join(keys) + (f" {{{' '.join(argument[2].split())}}}" if argument else "")


def _keys(word: str) -> list[str]:
    if len(word) == 1:
        return [_character(word)]
    spelt = word.casefold().replace("-", "_")
    name = SPELLINGS.get(spelt, spelt)
    if name in KEYS:
        return [name]
    parts = _modified(word)
    if parts:
        return [parts]
    if len(word) > LONGEST_WORD or re.fullmatch("[Ff][0-9]+", word):
        raise WrongUsage(f"unknown key “{word}”{did_you_mean(word, _known(word))}")
    return [_character(character) for character in word]


def _modified(word: str) -> str:
    """A key with its modifiers; "" when `word` is none."""
    *modifiers, last = word.split("+")
    if not modifiers or not last or not all(modifiers):
        return ""
    held = [SPELLINGS.get(part.casefold(), part.casefold()) for part in modifiers]
    if any(part not in MODIFIERS for part in held):
        return ""
    name = SPELLINGS.get(last.casefold(), last.casefold())
    if len(last) == 1:
        return _held(word, frozenset(held), last)
    if name not in KEYS:
        near = did_you_mean(word, ("+".join([*held, key]) for key in KEYS))
        raise WrongUsage(f"unknown key “{word}”{near}")
    key = "+".join([*(part for part in MODIFIERS if part in held), name])
    return TWINS.get(key, key)


def _held(word: str, modifiers: frozenset[str], character: str) -> str:
    if modifiers == {"shift"} and character.isalpha():
        return character.upper()
    if modifiers == {"ctrl"} and character.isascii() and character.isalpha():
        key = f"ctrl+{character.lower()}"
        return TWINS.get(key, key)
    if "alt" in modifiers:
        raise WrongUsage(f"“{word}” cannot be typed: a terminal sends Esc and then the character")
    raise WrongUsage(f"“{word}” cannot be typed in every terminal: Ctrl goes with a to z")


def _character(character: str) -> str:
    if not character.isprintable():
        raise WrongUsage("a control character is no key: write its name, as in ctrl+d")
    return character


def _known(word: str) -> list[str]:
    """What a word that is too long for letters may have meant."""
    letters = [f"ctrl+{word[-1].casefold()}"] if "+" in word or "-" in word else []
    return [*KEYS, *SPELLINGS, *letters]
