"""Sidecar rows and annotations: the only place that turns one into the other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast, get_args

from tui.core.model import (
    AS_FOUND,
    AnchorState,
    Annotation,
    BlockRange,
    Choice,
    Resolution,
    Selector,
    timestamp,
)
from tui.core.store.versions import later, other_texts
from tui.core.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.core.model import Document

Row = dict[str, Any]

DOCUMENT = 1
"""The id of the record of the source."""
LAST_ID = (1 << 128) - 1
"""Greater numbers are no UUIDs."""
TOMBSTONE_LIFE = timedelta(days=90)

MODELLED = frozenset(
    (
        "created", "modified", "note", "tags", "colour", "style", "status", "starred", "target",
        "conflicts", "at", "deleted",
    )
)  # fmt: skip
"""Fields that are not `extra`; of these `at` and `deleted` are the merge's alone."""

_PLACED = frozenset(("blocks", "quote", "context", "on", "reading"))
_RESOLVED = _PLACED | {"state", "score", "refused"}


class MalformedRowError(ValueError):
    """A row that is no annotation; it stays in the file as it is."""


def is_annotation(row: Any) -> bool:
    """Whether a row is meant as an annotation: not a record of the file, not a tombstone."""
    return not (isinstance(row, dict) and ("kind" in row or "deleted" in row))


def is_old_tombstone(row: Any) -> bool:
    """Whether a deletion is so old that nobody is left who has not heard of it."""
    deleted = row.get("deleted") if isinstance(row, dict) else None
    return isinstance(deleted, str) and deleted < timestamp(ago=TOMBSTONE_LIFE)


def annotation_of(id_: int, row: Any) -> Annotation:
    """The annotation that a row stores, its text made safe to show; raises `MalformedRowError`."""
    if id_ > LAST_ID:
        raise MalformedRowError(f"not a UUID: {id_}")
    record = _mapping(row)
    return Annotation(
        id=id_,
        created=_text(record, "created"),
        modified=_text(record, "modified"),
        target=_selector(_mapping(record.get("target", {}))),
        tags=tuple(clean_line(tag) for tag in _texts(record, "tags")),
        note=clean(_text(record, "note")),
        colour=_optional(record, "colour"),
        style=_optional(record, "style"),
        status=_optional(record, "status"),
        starred=bool(record.get("starred", False)),
        conflicts=tuple(clean(text) for text in other_texts(record)),
        extra={key: value for key, value in record.items() if key not in MODELLED},
    )


def annotations_of(records: Mapping[str, Any]) -> tuple[dict[int, Annotation], int]:
    """The annotations of a table by id, and how many of its records are malformed."""
    annotations: dict[int, Annotation] = {}
    bad = 0
    for id_, row in records.items():
        if is_annotation(row):
            try:
                annotations[int(id_)] = annotation_of(int(id_), row)
            except MalformedRowError:
                bad += 1
    return annotations, bad


def row_of(annotation: Annotation, old: Any = None) -> Row:
    """The row of an annotation, without stamps; fields that say nothing are left out.

    `old` is the row it replaces: what is not modelled of it, also inside its target, stays.
    """
    kept = {k: v for k, v in old.items() if k not in MODELLED} if _is_live(old) else {}
    old_target = old.get("target") if _is_live(old) else None
    fields = {
        "note": annotation.note,
        "tags": list(annotation.tags),
        "colour": annotation.colour,
        "style": annotation.style,
        "status": annotation.status,
        "starred": annotation.starred,
        "conflicts": list(annotation.conflicts),
    }
    return {
        **kept,
        **annotation.extra,
        "created": annotation.created,
        "modified": annotation.modified,
        **{name: value for name, value in fields.items() if value},
        "target": _target(annotation.target, old_target if isinstance(old_target, dict) else {}),
    }


def chosen_in(row: Any) -> Choice:
    """How the reader chose that the source of this document's record be read; raises nothing."""
    about = row.get("chosen") if isinstance(row, dict) else None
    if not isinstance(about, dict):
        return AS_FOUND
    shape, encoding = (
        value if isinstance(value := about.get(name), str) and value else None
        for name in ("shape", "encoding")
    )
    return Choice(shape, encoding)


def with_choice(row: Any, choice: Choice, device: str, now: str) -> Row:
    """The document's record `row` with another choice, stamped: of two the later one counts.

    The stamp is the first of the fields in their order, so that what makes one of two values
    anywhere, by taking the greater, takes the later one.
    """
    kept = row if isinstance(row, dict) else {}
    about = kept.get("chosen")
    before = about.get("at") if isinstance(about, dict) else None
    newest = before.partition(" ")[0] if isinstance(before, str) else ""
    fields = {"shape": choice.shape, "encoding": choice.encoding}
    said = {name: value for name, value in fields.items() if value}
    chosen = {"at": f"{later(newest, now)} {device}", **said}
    return {**kept, "kind": "document", "chosen": chosen}


