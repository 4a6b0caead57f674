"""The bytes that a terminal sends for the key names of the registry."""

from itertools import chain

from tui.core.actions import parted

CURSOR = {"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H", "f1": "P"}
TILDE = {"pageup": 5, "pagedown": 6}
CODES = {"escape": 27, "enter": 13, "tab": 9, "backspace": 127, "space": 32}
MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}
MODIFIER_KEYS = {"shift": 57441, "ctrl": 57442, "alt": 57443}
SHIFTED = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True))


def parts(key):
    """The modifiers of a key name, and the key."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    return modifiers, last


def legacy(key):
    """What xterm sends, and whoever takes it as a model."""
    modifiers, last = parts(key)
    held = 1 + sum(MODIFIERS[name] for name in modifiers)
    if key == "shift+tab":
        return "\x1b[Z"
    if last in CURSOR and held == 1:
        return f"\x1bO{CURSOR[last]}"
    if last in CURSOR:
        return f"\x1b[1;{held}{CURSOR[last]}"
    if last in TILDE:
        return f"\x1b[{TILDE[last]}~"
    text = chr(CODES[last]) if last in CODES else last
    return chr(ord(text) & 0x1F) if modifiers == ["ctrl"] else text


def kitty(key):
    """What a terminal sends that was asked for all keys as codes, with their text.

    Keys that are held are reported first, as they are pressed.
    """
    modifiers, last = parts(key)
    text = "" if modifiers else " " if last == "space" else last if len(last) == 1 else ""
    if not modifiers and len(last) == 1 and (last in SHIFTED or last.isupper()):
        modifiers = ["shift"]
        last = SHIFTED.get(last, last.lower())
    held = 1 + sum(MODIFIERS[name] for name in modifiers)
    pressed = "".join(f"\x1b[{MODIFIER_KEYS[name]};{held}u" for name in modifiers)
    if last in CURSOR:
        return f"{pressed}\x1b[1;{held}{CURSOR[last]}"
    if last in TILDE:
        return f"{pressed}\x1b[{TILDE[last]};{held}~"
    code = CODES.get(last) or ord(last)
    written = f";{ord(text)}" if text else ""
    return f"{pressed}\x1b[{code};{held}{written}u"


def sequences(action):
    """Every way to press an action, with every argument; one for a letter of the alphabet."""
    return list(chain.from_iterable(map(_with_arguments, action.keys)))


def _with_arguments(sequence):
    head, argument = parted(sequence)
    if not argument:
        return [head]
    chosen = argument[0] if "-" in argument else argument.split()
    return [[*head, one] for one in chosen]
