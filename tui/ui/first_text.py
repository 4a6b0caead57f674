"""The text on the screen before the screen library is loaded, which takes longer than all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.segment import Segment

from tui.core.layout import load_panes
from tui.core.pace import USUAL, Pace, density
from tui.core.reading import byline, is_near_beginning, minutes
from tui.core.state import Position
from tui.ui.render.colours import COLOURS, Styles
from tui.ui.render.layout import divided
from tui.ui.render.marks import uncoloured
from tui.ui.render.page import Page
from tui.ui.render.paint import PLAIN, Aspect, Line, Painter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tui.core.config import Config
    from tui.core.session import Session
    from tui.core.state import ReadingState

WIDE = 100
"""Columns of a terminal from which on panes stand beside the text."""
FOOT = 2
"""Rows below it."""
SET = ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE")
"""Where one of these is in the environment, colours are not what the terminal's name tells."""


def first_text(
    session: Session,
    state: ReadingState,
    config: Config,
    size: tuple[int, int],
    tag_colour: Callable[[str], str] = uncoloured,
) -> list[Line] | None:
    """The rows of a terminal of this size, columns and rows: the text where it will stand.

    Of all else only the lines between are drawn. None where that cannot be told, as in a theme that
    is not one of Postil's, and where there is no room.
    """
    document, reading = session.document, config.reading
    place = state.position(session.source) or Position()
    if config.theme not in COLOURS or not len(document.blocks):
        return None
    if document.estimate is not None and not is_near_beginning(document, place):
        return None
    styles, panes = Styles(config.theme), load_panes(state.places)
    left, right = (panes.left, panes.notes) if size[0] >= WIDE else (0, 0)
    width, height = size[0] - left - right, size[1] - FOOT
    if width < 1 or height < 1:
        return None
    found = divided(document, width, reading, asides=panes.beside)
    rate = Pace(state.pace() or USUAL).rate * density(document)
    above = byline(document, minutes(document, per_minute=rate))
    page = Page(session, above, found.text, reading.spacing, aside=found.aside, finish=_as_it_is)
    view = page.window(range(len(document.blocks)), height, reading)
    page.put(view, place)
    painter = Painter(styles, found, tag_colour=tag_colour, justify=reading.justify)
    here = Aspect(current=True)
    lines = page.draw(painter, view.rows(), lambda block: here if block == view.cursor else PLAIN)
    lines += [painter.empty] * (height - len(lines))
    before = [Segment(f"{'│':>{left}}", styles.border)] if left else []
    behind = [Segment(f"{'│':{right}}", styles.border)] if right else []
    foot = [[Segment(char * size[0], styles.border)] for char in "─ "]
    return [*([*before, *line, *behind] for line in lines), *foot]


def written(rows: Iterable[Line], environ: Mapping[str, str]) -> bytes | None:
    """What puts `rows` on a terminal of which `environ` tells the colours; None in any doubt."""
    if any(name in SET or name.startswith("TEXTUAL") for name in environ):
        return None
    system = _colours(environ)
    if system is None:
        return None
    lines = ("".join(_rendered(segment, system) for segment in row) for row in rows)
    return "".join(f"\x1b[{y};1H{line}" for y, line in enumerate(lines, 1)).encode()


def _rendered(segment: Segment, system: ColorSystem) -> str:
    return (
        segment.style.render(segment.text, color_system=system) if segment.style else segment.text
    )


def _colours(environ: Mapping[str, str]) -> ColorSystem | None:
    """As the screen library will find it out."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return ColorSystem.TRUECOLOR
    if environ.get("TERM", "").strip().lower().endswith("-256color"):
        return ColorSystem.EIGHT_BIT
    return None


def _as_it_is(line: Line) -> Line:
    return line
