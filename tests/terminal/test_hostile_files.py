"""What a terminal is sent when a document wants to speak to it."""

import pytest

from tests.hostile import FILES
from tests.terminal.terminal import Terminal


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("escapes")])
def test_no_control_of_a_document_reaches_the_terminal(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(FILES[name])
    with Terminal([path], cwd=tmp_path) as terminal:
        terminal.wait_for("reversed")
        terminal.type("q")
        terminal.wait_closed()
        sent = terminal.raw
    # The program itself sets neither the clipboard nor clears the screen in these ways.
    for payload in (b"\x1b]52;c;cm0=", b"\x1b[2J \x1b", b"\x9b2J", b"\xc2\x9b", "\u202e".encode()):
        assert payload not in sent
