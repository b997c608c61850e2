"""Words by which English text names a delegation: names, short forms and the adjective, by ISO code.

The table (``names.csv``) is ours; it is a list of words to look for and says nothing about status or recognition.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Mention", "NameFinder", "known_codes", "words_for"]


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    text = files("positions.cables").joinpath("names.csv").read_text(encoding="utf-8")
    return {row["iso3"]: tuple(row["words"].split("|")) for row in csv.DictReader(text.splitlines())}


def known_codes() -> tuple[str, ...]:
    """Return the ISO codes of the table, in its order."""
    return tuple(_table())


def words_for(iso3: str, name: str = "") -> tuple[str, ...]:
    """Return the words that name a delegation; ``name`` itself first.

    >>> words_for("IRN")
    ('Iran', 'Iranian', 'Islamic Republic of Iran')
    >>> words_for("", "Blue Union")
    ('Blue Union',)
    """
    words = ([name] if name else []) + list(_table().get(iso3.upper(), ()))
    return tuple(dict.fromkeys(words))


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a delegation is named."""

    id: str
    word: str
    start: int
    end: int


class NameFinder:
    """Finds delegations in text by whole words; the longest name wins where two begin at the same place.

    Examples
    --------
    >>> finder = NameFinder({"russia": ("Russia", "Russian"), "guinea": ("Guinea",)})
    >>> [(m.id, m.word) for m in finder.find("Russian and Equatorial Guinea's views on Russians")]
    [('russia', 'Russian'), ('russia', 'Russians')]
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._owner: dict[str, str] = {}
        for iso3, known in _table().items():
            for word in known:
                self._owner[word] = (
                    f"#{iso3}"  # known, but not asked for: keeps "Equatorial Guinea" from being "Guinea"
                )
        for identifier, own in words.items():
            for word in own:
                self._owner[word] = identifier
        longest = sorted(self._owner, key=lambda w: (-len(w), w))
        pattern = "|".join(re.escape(word) for word in longest)
        self._pattern = re.compile(rf"(?<![A-Za-z-])(?P<word>{pattern})(?:(?<=[an])s)?(?![A-Za-z])")

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return every mention of a delegation that was asked for, in the order of the text."""
        found = []
        for m in self._pattern.finditer(text):
            owner = self._owner[m["word"]]
            if not owner.startswith("#"):
                found.append(Mention(owner, m.group(), m.start(), m.end()))
        return tuple(found)

    @classmethod
    def of_all_states(cls) -> NameFinder:
        """Return a finder for every entry of the table, by ISO code."""
        return cls(_table())
