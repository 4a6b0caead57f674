"""The README and the manual say what the program does."""

import re
import tomllib
from pathlib import Path

import pytest

from tui.core.actions import key_tables
from tui.core.config import load_config
from tui.core.documents.formats import FORMATS
from tui.core.search.query import Query, explain, parse
from tui.core.search.query.parser import KNOWN
from tui.core.search.query.terms import TERMS, terms_table
from tui.core.search.saved import SHIPPED

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


def test_the_table_of_query_terms_is_that_of_the_program():
    text = (ROOT / "articles/manual/searching.md").read_text("utf-8")
    _, _, behind = text.partition("<!-- terms -->\n")
    table, end, _ = behind.partition("<!-- /terms -->")
    assert end
    assert table.strip() == terms_table()


def test_every_term_of_the_manual_is_one_and_every_name_is_in_the_manual():
    typed = [way for term in TERMS for way in (term.typed, *term.others)]
    for text in typed:
        query = parse(text, saved=lambda: SHIPPED)
        assert query != Query(), text
        assert explain(query)
    names = {match for text in typed for match in re.findall(r"([a-z]+):", text)}
    assert names == KNOWN


def test_the_manual_tells_every_format_and_what_it_needs():
    text = (ROOT / "articles/manual/formats.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for format_ in FORMATS:
        rows = [
            row
            for row in text.splitlines()
            if row.startswith("| ") and set(format_.endings) <= set(row.replace("`", " ").split())
        ]
        assert len(rows) == 1, format_.title
        assert not format_.extra or f"postil[{format_.extra}]" in rows[0]
        assert format_.program in rows[0]
        assert format_.extra in ("", *project["optional-dependencies"])


def test_every_picture_of_the_readme_is_there():
    text = (ROOT / "README.md").read_text("utf-8")
    pictures = [part.partition(")")[0] for part in text.split("![")[1:]]
    paths = [picture.partition("](")[2] for picture in pictures]
    assert paths
    assert all((ROOT / path).is_file() for path in paths)
