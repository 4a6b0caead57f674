"""`postil tour`: the reader with the text that teaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.parsing import Command
from tui.cli.reading import need_terminal, open_reader
from tui.core.paths import user_places
from tui.core.tour import prepare_tour

if TYPE_CHECKING:
    from argparse import Namespace


def _tour(_: Namespace) -> int:
    # Before anything is written.
    need_terminal()
    return open_reader([prepare_tour(user_places())])


TOUR = Command("tour", "learn the program by using it", lambda _: None, _tour)
