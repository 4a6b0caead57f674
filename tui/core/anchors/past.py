"""The text that annotations were last anchored to, kept so that the next change can be followed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from tui.core.model import Anchor, AnchorState, Candidate
from tui.core.paths import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tui.core.model import Document, Range

LARGEST = 16_000_000
"""Of a larger source no text is kept: the selectors have to do."""


@dataclass(frozen=True, slots=True)
class Past:
    """The paragraphs of a version, and the anchors there of annotations that are older still."""

    sha256: str
    reading: str
    texts: Sequence[str]
    anchors: Mapping[int, Anchor] = field(default_factory=dict)

    @property
    def version(self) -> tuple[str, str]:
        """What tells it from other versions of the source."""
        return self.sha256, self.reading

    def is_of(self, document: Document) -> bool:
        """Whether it is the same text, cut into the same blocks."""
        return self.version == (document.sha256, document.reading)


def past_of(document: Document, anchors: Mapping[int, Anchor]) -> Past:
    """`document` as a version to come back to, with the `anchors` of older annotations."""
    texts = [block.text for block in document.blocks]
    return Past(document.sha256, document.reading, texts, anchors)


def load_past(folder: Path) -> Past | None:
    """The version kept in the state `folder` of a source; None if there is no whole one."""
    for file in sorted(folder.glob(_ANY)):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, zlib.error):
            return _past(json.loads(zlib.decompress(file.read_bytes())))
    return None


def keep_past(folder: Path, document: Document, anchors: Mapping[int, Anchor]) -> None:
    """Keep `document` with the `anchors` of older annotations in place of what was kept before.

    Raises OSError. Nothing is done for a text that is kept, empty or too large.
    """
    file = folder / _name(document)
    if file.exists() or not len(document.blocks) or document.size > LARGEST:
        return
    past = past_of(document, anchors)
    raw = {
        "sha256": past.sha256,
        "reading": past.reading,
        "texts": past.texts,
        "anchors": {str(id_): _raw(anchor) for id_, anchor in past.anchors.items()},
    }
    before = list(folder.glob(_ANY))
    # Piece by piece: in one go no other thread would get a turn until all of it is done.
    pieces = json.JSONEncoder(ensure_ascii=False).iterencode(raw)
    write_atomically(file, zlib.compress("".join(pieces).encode("utf-8", "replace"), 1))
    for old in before:
        old.unlink(missing_ok=True)


def give_way(folder: Path, other: Path) -> None:
    """Forget the version kept in `folder` if `other` holds the one to come there; raises OSError.

    There has to be one at most: it is what the annotations were anchored to.
    """
    if any(other.glob(_ANY)):
        for file in list(folder.glob(_ANY)):
            file.unlink(missing_ok=True)


_ANY = "text-*.json.z"


def _name(document: Document) -> str:
    version = f"{document.sha256} {document.reading}".encode()
    return f"text-{hashlib.blake2b(version, digest_size=8).hexdigest()}.json.z"


def _raw(anchor: Anchor) -> dict[str, Any]:
    return {
        "state": anchor.state,
        "ranges": anchor.ranges,
        "score": anchor.score,
        "candidates": [[candidate.ranges, candidate.score] for candidate in anchor.candidates],
        "near": anchor.near,
        "settled": anchor.settled,
    }


def _past(raw: dict[str, Any]) -> Past:
    texts = [str(text) for text in raw["texts"]]
    anchors = {int(id_): _anchor(dict(one), len(texts)) for id_, one in raw["anchors"].items()}
    return Past(str(raw["sha256"]), str(raw["reading"]), texts, anchors)


def _anchor(raw: dict[str, Any], blocks: int) -> Anchor:
    if raw["state"] not in get_args(AnchorState):
        raise ValueError(raw)
    return Anchor(
        raw["state"],
        _ranges(raw["ranges"], blocks),
        float(raw["score"]),
        tuple(Candidate(_ranges(r, blocks), float(score)) for r, score in raw["candidates"]),
        min(int(raw["near"]), blocks - 1),
        bool(raw["settled"]),
    )


def _ranges(raw: Any, blocks: int) -> tuple[Range, ...]:
    ranges = tuple((int(index), int(start), int(end)) for index, start, end in raw)
    if not all(0 <= index < blocks for index, _, _ in ranges):
        raise ValueError(raw)
    return ranges
