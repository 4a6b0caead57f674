"""The verbs: functions that return a reversible edit of annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tui.core.anchors.describe import describe, fingerprint
from tui.core.model import Annotation, Resolution, new_id, timestamp
from tui.core.tags import tag_key, with_tags, without_tags
from tui.core.text import clean_line, first_line

if TYPE_CHECKING:
    from pathlib import Path

    from tui.core.model import Choice, Range
    from tui.core.session import Place, Session


@dataclass(frozen=True, slots=True)
class Change:
    """One annotation of one source, before and after; None where it does not exist."""

    source: Path
    id: int
    before: Annotation | None
    after: Annotation | None


@dataclass(frozen=True, slots=True)
class Rename:
    """The tag `old` goes by `new` from now on; `back`: no longer."""

    old: str
    new: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Reshape:
    """How a source is read, before and after."""

    source: Path
    before: Choice
    after: Choice


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes made and taken back as one; `label` says in the past tense what was done.

    A `foreign` one was made by another program: it is on the disk already and not ours to undo. By
    its `id` it is known again in another run. `renames` hold for sidecars that are met later, and
    `reshape` has a source read in another way.
    """

    label: str
    changes: tuple[Change, ...]
    foreign: bool = False
    renames: tuple[Rename, ...] = ()
    reshape: Reshape | None = None
    id: int = field(default_factory=new_id, compare=False)
    sources: frozenset[Path] = field(init=False, compare=False, repr=False)
    """Those that it touches."""

    def __post_init__(self) -> None:
        reshaped = {self.reshape.source} if self.reshape else set()
        sources = frozenset({change.source for change in self.changes} | reshaped)
        object.__setattr__(self, "sources", sources)

    def inverse(self) -> Edit:
        """The edit that takes this one back."""
        back = (Change(c.source, c.id, c.after, c.before) for c in reversed(self.changes))
        renames = tuple(replace(r, back=not r.back) for r in reversed(self.renames))
        one = self.reshape
        reshape = replace(one, before=one.after, after=one.before) if one else None
        return Edit(self.label, tuple(back), renames=renames, reshape=reshape)

    def __bool__(self) -> bool:
        return bool(self.changes or self.reshape)


Fields = dict[str, Any]
Revision = Callable[[Annotation | None], Fields]


def revise(session: Session, places: Iterable[Place], label: str, revision: Revision) -> Edit:
    """Give the annotation of each place the fields that `revision` returns for it.

    A place without an annotation gets one; an annotation that ends up empty is removed; what stays
    the same is not touched.
    """
    changes = (_change(session, place, revision) for place in places)
    return Edit(label, tuple(change for change in changes if change))


def _change(session: Session, place: Place, revision: Revision) -> Change | None:
    before = session.at(place)
    fields = revision(before)
    if before and all(getattr(before, name) == value for name, value in fields.items()):
        return None
    if before:
        after = before.revised(**fields)
    else:
        now = timestamp()
        after = Annotation(new_id(), now, now, session.describe(place), **fields)
    if before is None and after.is_empty:
        return None
    return Change(session.source, after.id, before, None if after.is_empty else after)


def add_tags(session: Session, places: Sequence[Place], tags: Sequence[str]) -> Edit:
    """Put `tags` on each place."""
    label = "tagged " + ", ".join(tags)
    return revise(session, places, label, lambda a: {"tags": with_tags(_tags(a), tags)})


def share_tags(session: Session, place: Place, others: Iterable[tuple[Path, Annotation]]) -> Edit:
    """Put the tags that annotations of other sources have on `place`.

    The label names the first source that a tag comes from, and how many more there are.
    """
    here = tags = _tags(session.at(place))
    sources: list[Path] = []
    for source, one in others:
        more = with_tags(tags, one.tags)
        sources += [source] if more != tags and source not in sources else []
        tags = more
    names = [clean_line(source.name) for source in sources]
    origin = f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else "".join(names)
    new = tags[len(here) :]
    return replace(add_tags(session, [place], new), label=f"took {', '.join(new)} from {origin}")


def remove_tags(session: Session, places: Sequence[Place], tags: Sequence[str]) -> Edit:
    """Take `tags` off each place."""
    label = "removed " + ", ".join(tags)
    return revise(session, places, label, lambda a: {"tags": without_tags(_tags(a), tags)})


def toggle_tag(session: Session, places: Sequence[Place], tag: str) -> Edit:
    """Put `tag` on every place, or take it off where the first has it."""
    has_it = tag_key(tag) in map(tag_key, _tags(session.at(places[0])))
    return (remove_tags if has_it else add_tags)(session, places, [tag])


def write_note(
    session: Session, places: Sequence[Place], note: str, read: str | None = None
) -> Edit:
    """Set the note of each place; an empty one removes it.

    `read` is the text that the writer had before the eyes: another one that stands there by now was
    written elsewhere meanwhile, and is kept beside the new one.
    """
    note = note.strip("\n")
    note = note if note.strip() else ""
    label = f"noted “{first_line(note, 30)}”" if note else "removed the note"

    def revision(here: Annotation | None) -> Fields:
        unread = here.note if here and read is not None and here.note not in (read, note) else ""
        others = (*(here.conflicts if here else ()), *filter(None, [unread]))
        return {"note": note, "conflicts": tuple(text for text in others if text != note)}

    return revise(session, places, label, revision)


def reshape(session: Session, choice: Choice, label: str) -> Edit:
    """Have the source of `session` read in another way; `label` says in which."""
    was = session.choice
    made = Reshape(session.source, was, choice) if choice != was else None
    return Edit(label, (), reshape=made)


