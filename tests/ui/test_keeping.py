"""Nothing keeps the event loop for longer than a frame: every action, and whatever the disk asks.

Each callback of the loop is measured in time of the processor, and compared with a piece of work
that takes as long as a callback may where the machine has nothing else to do: a slow or a busy
machine takes longer for both.
"""

import asyncio
import gc
import time
from contextlib import asynccontextmanager

import pytest

from tests.ui.conftest import ESSAY
from tests.ui.test_every_action import FOUND, SCOPES, TABLE, outside, pressed
from tests.ui.test_reader import WIDE, Reader
from tests.ui.test_stalls import done, watched
from tui.core.actions import ACTIONS
from tui.core.documents import beginning, source

PARAGRAPHS = 20_000
MANY = "9 0 0 0"
SLACK, WHOLE_SCREEN = 1.5, 3
"""Times of that work: two measurements differ, and to lay the text out anew with all of the screen
takes longer than a frame, which is not met yet."""
WHOLE = {
    *("larger_pane", "smaller_pane", "resize", "split of many", "pane_up", "pane_down"),
    *("split_below", "split_beside", "close_view", "only_view", "zen", "margin_notes"),
    *("next_result", "previous_result", "reloading", "notes of many"),
    *("result_tag", "result_refine", "result_query"),
}
BRIEFLY = "g / a r g u e d enter"
"""Instead of a search of many letters, each of which looks through the whole text."""
LAST = ("quit", "suspend")


def at_most():
    """How long a callback may take, in seconds: 16 ms on a machine of 2024 at rest."""
    begin = time.thread_time()
    kept = {}
    for number in range(180_000):
        kept[number % 97] = str(number)
    return time.thread_time() - begin


class Guard:
    """Goes through parts of a run and remembers those that kept the loop too long."""

    def __init__(self, reader, watch):
        self.reader, self.watch = reader, watch
        self.slow = {}

    async def part(self, name, *keys):
        allowed = await self.begin(name)
        await self.reader.pilot.press(*keys)
        await done(self.reader.reader, self.reader.pilot)
        await self.end(name, allowed)

    async def begin(self, name):
        allowed = at_most()
        # What this took is of the part before.
        await asyncio.sleep(0)
        self.watch.part(name)
        self.watch.worst.pop(name, None)
        return allowed

    async def end(self, name, allowed):
        self.watch.part("between")
        allowed = max(allowed, at_most())
        worst = self.watch.worst.get(name, 0)
        allowed *= WHOLE_SCREEN if name in WHOLE else SLACK
        self.slow.pop(name, None)
        if worst > allowed:
            self.slow[name] = f"{worst * 1e3:.0f} ms, not {allowed * 1e3:.0f}"

    async def until(self, name, holds):
        """Until what the disk asks for is done."""
        deadline = time.monotonic() + 60
        allowed = await self.begin(name)
        while not holds():
            assert time.monotonic() < deadline, name
            await asyncio.sleep(0.02)
        await done(self.reader.reader, self.reader.pilot)
        await self.end(name, allowed)

    async def back(self):
        """To the text with nothing over it."""
        app = self.reader.app
        for _ in range(8):
            await self.reader.pilot.press("escape")
            await done(self.reader.reader, self.reader.pilot)
            if app.screen is self.reader.reader and self.reader.view.has_focus:
                return
        app.screen.set_focus(self.reader.view)


async def act(guard, action):
    """What an action does; once more if it took long, as anything may on a busy machine."""
    row = TABLE[action.id]
    for _ in range(2):
        await guard.reader.pilot.press(*row.before.replace(FOUND, BRIEFLY).split())
        await done(guard.reader.reader, guard.reader.pilot)
        await guard.part(action.id, *row.count.split(), *pressed(action))
        await guard.back()
        if action.id not in guard.slow:
            return


async def change_many(guard):
    """Thousands of notes at once: made, shown, saved, taken back, made again."""
    await guard.part("many", *"gg", *MANY.split(), "t")
    await guard.part("many are tagged", *"all", "enter")
    await guard.part("saving", "j")
    await guard.reader.reader.saver.finish()
    for name, key in (("many back", "u"), ("many again", "ctrl+r"), ("theme", "c")):
        await guard.part(name, key)
    for name, keys in (
        ("filter", "f#all"),
        ("all", "F"),
        ("split", ("ctrl+w", "s")),
        ("notes", "|"),
    ):
        await guard.part(f"{name} of many", *keys)
        await guard.back()


async def change_the_source(guard, path):
    """The text of all those notes is another one now."""
    session = guard.reader.session
    last = session.document
    path.write_text(path.read_text().replace("word 7", "words 7").replace("gloss", "glosses"))
    await guard.until("reloading", lambda: session.document is not last)


@asynccontextmanager
async def guarded(app, path, monkeypatch):
    """Reading a huge document at rest; nothing may have been slow in the end."""
    monkeypatch.setattr(beginning, "LONG", 1 << 19)
    monkeypatch.setattr(source, "LONG", 1 << 19)
    paragraphs = (f"Here is the word {n}, in {n % 7}.\n\n" for n in range(PARAGRAPHS))
    path.write_text(ESSAY + "\n" + "".join(paragraphs))
    with watched() as watch:
        async with app.run_test(size=WIDE) as pilot:
            guard = Guard(Reader(app, pilot), watch)
            await guard.reader.reader.opening.read.wait()
            await guard.reader.reader.opening.complete.wait()
            gc.freeze()
            yield guard
            watch.part("leaving")
    assert not guard.slow, guard.slow


@pytest.mark.long
async def test_no_action_keeps_the_event_loop_for_longer_than_a_frame(app_on, shelf, monkeypatch):
    path = shelf / "huge.md"
    async with guarded(app_on(path.name), path, monkeypatch) as guard:
        outside(guard.reader.app, monkeypatch)
        for action in ACTIONS:
            if action.scope in SCOPES and action.id not in LAST:
                await act(guard, action)


@pytest.mark.long
async def test_neither_does_an_edit_of_thousands_nor_what_the_disk_asks_for(
    app_on, shelf, monkeypatch
):
    path = shelf / "huge.md"
    async with guarded(app_on(path.name), path, monkeypatch) as guard:
        await change_many(guard)
        await change_the_source(guard, path)
        for size in ((80, 24), WIDE):
            allowed = await guard.begin("resize")
            await guard.reader.pilot.resize_terminal(*size)
            await done(guard.reader.reader, guard.reader.pilot)
            await guard.end("resize", allowed)
