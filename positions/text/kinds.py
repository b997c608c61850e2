"""Whether short texts are of one kind, so that only one of them can stand: two modals, two verbs, two years.

Kinds are modals and articles of the six languages of the United Nations (a table of ours), verbs of the lexicon,
numbers with their units, dates, and two forms of one word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from positions.text.matching import find
from positions.text.terms import load_lexicon

__all__ = ["SUFFIXES", "kind_of", "one_kind"]

_WORDS = {
    "modal": "shall should may must will would can could might ought_to is_to are_to|doit doivent devrait devraient"
    " devra devront peut peuvent pourra pourront|debe deben debería deberían deberá deberán puede pueden podrá podrán"
    "|должен должна должно должны следует может могут|应 应当 应该 必须 须 可 可以 宜 将|يجب ينبغي يجوز يمكن",
    "article": "a an the each every all any some|le la les chaque tout tous|el los las cada todo todos",
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in re.split(r"[ |]", words)}
_NOT = re.compile(r"(?: not| no|n't)$|^(?:не|不|لا) ?")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(rf"(?:\d{{1,2}} )?{_MONTH} (?:\d{{1,2}}, )?\d{{4}}|(?:19|20|21)\d\d", re.IGNORECASE)
_NUMBER = re.compile(
    r"[$€£]? ?\d[\d.,]* ?(?:%|°C|per ?cent|percent|million|billion|years?|months?|days?|weeks?)?"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?: (?:years?|months?|days?|weeks?))?",
    re.IGNORECASE,
)
_HIDDEN = re.compile("[\u200e\u200f\u061c\u2066-\u2069]")  # signs of direction
SUFFIXES = frozenset("y ies s es e ed d ing ion ions al ly er ers en n t r is".split())  # noqa: SIM905


def kind_of(text: str) -> str:
    """Return the kind of a short text, or "" when it is of none.

    >>> [kind_of(t) for t in ("shall not", "Urges", "2030", "5 per cent", "1 May 2030", "the", "应当", "climate")]
    ['modal', 'verb', 'date', 'number', 'date', 'article', 'modal', '']
    """
    plain = _HIDDEN.sub("", text).strip()
    bare = _NOT.sub("", plain.casefold()).replace(" ", "_")
    if bare in _KIND:
        return _KIND[bare]
    if _DATE.fullmatch(plain):
        return "date"
    if _NUMBER.fullmatch(plain):
        return "number"
    found = find(plain, load_lexicon()) if len(plain) < 40 else ()
    verb = len(found) == 1 and found[0].term.kind in ("operative", "reaffirms")
    return "verb" if verb and (found[0].start, found[0].end) == (0, len(plain)) else ""


def one_kind(texts: Sequence[str]) -> bool:
    """Whether all are of one kind, or forms of one word.

    >>> one_kind(["shall", "should"]), one_kind(["Party", "Parties"]), one_kind(["sea", "land"])
    (True, True, False)
    """
    kinds = {kind_of(text) for text in texts}
    words = [text.strip().casefold() for text in texts]
    stem = next(
        (words[0][:n] for n in range(len(words[0]), 2, -1) if all(w.startswith(words[0][:n]) for w in words)), ""
    )
    forms = bool(stem) and all(" " not in word and len(word) - len(stem) <= 3 for word in words)
    return (len(kinds) == 1 and "" not in kinds) or (forms and len(set(words)) > 1)
