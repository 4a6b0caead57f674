import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.documents import open_document
from tui.core.errors import UnreadableDocument, WrongUsage
from tui.core.model import Choice

PROSE = (
    "A paragraph of the article that goes on for long enough, with commas, and more commas, to be "
    "taken for what the page is about, however short its other parts may be. "
)
PAGE = f"""<!doctype html>
<html><head><title>The margin - A Site</title>
<meta name="author" content="By A. Writer">
<meta property="article:published_time" content="2026-02-03T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/more">More</a></nav>
<article><h1>The margin</h1>
<p>By A. Writer</p>
<p>Words &amp; <em>emphasis</em>, <b>strong</b>, <code>x=1</code>, <del>gone</del>,
 H<sub>2</sub>O, a <a href="https://example.org/">link</a><sup><a id="r1" href="#n1">1</a></sup>.
 {PROSE}</p>
<h2>Lists</h2>
<ul><li>bread<ul><li>rye</li></ul></li><li>milk<p>and more of it</p></li></ul>
<ol start="3"><li>three<li>four</ol>
<blockquote><p>{PROSE}</p><blockquote><p>Deeper, {PROSE}</p></blockquote></blockquote>
<pre><code class="language-python">x = 1
	if x:</code></pre>
<p>line one<br>line two<br><br>{PROSE}</p>
<table><tr><th>a<th>b</tr><tr><td>1<td>2</table>
<figure><img src="hand.png" alt="A hand"><figcaption>{PROSE}</figcaption></figure>
<hr><p>{PROSE}</p>
<ol><li id="n1">The note. <a href="#r1">↩</a></li></ol></article>
<footer><p>Copyright, all rights reserved.</p></footer><script>alert(1)</script></body></html>
"""


@pytest.fixture
def read(tmp_path):
    """Opens a page of that text."""

    def read(page, name="page.html", shape=None):
        path = tmp_path / name
        path.write_bytes(page if isinstance(page, bytes) else page.encode())
        return open_document(path, Choice(shape))

    return read


def test_the_article_is_read_with_every_kind_of_block(read):
    document = read(PAGE)
    assert (document.title, document.byline) == ("The margin", "A. Writer · 2026-02-03")
    assert (document.format, document.shape) == ("html", "article")
    found = [(b.kind, b.level, b.marker, b.quote_depth, b.text) for b in document.blocks]
    text = PROSE.strip()
    assert [row for row in found if row[0] == "heading"] == [
        ("heading", 2, "", 0, "Lists"),
    ]
    assert [row[:3] + row[4:] for row in found if row[0] == "item"] == [
        ("item", 1, "•", "bread"),
        ("item", 2, "◦", "rye"),
        ("item", 1, "•", "milk"),
        ("item", 1, "", "and more of it"),
        ("item", 1, "3.", "three"),
        ("item", 1, "4.", "four"),
    ]
    assert ("paragraph", 0, "", 1, text) in found
    assert ("paragraph", 0, "", 2, f"Deeper, {text}") in found
    assert ("code", 0, "", 0, "x = 1\n    if x:") in found
    assert ("paragraph", 0, "", 0, "line one\nline two") in found
    assert ("image", 0, "", 0, "A hand") in found
    assert ("table", 0, "", 0, "a │ b\n1 │ 2") in found
    assert ("rule", 0, "", 0, "") in found
    assert found[-1] == ("footnote", 0, "1", 0, "The note.")


def test_what_is_inside_a_paragraph_is_marked(read):
    block = read(PAGE).blocks[0]
    styled = [(s.style, block.text[s.start : s.end], s.target) for s in block.spans]
    assert styled == [
        ("em", "emphasis", ""),
        ("strong", "strong", ""),
        ("code", "x=1", ""),
        ("del", "gone", ""),
        ("sub", "2", ""),
        ("link", "link", "https://example.org/"),
        ("ref", "[1]", "1"),
        ("sup", "[1]", ""),
    ]


def test_the_whole_page_is_read_on_request_and_where_there_is_no_article(read):
    texts = [block.text for block in read(PAGE, shape="page").blocks]
    assert {"The margin", "By A. Writer", "Copyright, all rights reserved."} <= set(texts)
    assert "alert(1)" not in texts
    assert read("<html><p>One.</p><p>Two.</p></html>", shape="page").shape == "page"
    short = read("<html><ul><li><a href='a'>One</a><li><a href='b'>Two</a></ul></html>")
    assert [block.text for block in short.blocks] == ["One", "Two"]
    with pytest.raises(WrongUsage, match="article, page"):
        read(PAGE, shape="solid")


