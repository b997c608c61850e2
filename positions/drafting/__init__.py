"""Text as negotiators write it: bracket notation, tracked changes, candidate wordings."""

from positions.drafting.brackets import parse, render
from positions.drafting.changes import Run, as_ansi, as_html, as_plain, changes, new_text, old_text
from positions.drafting.clauses import OMIT, owner_lookup, slug, to_clauses
from positions.drafting.records import Alternative, Bracket, Draft, Place, Placeholder, Plain, escape, tidy, unescape

__all__ = [
    "OMIT",
    "Alternative",
    "Bracket",
    "Draft",
    "Place",
    "Placeholder",
    "Plain",
    "Run",
    "as_ansi",
    "as_html",
    "as_plain",
    "changes",
    "escape",
    "new_text",
    "old_text",
    "owner_lookup",
    "parse",
    "render",
    "slug",
    "tidy",
    "to_clauses",
    "unescape",
]