def settle_conflict(session: Session, annotation: Annotation, note: str) -> Edit:
    """Make `note` the text of an annotation in place of the shown one and its first other."""
    after = annotation.revised(note=note, conflicts=annotation.conflicts[1:])
    return Edit("settled a note", (Change(session.source, annotation.id, annotation, after),))


def pin(session: Session, annotation: Annotation, place: Place) -> Edit:
    """Attach an annotation where its reader says that it belongs; its own quote stays."""
    now = Resolution("pinned", session.describe(place), refused=_refused(annotation))
    return _resolve(session, annotation, now, "pinned the note")


def same_words(session: Session, annotation: Annotation, index: int) -> Place:
    """Where block `index` has the words that a note on a phrase was made on, else all of it.

    All of it too where it has them several times, or the note is on whole blocks.
    """
    words, own = annotation.target.exact, annotation.target.blocks
    text, whole = session.document.blocks[index].text, session.paragraph(index)
    is_phrase = len(own) == 1 and words and fingerprint(words) != own[0].fingerprint
    if not is_phrase or text.count(words) != 1:
        return whole
    start = text.index(words)
    return replace(whole, ranges=((index, start, start + len(words)),))


def leave_orphan(session: Session, annotation: Annotation) -> Edit:
    """Attach an annotation to none of the places that are offered for it, now or later."""
    anchor = session.anchors[annotation.id]
    offered = {
        fingerprint(session.document.blocks[index].text)
        for candidate in anchor.candidates
        for index, _, _ in candidate.ranges
    }
    place = describe(session.document, ())
    refused = (*_refused(annotation), *sorted(offered - {*_refused(annotation)}))
    now = Resolution("orphan", place, score=0.0, refused=refused)
    return _resolve(session, annotation, now, "left the note without a place")


def restore(session: Session, annotations: Iterable[Annotation]) -> Edit:
    """Bring removed annotations back as they were."""
    changes = tuple(
        Change(session.source, one.id, None, one.revised())
        for one in annotations
        if one.id not in session.annotations
    )
    return Edit("brought back from the trash", changes)


def set_colour(session: Session, places: Sequence[Place], colour: str | None) -> Edit:
    """Highlight each place in `colour`, or remove the highlight."""
    label = f"highlighted {colour}" if colour else "removed the highlight"
    return revise(session, places, label, lambda _: {"colour": colour})


def toggle_colour(session: Session, places: Sequence[Place], colour: str) -> Edit:
    """Highlight in `colour`, or remove the highlight where the first place has one."""
    first = session.at(places[0])
    return set_colour(session, places, None if first and first.colour else colour)


def set_status(session: Session, places: Sequence[Place], status: str | None) -> Edit:
    """Mark each place as open or done, or as neither."""
    return revise(session, places, f"marked {status or 'no status'}", lambda _: {"status": status})


def cycle_status(session: Session, places: Sequence[Place]) -> Edit:
    """Open, done, none, after the status of the first place."""
    first = session.at(places[0])
    following = {None: "open", "open": "done", "done": None}
    return set_status(session, places, following.get(first.status if first else None))


def set_star(session: Session, places: Sequence[Place], starred: bool) -> Edit:
    """Star each place, or take the star off."""
    label = "starred" if starred else "removed the star"
    return revise(session, places, label, lambda _: {"starred": starred})


def toggle_star(session: Session, places: Sequence[Place]) -> Edit:
    """Star every place, or take the star off where the first has it."""
    first = session.at(places[0])
    return set_star(session, places, not (first and first.starred))


def remove(session: Session, blocks: Sequence[int]) -> Edit:
    """Remove the annotation of each paragraph; where there is none, those that touch it."""
    doomed: dict[int, Annotation] = {}
    for index in blocks:
        own = session.at(session.paragraph(index))
        doomed |= {a.id: a for a in ([own] if own else session.on_block(index))}
    return _removal(session, doomed)


def remove_touching(session: Session, places: Iterable[Place]) -> Edit:
    """Remove every annotation that shares a character with one of the places."""
    doomed: dict[int, Annotation] = {}
    for part in (part for place in places for part in place.ranges):
        for annotation in session.on_block(part[0]):
            if any(_overlap(part, other) for other in session.anchors[annotation.id].ranges):
                doomed[annotation.id] = annotation
    return _removal(session, doomed)


def _overlap(one: Range, other: Range) -> bool:
    return one == other or (one[0] == other[0] and one[1] < other[2] and other[1] < one[2])


def _removal(session: Session, doomed: dict[int, Annotation]) -> Edit:
    changes = tuple(Change(session.source, id_, a, None) for id_, a in doomed.items())
    return Edit(
        f"removed {len(changes)} annotations" if len(changes) > 1 else "removed the annotation",
        changes,
    )


def remove_one(session: Session, annotation: Annotation) -> Edit:
    """Remove that annotation and no other."""
    change = Change(session.source, annotation.id, annotation, None)
    return Edit("removed the annotation", (change,))


def _resolve(session: Session, annotation: Annotation, now: Resolution, label: str) -> Edit:
    after = annotation.revised(target=replace(annotation.target, now=now))
    return Edit(label, (Change(session.source, annotation.id, annotation, after),))


def _refused(annotation: Annotation) -> tuple[str, ...]:
    return annotation.target.now.refused if annotation.target.now else ()


def _tags(annotation: Annotation | None) -> tuple[str, ...]:
    return annotation.tags if annotation else ()
