"""What a view of a document tells whoever holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui.ui.widgets.document_view import DocumentView


class Resized(Message):
    """The text was laid out at another size."""


class Scrolled(Message):
    """The wheel was turned by `rows` over `view`."""

    def __init__(self, view: DocumentView, rows: int) -> None:
        super().__init__()
        self.view = view
        self.rows = rows


class Clicked(Message):
    """Block `block` of `view` was clicked."""

    def __init__(self, view: DocumentView, block: int) -> None:
        super().__init__()
        self.view = view
        self.block = block
