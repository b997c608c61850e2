"""Text as negotiators write it: brackets, tracked changes, candidate wordings, how strongly words bind."""

from positions.text.adjacent import Adjacent, adjacent_brackets
from positions.text.brackets import parse, render
from positions.text.changes import Run, as_ansi, as_html, as_plain, changes, new_text, old_text
from positions.text.clauses import OMIT, owner_lookup, slug, to_clauses
from positions.text.reading import Found, Reading, read_options, read_strength
from positions.text.records import Alternative, Aside, Bracket, Draft, Place, Placeholder, Plain, escape, tidy, unescape
from positions.text.terms import Lexicon, Term, load_lexicon

__all__ = [
    "OMIT",
    "Adjacent",
    "Alternative",
    "Aside",
    "Bracket",
    "Draft",
    "Found",
    "Lexicon",
    "Place",
    "Placeholder",
    "Plain",
    "Reading",
    "Run",
    "Term",
    "adjacent_brackets",
    "as_ansi",
    "as_html",
    "as_plain",
    "changes",
    "escape",
    "load_lexicon",
    "new_text",
    "old_text",
    "owner_lookup",
    "parse",
    "read_options",
    "read_strength",
    "render",
    "slug",
    "tidy",
    "to_clauses",
    "unescape",
]
