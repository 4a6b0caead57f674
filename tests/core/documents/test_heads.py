import pytest

from tests.core.documents.test_text import PARAGRAPHS, document, wrapped
from tui.core.documents.heads import is_stars

HEAD = """\
The Project Gutenberg EBook of Katrine, by Elinor Lane

This eBook is for the use of anyone anywhere at no cost.

Title: Katrine
       or, A Novel

Author: Elinor Lane

*** START OF THIS PROJECT GUTENBERG EBOOK KATRINE ***


Produced by Rick Niles and the
Online Team


CHAPTER I

"""
FOOT = """


End of the Project Gutenberg EBook of Katrine, by Elinor Lane

*** END OF THIS PROJECT GUTENBERG EBOOK KATRINE ***

Updated editions will replace the previous one.
"""
WIRE = "Grain talks resume\nThe sample desk\n****\n"


def texts(read):
    return [block.text for block in read.blocks]


def test_the_head_and_foot_of_project_gutenberg_become_title_and_byline(tmp_path):
    read = document(tmp_path, HEAD + "\n\n".join(wrapped(70)) + FOOT)
    assert (read.title, read.byline) == ("Katrine or, A Novel", "Elinor Lane")
    assert texts(read) == ["CHAPTER I", *PARAGRAPHS]
    assert read.lines(0)[0] == HEAD.split("\n").index("CHAPTER I") + 1


def test_a_start_of_the_text_on_two_lines_and_no_foot_do_no_harm(tmp_path):
    head = "*** START OF THE PROJECT GUTENBERG EBOOK\nKATRINE ***\n\n"
    read = document(tmp_path, head + "\n\n".join(PARAGRAPHS))
    assert (read.title, read.byline) == ("a", None)
    assert texts(read) == PARAGRAPHS


def test_words_about_project_gutenberg_are_left_where_they_are(tmp_path):
    text = (
        "It said *** END OF THIS PROJECT GUTENBERG EBOOK ***, and:\n\nEnd of Project Gutenberg.\n"
    )
    assert " ".join(texts(document(tmp_path, text))).split() == text.split()


@pytest.mark.parametrize(
    "head",
    [
        "\n\nGrain talks resume\nThe sample desk\n***\n",
        "Grain talks resume\n\nThe sample desk\n\n*****\n\n",
        "Grain talks resume\nThe sample desk\n\n\n* * *\n\n",
    ],
)
def test_blank_lines_may_stand_in_the_head_of_wire_form(tmp_path, head):
    read = document(tmp_path, head + "\n".join(PARAGRAPHS[:12]))
    assert (read.shape, read.title, read.byline) == (
        "wire",
        "Grain talks resume",
        "The sample desk",
    )
    assert texts(read) == PARAGRAPHS[:12]
    assert read.lines(0)[0] == head.count("\n") + 1


@pytest.mark.parametrize(
    "body",
    [
        "\n".join(PARAGRAPHS),
        "\n\n".join(PARAGRAPHS),
        "\n\n".join(wrapped(72)),
        "\n".join(wrapped(72, "    ")),
    ],
    ids=["line", "blank", "wrapped", "indent"],
)
def test_the_body_of_wire_form_is_split_by_its_own_shape(tmp_path, body):
    read = document(tmp_path, WIRE + body)
    assert (read.shape, read.title, read.byline) == (
        "wire",
        "Grain talks resume",
        "The sample desk",
    )
    assert texts(read) == PARAGRAPHS


def test_two_paragraphs_and_a_rule_are_no_wire_form(tmp_path):
    read = document(tmp_path, "A paragraph.\n\nAnother one.\n\n* * *\n\nA third.\n\nA fourth.\n")
    assert (read.shape, read.byline, read.paragraphs) == ("blank", None, 4)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [("***", True), (" * *\t* ", True), ("**", False), ("*** a", False), ("", False)],
)
def test_three_asterisks_make_a_line_of_them(line, is_one):
    assert is_stars(line) == is_one
