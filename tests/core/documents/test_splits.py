from array import array
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.documents import open_document
from tui.core.documents import splits as s
from tui.core.documents.chunks import pieces
from tui.core.documents.shapes import SHAPES
from tui.core.documents.solid import solid_spans
from tui.core.documents.stretches import GAPS, STRETCH

PATTERNS = {
    "line": s.chunks("line"),
    "blank": s.chunks("blank"),
    "indent": s.chunks("indent"),
    "hang": s.chunks("hanging"),
    "two blanks": s.chunks("double"),
}
RUNS = {
    "spaces": " ",
    "tabs": "\t",
    "mixed": " \t\f",
    "no-break spaces": "\u00a0",
    "blank lines": " \n",
    "long blank lines": " " * 500 + "\n",
    "blanks behind words": "word" + " " * 500 + "\n",
    "blanks before words": " " * 500 + "word\n",
    "half blanks": "\u2003\u4e00",
}


def seconds(work, *args):
    def once():
        begin = process_time()
        work(*args)
        return process_time() - begin

    return max(min(once() for _ in range(3)), 0.004)


def run_of(chars, size):
    return (chars * (size // len(chars.encode()) + 1)).encode()[:size]


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_a_run_of_blanks_is_looked_at_once(pattern, run):
    def split(data):
        return sum(1 for _ in pattern.finditer(data))

    short = seconds(split, run_of(run, 1 << 18))
    assert seconds(split, run_of(run, 1 << 20)) < short * 9


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_file_of_blanks_opens_in_a_time_that_grows_with_its_size(tmp_path, run):
    paths = []
    for size in (1 << 18, 1 << 20):
        paths.append(tmp_path / f"{size}.txt")
        paths[-1].write_bytes(run_of(run, size))
    short = seconds(open_document, paths[0])
    assert seconds(open_document, paths[1]) < short * 9


TEXTS = st.text(alphabet=st.sampled_from("aB.;1- \n\n\t\u00a0\u2003\u3000“é漢\u0416"), max_size=120)


def words(data, spans):
    return "".join("".join(data[start:end].decode().split()) for start, end in spans)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_chunks_cover_all_that_is_not_blank_in_order(text):
    data = text.encode()
    for pattern in PATTERNS.values():
        spans = [match.span() for match in pattern.finditer(data)]
        assert spans == sorted(spans)
        assert words(data, spans) == "".join(text.split())
        assert all(data[a:b].decode().strip() for a, b in spans)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(0, 80))
def test_spans_of_unmarked_text_cover_all_that_is_not_blank(text, width):
    data = text.encode()
    spans = list(solid_spans(data, 0, len(data), width))
    assert words(data, spans) == "".join(text.split())


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_is_told_to_be_plain_is_one_paragraph(text):
    for match in s.chunks("blank").finditer(text.encode()):
        if match.lastindex:
            found = pieces([match[0].decode()], 0, alone=True)
            assert [piece.kind for piece in found] in (["paragraph"], ["code"])


LINES = st.sampled_from(
    ["The margin.", "Chapter II", "A LOUD LINE", "part of it", "  In", "- a", "", " ", "x" * 400]
)


def told_apart(data, pattern, gaps, step):
    """The starts of all chunks and how often the whole pattern was asked."""
    starts, asked, at = array("Q"), 0, 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(s, "STEP", step)
        while match := pattern.search(data, at):
            starts.append(match.start())
            asked += 1
            at = match.end()
            if match.lastindex:
                at = s.add_lone(starts, data, at, len(data), gaps)
    return list(starts), asked


@settings(max_examples=500, deadline=None)
@given(
    st.lists(LINES, max_size=14).map("\n".join),
    st.sampled_from([(s.chunks(shape), s.gaps(shape)) for shape in SHAPES] + [(STRETCH, GAPS)]),
    st.sampled_from([1, 20, 1 << 22]),
)
def test_lone_lines_are_found_where_the_whole_pattern_finds_them(text, patterns, step):
    data = text.encode()
    expected = [match.start() for match in patterns[0].finditer(data)]
    assert told_apart(data, *patterns, step)[0] == expected


@pytest.mark.parametrize("shape", ["blank", "line", "md"])
def test_of_lone_paragraphs_the_whole_pattern_is_asked_of_but_a_few(shape):
    between = "\n" if shape == "line" else "\n\n"
    text = between.join(f"The {number}th says what it says." for number in range(1000)).encode()
    patterns = (STRETCH, GAPS) if shape == "md" else (s.chunks(shape), s.gaps(shape))
    starts, asked = told_apart(text, *patterns, 1 << 22)
    assert (len(starts), asked) == (1000, 2)
