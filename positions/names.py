"""Words by which texts name a delegation: names, older and short forms, the adjective, ISO codes.

The table (``names.csv``) is ours, put together from ISO 3166-1 (codes, short names), the United Nations' list of
member and observer states (official names) and the nouns and adjectives of nationality in common English use. It is a
list of words to look for and says nothing about status or recognition. A word may stand for several states
(``Congo``): then all of them are candidates.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Mention", "NameFinder", "find_name", "folded", "known_codes", "name_key", "twins", "words_for"]

_MARKS = str.maketrans("‘’ʼ`´‐‑–", "'''''---")
_AROUND = re.compile(r"^(?:the|delegation of|delegate of|government of|representative of)\s+", re.IGNORECASE)


@cache
def _table() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return for each alpha-3 code its alpha-2 code and its words."""
    text = files("positions").joinpath("names.csv").read_text(encoding="utf-8")
    return {row["iso3"]: (row["iso2"], tuple(row["words"].split("|"))) for row in csv.DictReader(text.splitlines())}


def known_codes() -> tuple[str, ...]:
    """Return the ISO codes of the table, in its order."""
    return tuple(_table())


def words_for(iso3: str, name: str = "") -> tuple[str, ...]:
    """Return the words that name a delegation; ``name`` itself first.

    >>> words_for("IRN")[:3]
    ('Iran', 'Iranian', 'Islamic Republic of Iran')
    >>> words_for("", "Blue Union")
    ('Blue Union',)
    """
    _, known = _table().get(iso3.upper(), ("", ()))
    return tuple(dict.fromkeys([*([name] if name else []), *known]))


def folded(text: str) -> str:
    """Return ``text`` without accents, letter for letter, so that places in it stay where they are.

    >>> folded("Côte d’Ivoire, Türkiye")
    "Cote d'Ivoire, Turkiye"
    """
    if text.isascii():
        return text
    plain = (unicodedata.normalize("NFD", c)[:1] or c for c in text.translate(_MARKS))
    return "".join("" if unicodedata.combining(c) else c for c in plain)


def name_key(text: str) -> str:
    """Return what two spellings of one name have in common: without case, accents and punctuation.

    >>> name_key("CÔTE D’IVOIRE") == name_key("Cote d'Ivoire")
    True
    """
    return " ".join(re.findall(r"[^\W_]+", folded(text).casefold().replace("'", "").replace(".", "")))


@cache
def _by_key() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for iso3, (_, words) in _table().items():
        for key in {form for word in words for form in (name_key(word), name_key(word + "s"))}:
            found[key] = (*found.get(key, ()), iso3)
    return found


def find_name(text: str) -> tuple[str, ...]:
    """Return the alpha-3 codes of the states that a name, adjective or code can stand for; none when it is unknown.

    Codes are capitals; names are found whatever their case and accents.

    >>> find_name("Türkiye"), find_name("the Russians"), find_name("DRC"), find_name("Korea, Republic of")
    (('TUR',), ('RUS',), ('COD',), ('KOR',))
    >>> find_name("Congo"), find_name("NO"), find_name("no"), find_name("Atlantis")
    (('COD', 'COG'), ('NOR',), (), ())
    """
    text = " ".join(text.split())
    if text in _table():
        return (text,)
    if codes := tuple(iso3 for iso3, (iso2, _) in _table().items() if iso2 == text):
        return codes
    plain = re.sub(r" \(([^()]+)\)$", r", \1", _AROUND.sub("", text))
    last, _, first = plain.partition(", ")
    return (
        _by_key().get(name_key(text))
        or _by_key().get(name_key(plain))
        or _by_key().get(name_key(f"{first} {last}"), ())
    )


def twins(delegations: Mapping[str, tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of ids that seem to be one delegation: id → (name, code), as they were written.

    Two belong together when they have the same code, the same name or id but for case, accents and signs, or names of
    one state. Names of one or two letters are mere labels.

    >>> twins({"turkey": ("Turkey", ""), "tr": ("Türkiye", ""), "tur": ("", "TUR"), "peru": ("Peru", "PER")})
    (('turkey', 'tr', 'tur'),)
    >>> twins({"cote_d_azur": ("CDA", ""), "azur": ("Côte d'Azur", ""), "a": ("x", ""), "b": ("X", "")})
    (('cote_d_azur', 'azur'),)
    """
    first: dict[str, str] = {}  # what names a delegation -> the first id that has it
    groups: dict[str, list[str]] = {}
    for identifier, (name, code) in delegations.items():
        words = identifier.replace("_", " ")
        states = find_name(code.upper()) or find_name(name) or find_name(words)
        named = {code.upper(), *(name_key(word).replace(" ", "") for word in (name, words))}
        keys = sorted(key for key in named.union(states if len(states) == 1 else ()) if len(key) > 2)
        known = next((first[key] for key in keys if key in first), identifier)
        groups.setdefault(known, []).append(identifier)
        first.update({key: first.get(key, known) for key in keys})
    return tuple(tuple(ids) for ids in groups.values() if len(ids) > 1)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a delegation is named."""

    id: str
    word: str
    start: int
    end: int


class NameFinder:
    """Finds delegations in text by whole words, also in a text of capitals; the longest name wins at a place.

    Examples
    --------
    >>> finder = NameFinder({"russia": ("Russia", "Russian"), "guinea": ("Guinea",)})
    >>> [(m.id, m.word) for m in finder.find("Russian and Equatorial Guinea's views on RUSSIANS")]
    [('russia', 'Russian'), ('russia', 'RUSSIANS')]
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._owners: dict[str, list[str]] = {}
        for _, known in _table().values():  # known, but not asked for: "Equatorial Guinea" is not "Guinea"
            self._owners.update({form: [] for word in known for form in _forms(word)})
        for identifier, own in words.items():
            for form in dict.fromkeys(form for word in own for form in _forms(word)):
                self._owners.setdefault(form, []).append(identifier)
        rest: dict[str, list[str]] = {}  # by the first letter: a place is compared with the words of one letter only
        for word in sorted(self._owners, key=lambda w: (-len(w), w)):
            rest.setdefault(word[:1], []).append(re.escape(word[1:]))
        pattern = "|".join(f"{re.escape(first)}(?:{'|'.join(ends)})" for first, ends in rest.items())
        self._pattern = re.compile(rf"(?<![A-Za-z-])(?P<word>{pattern})(?:(?<![SsXx.])[sS])?(?![A-Za-z])")

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return every mention of a delegation that was asked for, in the order of the text."""
        return tuple(
            Mention(owner, text[m.start() : m.end()], m.start(), m.end())
            for m in self._pattern.finditer(folded(text))
            for owner in self._owners[m["word"]]
        )


def _forms(word: str) -> tuple[str, ...]:
    return folded(word), folded(word).upper()
