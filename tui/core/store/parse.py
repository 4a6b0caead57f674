"""The bytes of a sidecar as tables, also when they are damaged: every whole line counts."""

from __future__ import annotations

import gc
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui.core.store.merge import rule_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.core.store.merge import Tables

FORMAT = "postil-notes"
SCHEMA = 1
RECORDS = "_default"

Lines = dict[str, tuple[Any, bytes]]
"""The row of each id, and its line in the file."""
ENCODING = ("utf-8", "surrogatepass")
_HEAD = b'{"sidecar":{"1":{"format":"postil-notes"'
_MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
_LONG_ID = re.compile(r'"(\d{30,40})"\s*:\s*')
_LONGEST_ID = 40
"""Digits; more than Python reads as a number would stop everything."""
_DECODER = json.JSONDecoder(strict=False)


class NotOursError(ValueError):
    """A file of that name which is no sidecar."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds; of a damaged one `lost` records could not be read."""

    tables: Tables
    damaged: bool = False
    lost: int = 0


def new_tables() -> Tables:
    """The tables of a sidecar without any annotation."""
    return {
        "sidecar": {"1": {"format": FORMAT, "schema": SCHEMA}},
        RECORDS: {"0": {"kind": "postil"}},
    }


def is_newer(tables: Tables) -> bool:
    """Whether a newer Postil wrote the file: it may hold what this one would lose."""
    return bool(tables["sidecar"]["1"]["schema"] > SCHEMA)


def parse(data: bytes, lines: Lines | None = None) -> Parsed:
    """Read a sidecar; raises `NotOursError`.

    A line-wise union of two versions holds an id twice: both rows are merged. `lines` are those
    read before: what is the same in the file is the same row again.
    """
    with uncollected():
        tables = _of_lines(data, {} if lines is None else lines)
        return Parsed(tables) if tables else _of_any_form(data)


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many objects, none in a circle: to look for circles meanwhile doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _of_lines(data: bytes, lines: Lines) -> Tables | None:
    """The tables of a file in exactly our form; of any other None."""
    head, *body = data.split(b"\n")
    if body[-2:] != [b"}}", b""]:
        return None
    try:
        tables: Tables = json.loads(head + b"}}")
        if not _is_ours(tables):
            return None
        records = tables[RECORDS]
        before = len(records)
        for line in body[:-2]:
            end = line.index(b'":', 2)
            id_ = line[2:end].decode()
            known = lines.get(id_)
            if known is None or known[1] != line:
                if not (line.startswith(b',"') and _is_id(id_)):
                    return None
                row = json.loads(line[end + 2 :].decode(*ENCODING))
                known = lines[id_] = (row, line)
            records[id_] = known[0]
    except (ValueError, RecursionError):
        return None
    return tables if len(records) == before + len(body) - 2 else None


def _of_any_form(data: bytes) -> Parsed:
    try:
        tables = json.loads(data.decode(*ENCODING))
    except (ValueError, RecursionError):
        return _salvaged(data)
    if not _is_ours(tables):
        # Still whole JSON, but for one changed byte of a key or an id?
        return _salvaged(data, head=False)
    united = data.count(b'\n,"') >= len(tables[RECORDS])
    return Parsed(_salvaged(data).tables if united else tables)


def _is_ours(tables: Any) -> bool:
    return _is_tables(tables) and bool(tables.get(RECORDS)) and _has_head(tables)


def _has_head(tables: Tables) -> bool:
    head = tables.get("sidecar", {}).get("1", {})
    return (
        isinstance(head, dict) and head.get("format") == FORMAT and type(head.get("schema")) is int
    )


def _salvaged(data: bytes, *, head: bool = True) -> Parsed:
    """What whole lines say; `head`: a first line like ours is enough to take the file for ours."""
    tables = new_tables()
    start = data[: 2 * len(_HEAD)].replace(b" ", b"")[: len(_HEAD)]
    ours = head and (_HEAD.startswith(start) or not data.strip(b"\0 \r\n\t"))
    lost = 0
    for line in data.split(b"\n"):
        found, unread = _of_line(line.strip(b"\0 \r\t"))
        lost += unread
        records = found.get(RECORDS, {}).items()
        ours = ours or any(_is_record(id_, row, head=head) for id_, row in records)
        for name, rows in found.items():
            table, rule = tables.setdefault(name, {}), rule_for(name)
            for id_, row in rows.items():
                table[id_] = rule(table[id_], row) if id_ in table else row
    if not (ours and _is_ours(tables)):
        raise NotOursError
    return Parsed(tables, damaged=bool(data), lost=lost)


def _of_line(line: bytes) -> tuple[Tables, int]:
    """What a line says of the tables, and how many of its records cannot be read."""
    if line in (b"", b"}}", b"}") or line.startswith(_MARKERS):
        return {}, 0
    try:
        text = line.decode(*ENCODING)
    except UnicodeDecodeError:
        text = line.decode("utf-8", "replace")
    for candidate in _completed(text):
        try:
            tables = json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
        if _is_tables(tables) and ("sidecar" not in tables or _has_head(tables)):
            return tables, 0
    return _records_within(text)


def _completed(text: str) -> tuple[str, ...]:
    """A line of the form as the JSON object that it would be alone."""
    if text.startswith("}},"):
        return ("{" + text[3:],)
    if text.startswith(","):
        record = f'{{"{RECORDS}":{{{text[1:]}'
        return record + "}}", record
    return text + "}}", text


def _records_within(text: str) -> tuple[Tables, int]:
    """The records in a line of many, as a program that knows no lines writes them."""
    rows: dict[str, Any] = {}
    at, lost = 0, 0
    while match := _LONG_ID.search(text, at):
        try:
            rows[match[1]], at = _DECODER.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            lost, at = lost + 1, match.end()
    return {RECORDS: rows}, lost or (not rows)


def _is_tables(tables: Any) -> bool:
    if not isinstance(tables, dict) or not all(isinstance(t, dict) for t in tables.values()):
        return False
    return all(map(_is_id, tables.get(RECORDS, ())))


def _is_id(id_: str) -> bool:
    return id_.isascii() and id_.isdecimal() and len(id_) <= _LONGEST_ID


def _is_record(id_: str, row: Any, *, head: bool) -> bool:
    """Whether nobody but us writes such a record; small numbers tell only in a form like ours."""
    telling = {"target", "created", "deleted"} if _LONG_ID.match(f'"{id_}":') else set()
    telling |= {"kind"} if head else set()
    return isinstance(row, dict) and bool(telling & row.keys())
