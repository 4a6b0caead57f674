"""How an area is divided among tiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.tiling import Area, Split, areas, kept, mapped, resized, tiles, towards

SCREEN = Area(0, 0, 100, 40)
COLUMN_AND_STACK = Split(True, "a", Split(False, "b", "c"))


@st.composite
def tilings(draw):
    count = draw(st.integers(1, 4))
    parts = [*"abcd"[:count]]
    while len(parts) > 1:
        at = draw(st.integers(0, len(parts) - 2))
        beside, share = draw(st.booleans()), draw(st.floats(0.1, 0.9))
        parts[at : at + 2] = [Split(beside, parts[at], parts[at + 1], share)]
    return parts[0]


@given(tilings(), st.integers(0, 130), st.integers(0, 50))
def test_no_two_tiles_share_a_cell_and_none_is_outside(tiling, width, height):
    cells = [
        (x, y)
        for area in areas(tiling, Area(0, 0, width, height)).values()
        for x in range(area.x, area.right)
        for y in range(area.y, area.bottom)
    ]
    assert len(cells) == len(set(cells))
    assert all(0 <= x < width and 0 <= y < height for x, y in cells)


@given(tilings())
def test_tiles_one_above_the_other_fill_the_height_and_a_column_stands_between_others(tiling):
    total = sum(area.width * area.height for area in areas(tiling, SCREEN).values())
    lines = 0

    def count(part, area):
        nonlocal lines
        if isinstance(part, Split):
            lines += area.height * part.beside
            within = areas(Split(part.beside, "first", "second", part.share), area)
            count(part.first, within["first"])
            count(part.second, within["second"])

    count(tiling, SCREEN)
    assert total + lines == 100 * 40


def test_a_tile_that_goes_leaves_its_room_to_its_neighbour():
    assert kept(COLUMN_AND_STACK, lambda tile: tile != "b") == Split(True, "a", "c")
    assert kept(COLUMN_AND_STACK, lambda tile: tile != "a") == Split(False, "b", "c")
    assert kept("a", lambda tile: False) is None


def test_a_tile_can_be_replaced_by_a_split():
    split = mapped("a", lambda tile: Split(False, tile, "b"))
    assert [*tiles(split)] == ["a", "b"]


def test_a_tile_grows_within_the_nearest_split_and_within_bounds():
    wider = areas(resized(COLUMN_AND_STACK, "a", 10, SCREEN), SCREEN)
    assert wider["a"].width == areas(COLUMN_AND_STACK, SCREEN)["a"].width + 10
    taller = areas(resized(COLUMN_AND_STACK, "c", 5, SCREEN), SCREEN)
    assert (taller["c"].height, taller["a"].width) == (25, 50)
    most = areas(resized(COLUMN_AND_STACK, "a", 500, SCREEN), SCREEN)
    assert all(area.width and area.height for area in most.values())


@pytest.mark.parametrize(
    ("tile", "direction", "there"),
    [
        ("a", "right", "b"), ("b", "left", "a"), ("c", "left", "a"), ("b", "down", "c"),
        ("c", "up", "b"), ("a", "left", None), ("a", "down", None), ("b", "right", None),
    ],
)  # fmt: skip
def test_what_lies_in_a_direction(tile, direction, there):
    where = areas(COLUMN_AND_STACK, SCREEN)
    assert towards(where[tile], [(t, a) for t, a in where.items() if t != tile], direction) == there
