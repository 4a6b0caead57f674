"""What the help shows in a search: its keys, and all that a query can be made of."""

from __future__ import annotations

from dataclasses import replace

from tui.core.contexts import SEARCH
from tui.core.search.query.terms import TERMS

HELP = replace(SEARCH, typed=tuple((one.typed, one.plain) for one in TERMS))
