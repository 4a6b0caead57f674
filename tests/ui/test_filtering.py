"""Reading only the paragraphs that a query holds for."""

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.test_looks import drawn
from tests.ui.test_place import page_of
from tests.ui.test_reader import NARROW, WIDE, reading
from tui.core.config import Reading
from tui.core.model import Block
from tui.ui.render.viewport import Viewport
from tui.ui.screens import filtering


async def test_only_what_a_query_holds_for_is_shown_with_its_heading(app_on):
    async with reading(app_on(), WIDE) as r:
        await r.press(*"5Gt", *"method", "enter", *"ggf", *"#method")
        assert list(r.view.viewport.blocks) == [2, 4]
        assert r.cursor == 4
        assert "1 ¶: tagged method or below" in r.status
        await r.press("enter")
        assert "A postil answered" in r.text
        assert "A gloss" not in r.text
        assert "only 1: #method" in drawn(r.app)
        await r.press("F")
        assert "A gloss" in r.text
        assert "only 1" not in drawn(r.app)
        assert r.cursor == 4


async def test_a_sign_stands_where_paragraphs_are_left_out_and_numbers_stay(app_on):
    async with reading(app_on()) as r:
        await r.press("f", *"came", "enter")
        rows = r.text.splitlines()
        assert any(row.strip() == "⋯" for row in rows)
        assert any(row.split()[:2] == ["┃", "8"] for row in rows)


async def test_escape_puts_back_what_was_shown_and_where_one_was(app_on):
    async with reading(app_on()) as r:
        await r.press(*"4Gf", *"came", "escape")
        assert len(r.view.viewport.blocks) == 9
        assert r.cursor == 3
        await r.press("f", *"one", "enter", "f", *"came", "escape")
        assert r.view.filter.query == "one"
        await r.press("f", "enter")
        assert r.view.filter is None


async def test_nothing_found_shows_all_and_says_so(app_on):
    async with reading(app_on()) as r:
        await r.press("f", *"zzz", "enter")
        assert r.view.filter is None
        assert "nothing here: “zzz” anywhere" in r.status


async def test_keys_go_and_act_only_where_paragraphs_are_shown(app_on):
    async with reading(app_on()) as r:
        await r.press("f", *"answered", "enter")
        shown = list(r.view.viewport.blocks)
        assert shown == [2, 4]
        await r.press("g", "g", *"3h")
        assert [block for block in range(9) if r.note_of(block)] == shown
        await r.press("G")
        assert r.cursor == 4
        await r.press("slash", *"a", "enter", "n", "n")
        assert r.cursor in shown


async def test_a_jump_to_what_is_left_out_shows_all_again(app_on):
    async with reading(app_on()) as r:
        await r.press("f", *"answered", "enter", *"2G")
        assert r.cursor == 1
        assert r.view.filter is None
        assert "all paragraphs are shown again" in r.status


async def test_another_document_is_shown_whole(app_on):
    async with reading(app_on()) as r:
        await r.press("f", *"answered", "enter", "J")
        assert r.session.source.name == "letter.txt"
        assert r.view.filter is None


async def test_neighbours_are_kept_where_a_count_asks_for_them(app_on):
    async with reading(app_on(), NARROW) as r:
        await r.press("1", "f", *"answered", "enter")
        assert list(r.view.viewport.blocks) == [2, 3, 4, 5]


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 60)), min_size=1, max_size=30),
    st.integers(0, 200),
)
def test_the_same_text_stays_at_the_top_with_a_filter_and_without(blocks, down):
    texts = [Block("paragraph", " ".join(["word"] * words)) for _, words in blocks]
    page, whole, _ = page_of(texts, Reading(), 60)
    whole.scroll(down)
    top = whole.top
    shown = [at for at, (is_shown, _) in enumerate(blocks) if is_shown]
    if not shown:
        return
    part = Viewport(lambda index: len(page.rows(index)), shown)
    part.height = whole.height
    part.cursor = part.bounded(whole.cursor)
    part.top = page.row_at(*page.offset_of(top))
    part.settle()
    block = part.top[0]
    if top[0] in shown:
        assert part.top == top
    elif top[0] >= 0 and part.extent(part.bounded(top[0])):
        assert block == part.bounded(top[0])
    whole.top = page.row_at(*page.offset_of(part.top))
    whole.settle()
    assert whole.top == part.top or whole.top[0] == -1


async def test_of_keys_typed_at_once_only_the_last_query_counts(app_on, monkeypatch):
    seen = []

    def found(document, annotated, query, where, cancelled):
        seen.append((query, cancelled()))
        return real(document, annotated, query, where, cancelled)

    real = filtering.blocks_within
    monkeypatch.setattr(filtering, "blocks_within", found)
    async with reading(app_on()) as r:
        await r.press("f")
        for text in ("a", "an", "ans"):
            r.reader._actors.filtering.typed(text)
        await r.settle()
        assert r.view.filter.query == "ans"
        assert [given_up for _, given_up in seen] == [True, True, False]
        await r.press("escape")
