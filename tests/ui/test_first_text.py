"""What is shown of a text before the program is there is what the program shows of it."""

import pytest

from tests.ui.test_reader import reading
from tui.ui.render.colours import COLOURS, Styles
from tui.ui.render.paint import STYLES


@pytest.mark.parametrize("theme", COLOURS)
async def test_a_part_has_the_style_that_the_style_sheet_gives_it(app_on, theme):
    async with reading(app_on(theme=theme)) as r:
        styles = Styles(theme)
        assert {name: styles(name) for name in STYLES} == {name: r.view._style(name) for name in STYLES}
