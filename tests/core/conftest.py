"""Documents, sessions and libraries to test with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tui.core.library import Library
from tui.core.session import Session, open_session

PARAGRAPHS = [
    f"Paragraph number {word} of the text." for word in ["one", "two", "three", "four", "five"]
]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Five paragraphs, blank lines between."""
    path = tmp_path / "shelf" / "article.txt"
    path.parent.mkdir()
    path.write_text("\n\n".join(PARAGRAPHS) + "\n")
    return path


@pytest.fixture
def library(article: Path) -> Library:
    """A library of one article."""
    return Library(article.parent)


@pytest.fixture
def session(library: Library, article: Path) -> Session:
    """The article, open in its library."""
    return library.session(article)


@pytest.fixture
def rewritten(article: Path) -> Callable[[list[str]], Session]:
    """Saves other paragraphs under the article's name and opens it anew."""

    def rewrite(paragraphs: list[str]) -> Session:
        article.write_text("\n\n".join(paragraphs) + "\n")
        return open_session(article)

    return rewrite
