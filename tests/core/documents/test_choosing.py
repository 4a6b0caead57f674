"""What can be chosen of how a source is read, and what then comes of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making import epub
from tui.core.documents import beginning, open_as_chosen, open_document, source, webpage
from tui.core.documents.choosing import (
    WEB,
    after,
    chosen,
    encodings_of,
    has_encoding,
    reading_title,
    shape_title,
    shapes_of,
)
from tui.core.documents.encodings import ENCODINGS, encoding_named
from tui.core.errors import WrongUsage
from tui.core.model import AS_FOUND, Choice

PROSE = (
    "A paragraph of the article that goes on for long enough, with commas, and more commas, to be "
    "taken for what the page is about, however short its other parts may be. "
)
PAGE = f"""<html><head><title>The margin - A Site</title></head>
<body><nav><a href="/">Home</a></nav><article><h1>The margin</h1>
<p>{PROSE}One.</p><p>{PROSE}Two.</p></article><footer>Imprint of the site</footer></body></html>"""
POEM = "Night\nfalls\n\non the page\nand on\nthe margin\n"


def texts(document):
    return [block.text for block in document.blocks]


@pytest.fixture
def written(tmp_path):
    """Writes a text and returns its path."""

    def write(content, name="a.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Все счастливые семьи похожи друг на друга."),
        ("koi8-r", "Все счастливые семьи похожи друг на друга."),
        ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy."),
        ("cp1253", "Τη γλώσσα μου έδωσαν ελληνική."),
        ("shift_jis", "国境の長いトンネルを抜けると雪国であった。"),
        ("gb18030", "幸福的家庭都是相似的。"),
        ("utf-16-le", "幸福的家庭都是相似的。不幸的家庭各有各的不幸。"),
        ("mac_roman", "Un été à l’hôtel."),
    ],
)
def test_a_text_is_read_in_the_encoding_that_is_chosen(written, encoding, text):
    path = written(f"{text}\n".encode(encoding))
    document = open_document(path, Choice(None, encoding))
    assert texts(document) == [text]
    assert document.encoding == encoding
    assert encoding in [reading.encoding for reading in encodings_of(document)]


def test_every_encoding_that_is_offered_goes_by_its_name(written):
    path = written(b"plain\n")
    for name in ENCODINGS:
        assert encoding_named(name.upper()) == name
        if not name.startswith("utf-16"):
            assert texts(open_document(path, Choice(None, name))) == ["plain"]


@pytest.mark.parametrize(("name", "meant"), [("latin-1", "iso8859-1"), ("Windows-1251", "cp1251"),
    ("GBK", "gb18030"), ("utf8", "utf-8"), ("utf-16", "utf-16-le")])  # fmt: skip
def test_other_names_of_an_encoding_are_understood(name, meant):
    assert encoding_named(name) == meant


@pytest.mark.parametrize("name", ["zip", "rot13", "idna", "unicode_escape", "no such", "\0", "é"])
def test_what_is_no_encoding_of_texts_is_refused_wherever_it_comes_from(written, name):
    with pytest.raises(WrongUsage, match="no such encoding"):
        chosen(encoding=name)
    path = written("Words.\n")
    with pytest.raises(WrongUsage):
        open_document(path, Choice(None, name))
    document, problem = open_as_chosen(path, Choice(None, name))
    assert texts(document) == ["Words."]
    assert "any more" in problem


def test_what_does_not_fit_any_more_is_left_out_and_told_and_the_rest_is_kept(written):
    path = written("Été\nand autumn\n")
    with pytest.raises(WrongUsage, match=r"b\.txt: cannot be read as gb18030"):
        open_document(written(b"\xff\xff\xfe " * 9, "b.txt"), Choice(None, "gb18030"))
    document, problem = open_as_chosen(path, Choice("line", "iso2022_jp"))
    assert texts(document) == ["Été", "and autumn"]
    assert document.encoding == "utf-8"
    assert problem == f"{path}: cannot be read as iso2022_jp any more"
    document, problem = open_as_chosen(path, Choice("page", "cp1252"))
    assert document.version == open_document(path, Choice(None, "cp1252")).version
    assert problem == f"{path}: cannot be read as page any more"
    document, problem = open_as_chosen(path, Choice("page", "iso2022_jp"))
    assert texts(document) == texts(open_document(path))
    assert problem == f"{path}: cannot be read as page in iso2022_jp any more"


def test_a_book_has_neither_shapes_nor_encodings(written):
    path = written(epub({"a": "<p>Words.</p>"}), "a.epub")
    document = open_document(path)
    assert shapes_of(document) == ()
    assert not has_encoding(document)
    with pytest.raises(WrongUsage, match="EPUB has no shapes to choose from"):
        open_document(path, Choice("line"))
    with pytest.raises(WrongUsage, match="EPUB has no encodings to choose from"):
        open_document(path, Choice(None, "cp1252"))
    assert texts(open_as_chosen(path, Choice("line", "cp1252"))[0]) == ["Words."]


def test_a_page_is_its_article_or_all_of_it(written):
    path = written(PAGE, "a.html")
    document = open_document(path)
    shapes = shapes_of(document)
    assert shapes == ("article", "page")
    whole = open_document(path, after(AS_FOUND, shapes))
    assert "Imprint of the site" in texts(whole)
    assert "Imprint of the site" not in texts(document)
    assert reading_title(whole) == "the whole page"
    assert after(after(AS_FOUND, shapes), shapes) == AS_FOUND


def test_markdown_can_be_read_as_the_plain_text_that_it_is(written):
    path = written("# Head\n\nOne *word*\nand more\n", "a.md")
    document = open_document(path)
    shapes = shapes_of(document)
    assert shapes[0] == "md"
    assert (document.format, reading_title(document)) == ("md", "Markdown")
    plain = open_document(path, Choice("line"))
    assert texts(plain) == ["# Head", "One *word*", "and more"]
    assert shapes_of(plain) == shapes
    assert texts(open_document(path, Choice("md"))) == texts(document)
    assert shape_title("md") == "Markdown"


def test_a_log_can_be_read_as_the_plain_text_that_it_is(written):
    log = "".join(f"[12:0{at}] <ann> words\n" for at in range(8))
    document = open_document(written(log))
    assert (document.format, reading_title(document)) == ("chat", "chat logs")
    assert shapes_of(document)[0] == "chat"
    assert "line" in shapes_of(document)
    plain = open_document(document.path, Choice("line"))
    assert texts(plain)[0] == "[12:00] <ann> words"
    assert shapes_of(plain) == shapes_of(document)


def test_where_a_reader_takes_a_text_for_plain_its_shape_comes_first(written, monkeypatch):
    monkeypatch.setattr("tui.core.documents.chat.form_of", lambda _: None)
    log = "".join(f"[12:0{at}] <ann> words\n" for at in range(8))
    document = open_document(written(log))
    assert document.format == "txt"
    shapes = shapes_of(document)
    assert shapes[0] == document.shape
    assert len(set(shapes)) == len(shapes)


def test_verse_and_prose_are_what_a_reader_says_they_are(written):
    path = written(
        "A long line of prose that goes on and on, and on, and\nhas a second one.\n\nNext."
    )
    assert texts(open_document(path, Choice("verse")))[0].count("\n") == 1
    assert open_document(path, Choice("verse")).blocks[0].kind == "verse"
    poem = written("Night\nfalls\n\non the page\nand on\n", "poem.txt")
    assert texts(open_document(poem)) == ["Night\nfalls", "on the page\nand on"]
    assert texts(open_document(poem, Choice("wrapped"))) == ["Night falls", "on the page and on"]


def test_the_own_shape_comes_first_and_every_other_makes_another_text(written):
    path = written(POEM)
    document = open_document(path)
    shapes = shapes_of(document)
    assert shapes[0] == document.shape
    made = [texts(open_document(path, Choice(shape))) for shape in shapes]
    assert len(made) > 2
    assert all(one not in made[:at] for at, one in enumerate(made))
    assert "wire" not in shapes


def test_wire_form_is_offered_where_there_is_its_head(written):
    path = written("Grain talks\nNews Agency\n****\nThe date was set.\nNobody counted.\n")
    document = open_document(path)
    assert document.shape == "wire"
    assert shapes_of(document)[:2] == ("wire", "line")
    other = open_document(path, Choice("line"))
    assert "Grain talks" in texts(other)
    assert shapes_of(other) == shapes_of(document)


def test_a_text_that_all_shapes_cut_alike_has_no_other(written):
    assert shapes_of(open_document(written("Words.\n"))) == ("blank",)
    assert len(encodings_of(open_document(written("Words.\n")))) == 1


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("abC. \n\t-*>1é"), min_size=1, max_size=150),
    st.sampled_from(["a.txt", "a.md", "a.html"]),
    st.sampled_from([None, "cp1252", "koi8-r"]),
    st.integers(1, 4),
)
def test_all_the_way_round_it_is_the_same_document(tmp_path_factory, text, name, encoding, step):
    path = tmp_path_factory.mktemp("any") / name
    path.write_text(text)
    choice = Choice(None, encoding)
    document = open_document(path, choice)
    shapes = shapes_of(document)
    at = choice
    for _ in shapes:
        at = after(at, shapes, step)
        other = open_document(path, at)
        assert shapes_of(other) == shapes
        assert other.encoding == (encoding or "utf-8")
    assert at == choice
    again = open_document(path, at)
    assert (again.version, texts(again)) == (document.version, texts(document))


def test_encodings_are_shown_by_what_they_make_of_words_that_tell(written):
    path = written(("Plain words first. " * 90 + "Все семьи.\n").encode("cp1251"))
    document = open_document(path)
    first, *others = encodings_of(document)
    assert (first.choice, first.encoding) == ("", document.encoding) == ("", "cp1252")
    samples = {reading.encoding: reading.sample for reading in others}
    assert samples["cp1251"] == "Все семьи."
    assert len({reading.sample for reading in [first, *others]}) == 1 + len(others)


def test_what_a_page_declares_is_what_it_is_found_to_be(written):
    page = f'<html><head><meta charset="koi8-r"></head><body><p>Все. {PROSE}</p></body></html>'
    document = open_document(written(page.encode("koi8-r"), "a.html"))
    assert document.encoding == "koi8-r"
    assert encodings_of(document)[0].encoding == "koi8-r"


def test_another_encoding_is_another_reading_of_the_same_file(written):
    path = written("Все\n".encode("cp1251"))
    one, other = open_document(path), open_document(path, Choice(None, "cp1251"))
    assert one.sha256 == other.sha256
    assert one.version != other.version
    assert one.cut == other.cut


def test_a_sample_cannot_act_on_a_terminal(written):
    path = written("\x1b]52;c;é\x07 \u202eevil é\n")
    for reading in encodings_of(open_document(path)):
        assert not {"\x1b", "\x07", "\u202e", "\x9d"} & set(reading.sample)


def test_the_beginning_of_a_long_text_is_cut_like_the_whole(written, monkeypatch):
    monkeypatch.setattr(beginning, "LONG", 1 << 12)
    monkeypatch.setattr(beginning, "READ", 1 << 11)
    path = written("".join(f"Line {n} of verse\nand {n} more\n\n" for n in range(400)))
    for choice in (AS_FOUND, Choice("line"), Choice("verse"), Choice("wrapped")):
        first, whole = (
            beginning.open_beginning(path, lambda _, c=choice: c),
            open_document(path, choice),
        )
        assert len(first.blocks) > 3
        assert texts(first) == texts(whole)[: len(first.blocks)]
        assert first.shape == whole.shape
    assert beginning.open_beginning(path, lambda _: Choice(None, "cp1252")) is None
    assert beginning.open_beginning(path, lambda _: Choice("no such")) is None


def test_a_text_that_is_not_kept_in_memory_is_read_as_chosen(written, monkeypatch):
    monkeypatch.setattr(source, "LONG", 1 << 10)
    text = "".join(f"Line {n}\nand {n} moré\n\n" for n in range(200))
    for name in ("a.txt", "a.md"):
        path = written(text, name)
        assert len(texts(open_document(path, Choice("line")))) == 400
        assert texts(open_document(path, Choice("line")))[1] == "and 0 moré"
        assert texts(open_document(path, Choice("line", "cp1252")))[1] == "and 0 morÃ©"
        assert texts(open_document(path, Choice("line", "utf-8")))[1] == "and 0 moré"
    assert texts(open_document(path, Choice("md"))) == texts(open_document(path))


def test_the_shapes_of_pages_that_are_offered_are_those_of_their_reader():
    assert webpage.SHAPES == WEB
