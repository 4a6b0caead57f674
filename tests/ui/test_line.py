"""A line of input: its keys count in the order in which they were typed."""

import pytest
from textual import events
from textual.app import App

from tui.ui.widgets.line import Line


class OneLine(App):
    """A line, and nothing else."""

    def compose(self):
        yield Line("first")


async def typed_in_haste(*keys):
    """What stands in the line after `keys` that all came before any of them was looked at."""
    app = OneLine()
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in keys:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        return app.query_one(Line).value


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ("ctrl+u n e w", "new"),
        ("ctrl+w n e w", "new"),
        ("backspace backspace n e w", "firnew"),
        ("home n e w", "newfirst"),
        ("left left ctrl+k n e w", "firnew"),
        ("x ctrl+u ctrl+u backspace n", "n"),
    ],
)
async def test_letters_typed_at_once_behind_an_editing_key_come_after_it(keys, left):
    assert await typed_in_haste(*keys.split()) == left
