"""How strongly a text binds: operative verbs, modals and qualifiers, from an editable table."""

from positions.lexicon.reading import Found, Reading, read_options, read_strength
from positions.lexicon.terms import Lexicon, Term, load_lexicon

__all__ = ["Found", "Lexicon", "Reading", "Term", "load_lexicon", "read_options", "read_strength"]
