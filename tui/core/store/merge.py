"""Two versions of a record become one: commutative, idempotent, without a common ancestor.

A note is a multi-value register: of texts written without knowledge of each other the newest is
shown and the others are kept beside it. Every tag and every other field is last-writer-wins. A
deletion wins over each text that its author had seen. (Shapiro et al., *Conflict-free Replicated
Data Types*, 2011.)
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tui.core.store.versions import (
    CONTENT,
    OWN,
    Versions,
    all_texts,
    later,
    row_from,
    version_name,
    versions_of,
)
from tui.core.tags import tag_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tui.core.store.versions import Lww, Row

Tables = dict[str, dict[str, Any]]


def merge_rows(one: Row, other: Row) -> Row:
    """What both rows of one id say together."""
    return one if one == other else row_from(_join(versions_of(one), versions_of(other)))


def revise_row(base: Row | None, wanted: Row, device: str, now: str) -> Row:
    """`wanted` as an edit of `base`: what differs is stamped, `conflicts` are its other texts.

    `now` is the time of the edit, RFC 3339; the stamp is never older than those of `base`.
    """
    state = versions_of(base or {})
    stamp = f"{_after(state, now)} {device}"
    state.created = wanted["created"]
    state.modified = wanted["modified"]
    tags = {f"+{tag_key(tag)}": tag for tag in wanted.get("tags", ())}
    content = {name: wanted[name] for name in CONTENT & wanted.keys()} | tags
    for name in {*state.content, *content}:
        if content.get(name) != state.content.get(name, ("", None))[1]:
            state.content[name] = (stamp, content.get(name))
    for name in wanted.keys() - OWN - CONTENT:
        at, before = state.about.get(name, (f"{state.created} ", None))
        if wanted[name] != before:
            # What describes a record is not news when it was missing: the record was brought back.
            state.about[name] = (stamp if before is not None else at, wanted[name])
    _write_texts(state, wanted.get("note", ""), wanted.get("conflicts", ()), stamp)
    row = row_from(state)
    # The reader's order; only a merge has to make up one.
    return row | {"tags": [*tags.values()]} if tags else row


def delete_row(base: Row, device: str, now: str) -> Row:
    """The tombstone of `base`: content gone, stamps kept."""
    state = versions_of(base)
    state.texts = {}
    state.deleted = f"{_after(state, now)} {device}"
    return row_from(state)


def merge_tables(one: Tables, other: Tables) -> Tables:
    """Both files' tables as one; `_default` holds annotations, all else is foreign."""
    return {
        name: _merged_table(one.get(name, {}), other.get(name, {}), rule_for(name))
        for name in {**one, **other}
    }


def rule_for(table: str) -> Callable[[Any, Any], Any]:
    """What makes one of two records of this table."""
    return merge_record if table == "_default" else merge_foreign


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
    both = {k: max(one[k], other[k], key=_canonical) for k in one if k in other}
    return {**one, **other, **both}


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
    return [*content, listed, sorted(all_texts(row))]


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
            version = version_name(text, at)
        state.texts.setdefault(version, {})[text] = at
    state.seen |= set(state.texts)


def _after(state: Versions, now: str) -> str:
    """`now`, or a millisecond after the newest stamp if a clock is behind (a hybrid clock)."""
    stamps = [stamp for stamp, _ in (*state.content.values(), *state.about.values())]
    stamps += [stamp for texts in state.texts.values() for stamp in texts.values()]
    return later(max((*stamps, state.deleted), default="").partition(" ")[0], now)


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
