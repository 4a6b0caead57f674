from tui.core import edits
from tui.core.interchange.rows import rows_of
from tui.core.session import WHOLE_DOCUMENT


def test_annotations_stand_in_reading_order_between_those_without_a_paragraph(
    library, session, rewritten
):
    for place in (session.paragraph(3), session.paragraph(1), WHOLE_DOCUMENT, session.paragraph(4)):
        library.perform(edits.write_note(session, [place], "note"))
    library.flush()
    changed = rewritten(["New.", *(b.text for b in session.document.blocks[:4])])
    rows = list(rows_of(changed))
    assert [(row.paragraph, row.anchor.state) for row in rows] == [
        (None, "exact"),
        (3, "moved"),
        (5, "moved"),
        (None, "orphan"),
    ]
