"""Every term of the query language with what it finds, for the manual and the help."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill

from tui.core.search.query.tree import GROUPS, KINDS, PARTS, SORTS

_TYPED = 24
"""Cells for a term in the help text."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is typed, and what it finds; `others` are further ways to write such a one."""

    typed: str
    meaning: str
    others: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The meaning without the signs of Markdown."""
        return self.meaning.replace("`", "")


TERMS = (
    Term("date", "a word that begins so, in notes, tags, quotes and text"),
    Term('"wide margin"', "these words in a row, the last one whole"),
    Term('"wide mar"*', "the same, where the last one may go on"),
    Term("gloss~", "this word, or one that is a slip or two away from it; such come last"),
    Term("/gloss(es)?/", "a regular expression; behind it may stand some of `imsx`",
         ("/Gloss/i",)),
    Term("date policy", "both"),
    Term("date OR day", "one of them at least"),
    Term("-date", "without this", ("NOT date",)),
    Term("(date OR day) -draft", "brackets join"),
    Term("#policy", "tagged so or with any tag below it", ("tag:policy",)),
    Term("tag:=policy", "tagged exactly so"),
    Term("tag:pol*", "with a tag that begins so", ("#pol*",)),
    Term("tag:(policy OR law)", "brackets behind any name", ('tag:"open question"',)),
    Term("note:date", "in the note; a phrase or an expression fits too",
         ('note:"wide margin"', "note:/gloss/", "note~gloss")),
    Term("quote:date", "in the text of annotated paragraphs"),
    Term("text:date", "in the texts"),
    Term("title:margin", "in the title of the document"),
    Term("heading:print", "in a heading above the paragraph"),
    Term("is:open", f"an annotation of that kind or state: {', '.join(KINDS)}",
         tuple(f"is:{kind}" for kind in KINDS)),
    Term("has:note", f"an annotation with that: {', '.join(PARTS)}",
         tuple(f"has:{part}" for part in PARTS)),
    Term("path:essays/", "in this folder of the library", ("file:essays/",)),
    Term("path:*.md", "in a file whose path fits; `*`, `?` and `[abc]` stand for others",
         ("file:*.md",)),
    Term("path:draft", "in a file with this in its path", ("file:draft",)),
    Term("colour:red", "of this colour"),
    Term("by:Ana", "written by, where a program has stored that"),
    Term("id:0199ab", "the annotation whose id begins so"),
    Term("created:2026-03", "made in a year, a month or on a day", ("created:2026", "created:today",
         "created:yesterday", "created:thisweek", "created:lastmonth", "created:2026-03-05")),
    Term("modified:7d", "changed in the last days; `w`, `m` and `y` are weeks, months and years",
         ("modified:3w", "modified:2m", "modified:1y")),
    Term("date:2026-01..2026-03", "made or changed from then to then, both included",
         ("date:2026..", "date:..2026")),
    Term("created:>=2026-03", "from then on; `>`, `<` and `<=` likewise",
         ("created:<2026", "created:<=2026-03-05", "created:>2025")),
    Term('saved:"open questions"', "what a saved query finds"),
    Term("sort:modified", f"in this order: {', '.join(SORTS)}; `-sort:` is the other way round",
         ("-sort:modified", *(f"sort:{by}" for by in SORTS))),
    Term("group:tag", f"in groups: by {', '.join(GROUPS)}",
         tuple(f"group:{by}" for by in GROUPS)),
    Term("limit:20", "that many at most"),
)  # fmt: skip


def terms_table() -> str:
    """The terms as a Markdown table."""
    rows = (f"| `{term.typed}` | {term.meaning} |" for term in TERMS)
    return "\n".join(("| query | finds |", "| --- | --- |", *rows))


def syntax(width: int = 80) -> str:
    """The terms as lines of a help text."""
    rows = (_help(term, width) for term in TERMS)
    return "\n".join(("queries (one that begins with a minus is put behind --):", *rows))


def _help(term: Term, width: int) -> str:
    start, gap = f"  {term.typed:<{_TYPED}}", " " * (_TYPED + 2)
    return fill(term.plain, width, initial_indent=start, subsequent_indent=gap)
