"""Who does what over the text: one object for each group of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.ui.screens.finding import Finding
from tui.ui.screens.jumping import Jumping
from tui.ui.screens.marking import Marking
from tui.ui.screens.moving import Moving
from tui.ui.screens.noting import Noting
from tui.ui.screens.reviving import Reviving

if TYPE_CHECKING:
    from tui.ui.screens.desk import Desk
    from tui.ui.screens.panes import Panes
    from tui.ui.screens.program import Program
    from tui.ui.widgets.find_bar import FindBar


class Actors(NamedTuple):
    """Each has the `action_*` methods of its group."""

    moving: Moving
    jumping: Jumping
    marking: Marking
    noting: Noting
    reviving: Reviving
    finding: Finding
    panes: Panes
    program: Program


def actors_at(desk: Desk, bar: FindBar, panes: Panes, program: Program) -> Actors:
    """Those who work at `desk`."""
    noting = Noting(desk)
    return Actors(
        Moving(desk),
        Jumping(desk),
        Marking(desk),
        noting,
        Reviving(desk, noting.settle),
        Finding(desk, bar),
        panes,
        program,
    )
