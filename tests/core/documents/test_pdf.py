import subprocess
import sys
import time

import pytest

from tests.making import pdf
from tui.core.documents import open_document
from tui.core.documents import pdf as reader
from tui.core.errors import UnreadableDocument
from tui.core.links import footnote

TEXT = "the margin of a page answers line by line what its text has said before and after"
WORDS = TEXT.split()
TOP, LEFT, WIDTH, SIZE = 720, 72, 60, 11


def sentence(number, length=40):
    words = [WORDS[(number * at + at) % len(WORDS)] for at in range(1, length)]
    return f"Paragraph {number} says {' '.join(words)}."


def wrapped(text, width=WIDTH):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def placed(lines, *, left=LEFT, top=TOP, step=14):
    """Lines below each other; one that is empty leaves its place free."""
    rows = [(left, top - step * at, SIZE, line) for at, line in enumerate(lines)]
    return [row for row in rows if row[3]]


@pytest.fixture
def read(tmp_path):
    """Opens a PDF of those pages."""

    def read(pages, **kwargs):
        path = tmp_path / "text.pdf"
        path.write_bytes(pages if isinstance(pages, bytes) else pdf(pages, **kwargs))
        return open_document(path)

    return read


def texts(document):
    return [block.text for block in document.blocks]


def test_paragraphs_with_space_between_are_told_by_it_across_pages(read):
    paragraphs = [sentence(number) for number in range(12)]
    lines = [line for text in paragraphs for line in (*wrapped(text), "")]
    # A page ends in the middle of a paragraph.
    cut = next(at for at in range(20, 40) if lines[at - 1] and lines[at] and lines[at][0].islower())
    document = read([placed(lines[:cut]), placed(lines[cut:])])
    assert texts(document) == paragraphs
    assert [document.blocks[0].page, document.blocks[-1].page] == [1, 2]
    assert document.format == "pdf"


def test_paragraphs_with_an_indent_are_told_by_it(read):
    paragraphs = [sentence(number) for number in range(9)]
    rows, y = [], TOP
    for text in paragraphs:
        # The indent is as wide as two characters.
        first, *rest = wrapped(f"__{text}")
        for left, line in ((LEFT + 13.2, first[2:]), *((LEFT, line) for line in rest)):
            rows.append((left, y, SIZE, line))
            y -= 14
    assert texts(read([rows])) == paragraphs


def test_an_indent_also_tells_where_a_page_begins(read):
    full = "these words fill the whole line of sixty characters to it end."
    lines = [(LEFT, full)] * 4
    begun = [(LEFT + 13.2, f"A{full[3:]}"), *lines]
    on_page_two = [(LEFT, f"I{full[1:]}"), *lines, *begun, *begun, *begun]
    pages = [
        [(x, TOP - 14 * at, SIZE, text) for at, (x, text) in enumerate(rows)]
        for rows in (begun * 3, on_page_two, begun)
    ]
    found = texts(read(pages))
    # The third goes on over the page though its line had ended; the others begin with an indent.
    assert len(found) == 7
    assert found[2].count(full[4:]) == 10


def test_blocks_that_are_set_in_as_a_whole_are_one_paragraph(read):
    body = [placed(wrapped(sentence(n)), top=700 - 110 * n) for n in range(3)]
    quote = placed(wrapped(sentence(4), 50), left=LEFT + 26, top=370)
    item, *rest = wrapped("Here " + sentence(5), 50)
    listed = [(LEFT + 13, 240, SIZE, f"• {item}"), *placed(rest, left=LEFT + 26.2, top=226)]
    last = placed(wrapped(sentence(6)), top=150)
    found = read([[*(row for rows in body for row in rows), *quote, *listed, *last]]).blocks
    assert [block.text for block in found[3:]] == [sentence(4), f"Here {sentence(5)}", sentence(6)]
    assert (found[4].kind, found[4].marker) == ("item", "•")


def test_columns_are_read_one_after_the_other(read):
    paragraphs = [sentence(number) for number in range(12)]
    lines = [line for text in paragraphs for line in (*wrapped(text, 38), "")]
    half = len(lines) // 2
    left, right = placed(lines[:half], left=50), placed(lines[half:], left=320)
    mixed = [row for pair in zip(left, right, strict=False) for row in pair]
    mixed += left[len(right) :] + right[len(left) :]
    found = texts(read([mixed]))
    assert len(set(found) & set(paragraphs)) >= 11


def test_running_heads_and_page_numbers_are_left_out(read):
    pages = []
    for number in range(1, 5):
        body = placed([line for n in range(3) for line in (*wrapped(sentence(number * 3 + n)), "")])
        heads = [(200, 770, 9, "THE BOOK"), (300, 30, 9, str(number))]
        pages.append([heads[0], *body, heads[1]])
    document = read(pages)
    assert len(document.blocks) == 12
    assert all(text.startswith("Paragraph") for text in texts(document))


