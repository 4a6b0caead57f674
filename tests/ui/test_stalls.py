"""However long a document is, nothing that a key or a disk asks for keeps the event loop longer.

What is measured is the time of the processor that one callback of the loop takes: other programs
do not add to it. It is compared with what the same takes in a short document.
"""

import asyncio
import threading
import time
from contextlib import contextmanager

import pytest

from tui.core.documents import beginning, source

SHORT, HUGE = 300, 60_000
COUNT = 6_000
KEYS = """
j k } { space b ctrl+d ctrl+u ctrl+e ctrl+y z|z
G g|g 9|9|9|G 4|0|% ]|] [|[ g|c escape escape ctrl+o
V G escape V j escape v w escape t x enter u ctrl+r h . * U s
/ w o r d enter n N escape + - m a ` a y
"""


class Watch:
    """The longest time that one callback took in each part of a run, in seconds."""

    def __init__(self):
        self.worst = {}
        self._part = "start"

    def part(self, name):
        self._part = name

    def ran(self, seconds):
        self.worst[self._part] = max(seconds, self.worst.get(self._part, 0))


@contextmanager
def watched():
    """Tells how long each callback of the event loop takes."""
    watch, run = Watch(), asyncio.Handle._run
    loop = threading.current_thread()

    def timed(handle):
        begin = time.thread_time()
        try:
            run(handle)
        finally:
            if threading.current_thread() is loop:
                watch.ran(time.thread_time() - begin)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.Handle, "_run", timed)
        yield watch


async def done(reader, pilot):
    """What a key set off is over: workers, boxes, frames."""
    deadline = time.monotonic() + 60
    await pilot.pause()
    while reader.desk.is_working or reader.patience._called_off:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)
    await pilot.pause()


async def read(app, path):
    """Open, walk over keys, tag many paragraphs, save, take back, reload; the times of each."""
    with watched() as watch:
        watch.part("opening")
        async with app.run_test(size=(100, 30)) as pilot:
            reader = app._reader
            await reader.opening.read.wait()
            await reader.opening.complete.wait()
            await pilot.pause()
            for key in KEYS.split():
                watch.part(key)
                await pilot.press(*key.split("|"))
                await done(reader, pilot)
            await pilot.press("escape", "escape", "g", "g")
            await reader.saver.finish()
            watch.part("many")
            await pilot.press(*str(COUNT), "t")
            await done(reader, pilot)
            await pilot.press(*"all", "enter")
            await done(reader, pilot)
            watch.part("saving")
            await reader.saver.finish()
            watch.part("reloading")
            with path.open("a") as file:
                file.write("\n\nMore.\n")
            deadline = time.monotonic() + 60
            last = reader.view.session.document
            while reader.view.session.document is last:
                assert time.monotonic() < deadline
                await asyncio.sleep(0.05)
            await pilot.pause()
            return watch.worst, reader.view.session


@pytest.mark.long
async def test_nothing_keeps_the_event_loop_longer_in_a_huge_document(app_on, shelf, monkeypatch):
    monkeypatch.setattr(beginning, "LONG", 1 << 19)
    monkeypatch.setattr(source, "LONG", 1 << 19)
    worst = {}
    for paragraphs in (SHORT, HUGE):
        path = shelf / f"{paragraphs}.txt"
        path.write_text(
            "".join(f"Here is the word {n}, in {n % 7}.\n\n" for n in range(paragraphs))
        )
        worst[paragraphs], session = await read(app_on(path.name), path)
        assert len(session.annotations) >= min(COUNT, paragraphs)
    slow = {
        part: (round(short * 1e3), round(huge * 1e3))
        for part, huge in worst[HUGE].items()
        if huge > 3 * (short := worst[SHORT].get(part, 0)) + (0.1 if part == "many" else 0.04)
    }
    assert not slow, f"milliseconds in the short and in the huge document: {slow}"
