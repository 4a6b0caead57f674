"""What a query looks at: an annotation or a paragraph, and the source it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tui.core.tags import with_tags
from tui.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from tui.core.model import AnchorState, Annotation

    Place: TypeAlias = Literal["note", "quote", "text", "tag_text"]

_TAG_BORDER = "\0"


@dataclass(frozen=True, slots=True)
class Record:
    """One annotation, or a paragraph with what is annotated there.

    `note`, `quote`, `text` and `tag_text` are folded, offsets in them are those of the originals.
    `paragraph` is its text as it is shown, `headings` are those above it.
    """

    note: str = ""
    quote: str = ""
    text: str = ""
    tag_text: str = ""
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    paragraph: str = ""

    def shown(self, place: Place) -> str:
        """The original of one of the folded texts."""
        if place == "note":
            return _notes(self.annotations)
        if place == "quote":
            return _quotes(self.annotations)
        return self.paragraph if place == "text" else _TAG_BORDER.join(self.tags)


@dataclass(frozen=True, slots=True)
class Where:
    """The source of a record.

    `path` is the one in the library; `title` and `state`, the one of an annotation's anchor, may
    read the text: they are called where a query asks for them.
    """

    path: str = ""
    title: Callable[[], str] = str
    state: Callable[[Annotation], AnchorState | None] = lambda _: None


NOWHERE = Where()


def record_of(annotation: Annotation) -> Record:
    """The record of one annotation, below the headings where it was found last."""
    target = annotation.target
    now = target.now.place.section if target.now else ()
    return record((annotation,), headings=now or target.section)


def record(
    annotations: Sequence[Annotation], text: str = "", headings: tuple[str, ...] = ()
) -> Record:
    """The record of a paragraph, or of what is annotated somewhere."""
    tags = with_tags((), (tag for one in annotations for tag in one.tags))
    return Record(
        fold(_notes(annotations)),
        fold(_quotes(annotations)),
        fold(text),
        fold(_TAG_BORDER.join(tags)),
        tags,
        headings,
        tuple(annotations),
        text,
    )


def _notes(annotations: Sequence[Annotation]) -> str:
    return "\n".join(one.texts for one in annotations)


def _quotes(annotations: Sequence[Annotation]) -> str:
    return "\n".join(one.target.exact for one in annotations)


def path_in(root: Path, source: Path) -> str:
    """The path of a source in the library `root`, else as it is."""
    try:
        return source.relative_to(root).as_posix()
    except ValueError:
        return source.as_posix()
