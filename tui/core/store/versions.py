"""The rows of a sidecar taken apart: each field and tag with its stamp, each text a version.

`row["at"]` holds the stamps: `"colour"` and `"+tag"` have `time device`, `"note"` has
`time device:version seen,seen`, `"del"` has `time device seen,seen`. A version is named by a hash
of its text and stamp and not by a counter of its device: two git branches of one machine would
count alike. So a text that a program changed without knowing stamps shows as a version of its own.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tui.core.tags import tag_key

if TYPE_CHECKING:
    from collections.abc import Mapping

_VERSION = re.compile("[0-9a-f]{8}")

Row = dict[str, Any]
Lww = tuple[str, Any]
"""A stamp and the value written then; None for a removed one."""

CONTENT = frozenset(("colour", "style", "status", "starred"))
OWN = frozenset(("at", "conflicts", "note", "tags", "created", "modified", "deleted"))


@dataclass(slots=True)
class Versions:
    """What a record says, with what is needed to merge it.

    `content` are the fields and tags that a deletion takes with it, by their name in `at`; `about`
    are the fields that describe the record. `texts` are the current texts of the note by version,
    each with its stamp; `seen` names every version that was ever current here.
    """

    created: str = ""
    modified: str = ""
    content: dict[str, Lww] = field(default_factory=dict)
    about: dict[str, Lww] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    deleted: str = ""


def versions_of(row: Row) -> Versions:
    """What `row` says, with what is needed to merge it."""
    raw = row.get("at")
    at = {k: v for k, v in raw.items() if isinstance(v, str)} if isinstance(raw, dict) else {}
    created, modified = _text(row, "created"), _text(row, "modified")
    state = Versions(created, modified)
    default = f"{created if at else modified} "
    tags = row.get("tags")
    content = (
        {f"+{tag_key(t)}": t for t in tags if isinstance(t, str)} if isinstance(tags, list) else {}
    )
    content |= {name: row[name] for name in CONTENT & row.keys()}
    for name in {*content, *at} - OWN - {"del"}:
        if name in CONTENT or name[:1] == "+":
            state.content[name] = (at.get(name, default), content.get(name))
    for name in {*row, *at} - OWN - CONTENT - {"del"}:
        if name[:1] != "+":
            state.about[name] = (at.get(name, default), row.get(name))
    _read_texts(state, row, at)
    if "deleted" in row or "del" in at:
        stamp, seen = _split(at.get("del", ""))
        state.deleted = stamp or f"{_text(row, 'deleted')} "
        state.seen |= seen
    return state


def row_from(state: Versions) -> Row:
    """The row of a state; a tombstone when a deletion left nothing of the content."""
    content = {n: value for n, (at, value) in state.content.items() if at > state.deleted}
    there = {name: value for name, value in content.items() if value}
    texts = sorted(
        (
            (stamp, version, text)
            for version, current in state.texts.items()
            for text, stamp in current.items()
        ),
        reverse=True,
    )
    row: Row = {"created": state.created, "modified": state.modified, "at": _stamps(state, texts)}
    if state.deleted and not (texts or there):
        return row | {"deleted": state.deleted.partition(" ")[0]}
    row |= {name: value for name, (_, value) in state.about.items() if value is not None}
    row |= {name: value for name, value in there.items() if name[:1] != "+"}
    tags = sorted((state.content[name][0], name) for name in there if name[:1] == "+")
    if tags:
        row["tags"] = [there[name] for _, name in tags]
    if texts:
        row["note"] = texts[0][2]
    if texts[1:]:
        row["conflicts"] = [{"note": t, "at": f"{stamp}:{v}"} for stamp, v, t in texts[1:]]
    return row


def all_texts(row: Mapping[str, Any]) -> list[str]:
    """The texts of a note: the one that is shown, and those written at the same time."""
    return [text for text in (_text(row, "note"), *other_texts(row)) if text]


def other_texts(row: Mapping[str, Any]) -> list[str]:
    """The texts written at the same time as the note that is shown."""
    entries = row.get("conflicts")
    listed = [_entry(entry)[0] for entry in entries] if isinstance(entries, list) else []
    return [text for text in dict.fromkeys(listed) if text and text != row.get("note")]


def _read_texts(state: Versions, row: Row, at: Mapping[str, str]) -> None:
    head, seen = _split(at.get("note", ""))
    state.seen |= seen
    entries = row.get("conflicts")
    found = [(_text(row, "note"), head)]
    found += map(_entry, entries) if isinstance(entries, list) else []
    for text, head_ in found:
        stamp, _, version = head_.rpartition(":")
        if not text:
            continue
        if version not in (version_name(text, stamp), version_name(text)):
            # Not the text that this stamp was made for: somebody who knows no stamps wrote it.
            state.seen |= {version} if _VERSION.fullmatch(version) else set()
            stamp, version = f"{state.modified} ", version_name(text)
        state.texts.setdefault(version, {})[text] = stamp
    state.seen |= set(state.texts)


def _entry(entry: Any) -> tuple[str, str]:
    if isinstance(entry, dict):
        return _text(entry, "note"), _text(entry, "at")
    return (entry, "") if isinstance(entry, str) else ("", "")


def _stamps(state: Versions, texts: list[tuple[str, str, str]]) -> dict[str, str]:
    default = f"{state.created} "
    at = {name: stamp for name, (stamp, _) in state.content.items()}
    at |= {name: stamp for name, (stamp, _) in state.about.items() if stamp != default}
    seen = ",".join(sorted(state.seen - {version for _, version, _ in texts}))
    if texts:
        stamp, version, _ = texts[0]
        at["note"] = f"{stamp}:{version} {seen}".rstrip()
    elif seen and not state.deleted:
        at["note"] = f"{state.modified} : {seen}"
    if state.deleted:
        at["del"] = f"{state.deleted} {'' if texts else seen}".rstrip()
    return at


def _split(stamped: str) -> tuple[str, set[str]]:
    """`time device[:version] seen,seen` as what stands before the second blank, and the seen."""
    time, _, rest = stamped.partition(" ")
    device, _, seen = rest.partition(" ")
    return (f"{time} {device}" if time else ""), set(filter(None, seen.split(",")))


def later(newest: str, now: str) -> str:
    """`now`, or a millisecond after the time `newest` where a clock is behind (a hybrid clock)."""
    if newest < now:
        return now
    try:
        then = datetime.fromisoformat(newest) + timedelta(milliseconds=1)
    except ValueError:
        return now
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def version_name(text: str, stamp: str = "") -> str:
    """The name of a text written at `stamp`; without one, of whoever knows no stamps."""
    data = f"{stamp}\n{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=4).hexdigest()


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key, "")
    return value if isinstance(value, str) else ""
