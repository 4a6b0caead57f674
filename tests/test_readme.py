"""The README and the manual say what the program does."""

from pathlib import Path

import pytest

from tui.core.actions import key_tables
from tui.core.config import load_config

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("page", ["README.md", "articles/manual/keys.md"])
def test_the_key_tables_are_those_of_the_registry(page):
    text = (ROOT / page).read_text("utf-8")
    _, _, behind = text.partition("<!-- keys -->\n")
    table, end, _ = behind.partition("<!-- /keys -->")
    assert end
    assert table.strip() == key_tables().strip()


@pytest.mark.parametrize("page", ["README.md", "articles/manual/configuration.md"])
def test_the_settings_that_are_shown_can_be_set(page, tmp_path):
    _, _, behind = (ROOT / page).read_text("utf-8").partition("```toml\n")
    (tmp_path / "config.toml").write_text(behind.partition("```")[0], "utf-8")
    config = load_config(tmp_path)
    assert config.problems == ()
    assert config.library


def test_every_picture_of_the_readme_is_there():
    text = (ROOT / "README.md").read_text("utf-8")
    pictures = [part.partition(")")[0] for part in text.split("![")[1:]]
    paths = [picture.partition("](")[2] for picture in pictures]
    assert paths
    assert all((ROOT / path).is_file() for path in paths)