def test_a_page_is_known_by_its_content_not_by_its_name(read):
    page = b"\xef\xbb\xbf <!-- saved --><!DOCTYPE html><p>Some words.</p>"
    for name in ("page.txt", "page.pdf", "page"):
        assert [b.text for b in read(page, name).blocks] == ["Some words."]
    assert read("<p>Some words.</p>", "page.htm").format == "html"
    assert read("<html>\n\nis *markup*", "notes.md").format == "md"
    assert read("<html><p>Wide.</p>".encode("utf-16"), "page.txt").format == "html"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<meta charset=windows-1251><p>Поля страницы".encode("cp1251"), "Поля страницы"),
        ("<meta charset=utf-8><p>café naïve".encode("latin-1"), "café naïve"),
        (b"<meta charset=utf-7><p>caf\xe9 +ADw-b+AD4-", "café +ADw-b+AD4-"),
    ],
)
def test_the_encoding_that_a_page_names_counts_where_its_bytes_do_not_tell(read, page, text):
    assert [block.text for block in read(page).blocks] == [text]


@pytest.mark.parametrize("tag", ["div", "blockquote", "ul><li", "b><i"])
def test_text_is_found_however_deep_it_stands(read, tag):
    document = read(f"<html><p>{PROSE}</p>" + f"<{tag}>" * 5000 + "the deepest words")
    assert "the deepest words" in " ".join(block.text for block in document.blocks)


def test_text_that_only_pretends_to_be_deep_is_not_lost_either(read):
    assert read("<html><script>x = '</p>'</script></html>").blocks == []
    document = read("<html>" + "<div>" * 300 + "a&amp;b <p>c</p><script>d</script>")
    assert [block.text for block in document.blocks] == ["a&b", "c"]


def test_entities_name_characters_and_nothing_else(read):
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">'
        '<!ENTITY y "EXPANDED">]><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        "<p>&x; &y; caf&eacute; &nbsp;&amp;c.<a id='z'/> after</p></body></html>"
    )
    assert [b.text for b in read(page).blocks] == ["&x; &y; café \xa0&c. after"]


def test_control_characters_behind_entities_never_come_through(read):
    page = "<html><title>&#27;]0;x&#7;</title><p>&#27;[2J &#155;2J &#x202e;x \x1b[1m</p>"
    document = read(page)
    shown = document.title + "".join(block.text for block in document.blocks)
    assert "[2J" in shown
    assert all(char.isprintable() or char == "\ufffd" for char in shown)


def test_verse_keeps_its_lines(read):
    page = (
        '<html><div class="poem"><div class="stanza"><p>One line</p><p>and another</p></div>'
        '<div class="stanza"><span>third<br></span><span>fourth</span></div></div>'
        "<p>not a poem</p></html>"
    )
    assert [(b.kind, b.text) for b in read(page, shape="page").blocks] == [
        ("verse", "One line\nand another"),
        ("verse", "third\nfourth"),
        ("paragraph", "not a poem"),
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>です", "漢字(かんじ)です"),
        ('so <math alttext="x^2"><mi>x</mi><mn>2</mn></math>.', "so x^2."),
        ("<math><mi>x</mi><annotation>\\x</annotation></math> only", "x only"),
        ("one<noscript>Switch JavaScript on.</noscript>", "one"),
        (
            "a <a id='x'>place</a> <span hidden>unseen</span><i style='display: none'>x</i>",
            "a place",
        ),
        ("<q>said</q> <button>Press</button><select><option>one</select>", "“said”"),
    ],
)
def test_what_a_browser_shows_is_read(read, page, text):
    (block,) = read(f"<html><p>{page}</p></html>", shape="page").blocks
    assert block.text == text
    assert all(span.style != "link" for span in block.spans)


def test_tables_that_only_place_things_are_read_through(read):
    page = "<html><table><tr><td><p>One.</p></td><td><table><tr><td>Two.</table></td></tr></table>"
    assert [(b.kind, b.text) for b in read(page, shape="page").blocks] == [
        ("paragraph", "One."),
        ("paragraph", "Two."),
    ]


def test_a_long_cell_does_not_blow_up_the_others(read):
    row = "<tr><td>a<td>b</tr>"
    page = f"<html><table><tr><td>{'x' * 500}<td>y</tr>{row * 2000}</table>"
    (block,) = read(page, shape="page").blocks
    assert block.kind == "table"
    assert len(block.text) < 300_000


def test_pictures_in_the_page_itself_are_not_kept(read):
    (block,) = read(f'<html><img alt="dot" src="data:image/png;base64,{"A" * 9000}">').blocks
    assert (block.kind, block.text, block.info) == ("image", "dot", "")


def test_without_its_libraries_a_page_names_the_command_that_installs_them(read, monkeypatch):
    monkeypatch.setattr("tui.core.documents.formats.find_spec", lambda name: None)
    with pytest.raises(UnreadableDocument, match=r"pip install 'postil\[web\]'$"):
        read(PAGE)


@given(st.text(st.sampled_from("<>/&;#!-[]'\"= pdivatblebrolihxn1\x1b\x9b"), max_size=200))
def test_whatever_a_page_holds_it_is_read_and_safe(tmp_path_factory, page):
    path = tmp_path_factory.mktemp("any") / "page.html"
    path.write_text(page, "utf-8", errors="replace")
    for block in open_document(path).blocks:
        assert all(char.isprintable() or char in "\n\ufffd\t" for char in block.text)
