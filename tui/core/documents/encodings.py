"""Which encoding a file's bytes are in: by their marks, else by what makes sense."""

from __future__ import annotations

import codecs
import re
import unicodedata

from tui.core.errors import WrongUsage

ENCODINGS = {
    "utf-8": "Unicode",
    "utf-16-le": "Unicode, two bytes",
    "utf-16-be": "Unicode, two bytes, the high one first",
    "cp1252": "Western, Windows",
    "iso8859-1": "Western, Latin-1",
    "iso8859-15": "Western with the euro, Latin-9",
    "mac_roman": "Western, Macintosh",
    "cp437": "Western, DOS",
    "cp850": "Western, DOS",
    "cp1250": "Central European, Windows",
    "iso8859-2": "Central European, Latin-2",
    "cp852": "Central European, DOS",
    "cp1257": "Baltic, Windows",
    "cp1251": "Cyrillic, Windows",
    "koi8-r": "Cyrillic, Russian",
    "koi8-u": "Cyrillic, Ukrainian",
    "cp866": "Cyrillic, DOS",
    "iso8859-5": "Cyrillic",
    "mac-cyrillic": "Cyrillic, Macintosh",
    "cp1253": "Greek, Windows",
    "iso8859-7": "Greek",
    "cp1254": "Turkish, Windows",
    "iso8859-9": "Turkish, Latin-5",
    "cp1255": "Hebrew, Windows",
    "iso8859-8": "Hebrew",
    "cp1256": "Arabic, Windows",
    "iso8859-6": "Arabic",
    "cp1258": "Vietnamese, Windows",
    "cp874": "Thai, Windows",
    "gb18030": "Chinese, simplified",
    "big5": "Chinese, traditional",
    "shift_jis": "Japanese",
    "euc_jp": "Japanese, Unix",
    "iso2022_jp": "Japanese, mail",
    "cp949": "Korean",
}
"""Those that can be chosen, by Python's names for them, with what is mostly written in them."""

_MEANT = {
    "utf-8-sig": "utf-8", "utf-16": "utf-16-le", "ascii": "cp1252", "mac-roman": "mac_roman",
    "gbk": "gb18030", "gb2312": "gb18030", "euc_kr": "cp949", "cp932": "shift_jis",
}  # fmt: skip
"""Of two that agree in nearly all, or names of one, that which is taken."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WIDE_SAMPLE = 1 << 16
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


def encoding_named(name: str) -> str:
    """The encoding that goes by `name` among others; raises `WrongUsage` for none to choose."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        found = name
    found = _MEANT.get(found, found)
    if found not in ENCODINGS:
        raise WrongUsage(f"no such encoding: {name}; there are {', '.join(ENCODINGS)}")
    return found


def is_wide(encoding: str | None) -> bool:
    """Whether each character has several bytes, of which some are controls by themselves."""
    return encoding is not None and encoding.startswith(("utf-16", "utf-32"))


def makes_sense(raw: bytes, encoding: str) -> bool:
    """Whether `raw` can be text in `encoding`: hardly a byte is none."""
    if is_wide(encoding):
        return _sense(raw[: min(len(raw), _WIDE_SAMPLE) & ~1], encoding) > 0
    text = raw.decode(encoding, "replace")
    bad = text.count("\ufffd")
    return bad <= 1 or _longer(text) >= 3 * bad


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
    """How many characters beyond ASCII were read rightly."""
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
