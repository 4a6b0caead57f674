"""Long work: how far it is, and how it ends when nobody waits for it any more."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.making import epub, pdf
from tui.core import session as sessions
from tui.core.documents import open_document, programs
from tui.core.library import Library
from tui.core.store.keeping import Keeping
from tui.core.work import Ended, Work, step, working

TALK = "import signal; print('one', flush=True); signal.pause()"


@pytest.fixture
def library(tmp_path, places):
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "a.txt").write_text("Some text.")
    return Library(tmp_path / "shelf", Keeping(places))


@pytest.fixture
def steps(monkeypatch):
    """Opening a document goes on by a step whenever the function that this gives is called."""
    go_on, reached = threading.Semaphore(0), threading.Semaphore(0)
    whole = sessions.open_as_chosen

    def opened(path, choice):
        for number in range(1, 10):
            step(number, 9, "page")
            reached.release()
            assert go_on.acquire(timeout=20)
        return whole(path, choice)

    monkeypatch.setattr(sessions, "open_as_chosen", opened)

    def walk(count):
        for _ in range(count):
            assert reached.acquire(timeout=20)
            go_on.release()

    walk.reached = reached
    yield walk
    go_on.release(100)


@pytest.fixture
def threads():
    with ThreadPoolExecutor(4) as pool:
        yield pool


def test_steps_are_told_in_units_or_as_a_share():
    work = Work()
    assert work.told == ""
    with working(work):
        step()
        assert work.told == ""
        step(3, 90, "page")
        assert work.told == "page 3 of 90"
        step(9, 20)
        assert work.told == "45 %"


def test_a_step_of_nothing_that_is_waited_for_goes_on():
    step(1, 2)
    with working(Work()):
        pass
    step(1, 2)


def test_work_that_is_over_goes_no_further():
    work = Work()
    with working(work):
        work.end()
        with pytest.raises(Ended):
            step()
    with pytest.raises(Ended), working(work):
        raise AssertionError


def test_no_reader_takes_the_end_for_a_fault_of_its_file():
    assert not issubclass(Ended, Exception)


def test_the_opening_of_a_document_tells_how_far_it_is(library, steps, threads):
    source = library.root / "a.txt"
    opening = threads.submit(library.session, source)
    steps(3)
    assert steps.reached.acquire(timeout=20)
    assert library.told(source) == "page 4 of 9"
    steps.reached.release()
    steps(6)
    assert opening.result(20).source == source
    assert library.told(source) == ""


def test_an_opening_that_is_stopped_leaves_nothing_behind(library, steps, threads):
    source = library.root / "a.txt"
    both = [threads.submit(library.session, source) for _ in range(2)]
    steps(2)
    assert steps.reached.acquire(timeout=20)
    library.stop(source)
    steps.reached.release()
    steps(1)
    for opening in both:
        assert isinstance(opening.exception(20), Ended)
    assert library.opened(source) is None
    again = threads.submit(library.session, source)
    steps(9)
    assert again.result(20) is library.opened(source)


def test_to_stop_what_is_not_being_opened_does_nothing(library):
    library.stop(library.root / "a.txt")
    assert library.session(library.root / "a.txt").document.blocks[0].text == "Some text."


def test_a_program_is_ended_with_the_work_that_it_is_part_of():
    work, heard = Work(), []

    def hear(data):
        heard.append(data)
        work.end()
        step()

    with working(work), pytest.raises(Ended):
        programs.run([sys.executable, "-c", TALK], b"", 60, hear)
    assert b"one\n".startswith(b"".join(heard))
    assert not programs._running


def test_a_program_that_says_nothing_is_ended_too():
    work = Work()
    timer = threading.Timer(0.1, work.end)
    timer.start()
    with working(work), pytest.raises(Ended):
        programs.run([sys.executable, "-c", "import signal; signal.pause()"], b"", 60)
    timer.join()


def test_all_programs_are_ended_with_postil(threads):
    running = threading.Event()
    command = [sys.executable, "-c", TALK]
    waiting = threads.submit(programs.run, command, b"", 60, lambda _: running.set())
    assert running.wait(20)
    programs.end_all()
    assert waiting.result(20)[0] != 0


def told(path, monkeypatch):
    """What was told while a document was opened."""
    work, found = Work(), []
    real = Work.step

    def noted(self, *steps):
        real(self, *steps)
        found.append(self.told)

    monkeypatch.setattr(Work, "step", noted)
    with working(work):
        open_document(path)
    return [*dict.fromkeys(filter(None, found))]


def test_pages_of_a_pdf_are_counted(tmp_path, monkeypatch):
    pages = [[(72, 700, 12, f"This is page {number}.")] for number in range(3)]
    (tmp_path / "a.pdf").write_bytes(pdf(pages))
    found = told(tmp_path / "a.pdf", monkeypatch)
    assert set(found) <= {f"page {number} of 3" for number in range(4)}
    assert found[-1] == "page 3 of 3"


def test_chapters_of_a_book_are_counted_as_a_share(tmp_path, monkeypatch):
    chapters = {f"c{number}": f"<p>Chapter {number}.</p>" for number in range(4)}
    (tmp_path / "a.epub").write_bytes(epub(chapters))
    shares = ["0 %", "12 %", "25 %", "37 %", "50 %", "62 %", "75 %", "87 %"]
    assert told(tmp_path / "a.epub", monkeypatch) == shares
