"""How well notes follow their text: the product's engine beside others, on edit histories.

    python -m tests.benchmarks.anchoring FILE.jsonl         one table of all engines
    python -m tests.benchmarks.anchoring FILE.jsonl --fit   the weights of the model (scikit-learn)
    python -m tests.benchmarks.anchoring --speed            how long a heavy edit takes

A line of FILE is a pair of versions: `old` and `new` are paragraphs, an integer in `new` stands for
the old paragraph of that index; `truth` has [status, targets, flags] for each old one, the status
x(act), e(dited), g(one) or u(nsure: gone and its targets are both right); `phrases` are
[old paragraph, start, end, keep or gone or unsure, new paragraph, start, end].
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter
from itertools import accumulate
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from tui.core.anchors.align import WEIGHTS, Alignment, Version
from tui.core.anchors.describe import describe, fingerprint
from tui.core.anchors.past import Past
from tui.core.anchors.resolve import resolve
from tui.core.model import Block, Document
from tui.core.text import normalise

ANNOTATED = 8
"""Every so many paragraphs one is annotated, where only selectors are known."""


def document(texts: list[str]) -> Document:
    """Paragraphs as a document."""
    blocks = [Block("paragraph", text) for text in texts]
    starts = [0, *accumulate(len(text) + 2 for text in texts)]
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()
    path = Path("made-up.txt")
    return Document(path, "text", "txt/1", "", blocks, starts[:-1], starts[-1], digest)


def reattach(old, new):
    """Where each old paragraph is, the old text being known: None, or (index, how sure)."""
    return _anchored(old, new, range(len(old)), knows_text=True)


def reattach_by_selectors(old, new):
    """The same where only the selectors of every eighth paragraph are known; `...` is not asked."""
    chosen = range(0, len(old), ANNOTATED)
    answers = _anchored(old, new, chosen, knows_text=False)
    asked = dict(zip(chosen, answers, strict=True))
    return [asked.get(index, ...) for index in range(len(old))]


def reattach_phrases(old, new, probes):
    """Where each phrase (paragraph, start, end) is: None, or (paragraph, start, end[, confirm])."""
    before = document(old)
    selectors = {at: describe(before, [probe]) for at, probe in enumerate(probes)}
    past = Past(before.sha256, before.reading, old)
    anchors = resolve(selectors, document(new), past)
    return [_phrase(anchors[at]) for at in range(len(probes))]


def _anchored(old, new, chosen, *, knows_text):
    before = document(old)
    selectors = {i: describe(before, [(i, 0, len(old[i]))]) for i in chosen}
    past = Past(before.sha256, before.reading, old) if knows_text else None
    anchors = resolve(selectors, document(new), past)
    return [_paragraph(anchors[i]) for i in chosen]


def _place(anchor):
    ranges = anchor.ranges or (anchor.candidates[0].ranges if anchor.candidates else ())
    return ranges[0] if ranges else None


def _paragraph(anchor):
    place = _place(anchor)
    return (place[0], "confirm" if anchor.is_uncertain else "attach") if place else None


def _phrase(anchor):
    place = _place(anchor)
    return (*place, *(["confirm"] if anchor.is_uncertain else [])) if place else None


def by_index(old, new):
    """The paragraph of the same number."""
    return [i if i < len(new) else None for i in range(len(old))]


def by_hash(old, new):
    """The paragraph with the same words, where there is just one."""
    prints = [fingerprint(text) for text in new]
    often = Counter(prints)
    place = {print_: j for j, print_ in enumerate(prints)}
    wanted = (fingerprint(text) for text in old)
    return [place[p] if often.get(p) == 1 else None for p in wanted]


CONTEXT = 32
LOOKED_AT = 10
"""Paragraphs that a quote is compared with: those most like it."""
PARTS = 3
"""Longer ones of which it may be a part: those that have most of its words."""


def like_hypothesis(old, new, floor=0.0):
    """Quote, prefix, suffix and position weighed 50, 20, 20 and 2, as Hypothesis describes itself.

    The quote is looked for literally, else with errors up to half its length, the fewest found in
    each paragraph; the best is taken, whatever its score, unless there is a `floor`.
    """
    text = "\n".join(new)
    starts = [0, *accumulate(len(paragraph) + 1 for paragraph in new)]
    positions = [0, *accumulate(len(paragraph) + 1 for paragraph in old)]
    whole = "\n".join(old)
    found = []
    for i, quote in enumerate(old):
        at = positions[i]
        context = whole[max(0, at - CONTEXT) : at], whole[at + len(quote) :][:CONTEXT]
        windows = _windows(quote, new)
        scored = (
            (_weighed(text, starts[j] + a, starts[j] + b, errors, quote, context, at), j)
            for j, a, b, errors in windows
        )
        score, j = max(scored, default=(0.0, None))
        found.append(j if j is not None and score >= floor else None)
    return found


def _windows(quote, new):
    """(paragraph, start, end, errors) of the places where a quote may be."""
    exact = [(j, text.find(quote), quote) for j, text in enumerate(new) if quote and quote in text]
    if exact:
        return [(j, start, start + len(quote), 0) for j, start, _ in exact]
    most = min(256, len(quote) // 2)
    windows = []
    longer = {j: text for j, text in enumerate(new) if len(text) > 1.5 * len(quote)}
    whole = process.extract(quote, dict(enumerate(new)), scorer=fuzz.ratio, limit=LOOKED_AT)
    part = process.extract(quote, longer, scorer=fuzz.token_set_ratio, limit=PARTS)
    for j, text in {j: text for text, _, j in [*whole, *part]}.items():
        aligned = fuzz.partial_ratio_alignment(quote, text) if j in longer else None
        start, end = (aligned.dest_start, aligned.dest_end) if aligned else (0, len(text))
        errors = Levenshtein.distance(quote, text[start:end], score_cutoff=most)
        if errors <= most:
            windows.append((j, start, end, errors))
    return windows


def _weighed(text, start, end, errors, quote, context, hint):
    before, behind = context
    quoted = 1 - errors / max(1, len(quote))
    prefix = _same(before, text[max(0, start - len(before)) : start])
    suffix = _same(behind, text[end : end + len(behind)])
    position = 1 - abs(start - hint) / max(1, len(text))
    return (50 * quoted + 20 * prefix + 20 * suffix + 2 * position) / 92


def _same(wanted, there):
    return 1 - Levenshtein.distance(wanted, there) / len(wanted) if wanted else 1.0


ENGINES = {
    "index only": by_index,
    "hash of the normalised text": by_hash,
    "Hypothesis": like_hypothesis,
    "Hypothesis, floor of .80": lambda old, new: like_hypothesis(old, new, 0.8),
    "Postil, old text known": reattach,
    "Postil, selectors of 1 in 8": reattach_by_selectors,
}


def load(path):
    """The pairs of a file, integers in `new` replaced."""
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            pair["new"] = [pair["old"][x] if isinstance(x, int) else x for x in pair["new"]]
            yield pair


def judge(truth, answer):
    """What an answer is worth: right, asked, lost or wrong; `fair` where nothing was expected."""
    status, targets, _ = truth
    index, sure = answer if isinstance(answer, tuple) else (answer, "attach")
    if index is None:
        return "fair" if status in "gu" else "lost"
    if sure == "confirm":
        expected = "asked" if index in targets else "misled"
        return expected if status in "xe" else "fair"
    if index not in targets:
        return "wrong"
    return "right" if status in "xe" else "fair"


def table(path):
    """Print recall, what is asked, and silent errors per thousand, engine by engine."""
    pairs = list(load(path))
    print(f"{'':30} {'recall':>7} {'+asked':>7} {'wrong/1000':>11} {'ms/pair':>8}")
    for name, engine in ENGINES.items():
        count: Counter[str] = Counter()
        must = total = 0
        begun = time.perf_counter()
        for pair in pairs:
            answers = engine(pair["old"], pair["new"])
            for truth, answer in zip(pair["truth"], answers, strict=True):
                if answer is not ...:
                    count[judge(truth, answer)] += 1
                    must += truth[0] in "xe"
                    total += 1
        spent = (time.perf_counter() - begun) * 1000 / len(pairs)
        recall, asked = count["right"] / must, (count["right"] + count["asked"]) / must
        wrong = 1000 * count["wrong"] / total
        print(f"{name:30} {recall:7.4f} {asked:7.4f} {wrong:11.2f} {spent:8.0f}", flush=True)
    _phrase_table(pairs)


def _phrase_table(pairs):
    count: Counter[str] = Counter()
    kept = 0
    for pair in pairs:
        probes = [probe for probe in pair["phrases"] if probe[3] != "unsure"]
        answers = reattach_phrases(pair["old"], pair["new"], [tuple(p[:3]) for p in probes])
        for probe, answer in zip(probes, answers, strict=True):
            kept += probe[3] == "keep"
            count[_judge_phrase(probe, answer)] += 1
    total = count.total()
    recall, asked = count["right"] / kept, (count["right"] + count["asked"]) / kept
    wrong = 1000 * count["wrong"] / total
    print(f"{'Postil, ' + str(total) + ' phrases':30} {recall:7.4f} {asked:7.4f} {wrong:11.2f}")


def _judge_phrase(probe, answer):
    *_, status, paragraph, start, end = probe
    if answer is None:
        return "lost"
    sure = len(answer) == 3
    if status == "gone" or answer[0] != paragraph:
        return "wrong" if sure else "misled"
    common = max(0, min(end, answer[2]) - max(start, answer[1]))
    union = max(end, answer[2]) - min(start, answer[1])
    if not union or common / union < 0.5:
        return "wrong" if sure else "misled"
    return "right" if sure else "asked"


def fit(path):
    """Print the weights that a logistic regression finds, and those that are in the product."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rows, right = [], []
    for pair in load(path):
        old, new = ([normalise(text) for text in pair[side]] for side in ("old", "new"))
        alignment = Alignment(Version(old, old), Version(new, new))
        for i in sorted(alignment.rest.old.texts):
            status, targets, _ = pair["truth"][i]
            for j in alignment.candidates(i) if status != "u" else ():
                rows.append(alignment.evidence(i, j))
                right.append(j in targets)
    scale = StandardScaler(with_mean=False).fit(np.array(rows))
    model = LogisticRegression(C=0.3, max_iter=5000, fit_intercept=False)
    model.fit(scale.transform(np.array(rows)), right)
    print("fitted", tuple(round(float(weight), 2) for weight in model.coef_[0] / scale.scale_))
    print("in use", WEIGHTS)


