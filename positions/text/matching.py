"""Find the lexicon's terms in a text: whole words, longest first, verbs only where a verb can stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from positions.text.terms import Lexicon, Term, fold

__all__ = ["Match", "Token", "find", "find_flags", "tokens"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP = re.compile(r"[.;:!?¶]|\n[^\S\n]*\n")
_ADVERBS = {"also", "further", "again", "once", "more", "strongly", "hereby", "therefore", "accordingly", "then"}
_LINKS = {"and", "also", "or", "but", "further"}
_AFTER_NOUN = {"for", "of", "from", "by", "made", "received", "is", "are", "was", "were"}
_BEFORE_NOUN = {"a", "an", "the", "this", "that", "any", "such", "its", "their", "of", "each", "no", "under"}
_ALSO_NOUNS = {"study", "studies", "aim", "aims", "try"}  # verbs only at the start, or after a word that wants one
_BEFORE_VERB = {
    "to",
    "should",
    "shall",
    "must",
    "may",
    "might",
    "could",
    "will",
    "would",
    "and",
    "or",
    "also",
    "further",
}
_SUBJECT_WORDS = 8  # ours: "The Working Group on Trafficking in Persons recommends" has seven before its verb


@dataclass(frozen=True, slots=True)
class Token:
    """A word, where it stands, and what parts it from the word before."""

    word: str
    start: int
    end: int
    gap: str


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a text: characters ``start:end``, tokens ``first:last``."""

    term: Term
    start: int
    end: int
    first: int
    last: int
    ending: str = ""  # of a verb: base, third, past or ing


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text; hyphens part words."""
    found: list[Token] = []
    before = 0
    for m in _WORD.finditer(text):
        found.append(Token(fold(m.group()), m.start(), m.end(), text[before : m.start()]))
        before = m.end()
    return tuple(found)


@lru_cache(maxsize=4096)
def find(text: str, lexicon: Lexicon) -> tuple[Match, ...]:
    """Return verbs, modals and qualifiers in order; they do not overlap, and the longer one wins."""
    words = tokens(text)
    index = _index(lexicon, ("operative", "reaffirms", "modal", "qualifier"))
    found: list[Match] = []
    at = 0
    while at < len(words):
        best: Match | None = None
        for term in index.get(words[at].word, ()):
            last = _match(term, words, at)
            if last and (best is None or last > best.last):
                forms = term.endings or {}
                ending = next((forms[w.word] for w in words[at:last] if w.word in forms), "")
                if not ending and term.kind == "operative":
                    ending = "ing" if words[at].word.endswith("ing") else "third"
                match = Match(term, words[at].start, words[last - 1].end, at, last, ending)
                if _can_stand(match, words, text, found):
                    best = match
        if best:
            found.append(best)
        at = best.last if best else at + 1
    return tuple(found)


@lru_cache(maxsize=4096)
def find_flags(text: str, lexicon: Lexicon) -> tuple[Match, ...]:
    """Return what raises a flag (addressee, money, mechanism, reporting); flags of different kinds may overlap."""
    words = tokens(text)
    index = _index(lexicon, ("flag",))
    found: list[Match] = []
    until: dict[str, int] = {}
    for at, token in enumerate(words):
        best: dict[str, Match] = {}
        for term in index.get(token.word, ()):
            last = _match(term, words, at)
            if last and at >= until.get(term.type, 0) and (term.type not in best or last > best[term.type].last):
                best[term.type] = Match(term, token.start, words[last - 1].end, at, last)
        for kind, match in best.items():
            until[kind] = match.last
            found.append(match)
    return tuple(found)


@lru_cache(maxsize=16)
def _index(lexicon: Lexicon, kinds: tuple[str, ...]) -> dict[str, tuple[Term, ...]]:
    """First word → terms that can begin with it."""
    table: dict[str, list[Term]] = {}
    for term in lexicon.of_kind(*kinds):
        for fits, optional in term.words:
            for word in sorted(fits):
                table.setdefault(word, []).append(term)
            if not optional:
                break
    return {word: tuple(terms) for word, terms in table.items()}


def _match(term: Term, words: Sequence[Token], at: int) -> int:
    """Return the token after the longest match of ``term`` at ``at``, or 0."""
    ends = {at}
    for fits, optional in term.words:
        reached = {
            e + 1
            for e in ends
            if e < len(words) and words[e].word in fits and (e == at or not words[e].gap.strip("-‑– \t\n\xa0"))
        }
        ends = reached | ends if optional else reached
        if not ends:
            return 0
    last = max(ends)
    return last if last > at else 0


def _can_stand(match: Match, words: Sequence[Token], text: str, found: Sequence[Match]) -> bool:
    """Whether a term is used as what it is: "demands" opens a paragraph, "the demand for goods" does not."""
    term, at = match.term, match.first
    if term.kind == "modal":
        return not (words[at].word == "may" and _is_month(match, words, text))
    if term.kind == "qualifier":  # "to study", but "a study" and "a comprehensive study"
        if not match.ending or not at or _STOP.search(words[at].gap):
            return True
        before = words[at - 1].word
        if words[at].word in _ALSO_NOUNS and words[match.last - 1].word != "to" and match.last == at + 1:
            return before in _BEFORE_VERB
        return before not in _BEFORE_NOUN or bool(words[at].gap.strip())
    start = at  # walk back over adverbs to the beginning of the sentence
    while start > 0 and words[start - 1].word in _ADVERBS and not _STOP.search(words[start].gap):
        start -= 1
    begins = start == 0 or bool(_STOP.search(words[start].gap)) or words[start - 1].word.isdigit()
    if begins:
        return True
    if match.ending in ("ing", "base"):
        return False
    following = words[match.last].word if match.last < len(words) else ""
    if following in _AFTER_NOUN:
        return False
    if words[start - 1].word in _LINKS or words[start].gap.strip() == ",":
        return any(m.term.kind != "qualifier" for m in found)
    sentence = start
    while sentence > 0 and not _STOP.search(words[sentence].gap):
        sentence -= 1
    subject = words[sentence].word == "the" and 2 <= start - sentence <= _SUBJECT_WORDS
    return subject and not any(m.first >= sentence and m.term.kind != "qualifier" for m in found)


def _is_month(match: Match, words: Sequence[Token], text: str) -> bool:
    if not text[match.start].isupper() or match.first == 0:
        return False
    near = [words[n].word for n in (match.first - 1, match.last) if n < len(words)]
    return any(word.isdigit() for word in near)
