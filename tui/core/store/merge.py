"""Two versions of a record become one: commutative, idempotent, without a common ancestor.

A note is a multi-value register: of texts written without knowledge of each other the newest is
shown and the others are kept beside it. Every tag and every other field is last-writer-wins. A
deletion wins over each text that its author had seen. (Shapiro et al., *Conflict-free Replicated
Data Types*, 2011.)

`row["at"]` holds the stamps: `"colour"` and `"+tag"` have `time device`, `"note"` has
`time device:version seen,seen`, `"del"` has `time device seen,seen`. A version is named by a hash
of its text and stamp and not by a counter of its device: two git branches of one machine would
count alike. So a text that a program changed without knowing stamps shows as a version of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tui.core.tags import tag_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_VERSION = re.compile("[0-9a-f]{8}")

Row = dict[str, Any]
Tables = dict[str, dict[str, Any]]
Lww = tuple[str, Any]
"""A stamp and the value written then; None for a removed one."""

CONTENT = frozenset(("colour", "style", "status", "starred"))
_OWN = frozenset(("at", "conflicts", "note", "tags", "created", "modified", "deleted"))


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


def merge_rows(one: Row, other: Row) -> Row:
    """What both rows of one id say together."""
    return one if one == other else _row(_join(_versions(one), _versions(other)))


def revise_row(base: Row | None, wanted: Row, device: str, now: str) -> Row:
    """`wanted` as an edit of `base`: what differs is stamped, `conflicts` are its other texts.

    `now` is the time of the edit, RFC 3339; the stamp is never older than those of `base`.
    """
    state = _versions(base or {})
    stamp = f"{_after(state, now)} {device}"
    state.created = wanted["created"]
    state.modified = wanted["modified"]
    tags = {f"+{tag_key(tag)}": tag for tag in wanted.get("tags", ())}
    content = {name: wanted[name] for name in CONTENT & wanted.keys()} | tags
    for name in {*state.content, *content}:
        if content.get(name) != state.content.get(name, ("", None))[1]:
            state.content[name] = (stamp, content.get(name))
    for name in wanted.keys() - _OWN - CONTENT:
        at, before = state.about.get(name, (f"{state.created} ", None))
        if wanted[name] != before:
            # What describes a record is not news when it was missing: the record was brought back.
            state.about[name] = (stamp if before is not None else at, wanted[name])
    _write_texts(state, wanted.get("note", ""), wanted.get("conflicts", ()), stamp)
    row = _row(state)
    # The reader's order; only a merge has to make up one.
    return row | {"tags": [*tags.values()]} if tags else row


def delete_row(base: Row, device: str, now: str) -> Row:
    """The tombstone of `base`: content gone, stamps kept."""
    state = _versions(base)
    state.texts = {}
    state.deleted = f"{_after(state, now)} {device}"
    return _row(state)


def merge_tables(one: Tables, other: Tables) -> Tables:
    """Both files' tables as one; `_default` holds annotations, all else is foreign."""
    return {
        name: _merged_table(one.get(name, {}), other.get(name, {}), rule_for(name))
        for name in {**one, **other}
    }


def rule_for(table: str) -> Callable[[Any, Any], Any]:
    """What makes one of two records of this table."""
    return merge_record if table == "_default" else merge_foreign


def other_texts(row: Mapping[str, Any]) -> list[str]:
    """The texts written at the same time as the note that is shown."""
    entries = row.get("conflicts")
    listed = [_entry(entry)[0] for entry in entries] if isinstance(entries, list) else []
    return [text for text in dict.fromkeys(listed) if text and text != row.get("note")]


def _merged_table(
    one: Mapping[str, Any], other: Mapping[str, Any], rule: Callable[[Any, Any], Any]
) -> dict[str, Any]:
    both = {id_: rule(one[id_], other[id_]) for id_ in one if id_ in other}
    return {**one, **other, **both}


def merge_record(one: Any, other: Any) -> Any:
    """Both records of one id as one; those that are no annotations field by field."""
    if one == other:
        return one
    if isinstance(one, dict) and isinstance(other, dict) and not {"kind"} & (one.keys() | other):
        return merge_rows(one, other)
    return merge_foreign(one, other)


def merge_foreign(one: Any, other: Any) -> Any:
    """Both of a record that is none of ours: any rule will do that all machines share."""
    if one == other:
        return one
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return max(one, other, key=_canonical)
    return {k: max(one.get(k), other.get(k), key=_canonical) for k in {**one, **other}}


