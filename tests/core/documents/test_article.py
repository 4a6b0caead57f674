"""What is read of pages as sites make them, and what is left out."""

import pytest

from tui.core.documents import open_document

PROSE = (
    "Readers who write in a margin know it well, and they return to it often, because a note is "
    "worth more than the memory of one; number {} of these says so too, as others did before it."
)
A, B, C, D, E, F = (PROSE.format(number) for number in range(6))
BLOG = f"""<!DOCTYPE html><html><head><title>On margins | A Blog</title></head><body><header><h1>
<a href="/">A Blog</a></h1><nav><ul><li><a href="/a">About</a></li></ul></nav></header><main>
<article>
<header><h1>On margins</h1><p class="byline">By <a rel="author" href="/me">A. Writer</a></p>
</header>
<div class="entry-content"><p>{A}</p><p>{B}</p><h2>Why so</h2><ul><li>In pencil</li>
<li>Short</li></ul>
<p>{C}</p><table><tr><th>Year</th><th>Notes</th></tr><tr><td>1900</td><td>12</td></tr></table>
<p>{D}</p>
<div class="sharing"><h3>Share:</h3><ul><li><a href="/t">There</a></li><li><a href="/f">Here</a>
</li></ul>
</div></div></article><div id="comments"><h2>Thoughts</h2><ol><li><p>{E}</p></li><li><p>{F}</p>
</li>
</ol></div></main><aside><h2>Recent</h2><ul><li><a href="/1">Another text</a></li></ul></aside>
<footer>Proudly powered</footer></body></html>"""
NEWS = f"""<html><head><title>Grain deal reached - The Daily</title></head><body><div class="nav">
<a href="1">World</a> <a href="2">Sport</a></div><div class="story"><h1>Grain deal reached</h1>
<div class="author">By J. Doe</div><div class="body"><figure><img src="a.jpg" alt="Ships at sea">
</figure>{A}<br><br>{B}<br><br>{C}</div></div><div class="footer"><a href="4">Terms</a></div>
</html>"""
WIKI = f"""<!DOCTYPE html><html><head><title>Marginalia - Wiki</title></head><body>
<div id="content">
<h1>Marginalia</h1><div class="parser-output"><p>{A}<sup><a href="#cite_note-1">[1]</a></sup></p>
<h2><span id="h">History</span><span class="mw-editsection">[<a href="e">edit</a>]</span></h2>
<p>{B}</p><p>{C}</p><ol class="references"><li id="cite_note-1"><a href="#cite_ref-1">^</a>
<i>A book</i>. London 1900.</li></ol></div></div><div><ul><li><a href="1">Main page</a></li></ul>
</div>
</body></html>"""
MANUAL = f"""<!DOCTYPE html><html><head><title>Usage &#8212; tool 1.0</title></head><body>
<div role="main">
<h1><a href="#u">§</a>Usage<button>Copy</button>
<a class="headerlink" href="#usage">¶</a></h1><p>{A}</p><div class="highlight-python">
<pre>
<span class="kn">import</span> tool
</pre></div><p>{B}</p><dl><dt><code>tool.run</code>(<em>x</em>)</dt><dd><p>{C}</p></dd></dl></div>
<div class="sidebar"><h3>Navigation</h3><ul><li><a href="a">Index</a></li></ul></div></body>
</html>"""


@pytest.mark.parametrize(
    ("page", "title", "byline", "texts"),
    [
        (
            BLOG,
            "On margins",
            "A. Writer",
            [A, B, "Why so", "In pencil", "Short", C, "Year │ Notes\n1900 │ 12", D],
        ),
        (NEWS, "Grain deal reached", "J. Doe", ["Ships at sea", A, B, C]),
        (WIKI, "Marginalia", None, [f"{A}[1]", "History", B, C, "A book. London 1900."]),
        (MANUAL, "Usage", None, [A, "import tool", B, "tool.run(x)", C]),
    ],
    ids=["blog", "news", "wiki", "manual"],
)
def test_of_a_page_its_article_is_read(tmp_path, page, title, byline, texts):
    path = tmp_path / "page.html"
    path.write_text(page)
    document = open_document(path)
    assert [block.text for block in document.blocks] == texts
    assert (document.title, document.byline, document.shape) == (title, byline, "article")


