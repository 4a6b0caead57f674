import pytest

from tui.core.documents import open_document

LETTER = """Hello all,

we keep a store on a drive that four machines share, and once a week
one of them finds it damaged. The logs say that two had the lock.

> Locks are kept in the first page.
>> They are taken by the writer.

That is what we expected from them.
"""
LISTING = """int main(void)
{
    int answer = the_answer_to_it(6, 9);
    return answer;
}
"""


def read(tmp_path, page):
    path = tmp_path / "page.html"
    path.write_text(page)
    return open_document(path).blocks


def test_a_letter_put_into_a_page_is_cut_like_the_text_that_it_is(tmp_path):
    blocks = read(tmp_path, f"<h1>Locks</h1>\n<pre>{LETTER}</pre>")
    assert [(b.kind, b.quote_depth, b.text[:16]) for b in blocks][-4:] == [
        ("paragraph", 0, "Hello all,"),
        ("paragraph", 0, "we keep a store "),
        ("paragraph", 1, "Locks are kept i"),
        ("paragraph", 0, "That is what we "),
    ]
    assert {(b.loc, b.line_start) for b in blocks[-4:]} == {("/html/body/pre[1]", 2)}


@pytest.mark.parametrize(
    ("before", "page"),
    [
        ("How it is called:", f"<pre>{LISTING}</pre>"),
        ("Thus:", f"<pre class='language-text'>{LETTER}</pre>"),
        ("A page of which it is but a part. " * 20, f"<pre>{LETTER}</pre>"),
    ],
    ids=["code", "named", "part"],
)
def test_what_is_code_or_a_part_of_a_page_stays_as_it_is(tmp_path, before, page):
    blocks = read(tmp_path, f"<p>{before}</p>{page}")
    assert [block.kind for block in blocks] == ["paragraph", "code"]