def test_a_line_that_comes_again_at_the_end_of_a_page_is_no_running_head(read):
    pages = []
    for number in range(1, 6):
        lines = [line for n in range(3) for line in (*wrapped(sentence(number * 3 + n)), "")]
        last = "Yes, she said." if number in (2, 4) else f"{'xyzabc'[number]} she said at last."
        pages.append(placed([*lines[:-1], "", "", last]))
    found = texts(read(pages))
    assert found.count("Yes, she said.") == 2


def test_a_text_that_comes_on_every_page_is_not_taken_for_a_head_if_it_is_all(read):
    assert texts(read([placed(["The same words."])] * 3)) == ["The same words."] * 3


def test_hyphens_at_line_ends_are_joined_as_the_rest_of_the_text_has_the_word(read):
    lines = [
        "A well-known word and an answer stand in this text, both of",
        "them come again where the line has an end: here is the well-",
        "known one, and here, where it is wanted very much, the ans-",
        "wer that was given, and a dash at the end of a line as here--",
        "which is no hyphen.",
    ]
    (text,) = texts(read([placed(lines)]))
    assert "the well-known one" in text
    assert "the answer that" in text
    assert "as here-- which" in text


def test_headings_are_told_by_their_size_and_notes_by_their_place(read):
    body = placed([line for n in range(6) for line in (*wrapped(sentence(n)), "")], top=680)
    raised = body[0][0] + 6.6 * len(body[0][3]), body[0][1] + 4, 7, "1"
    note = (LEFT, 60, 8, "1. What there is to say about it.")
    document = read([[(LEFT, 720, 18, "The Chapter"), *body, raised, note]])
    assert (document.blocks[0].kind, document.blocks[0].text) == ("heading", "The Chapter")
    assert document.title == "The Chapter"
    at = footnote(document, "1")
    assert at is not None
    assert document.blocks[at].text == "What there is to say about it."


def test_what_the_outline_of_the_file_names_is_a_heading(read):
    lines = ["First Things", *wrapped(sentence(1)), "Second Things", *wrapped(sentence(2))]
    objects = [
        "<</First 7 0 R/Last 7 0 R/Count 1>>",
        "<</Title(First things)/Parent 6 0 R/Dest[4 0 R/Fit]/First 8 0 R/Last 8 0 R/Count 1>>",
        "<</Title(Second Things)/Parent 7 0 R/Dest[4 0 R/Fit]>>",
    ]
    content = pdf([placed(lines)], more=objects)
    document = read(content.replace(b"/Pages 2 0 R>>", b"/Pages 2 0 R/Outlines 6 0 R>>", 1))
    assert [(b.kind, b.level, b.text) for b in document.blocks] == [
        ("heading", 1, "First Things"),
        ("paragraph", 0, sentence(1)),
        ("heading", 2, "Second Things"),
        ("paragraph", 0, sentence(2)),
    ]


def test_what_is_no_text_says_what_it_is(read):
    for content, why in [
        (pdf(["q 100 0 0 100 72 600 cm Q"]), "holds no text"),
        (b"%PDF-1.7\n" + bytes(range(200)) * 9, "damaged"),
        (
            pdf(
                [placed(["Secret."])],
                trailer="/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4"
                f"/O<{'00' * 32}>/U<{'00' * 32}>>>",
            ),
            "password",
        ),
    ]:
        with pytest.raises(UnreadableDocument, match=why):
            read(content)


def test_control_characters_never_come_through(read):
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar "
        "<41> <001B005D0030003B0007> <42> <009B0032004A> endbfchar endcmap end end"
    )
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    stream = f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream"
    content = pdf([placed(["AAA BBB plain"])], more=[font, stream])
    document = read(content.replace(b"/F1 3 0 R", b"/F1 6 0 R"))
    shown = "".join([document.title, *texts(document)])
    assert "plain" in shown
    assert all(char.isprintable() or char == "\ufffd" for char in shown)


def test_a_program_that_hangs_or_dies_is_ended_and_said(read, monkeypatch, tmp_path):
    script = tmp_path / "child.py"
    monkeypatch.setattr(reader, "_CHILD", script)
    monkeypatch.setattr(reader, "SECONDS", 0.3)
    script.write_text("import time; time.sleep(60)")
    started = time.monotonic()
    with pytest.raises(UnreadableDocument, match="within its limits"):
        read(pdf([placed(["x"])]))
    assert time.monotonic() - started < 30
    page = '[["One.", 72, 90, 100, 11, false]]'
    script.write_text(f"import os; print('{{}}'); print('{page}', flush=True); os.abort()")
    monkeypatch.setattr(reader, "SECONDS", 30)
    assert texts(read(pdf([placed(["x"])]))) == [
        "One.",
        "[what follows page 1 could not be read]",
    ]


def test_the_program_that_reads_has_little_memory(tmp_path):
    code = (
        "import sys, runpy; sys.argv = ['x']\n"
        f"space = runpy.run_path({str(reader._CHILD)!r})\n"
        "space['main']()\n"
        "try:\n    bytearray(600 << 20)\nexcept MemoryError:\n    print('refused')\n"
    )
    path = tmp_path / "text.pdf"
    path.write_bytes(pdf([placed(["x"])]))
    with path.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-c", code], stdin=file, capture_output=True, check=True
        )
    assert done.stdout.endswith(b"refused\n")