def document_row(document: Document, old: Any = None) -> Row:
    """The record of the source as it was when notes were last saved; unknown fields stay."""
    kept = old if isinstance(old, dict) else {}
    source = {
        "extractor": document.extractor,
        "name": document.path.name.encode("utf-8", "replace").decode(),
        "sha256": document.sha256,
        "size": document.size,
    }
    shape = {"shape": document.shape} if document.shape else {}
    return {**kept, "kind": "document", "source": source, "title": document.title, **shape}


def _is_live(row: Any) -> bool:
    return isinstance(row, dict) and "deleted" not in row


def _target(selector: Selector, old: Mapping[str, Any]) -> Row:
    kept = {key: value for key, value in old.items() if key != "now"}
    if not selector.blocks:
        return {**kept, "blocks": [], **_version(selector)}
    target: Row = {**kept, **_place(selector), **_version(selector)}
    if selector.position:
        target["position"] = {"start": selector.position[0], "end": selector.position[1]}
    if selector.section:
        target["section"] = list(selector.section)
    if selector.now:
        target["now"] = _now(selector.now)
    return target


def _place(selector: Selector) -> Row:
    """What finds a place again: its blocks, words and neighbours."""
    blocks = [
        {"index": b.index, "fingerprint": b.fingerprint, "start": b.start, "end": b.end}
        for b in selector.blocks
    ]
    quote = {"exact": selector.exact, "prefix": selector.prefix, "suffix": selector.suffix}
    context = {
        "before": list(selector.before),
        "after": list(selector.after),
        "count": selector.count,
        "norm": selector.norm,
    }
    return {"blocks": blocks, "quote": quote, "context": context}


def _version(selector: Selector) -> Row:
    """The text that a place was described on."""
    reading = {"reading": selector.reading} if selector.reading else {}
    return {"made_on": selector.made_on, **reading}


def _now(now: Resolution) -> Row:
    fields = {
        **(_place(now.place) if now.place.blocks else {}),
        "on": now.place.made_on,
        "reading": now.place.reading,
        "refused": list(now.refused),
        "score": None if now.score == 1 else now.score,
    }
    said = {key: value for key, value in fields.items() if value or value == 0}
    return {**now.extra, **said, "state": now.state}


def _selector(target: Mapping[str, Any], made_on: str = "made_on") -> Selector:
    quote = _mapping(target.get("quote", {}))
    context = _mapping(target.get("context", {}))
    position = target.get("position")
    return Selector(
        blocks=tuple(_block(_mapping(block)) for block in _sequence(target, "blocks")),
        exact=_text(quote, "exact"),
        prefix=_text(quote, "prefix"),
        suffix=_text(quote, "suffix"),
        position=_pair(_mapping(position)) if position else None,
        before=tuple(_texts(context, "before")),
        after=tuple(_texts(context, "after")),
        count=_natural(context.get("count", 0)),
        norm=_natural(context.get("norm", 0)),
        section=tuple(_texts(target, "section")),
        made_on=_text(target, made_on),
        reading=_text(target, "reading"),
        now=_resolution(_mapping(target["now"])) if target.get("now") else None,
    )


def _resolution(now: Mapping[str, Any]) -> Resolution:
    state, score = now.get("state"), now.get("score", 1.0)
    if state not in get_args(AnchorState) or not isinstance(score, (int, float)):
        raise MalformedRowError(f"not a resolution: {now!r:.40}")
    return Resolution(
        state=cast("AnchorState", state),
        score=score,
        place=_selector({key: now[key] for key in _PLACED if key in now}, "on"),
        refused=tuple(_texts(now, "refused")),
        extra={key: value for key, value in now.items() if key not in _RESOLVED},
    )


def _block(block: Mapping[str, Any]) -> BlockRange:
    start, end = _pair(block)
    return BlockRange(_natural(block.get("index")), _text(block, "fingerprint"), start, end)


def _pair(block: Mapping[str, Any]) -> tuple[int, int]:
    return _natural(block.get("start")), _natural(block.get("end"))


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise MalformedRowError(f"not an object: {value!r:.40}")
    return value


def _natural(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise MalformedRowError(f"not a number: {value!r:.40}")
    return value


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise MalformedRowError(f"{key} is not a text")
    return value


def _optional(row: Mapping[str, Any], key: str) -> str | None:
    return clean_line(_text(row, key)) if row.get(key) is not None else None


def _sequence(row: Mapping[str, Any], key: str) -> Sequence[Any]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise MalformedRowError(f"{key} is not a list")
    return value


def _texts(row: Mapping[str, Any], key: str) -> list[str]:
    values = list(_sequence(row, key))
    if not all(isinstance(value, str) for value in values):
        raise MalformedRowError(f"{key} is not a list of texts")
    return values
