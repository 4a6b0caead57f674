"""What tells a reader where a note belongs: the words that it was made on, and today's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.core.anchors.describe import fingerprint
from tui.core.anchors.wording import differences
from tui.core.model import Candidate
from tui.core.text import normalise

if TYPE_CHECKING:
    from tui.core.anchors.wording import Run
    from tui.core.model import Anchor, Annotation, Document, Range
    from tui.core.session import Session

CONTEXT = 60
"""Characters shown on either side of a phrase."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words compared with another version of them, and what stands around them."""

    runs: tuple[Run, ...] = ()
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """An annotation whose words are not those it was made on; without ranges they are not there."""

    annotation: Annotation
    anchor: Anchor


def offers(anchor: Anchor) -> tuple[Candidate, ...]:
    """The places to choose from for an uncertain annotation, the likeliest first."""
    attached = (Candidate(anchor.ranges, anchor.score),) if anchor.ranges else ()
    return anchor.candidates or attached


def compare(document: Document, annotation: Annotation, ranges: tuple[Range, ...]) -> list[Quote]:
    """The words that `annotation` was made on, and those at `ranges` if there are any."""
    target = annotation.target
    words = text_at(document, ranges)
    was, now = differences(target.exact, words) if ranges else ([(target.exact, False)], [])
    is_phrase = (
        len(target.blocks) == 1 and fingerprint(target.exact) != target.blocks[0].fingerprint
    )
    before = target.prefix.rpartition("\n")[2] if is_phrase else ""
    after = target.suffix.partition("\n")[0] if is_phrase else ""
    quotes = [Quote(tuple(was), before, after)]
    if ranges:
        quotes.append(Quote(tuple(now), *_around(document, ranges)))
    return quotes


def text_at(document: Document, ranges: tuple[Range, ...]) -> str:
    """The words at `ranges`, a line for each."""
    return "\n".join(document.blocks[index].text[start:end] for index, start, end in ranges)


def changed_under_notes(session: Session) -> list[Changed]:
    """The annotations whose words differ from those they were made on, in reading order."""
    found = [
        Changed(annotation, session.anchors[id_])
        for id_, annotation in session.annotations.items()
        if annotation.target.blocks and _differs(session, annotation)
    ]
    return sorted(found, key=lambda one: (one.anchor.block, one.annotation.id))


def from_here(session: Session, block: int, step: int) -> Annotation | None:
    """The first uncertain annotation from `block` on, or for -1 the last up to it; then round."""
    waiting = session.uncertain()
    blocks = [session.anchors[annotation.id].block for annotation in waiting]
    if step > 0:
        at = bisect_left(blocks, block) % max(1, len(waiting))
    else:
        at = bisect_right(blocks, block) - 1
    return waiting[at] if waiting else None


def doubts(session: Session, key: str) -> str:
    """What to say of a document that was opened; "" if every note is sure of its place.

    `key` is the one that shows them.
    """
    count = len(session.uncertain())
    if not count:
        return ""
    notes = "1 note is not sure of its" if count == 1 else f"{count} notes are not sure of their"
    return f"{notes} place: {key} shows {'it' if count == 1 else 'them'}"


def _differs(session: Session, annotation: Annotation) -> bool:
    ranges = session.anchors[annotation.id].ranges
    exact, words = annotation.target.exact, text_at(session.document, ranges)
    return not ranges or (exact != words and normalise(exact) != normalise(words))


def _around(document: Document, ranges: tuple[Range, ...]) -> tuple[str, str]:
    """What stands before and after a phrase in its paragraph."""
    (first, start, _), (last, _, end) = ranges[0], ranges[-1]
    before = document.blocks[first].text[max(0, start - CONTEXT) : start]
    return before, document.blocks[last].text[end : end + CONTEXT]
