"""The README and the manual say what the program does."""

from pathlib import Path

import pytest

from tui.core.actions import key_tables

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("page", ["README.md", "articles/manual/keys.md"])
def test_the_key_tables_are_those_of_the_registry(page):
    text = (ROOT / page).read_text("utf-8")
    _, _, behind = text.partition("<!-- keys -->\n")
    table, end, _ = behind.partition("<!-- /keys -->")
    assert end
    assert table.strip() == key_tables().strip()


def test_every_picture_of_the_readme_is_there():
    text = (ROOT / "README.md").read_text("utf-8")
    pictures = [part.partition(")")[0] for part in text.split("![")[1:]]
    paths = [picture.partition("](")[2] for picture in pictures]
    assert paths
    assert all((ROOT / path).is_file() for path in paths)
