"""How well documents are cut into paragraphs, format by format: see `formats` for what it takes.

    python -m tests.benchmarks.documents DIR    one table of scores

DIR holds `txt/shapes` (NAME.SHAPE.txt with NAME.truth.json, a list of paragraphs), `txt/gutenberg`
(NAME.txt with NAME-html-blocks.json, rows that end with a text), `txt/encodings` (one text in many,
that of utf-8.txt), `pdf` and `html` (NAME.json beside each, rows of kind and text, or paragraphs),
`epub` and `docx` (which have to open and not be empty). What is not there is skipped with a word.

The score is that of a one-to-one match of normalised texts, equal or alike enough. The
pages of a book at Project Gutenberg join what its text parts by blank lines (headings, stanzas,
signatures), so for these the paragraphs of prose that are found are told, too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from rapidfuzz import fuzz, process

from tui.core.documents import open_document
from tui.core.errors import PostilError
from tui.core.text import normalise

ALIKE, ALIKE_TEXT = 90, 97
"""Per cent from which on two texts are the same: of plain text more is asked."""

PROSE = 80
"""Characters from which on a paragraph is prose, not a heading or a signature."""


def score(found: list[str], truth: list[str], alike: int = ALIKE) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    found, truth = ([normalise(t) for t in texts if t.strip()] for texts in (found, truth))
    left = Counter(found)
    rest = []
    for text in truth:
        if left[text]:
            left[text] -= 1
        else:
            rest.append(text)
    pool = list(left.elements())
    hits = len(truth) - len(rest)
    for text in rest:
        best = process.extractOne(text, pool, scorer=fuzz.ratio, score_cutoff=alike)
        if best:
            pool.pop(best[2])
            hits += 1
    precision, recall = hits / max(1, len(found)), hits / max(1, len(truth))
    return precision, recall, 2 * precision * recall / (precision + recall or 1)


def texts_of(path: Path) -> list[str]:
    """The numbered blocks of a document."""
    return [block.text for block in open_document(path).blocks if block.kind != "rule"]


def truth_of(path: Path) -> list[str]:
    """Paragraphs, whether they stand alone or end a row."""
    return [row if isinstance(row, str) else row[-1] for row in json.loads(path.read_text("utf-8"))]


def prose_of(path: Path) -> list[str]:
    """Only the paragraphs among rows of kind, level and text, and of those the long ones."""
    rows = json.loads(path.read_text("utf-8"))
    return [row[-1] for row in rows if row[0] == "para" and len(row[-1]) >= PROSE]


def pairs(root: Path) -> dict[str, list[tuple[Path, Path, int]]]:
    """What can be scored: files and their truth by group, and how alike texts have to be."""
    found: defaultdict[str, list[tuple[Path, Path, int]]] = defaultdict(list)
    for path in sorted((root / "txt" / "shapes").glob("*.txt")):
        name, shape = path.stem.split(".", 1)
        truth = path.with_name(f"{name}.truth.json")
        found[f"txt {shape}"].append((path, truth, ALIKE_TEXT))
    for path in sorted((root / "txt" / "gutenberg").glob("*.txt")):
        truth = path.with_name(f"{path.stem.removesuffix('-8')}-html-blocks.json")
        truth = truth if truth.exists() else path.with_name(f"{path.stem}-html-blocks.json")
        found["txt gutenberg"].append((path, truth, ALIKE_TEXT))
    for ending in ("pdf", "html"):
        for path in sorted((root / ending).glob(f"*.{ending}")):
            layout = path.stem.partition("-")[0] if ending == "pdf" else ""
            found[f"{ending} {layout}".strip()].append((path, path.with_suffix(".json"), ALIKE))
    return found


def scores(root: Path) -> None:
    """Print a row for each group, the mean of its files."""
    groups = pairs(root)
    print(f"{'':28}{'files':>6}{'precision':>11}{'recall':>9}{'F1':>8}")
    for group, rows in groups.items():
        results = [score(texts_of(p), truth_of(t), alike) for p, t, alike in rows if t.exists()]
        if results:
            means = [sum(values) / len(values) for values in zip(*results, strict=True)]
            print(f"{group:28}{len(results):6}{means[0]:11.3f}{means[1]:9.3f}{means[2]:8.3f}")
    if rows := groups.get("txt gutenberg"):
        found = [score(texts_of(path), prose_of(truth), alike)[1] for path, truth, alike in rows]
        print(f"{'txt gutenberg, prose':28}{len(found):6}{'':11}{sum(found) / len(found):9.3f}")
    for ending in ("epub", "docx"):
        opened(ending, sorted((root / ending).glob(f"*.{ending}")))
    encodings(root / "txt" / "encodings")
    for name in ("txt", "pdf", "html", "epub", "docx"):
        if not (root / name).is_dir():
            print(f"{name}: skipped, there is no {root / name}")


def opened(ending: str, paths: list[Path]) -> None:
    """Print how many files open, and how many of those have text."""
    counts = []
    for path in paths:
        try:
            counts.append(len(texts_of(path)))
        except PostilError as error:
            print(f"  {error}")
    if paths:
        print(f"{ending:28}{len(paths):6} {len(counts)} open, {sum(map(bool, counts))} with text")


def encodings(folder: Path) -> None:
    """Print which encodings of the one text give other paragraphs."""
    if folder.is_dir():
        right = texts_of(folder / "utf-8.txt")
        wrong = [path.name for path in folder.glob("*.txt") if texts_of(path) != right]
        print(f"{'txt encodings':28}{len(list(folder.glob('*.txt'))):6} wrong: {wrong or 'none'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", nargs="?", type=Path, metavar="DIR")
    options = parser.parse_args()
    if options.root is None or not options.root.is_dir():
        sys.exit(f"skipped: no documents in {options.root or 'DIR, which is not given'}")
    scores(options.root)