def taken_away(known: Mapping[str, Any], there: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the `known` annotations that records `there` lack, or lack words of."""
    return {
        id_: row
        for id_, row in known.items()
        if isinstance(row, dict)
        and row is not there.get(id_)
        and not {"kind", "deleted"} & row.keys()
        and _lacks(there.get(id_), row)
    }


def _lacks(there: Any, row: Row) -> bool:
    if there == row:
        return False
    return not isinstance(there, dict) or _said(merge_record(there, row)) != _said(there)


def _said(row: Row) -> list[Any]:
    """What a reader sees of a row."""
    content = [row.get(name) for name in sorted(CONTENT)]
    tags = row.get("tags")
    listed = sorted(map(str, tags)) if isinstance(tags, list) else []
    return [*content, listed, sorted({_text(row, "note"), *other_texts(row)})]


def _versions(row: Row) -> Versions:
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
    for name in {*content, *at} - _OWN - {"del"}:
        if name in CONTENT or name[:1] == "+":
            state.content[name] = (at.get(name, default), content.get(name))
    for name in {*row, *at} - _OWN - CONTENT - {"del"}:
        if name[:1] != "+":
            state.about[name] = (at.get(name, default), row.get(name))
    _read_texts(state, row, at)
    if "deleted" in row or "del" in at:
        stamp, seen = _split(at.get("del", ""))
        state.deleted = stamp or f"{_text(row, 'deleted')} "
        state.seen |= seen
    return state


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
        if version not in (_version(text, stamp), _version(text)):
            # Not the text that this stamp was made for: somebody who knows no stamps wrote it.
            state.seen |= {version} if _VERSION.fullmatch(version) else set()
            stamp, version = f"{state.modified} ", _version(text)
        state.texts.setdefault(version, {})[text] = stamp
    state.seen |= set(state.texts)


def _entry(entry: Any) -> tuple[str, str]:
    if isinstance(entry, dict):
        return _text(entry, "note"), _text(entry, "at")
    return (entry, "") if isinstance(entry, str) else ("", "")


def _join(one: Versions, other: Versions) -> Versions:
    return Versions(
        min(filter(None, (one.created, other.created)), default=""),
        max(one.modified, other.modified),
        _greatest(one.content, other.content, _by_stamp),
        _greatest(one.about, other.about, _by_presence),
        _current(one, other),
        one.seen | other.seen,
        max(one.deleted, other.deleted),
    )


def _greatest(
    one: Mapping[str, Lww], other: Mapping[str, Lww], rank: Callable[[Lww], tuple[Any, ...]]
) -> dict[str, Lww]:
    both = {name: max(one[name], other[name], key=rank) for name in one if name in other}
    return {**one, **other, **both}


def _by_stamp(written: Lww) -> tuple[Any, ...]:
    # A tombstone has the stamp without the value: of two alike the one that knows it counts.
    return written[0], written[1] is not None, _canonical(written[1])


def _by_presence(written: Lww) -> tuple[Any, ...]:
    # Nobody takes away what describes a record; where it is missing there is a tombstone.
    return written[1] is not None, written[0], _canonical(written[1])


def _current(one: Versions, other: Versions) -> dict[str, dict[str, str]]:
    """The versions that both have, or that one has and the other never saw."""
    current: dict[str, dict[str, str]] = {}
    for version in {**one.texts, **other.texts}:
        mine, theirs = one.texts.get(version), other.texts.get(version)
        if (mine or version not in one.seen) and (theirs or version not in other.seen):
            current[version] = _latest(mine or {}, theirs or {})
    return current


def _latest(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    return {text: max(one.get(text, ""), other.get(text, "")) for text in {**one, **other}}


def _write_texts(state: Versions, note: str, others: Iterable[str], stamp: str) -> None:
    """Make `note` the newest of the current texts and `others` the rest of them."""
    standing = {text: (v, at) for v, texts in state.texts.items() for text, at in texts.items()}
    shown = max(standing, key=lambda text: standing[text][::-1], default="")
    wanted = [text for text in dict.fromkeys((note, *others)) if text]
    state.texts = {}
    for text in wanted:
        version, at = standing.get(text, ("", ""))
        if not version or (text == note and note != shown):
            # Beside the note, older than it, whoever wrote it: the note is what is shown.
            at = stamp if text == note else f"{state.created} {stamp.partition(' ')[2]}"
            version = _version(text, at)
        state.texts.setdefault(version, {})[text] = at
    state.seen |= set(state.texts)


def _row(state: Versions) -> Row:
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


def _after(state: Versions, now: str) -> str:
    """`now`, or a millisecond after the newest stamp if a clock is behind (a hybrid clock)."""
    stamps = [stamp for stamp, _ in (*state.content.values(), *state.about.values())]
    stamps += [stamp for texts in state.texts.values() for stamp in texts.values()]
    newest = max((*stamps, state.deleted), default="").partition(" ")[0]
    if newest < now:
        return now
    try:
        later = datetime.fromisoformat(newest) + timedelta(milliseconds=1)
    except ValueError:
        return now
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _version(text: str, stamp: str = "") -> str:
    data = f"{stamp}\n{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=4).hexdigest()


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key, "")
    return value if isinstance(value, str) else ""


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
