"""Queries that a reader keeps under a name, and the one that ships."""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from tui.core.errors import FileProblem, WrongUsage, reason
from tui.core.paths import write_atomically
from tui.core.search.query import parse
from tui.core.search.query.scanner import QUOTES
from tui.core.tags import is_below, moved
from tui.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.core.paths import Places

_TAG_TERM = re.compile(
    r"""(?<![^\s(-])(?P<sign>\#|tag:=?)(?:"(?P<quoted>[^"]*)"|(?P<word>[^\s()"*]+))"""
)

SHIPPED: Mapping[str, str] = MappingProxyType({"open questions": "is:open sort:modified"})


class SavedQueries:
    """The queries of one reader, in a file of the configuration folder; read at each use."""

    def __init__(self, places: Places) -> None:
        self.file = places.config / "queries.json"

    def all(self) -> dict[str, str]:
        """The text of each by name, those that ship among them; raises `FileProblem`."""
        return {**SHIPPED, **self._own()}

    def save(self, name: str, text: str) -> str:
        """Keep a query under a name, in place of one that has it; returns the name.

        Raises `WrongUsage` for a name or a query that is none, `FileProblem`.
        """
        name = " ".join(clean_line(name).split())
        if not name or any(quote in name for quote in QUOTES):
            raise WrongUsage("a saved query needs a name, without quotation marks")
        if not text.strip():
            raise WrongUsage("there is no query to save")
        own = self._own()
        saved = {**SHIPPED, **own, name: text.strip()}
        # One that leads to itself would be of no use wherever it is met.
        parse(f'saved:"{name}"', saved=lambda: saved)
        self._write({**own, name: text.strip()})
        return name

    def rename_tag(self, old: str, new: str) -> dict[str, tuple[str, str]]:
        """Let queries ask for `new` where they ask for `old` or a tag below.

        Returns the text of these before and after, by name. Raises `FileProblem`.
        """
        own = self._own()
        after = {name: _renamed(text, old, new) for name, text in own.items()}
        if after != own:
            self._write(after)
        return {name: (own[name], after[name]) for name in own if after[name] != own[name]}

    def restore(self, changed: Mapping[str, tuple[str, str]]) -> None:
        """Take back what `rename_tag` changed, but for queries that are other ones by now.

        Raises `FileProblem`.
        """
        own = self._own() if changed else {}
        back = {name: was for name, (was, made) in changed.items() if own.get(name) == made}
        if back:
            self._write({**own, **back})

    def _own(self) -> dict[str, str]:
        try:
            raw = json.loads(self.file.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise FileProblem(self.file, reason(error)) from error
        except (ValueError, RecursionError) as error:
            raise FileProblem(self.file, f"not valid JSON: {error}") from error
        if not isinstance(raw, dict) or not all(isinstance(text, str) for text in raw.values()):
            raise FileProblem(self.file, 'must be an object of texts: {"name": "query"}')
        return raw

    def _write(self, queries: Mapping[str, str]) -> None:
        data = json.dumps(queries, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        try:
            write_atomically(self.file, data.encode("utf-8", "replace"))
        except OSError as error:
            raise FileProblem(self.file, reason(error)) from error


def _renamed(text: str, old: str, new: str) -> str:
    def term(match: re.Match[str]) -> str:
        tag = match["quoted"] or match["word"] or ""
        if not is_below(tag, old):
            return match[0]
        (after,) = moved((tag,), old, new)
        is_word = match["word"] and not re.search(r"[\s()*]", after)
        return f"{match['sign']}{after}" if is_word else f'{match["sign"]}"{after}"'

    return _TAG_TERM.sub(term, text)