def speed(paragraphs=10_000, annotated=1_000):
    """Print how long a heavy edit of a long text takes to follow."""
    chance = random.Random(7)
    words = [f"{chance.choice('bdfgklmnprst')}{n:x}" for n in range(4_000)]
    old = [" ".join(chance.choices(words, k=80)) for _ in range(paragraphs)]
    new = []
    for text in old:
        kind = chance.random()
        if kind < 0.05:
            continue
        if kind < 0.15:
            text = " ".join(w for w in text.split() if chance.random() > 0.2)
        new += [text] if kind < 0.97 else [text, " ".join(chance.choices(words, k=60))]
    before, after = document(old), document(new)
    chosen = sorted(chance.sample(range(paragraphs), annotated))
    selectors = {i: describe(before, [(i, 0, len(old[i]))]) for i in chosen}
    past = Past(before.sha256, before.reading, old)
    for name, there, text in (
        ("nothing changed", past, before),
        ("heavy edit, old text known", past, after),
        ("heavy edit, selectors only", None, after),
    ):
        begun = time.perf_counter()
        anchors = resolve(selectors, text, there)
        spent = time.perf_counter() - begun
        states = Counter(anchor.state for anchor in anchors.values())
        print(f"{name:30} {spent * 1000:8.1f} ms  {dict(states)}")


def main():
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", nargs="?")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    if asked.speed:
        speed()
    elif asked.data is None:
        parser.error("name a file of pairs of versions")
    else:
        (fit if asked.fit else table)(asked.data)


if __name__ == "__main__":
    main()
