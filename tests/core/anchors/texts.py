"""Prose to edit, and edits of which it is known what became of each paragraph."""

from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from hypothesis import strategies as st

from tui.core.model import Block, Document

PROSE = [
    "The lighthouse keeper counted ships",
    "Every evening the keeper climbed the stairs with a lamp in one hand and a ledger in the "
    "other, and wrote down each sail that passed between the rocks and the harbour wall.",
    "His ledger had no headings. A date, a number, now and then the word “fog”; the reader of "
    "today has to guess whether a blank evening was an empty sea or an illness.",
    "Of the forty years that the books cover, eleven are missing: water came in through the roof "
    "of the parish house, and what could be dried was dried on the altar, page by page.",
    "On the price of salt",
    "Salt was paid for in advance. A merchant who came in autumn without silver went home with an "
    "empty cart, whatever his name was and whoever had vouched for him at the gate.",
    "The toll was a tenth, taken in kind and weighed on scales that belonged to the abbey; twice a "
    "century somebody complained that the stones had grown lighter, and twice nothing was found.",
    "A clerk noted in the margin that he had tasted the sample himself, and that it was grey.",
    "Bees, and how they were taxed",
    "Whoever kept more than six hives owed the manor a pound of wax at Candlemas, but a swarm that "
    "settled on common land belonged to the first person who rang a bell beneath it.",
    "There is a drawing of such a bell, no larger than a thimble, on the last leaf of the roll.",
    "Swarms that crossed the river were lost to both parishes, which is why the ferryman, who had "
    "neither garden nor orchard, died the owner of the largest apiary in the valley.",
    "Nobody wrote down how he fed them in winter.",
    "The schoolmaster's globe arrived without its stand, rolled down the hill on market day, and "
    "came to rest against the pump with the southern ocean facing the sky, where children used to "
    "fill it with rain until the paper of the poles gave way.",
]
"""Headings, short paragraphs and long ones."""

FILLER = "A stranger passed through the town that week and left nothing but a rumour of drought."


def document(texts, extractor="txt/1"):
    """Paragraphs as a document."""
    blocks = [Block("paragraph", text) for text in texts]
    starts = [0, *accumulate(len(text) + 2 for text in texts)]
    digest = sha256("\0".join(texts).encode()).hexdigest()
    return Document(
        Path("made-up.txt"), "text", extractor, "", blocks, starts[:-1], starts[-1], digest
    )


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the edited text, and the old ones of which it holds anything."""

    text: str
    origins: frozenset[int]


def originals(texts=PROSE):
    """The text before any edit."""
    return [Paragraph(text, frozenset([at])) for at, text in enumerate(texts)]


def reword(paragraphs, at, step):
    """Every so many words are others."""
    words = paragraphs[at].text.split()
    words[::step] = ["heron" for _ in words[::step]]
    return _with(paragraphs, at, [replace(paragraphs[at], text=" ".join(words))])


def split(paragraphs, at, step):
    """A paragraph becomes two, near its middle."""
    one = paragraphs[at]
    words = one.text.split()
    half = len(words) // 2
    if half < 4:
        return paragraphs
    halves = (words[:half], words[half:])
    return _with(paragraphs, at, [replace(one, text=" ".join(part)) for part in halves])


def merge(paragraphs, at, step):
    """A paragraph takes up the next one."""
    if at + 1 >= len(paragraphs):
        return paragraphs
    one, other = paragraphs[at : at + 2]
    both = Paragraph(f"{one.text} {other.text}", one.origins | other.origins)
    return [*paragraphs[:at], both, *paragraphs[at + 2 :]]


def move(paragraphs, at, step):
    """A paragraph goes elsewhere."""
    others = [*paragraphs[:at], *paragraphs[at + 1 :]]
    to = (at + step) % (len(others) + 1)
    return [*others[:to], paragraphs[at], *others[to:]]


def delete(paragraphs, at, step):
    """A paragraph goes."""
    return _with(paragraphs, at, [])


def duplicate(paragraphs, at, step):
    """A paragraph stands in a second place too."""
    to = (at + step) % (len(paragraphs) + 1)
    return [*paragraphs[:to], paragraphs[at], *paragraphs[to:]]


def rewrap(paragraphs, at, step):
    """Lines are broken elsewhere."""
    words = paragraphs[at].text.split()
    lines = [" ".join(words[i : i + step]) for i in range(0, len(words), step)]
    return _with(paragraphs, at, [replace(paragraphs[at], text="\n".join(lines))])


def typeset(paragraphs, at, step):
    """Quotes and dashes are made plain, or typographic."""
    text = paragraphs[at].text.translate(str.maketrans("“”'", '""’')).replace("-", "–")
    return _with(paragraphs, at, [replace(paragraphs[at], text=text)])


def insert(paragraphs, at, step):
    """Something new comes in."""
    new = Paragraph(f"{FILLER} {'Again' * (step % 3)}", frozenset())
    return [*paragraphs[:at], new, *paragraphs[at:]]


EDITS = [reword, split, merge, move, delete, duplicate, rewrap, typeset, insert]


def _with(paragraphs, at, new):
    return [*paragraphs[:at], *new, *paragraphs[at + 1 :]]


@st.composite
def edited(draw, texts=PROSE, edits=EDITS, most=6):
    """The text after a few edits, one after the other."""
    paragraphs = originals(texts)
    steps = st.tuples(st.sampled_from(edits), st.integers(0, 99), st.integers(2, 9))
    for edit, at, step in draw(st.lists(steps, min_size=1, max_size=most)):
        if paragraphs:
            paragraphs = edit(paragraphs, at % len(paragraphs), step)
    return paragraphs
