"""Words for problems: the nearest name, lists, values as they were written and safe to print."""

from __future__ import annotations

import difflib
import heapq
import itertools
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["UNPRINTABLE", "folded", "hidden_character", "listed", "nearest", "printable", "shown"]

MOST_COMPARED = 2_000  # looking for the nearest among more takes too long
SHORTLIST = 12  # names that are compared letter by letter
MOST_NAMES = 12  # longer lists of names help nobody

# control characters, what cannot be seen or turns the direction of writing, and what is no character
NONCHARACTERS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    f"\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f{NONCHARACTERS}]"
)
JOINERS = "\u200c\u200d"  # needed in Persian, in Indian scripts, in emoji; between Latin letters they only hide
JOINED = ("Lo", "Mn", "Mc", "So", "Sk")


def listed(names: Iterable[str]) -> str:
    """Return names as a list that is not too long.

    >>> listed(["a", "b"])
    'a, b'
    """
    found = list(names)
    more = f", … ({len(found)} in all)" if len(found) > MOST_NAMES else ""
    return ", ".join(found[:MOST_NAMES]) + more


def nearest(word: str, names: Iterable[str], *, all_of: bool = False) -> str:
    """Return a hint: the nearest of ``names``, or what there is.

    Only the few names that share most pairs of letters with the word are compared letter by letter, so that a
    thousand misspelt ids among thousands take seconds.

    >>> nearest("non_punishement", ["non_punishment", "demand"])
    'did you mean non_punishment?'
    >>> nearest("xyz", ["demand", "scope"])
    'there is: demand, scope'
    """
    found = list(itertools.islice(names, MOST_COMPARED))
    wanted = word[:80].lower()
    pairs = _pairs(wanted)
    shared = heapq.nlargest(SHORTLIST, found, key=lambda name: 2 * len(pairs & _pairs(name)) - len(_pairs(name)))
    near = difflib.get_close_matches(wanted, shared, n=1, cutoff=0.7)
    if near and not all_of:
        return f"did you mean {near[0]}?"
    if near:
        return f"did you mean {near[0]}? there is: {listed(found)}"
    return f"there is: {listed(found)}" if found else "there is none yet"


@lru_cache(maxsize=2 * MOST_COMPARED)
def _pairs(word: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters of a word, its ends marked."""
    return frozenset(map("".join, itertools.pairwise(f" {word} ")))


def printable(text: str, instead: str = "") -> str:
    r"""Return a text with every character that is not to reach a terminal spelt out, or with ``instead`` for each.

    >>> printable("a\x1b[2Jb\u202e"), printable("a\x1b[2J", "?")
    ('aU+001B[2JbU+202E', 'a?[2J')
    """
    return UNPRINTABLE.sub(lambda match: instead or f"U+{ord(match.group()):04X}", text)


def shown(text: str) -> str:
    """Return a value as it was written, on one line, not too long and without control characters.

    >>> shown("two\\nlines")
    'two lines'
    """
    line = printable(" ".join(text.split()))
    return line if len(line) <= 40 else line[:39] + "…"


def hidden_character(text: str) -> str:
    r"""Return the first character of a value that cannot be seen or that hides what is written; empty for none.

    Line ends are none, nor are joiners where a script needs them.

    >>> hidden_character("Nor\u200bway") == "\u200b", hidden_character("می‌خواهد"), hidden_character("two\nlines")
    (True, '', '')
    """
    for match in UNPRINTABLE.finditer(text):
        found, before = match.group(), text[max(match.start() - 1, 0) : match.start()]
        joins = found in JOINERS and before and unicodedata.category(before) in JOINED
        if found not in "\r\x85\u2028\u2029" and not joins:
            return found
    return ""


LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def folded(name: str) -> str:
    """Return a name without what tells no two delegations apart: case, accents, signs between words.

    >>> folded("Côte d'Ivoire"), folded("cote_d_ivoire"), folded("TÜRKİYE")
    ('cote d ivoire', 'cote d ivoire', 'turkiye')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c)).translate(LETTERS)
    return " ".join(re.findall(r"\w+", letters.replace("_", " ")))
