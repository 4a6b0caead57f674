"""The rows of a block."""

from rich.cells import cell_len

from tui.core.model import Block
from tui.ui.render import wrap
from tui.ui.render.layout import text_rows


def shown(block, width):
    return [row.prefix + block.text[row.start : row.end] for row in text_rows(block, width)]


def test_a_cell_that_does_not_fit_goes_on_below_its_column():
    table = Block("table", "keys │ what they do\nj    │ Next paragraph, however long it is")
    assert shown(table, 26) == [
        "keys │ what they do",
        "j    │ Next paragraph,",
        "       however long it is",
    ]


def test_a_table_whose_first_column_is_wide_uses_the_whole_width():
    table = Block("table", "a very wide column │ b c d e f g")
    lines = shown(table, 20)
    assert lines == ["a very wide column │", "b c d e f g"]
    assert all(cell_len(line) <= 20 for line in lines)


def test_the_rules_between_columns_do_not_make_each_character_be_looked_at(monkeypatch):
    monkeypatch.delattr(wrap, "split_graphemes")
    assert shown(Block("table", "one │ two three\nfive ┼ six"), 9) == [
        "one │ two",
        "three",
        "five ┼",
        "six",
    ]


def test_every_word_of_a_table_is_shown_at_any_width():
    table = Block("table", "one │ two three │ four\nfive six │ seven │ eight nine ten")
    for width in range(4, 40):
        assert "".join(shown(table, width)).replace(" ", "") == table.text.replace(" ", "").replace(
            "\n", ""
        )
