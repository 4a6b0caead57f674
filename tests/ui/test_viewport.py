from hypothesis import given, settings
from hypothesis import strategies as st

from tui.ui.render.viewport import TITLE, Viewport

HEIGHTS = st.lists(st.integers(1, 30), min_size=1, max_size=40)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("next"), st.sampled_from([1, -1])),
        st.tuples(st.just("goto"), st.integers(-2, 45)),
        st.tuples(st.just("scroll"), st.integers(-50, 50)),
        st.tuples(st.just("page"), st.sampled_from([8, -8, 4, -4])),
        st.tuples(st.just("align"), st.sampled_from([0.0, 0.5, 1.0])),
    ),
    max_size=30,
)


def viewport(heights: list[int], height: int = 10, title: int = 2) -> Viewport:
    made = Viewport(lambda block: title if block == TITLE else heights[block], range(len(heights)))
    made.height = height
    return made


def test_the_title_stands_above_the_first_block():
    assert viewport([3, 3], 6).rows() == [(-1, 0), (-1, 1), (0, 0), (0, 1), (0, 2), (1, 0)]


def test_next_shows_the_following_block_whole_with_the_least_movement():
    view = viewport([4] * 20)
    view.next()
    assert view.cursor == 1
    assert view.top == (TITLE, 0)
    view.next()
    assert view.extent(2) == (6, 10)


def test_a_block_taller_than_the_view_is_scrolled_before_it_is_left():
    view = viewport([25, 3])
    seen = set()
    while view.cursor == 0:
        seen |= {row for block, row in view.rows() if block == 0}
        view.next()
    assert seen == set(range(25))


def test_the_last_block_ends_at_the_lower_edge():
    view = viewport([4] * 20)
    view.goto(19)
    assert view.rows()[-1] == (19, 3)
    assert len(view.rows()) == 10


def test_a_page_at_the_end_takes_the_cursor_to_the_last_block():
    view = viewport([2] * 10)
    for _ in range(10):
        view.page(8)
    assert view.cursor == 9


def test_a_document_shorter_than_the_view_stays_at_the_top():
    view = viewport([2, 2])
    view.scroll(5)
    view.page(8)
    assert view.top == (TITLE, 0)


def test_aligning_puts_a_block_where_it_was_asked_for():
    view = viewport([2] * 100)
    view.goto(50)
    view.align(0)
    assert view.top == (50, 0)
    view.align(0.5)
    assert view.extent(50) == (4, 6)


def test_work_does_not_grow_with_the_document():
    asked = []
    view = Viewport(lambda block: asked.append(block) or 3, range(1_000_000))
    view.height = 40
    for move in (
        view.next,
        lambda: view.goto(999_999),
        lambda: view.page(38),
        lambda: view.goto(5),
    ):
        asked.clear()
        move()
        assert len(asked) < 400


@settings(max_examples=300)
@given(HEIGHTS, MOVES, st.integers(1, 30))
def test_after_any_moves_the_cursor_is_in_view_and_the_screen_full(heights, moves, height):
    view = viewport(heights, height)
    for name, argument in moves:
        getattr(view, name)(argument)
        rows = view.rows()
        assert 0 <= view.cursor < len(heights)
        if any(block > TITLE for block, _ in rows):
            extent = view.extent(view.cursor)
            assert extent
            assert extent[0] < height
            assert extent[1] > 0
        total = 2 + sum(heights)
        assert len(rows) == min(height, total) or view.top == (TITLE, 0)


@given(HEIGHTS, st.integers(1, 30), st.integers(0, 39))
def test_paging_down_shows_every_row(heights, height, start):
    view = viewport(heights, height)
    seen = set(view.rows())
    for _ in range(sum(heights) + 5):
        view.page(max(1, height - 2))
        seen |= set(view.rows())
    assert {(b, r) for b, n in enumerate(heights) for r in range(n)} <= seen


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 30)), min_size=1, max_size=40),
    MOVES,
    st.integers(1, 30),
)
def test_blocks_that_are_left_out_are_as_if_they_were_not_there(blocks, moves, height):
    shown = [at for at, (is_shown, _) in enumerate(blocks) if is_shown]
    view = Viewport(lambda block: 2 if block == TITLE else blocks[block][1], shown)
    view.height = height
    alone = viewport([blocks[at][1] for at in shown], height)
    if not shown:
        assert view.rows() == alone.rows()
        return
    view.cursor = shown[0]
    for name, argument in moves:
        other = argument
        if name == "goto":
            argument = shown[max(0, min(argument, len(shown) - 1))]
        getattr(view, name)(argument)
        getattr(alone, name)(other)
        assert shown.index(view.cursor) == alone.cursor
        places = [TITLE, *shown]
        rows = [(places.index(block) - 1, row) for block, row in view.rows()]
        assert rows == alone.rows()


def test_what_is_left_out_at_the_top_gives_way_to_what_follows():
    view = Viewport(lambda block: 2 if block == TITLE else 3, [2, 5, 9])
    view.height = 6
    view.top, view.cursor = (4, 2), view.bounded(4)
    view.settle()
    assert (view.top, view.cursor) == ((5, 0), 5)
    assert (view.holds(5), view.holds(4), view.bounded(10)) == (True, False, 9)
    assert list(view.some(5, 7)) == [5, 9]
