"""The query language: what is typed, as a tree, in plain English, and written out again."""

from tui.core.search.query.explain import explain
from tui.core.search.query.parser import parse
from tui.core.search.query.tree import Query
from tui.core.search.query.unparse import unparse

__all__ = ["Query", "explain", "parse", "unparse"]
