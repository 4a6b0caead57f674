"""Which encoding a file's bytes are in: by their marks, else by what makes sense."""

from __future__ import annotations

import codecs
import re
import unicodedata

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Controls, private use, not assigned.
_SENSELESS = frozenset({"Cc", "Co", "Cn"})
_PAUSES = " \n\u3000\u3001\u3002"
# A capital or a sign behind a small letter: what letters look like in the wrong encoding.
_MISREAD = re.compile("(?<=[a-zß-öø-ÿ])(?:[À-ÖØ-ÞŠŒŽŸ]|[†‡ˆ‰•™¡¿](?=[a-zß-öø-ÿ]))")


def encoding_of(raw: bytes, head: bytes, declared: str = "") -> str:
    """The name of the encoding of `raw`, of which `head` is the beginning.

    `declared` is what the text says of itself: believed only where the bytes do not tell.
    """
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    wide = _wide(head)
    if wide:
        return wide
    if _is_utf8(raw):
        return "utf-8"
    return _known(declared) or _narrow(head)


def decodes_nul(head: bytes) -> bool:
    """Whether NULs and controls are in order, because characters have more than one byte."""
    return any(head.startswith(bom) for bom, _ in _BOMS) or bool(_wide(head))


def to_utf8(raw: bytes, encoding: str) -> bytes:
    """The text in UTF-8 without a byte order mark; what cannot be read becomes U+FFFD."""
    if encoding == "utf-8":
        return raw.removeprefix(b"\xef\xbb\xbf")
    return raw.decode(encoding, "replace").removeprefix("\ufeff").encode("utf-8", "replace")


def _known(declared: str) -> str:
    """An encoding of single characters by Python's name for it, "" for any other.

    What the bytes would have told by themselves, and what hides ASCII (UTF-7), is not taken.
    """
    try:
        name = codecs.lookup(declared).name
        fits = b"<a> 1".decode(name) == "<a> 1" and not name.startswith("utf")
    except (LookupError, ValueError, TypeError):
        return ""
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name) if fits else ""


def _is_utf8(raw: bytes) -> bool:
    try:
        return raw.isascii() or raw.decode("utf-8") is not None
    except UnicodeDecodeError:
        # One odd byte makes no other encoding of it: hardly a text of one byte a character holds
        # sequences that are right by chance.
        text = raw.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        at_the_end = bad == 1 and text.endswith("\ufffd")
        return at_the_end or _longer(text) >= 3 * bad


def _longer(text: str) -> int:
    """How many characters were made of several bytes, rightly."""
    return sum(char > "\x7f" and char != "\ufffd" for char in text)


def _narrow(head: bytes) -> str:
    """Western text of one byte a character: Windows, unless that is clearly misread Mac."""
    odd = {name: _oddities(head, name) for name in ("cp1252", "mac_roman")}
    return "mac_roman" if odd["cp1252"] > 1 + 2 * odd["mac_roman"] else "cp1252"


def _oddities(head: bytes, encoding: str) -> int:
    return len(_MISREAD.findall(head.decode(encoding, "replace")))


def _wide(head: bytes) -> str:
    """The kind of UTF-16 in which the bytes make sense, if they do: a blank gives it a NUL."""
    if b"\x00" not in head:
        return ""
    sensible = {name: _sense(head[: len(head) & ~1], name) for name in ("utf-16-le", "utf-16-be")}
    best = max(sensible, key=sensible.__getitem__)
    return best if sensible[best] > 0.01 else ""


def _sense(head: bytes, encoding: str) -> float:
    """The share of blanks and full stops; 0 for what is no text."""
    # Half a pair of surrogates may be left at the end of the sample.
    text = head.decode(encoding, "replace").removesuffix("\ufffd")
    senseless = sum(
        char == "\ufffd" or (char not in "\t\n\r\f" and unicodedata.category(char) in _SENSELESS)
        for char in text
    )
    if not text or senseless > len(text) / 50:
        return 0.0
    return sum(map(text.count, _PAUSES)) / len(text)
