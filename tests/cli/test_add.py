import http.server
import os
import sys
import threading
from pathlib import Path

import pytest

from tests.making import pdf
from tui.cli.adding import Telling, _add
from tui.core import adding, fetching, work
from tui.core.errors import UnreadableDocument, WrongUsage

ARTICLE = b"<!doctype html><html><title>A page: ../of it</title><p>Some words of a page.</p></html>"


class Server(http.server.BaseHTTPRequestHandler):
    """Answers by path: (code, headers, body); remembers what was asked."""

    pages: dict

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        code, headers, body = self.server.pages[self.path]
        self.send_response(code)
        for header in headers.items():
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    """A server of this machine, whose `pages` a test fills."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.pages, server.asked = {}, []
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_kept_under_its_title_and_nothing_else_is_fetched(postil, server):
    server.pages["/evil.exe?a"] = (
        200,
        {"Content-Disposition": "attachment; filename=x.sh"},
        ARTICLE,
    )
    outcome = postil("add", f"{server.address}/evil.exe?a", "--to", "pages")
    assert (outcome.code, outcome.out) == (0, "pages/A page of it.html\n")
    assert Path("pages/A page of it.html").read_bytes() == ARTICLE
    assert [path for path, _ in server.asked] == ["/evil.exe?a"]
    assert "Cookie" not in server.asked[0][1]
    assert [path.name for path in Path("pages").iterdir()] == ["A page of it.html"]


def test_the_same_page_is_kept_once_and_another_of_its_name_beside_it(postil, server):
    server.pages["/a"] = (200, {}, ARTICLE)
    address = f"{server.address}/a"
    first = postil("add", address, "--json").lines
    again = postil("add", address, "--json").lines
    assert [first[0]["known"], again[0]["known"]] == [False, True]
    assert first[0]["path"] == again[0]["path"]
    server.pages["/a"] = (200, {}, ARTICLE.replace(b"Some", b"Other"))
    assert postil("add", address).out == "A page of it 2.html\n"


def test_what_the_server_says_it_is_counts_only_for_text(postil, server):
    server.pages["/a"] = (200, {"Content-Type": "text/markdown"}, b"# A title\n\nWords.")
    server.pages["/b"] = (200, {"Content-Type": "application/pdf"}, b"Only words.")
    assert postil("add", f"{server.address}/a").out == "A title.md\n"
    assert postil("add", f"{server.address}/b").out.startswith("127 0 0 1")


def test_redirections_lead_to_pages_only_and_not_on_and_on(postil, server):
    server.pages["/a"] = (302, {"Location": "/b"}, b"")
    server.pages["/b"] = (200, {}, ARTICLE)
    assert postil("add", f"{server.address}/a").code == 0
    for target, why in [
        ("file:///etc/hostname", "is not allowed"),
        ("ftp://127.0.0.1/x", "only addresses of http and https"),
    ]:
        server.pages["/a"] = (302, {"Location": target}, b"")
        outcome = postil("add", f"{server.address}/a")
        assert outcome.code in (2, 3)
        assert why in outcome.err
    server.pages |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(9)}
    server.asked.clear()
    outcome = postil("add", f"{server.address}/0")
    assert outcome.code == 3
    assert len(server.asked) <= 6


def test_what_is_too_large_too_slow_or_wrong_is_refused(postil, server, monkeypatch):
    server.pages["/a"] = (200, {}, b"x" * 5000)
    server.pages["/empty"] = (200, {}, b"")
    server.pages["/program"] = (200, {}, b"\x7fELF" + bytes(100))
    monkeypatch.setattr(fetching, "MAX_SIZE", 4000)
    for path, why in [
        ("/a", "larger than"),
        ("/empty", "sent nothing"),
        ("/program", "a program, not text"),
    ]:
        outcome = postil("add", server.address + path)
        assert outcome.code == 3
        assert why in outcome.err
    server.pages["/gone"] = (404, {}, b"no")
    assert "404" in postil("add", f"{server.address}/gone").err
    monkeypatch.setattr(fetching, "SECONDS", 0)
    with pytest.raises(UnreadableDocument):
        fetching.fetch(f"{server.address}/a")
    assert sorted(path.name for path in Path().iterdir()) == ["essay.md", "wire.txt"]


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://a/b", "http://", "http://[x/"])
def test_only_the_web_is_fetched(address):
    with pytest.raises(WrongUsage, match="only addresses of http and https"):
        fetching.fetch(address)


def test_a_file_is_copied_and_never_over_another(postil, tmp_path):
    other = tmp_path / "wire.txt"
    other.write_text("Other words.")
    assert postil("add", other, "wire.txt").out == "wire 2.txt\nwire.txt\n"
    assert Path("wire 2.txt").read_text() == "Other words."
    outcome = postil("add", tmp_path / "none.txt", "essay.md", "--to", "new")
    assert outcome.code == 3
    assert outcome.out == "new/essay.md\n"


def test_a_file_system_without_links_is_written_to_all_the_same(postil, monkeypatch):
    def refuse(self, target):
        raise PermissionError(1, "not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert postil("add", "wire.txt", "--to", "new").code == 0
    assert Path("new/wire.txt").read_bytes() == Path("wire.txt").read_bytes()
    assert postil("add", "essay.md", "--to", "wire.txt").code == 3


def test_what_comes_through_a_pipe_is_kept_by_the_time(postil):
    outcome = postil("-", stdin=b"Some words.")
    (kept,) = Path().glob("stdin-????????-??????.txt")
    assert kept.read_text() == "Some words."
    assert f"kept as {kept}" in outcome.err
    # It cannot be shown here, where there is no terminal.
    assert outcome.code == 2
    kept.unlink()
    assert postil("add", "-", stdin=ARTICLE).out.endswith(".html\n")
    assert "nothing came" in postil("-", stdin=b" \n").err


@pytest.mark.parametrize(
    "title", ["../../x", ".hidden", "a\x1b[2Jb", "x" * 500, "/", "", "con\n\n"]
)
def test_a_title_is_never_a_path(title):
    name = adding._name(title)
    assert "/" not in name
    assert not name.startswith((".", "-"))
    assert len(name) <= adding.MAX_NAME
    assert name.isprintable()


def test_formats_lists_what_can_be_opened_and_how_to_get_the_rest(postil, monkeypatch):
    monkeypatch.setattr("tui.core.documents.formats._installed", lambda program: False)
    monkeypatch.setattr("tui.core.documents.formats.find_spec", lambda name: None)
    rows = {row["format"]: row for row in postil("formats", "--json").lines}
    assert rows["txt"] == {
        "format": "txt",
        "title": "plain text",
        "endings": [".txt", ".text"],
        "opens": True,
        "missing": None,
    }
    assert (rows["pdf"]["opens"], rows["pdf"]["missing"]) == (False, "pip install 'postil[pdf]'")
    assert (rows["rst"]["opens"], rows["rst"]["missing"]) == (True, "install pandoc")
    text = postil("formats").out
    assert "no: pip install 'postil[docx]'" in text
    assert "as plain text: install pandoc" in text


def test_how_far_it_is_stands_in_one_row_of_the_error_output_and_goes(capsys):
    telling = Telling()
    telling.fetched(120 << 10)
    with work.working(telling):
        work.step(1, 90, "page")
        work.step(1, 90, "page")
        work.step(2, 9, "page")
    telling.wipe()
    out, err = capsys.readouterr()
    assert out == ""
    rows = ["120 kB", "page 1 of 90", "page 2 of 9 ", " " * 11]
    assert err == "".join(f"\r{row}\r" for row in rows)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_pdf_that_is_fetched_is_told_page_by_page_on_a_terminal_only(
    tmp_path, monkeypatch, capsys, is_terminal
):
    page = fetching.Page(pdf([[(72, 700, 12, "This is the only page.")]]), is_markdown=False)
    monkeypatch.setattr(fetching, "fetch", lambda address, tell: page)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    _add("https://example.org/a.pdf", tmp_path)
    assert ("page 1 of 1" in capsys.readouterr().err) is is_terminal
