"""Documents, sessions and libraries to test with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tui.core.library import Library
from tui.core.paths import Places
from tui.core.session import Session, open_session
from tui.core.store.keeping import Keeping

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
def keeping(places: Places) -> Keeping:
    """Notes beside their sources."""
    return Keeping(places)


@pytest.fixture
def library(article: Path, keeping: Keeping) -> Library:
    """A library of one article."""
    return Library(article.parent, keeping)


@pytest.fixture
def session(library: Library, article: Path) -> Session:
    """The article, open in its library."""
    return library.session(article)


@pytest.fixture
def rewritten(article: Path, keeping: Keeping) -> Callable[[list[str]], Session]:
    """Saves other paragraphs under the article's name and opens it anew."""

    def rewrite(paragraphs: list[str]) -> Session:
        article.write_text("\n\n".join(paragraphs) + "\n")
        return open_session(article, keeping)

    return rewrite