def test_headings_that_are_links_stay_and_those_of_links_do_not(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        f"<html><body><article><p>{A}</p><h2 class='footer'><a href='#w'>Why so</a></h2><p>{B}</p>"
        f"<p>{C}</p><h3><a href='/r'>Related</a></h3><ul><li><a href='/1'>One of our others</a>"
        f"</li></ul><p>{D}</p></article></body></html>"
    )
    assert [block.text for block in open_document(path).blocks] == [A, "Why so", B, C, D]


def test_a_page_that_is_all_text_is_not_cut_down_to_a_part(tmp_path):
    path = tmp_path / "book.html"
    chapters = "".join(
        f"<section><div><h2>Chapter {n}</h2>" + f"<p>{PROSE.format(n)}</p>" * 6 + "</div></section>"
        for n in range(9)
    )
    path.write_text(f"<html><title>A book</title><body>{chapters}</body></html>")
    texts = [block.text for block in open_document(path).blocks]
    assert all(PROSE.format(n) in texts and f"Chapter {n}" in texts for n in range(9))


def read(tmp_path, body, head=""):
    path = tmp_path / "page.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>")
    return open_document(path)


def test_rows_of_links_at_either_end_go_unless_something_leads_to_them(tmp_path):
    links = "<p><a href='/1'>One</a> | <a href='/2'>Two</a></p>"
    document = read(tmp_path, f"<div>{links}<p>{A}</p><p>{B}</p><p>{C}</p>{links}</div>")
    assert [block.text for block in document.blocks] == [A, B, C]
    document = read(tmp_path, f"<div><p>{A}</p><p>{B}</p><p>{C}</p><h2>See also</h2>{links}</div>")
    assert [block.text for block in document.blocks][-2:] == ["See also", "One | Two"]


def test_a_short_text_is_read_whole_where_a_page_says_which_part_is_the_main_one(tmp_path):
    menu = "<div>" + "".join(f"<p>A key for page {n}</p>" for n in range(9)) + "</div>"
    main = "<h1>Code 7</h1><div><p>Not told any more.</p></div><p>It began twice.</p>"
    document = read(tmp_path, f"{menu}<main>{main}</main>")
    assert [block.text for block in document.blocks] == ["Not told any more.", "It began twice."]
    assert (document.title, document.shape) == ("Code 7", "article")


def test_a_box_of_a_large_name_does_not_take_the_text_with_it(tmp_path):
    document = read(tmp_path, f"<div class='share'><p>{A}</p><p>{B}</p></div><p>{C}</p>")
    assert [block.text for block in document.blocks] == [A, B, C]


def test_what_is_seen_of_a_cell_or_an_author_is_in_the_order_in_which_it_stands(tmp_path):
    table = (
        "<table><tr><th><b>a<i>b</i></b>:</th><td>c</td></tr><tr><th>d</th><td>e</td></tr></table>"
    )
    author = "<p class='author'>by <b><i>Ann</i> Lee</b> » Mon</p>"
    document = read(tmp_path, f"{author}<p>{A}</p>{table}<p>{B}</p>")
    assert document.byline == "Ann Lee"
    assert "ab: │ c\nd   │ e" in [block.text for block in document.blocks]


def test_labels_of_advertisements_and_boxes_that_ask_for_something_are_left_out(tmp_path):
    label, box = "<div>Advertisement</div>", f"<div class='newsletter-box'><p>{D[:90]}</p></div>"
    document = read(tmp_path, f"<article><p>{A}</p>{label}<p>{B}</p>{box}<p>{C}</p></article>")
    assert [block.text for block in document.blocks] == [A, B, C]


def test_what_stands_where_the_text_stands_is_read_and_what_stands_beside_it_is_not(tmp_path):
    def own(text):
        return f"<div class='part'><p>{text}</p></div>"

    figure = "<figure><img src='a.jpg' alt='A mill'><figcaption>The mill</figcaption></figure>"
    beside = f"<aside class='sidebar'><p>{D}</p></aside>"
    parts = [figure, own(A), own("Short."), own(B), beside, figure, own(C)]
    document = read(tmp_path, f"<article>{''.join(parts)}</article><figure>{E}</figure>")
    texts = [block.text for block in document.blocks]
    assert texts == ["A mill", "The mill", A, "Short.", B, "A mill", "The mill", C]


def test_a_heading_is_not_taken_for_its_line_in_a_list_of_contents(tmp_path):
    contents = "<ul><li><a href='#w'>Why so</a></li></ul>"
    document = read(tmp_path, f"{contents}<div><h2 id='w'>Why so</h2><p>{A}</p><p>{B}</p></div>")
    first = document.blocks[0]
    assert (first.kind, first.text) == ("heading", "Why so")
