"""What is loaded before the first text is there, and what comes later."""

import os
import subprocess
import sys

import pytest

LATER = [
    "tui.ui.palette",
    "tui.ui.screens.help",
    "tui.ui.screens.note_editor",
    "tui.ui.screens.search",
    "tui.ui.screens.tag_picker",
    "tui.ui.screens.bookmarking",
    "tui.ui.screens.copying",
    "tui.ui.screens.finding",
    "tui.ui.screens.following",
    "tui.ui.screens.jumping",
    "tui.ui.screens.marking",
    "tui.ui.screens.noting",
    "tui.ui.screens.reviewing",
    "tui.ui.screens.reviving",
    "tui.ui.screens.selecting",
    "tui.core.anchors.align",
    "tui.core.documents.markdown",
    "tui.core.interchange",
    "tui.core.review",
    "tui.core.search.completion",
    "tui.core.search.find",
    "tui.core.search.index",
    "tui.core.search.query",
    "textual.widgets._text_area",
    "textual.widgets._markdown",
    "markdown_it",
    "rapidfuzz",
    "tomllib",
]
NEEDED = {"tui", "textual", "rich", "platformdirs", "tinydb", "typing_extensions"}
"""The libraries that the first text needs, and what Textual needs of others."""
SEEN = """
import asyncio, sys
from pathlib import Path
from tui.core.config import Config
from tui.core.library import Library
from tui.core.paths import user_places
from tui.core.store.keeping import Keeping
from tui.ui.app import PostilApp
from tui.ui.widgets.document_view import DocumentView

source, places = Path(sys.argv[1]), user_places()
library = Library(source.parent, Keeping(places))
library.session(source)
app = PostilApp(library, source, Config(), places)
loaded = None
render_line = DocumentView.render_line

def rendered(view, y):
    global loaded
    strip = render_line(view, y)
    if loaded is None and "yours" in strip.text:
        loaded = set(sys.modules)
    return strip

async def run():
    DocumentView.render_line = rendered
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
    print(*loaded)

asyncio.run(run())
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    source = tmp_path_factory.mktemp("shelf") / "letter.txt"
    source.write_text("The margin is yours.\n")
    command = [sys.executable, "-c", SEEN, source]
    # A fixture of a module is made before those that keep each test away from the real folders.
    names = ("CONFIG", "DATA", "STATE", "CACHE")
    home = {f"XDG_{name}_HOME": str(source.parent / name.lower()) for name in names}
    env = {**os.environ, **home}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", LATER)
def test_a_module_that_the_first_text_does_not_need_is_not_loaded(loaded, module):
    assert "tui.ui.screens.reader" in loaded
    assert module not in loaded


def test_the_first_text_needs_no_other_library(loaded):
    packages = {module.partition(".")[0] for module in loaded}
    known = set(sys.stdlib_module_names) | NEEDED
    assert sorted(name for name in packages - known if not name.startswith("_")) == []
