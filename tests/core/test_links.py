"""Where links lead."""

from pathlib import Path

import pytest

from tui.core.documents import open_document
from tui.core.links import Refused, Text, Web, aim, footnote, heading, links_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "one.md").write_text(
        "# One Two, three\n\n[a](b.md) and *[c](https://d.example/)* and so[^1].\n\n"
        "[^1]: The *note*.\n"
    )
    (folder / "two words.md").write_text("# Two\n")
    (tmp_path / "secret.md").write_text("# Secret\n")
    return folder


def at(root: Path, target: str) -> Web | Text | Refused:
    return aim(target, root / "in" / "one.md", root)


def test_links_and_footnotes_of_a_paragraph_come_as_they_are_read(root: Path) -> None:
    document = open_document(root / "in" / "one.md")
    links = links_of(document.blocks[1])
    assert [link.target for link in links] == ["b.md", "https://d.example/", "1"]
    found = footnote(document, "1")
    assert found is not None
    assert document.blocks[found].text == "The note."
    assert footnote(document, "2") is None
    assert heading(document, "one-two-three") == 0
    assert heading(document, "four") is None


@pytest.mark.parametrize("address", ["https://a.example/x?y#z", "HTTP://a.example"])
def test_an_address_on_the_web_is_one(root: Path, address: str) -> None:
    assert at(root, address) == Web(address)


def test_a_file_beside_or_above_is_found_inside_the_folder(root: Path) -> None:
    assert at(root, "one.md#x") == Text(root / "in" / "one.md", "x")
    assert at(root, "../two%20words.md") == Text(root / "two words.md")
    assert at(root, "#part%20two") == Text(None, "part two")


@pytest.mark.parametrize(
    "target",
    [
        "../../secret.md", "/etc/passwd", "%2e%2e/%2e%2e/secret.md", "../..//secret.md",
        "file:///etc/passwd", "//host/share", "javascript:alert(1)", "mailto:a@b.example",
        "http://", "https://[::1", "gone.md", "..", "a%00b.md",
    ],
)  # fmt: skip
def test_what_is_not_followed_says_why(root: Path, target: str) -> None:
    found = at(root, target)
    assert isinstance(found, Refused)
    assert found.reason


def test_a_link_on_the_disk_does_not_lead_out_of_the_folder(root: Path) -> None:
    (root / "in" / "way.md").symlink_to(root.parent / "secret.md")
    assert isinstance(at(root, "way.md"), Refused)
