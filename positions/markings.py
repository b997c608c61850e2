"""Markings as an ordered type: U < SBU < C < S < TS.

SBU is a caption and not a level of classification: a paper that is SBU is printed ``UNCLASSIFIED`` with the caption
``SENSITIVE``. For the order that decides what a release may hold it stands between U and C.
The tool copies and propagates marks; it is no classification authority (see :data:`REVIEW_STATEMENT`).

A case file writes a mark in one way (:meth:`Marking.parse`); papers of others write it in many, and those are read by
one table of words with their sources (:func:`read_mark`). A word that the table does not know leaves the mark unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache
from operator import attrgetter

__all__ = [
    "FORMS",
    "REVIEW_STATEMENT",
    "Marking",
    "WrittenMark",
    "highest",
    "is_mark_like",
    "raised",
    "read_mark",
    "unspaced",
]

REVIEW_STATEMENT = "Markings propagated from the input; to be reviewed by a person before release."


class Marking(Enum):
    """A portion's marking.

    Examples
    --------
    >>> Marking.parse("SBU") < Marking.C
    True
    >>> highest([Marking.U, Marking.SBU])
    <Marking.SBU: 'SBU'>
    >>> Marking.SBU.portion, Marking.SBU.banner
    ('(SBU)', ('UNCLASSIFIED', 'SENSITIVE'))
    """

    U = "U"
    SBU = "SBU"
    C = "C"
    S = "S"
    TS = "TS"

    rank: int  # place in the order, 0 for U

    def __init__(self, _: str) -> None:
        self.rank = len(type(self).__members__)

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, Marking) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self.rank <= other.rank if isinstance(other, Marking) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self.rank > other.rank if isinstance(other, Marking) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self.rank >= other.rank if isinstance(other, Marking) else NotImplemented

    @property
    def portion(self) -> str:
        """As it stands before a paragraph: ``(SBU)``."""
        return f"({self.value})"

    @property
    def banner(self) -> tuple[str, ...]:
        """The lines of the banner: the level, then captions."""
        return {
            Marking.U: ("UNCLASSIFIED",),
            Marking.SBU: ("UNCLASSIFIED", "SENSITIVE"),
            Marking.C: ("CONFIDENTIAL",),
            Marking.S: ("SECRET",),
            Marking.TS: ("TOP SECRET",),
        }[self]

    @property
    def label(self) -> str:
        """The banner on one line: ``UNCLASSIFIED//SENSITIVE``."""
        return "//".join(self.banner)

    @classmethod
    def parse(cls, text: str) -> Marking:
        """Read ``U``, ``(SBU)``, ``sbu``; anything else is a ValueError that lists what is allowed.

        >>> Marking.parse("(s)")
        <Marking.S: 'S'>
        """
        key = text.strip().strip("()").upper()
        try:
            return cls(key)
        except ValueError:
            raise ValueError(f'unknown marking "{text}"; allowed: {", ".join(m.value for m in cls)}') from None


def highest(markings: Iterable[Marking]) -> Marking:
    """Return the highest of ``markings``; ValueError when there are none, for nothing is unclassified by default."""
    found = list(markings)
    if not found:
        raise ValueError("no markings given: unmarked is never treated as U")
    return max(found, key=attrgetter("rank"))


def raised(found: Marking, wanted: Marking | None) -> Marking:
    """Return the marking of an output: what its content needs, or a higher one that a person asks for.

    A person can raise an output's marking, for a compilation can need more than each of its parts; nobody can lower it.

    >>> raised(Marking.U, Marking.SBU)
    <Marking.SBU: 'SBU'>
    >>> raised(Marking.SBU, Marking.U)
    Traceback (most recent call last):
    ValueError: the content is marked (SBU); the output cannot be marked (U): a marking can be raised, not lowered
    """
    if wanted is not None and wanted < found:
        raise ValueError(
            f"the content is marked {found.portion}; the output cannot be marked {wanted.portion}: "
            "a marking can be raised, not lowered"
        )
    return found if wanted is None else wanted


# How marks are written: words, what they say, where they are from. A level stands alone; "+ level" is a caveat or a
# caption: it makes no mark by itself, and a mark that it stands with is not below that level.
FORMS = """
UNCLASSIFIED, UNCLAS, UNCLASS, UNCL, U | U | E.O. 13526 and its forerunners
SENSITIVE BUT UNCLASSIFIED, SENSITIVE, SENS, SBU | SBU | 12 FAM 540; a caption under UNCLASSIFIED
LIMITED OFFICIAL USE ONLY, LIMITED OFFICIAL USE, LIMOFFUSE, LOU | SBU | until 1995, then SBU: 12 FAM 540
FOR OFFICIAL USE ONLY, OFFICIAL USE ONLY, OFFICIAL USE, FOUO, OUO | SBU | 12 FAM 540; 32 CFR 2001.23
CONTROLLED UNCLASSIFIED INFORMATION, CONTROLLED UNCLASSIFIED, CONTROLLED, CUI | SBU | E.O. 13556; 32 CFR 2002
ADMINISTRATIVELY CONTROLLED, LAW ENFORCEMENT SENSITIVE, LES | SBU | 12 FAM 540
RESTRICTED, NATO RESTRICTED, NR, R | C | a level until 1953 (E.O. 10501); of others, kept like C: 32 CFR 2001.54
CONFIDENTIAL, CONFID, CONF, C, NATO CONFIDENTIAL, NC | C | E.O. 13526; NATO C-M(2002)49
SECRET, S, NATO SECRET, NS | S | E.O. 13526; NATO C-M(2002)49
TOP SECRET, TS, COSMIC TOP SECRET, CTS | TS | E.O. 13526; NATO C-M(2002)49
SIPDIS, SSIPDIS, NIACT, ENTIRE TEXT, ENTIRE MESSAGE, ENTIRE CABLE | + U | 5 FAH-2: who gets it, how much is marked
NOFORN, NO FOREIGN, NOT RELEASABLE TO FOREIGN NATIONALS, NF, N | + SBU | 12 FAM 540 (SBU/NOFORN); ICD 710
EXDIS, EXCLUSIVE DISTRIBUTION, NODIS, NO DISTRIBUTION, STADIS, STATE DISTRIBUTION ONLY | + SBU | 5 FAH-2 H-440
LIMDIS, LIMITED DISTRIBUTION, SPECAT, EYES ONLY, ROGER CHANNEL | + SBU | 5 FAH-2 H-440
NOCONTRACT, PROPIN, PR, IMCON, WNINTEL, ORCON, OC, RELIDO, FGI, FISA, DSEN | + SBU | ICD 710
SI, SCI, TK, HCS, COMINT, RD, FRD, CNWDI | + S | ICD 710; 10 CFR 1045
"""
_RELEASE = ("RELEASABLETO", "RELTO", "REL")  # countries follow, up to the next double stroke
_LONGEST = 6  # words of the longest form
_NEAR = ("SECRET", "CONFIDENTIAL", "UNCLASSIFIED", "SENSITIVE", "NOFORN")  # what is almost one of these looks like it
_SPACED = re.compile(r"(?<![A-Z0-9])[A-Z](?:[ ._/-]{1,3}[A-Z](?![A-Z0-9])){4,}")
_LIKE = re.compile(
    r"(?<!DE)CLASSIF(?!IED BY)|SECRET(?!AR)|CONFIDENTIAL|SENSITIV|RESTRICTED|RESTREINT|OFFICIAL.?USE|EYES.?ONLY"
    r"|NOFORN|\bUNCLAS|CONTROLLED|PROTECTED|\b(?:SBU|LOU|FOUO|OUO|CUI|ORCON|REL TO)\b|\b(?!SIP)[A-Z]{2,4}DIS\b"
)


def _forms() -> dict[str, tuple[Marking, bool]]:
    """Return for each form, without its spaces, the least level it stands for and whether it is a level by itself."""
    found: dict[str, tuple[Marking, bool]] = {}
    for row in FORMS.strip().splitlines():
        words, says, _ = (part.strip() for part in row.split(" | "))
        for form in words.split(", "):
            found[re.sub(r"[^A-Z]", "", form)] = Marking(says.removeprefix("+ ")), not says.startswith("+")
    return found


_KNOWN = _forms()
_LONG = "|".join(sorted((name for name in _KNOWN if len(name) > 3), key=len, reverse=True))
_ONE_FORM = re.compile(rf"{_LONG}|{'|'.join(_KNOWN)}")
_RUN_TOGETHER = re.compile(rf"(?:{_LONG})+(?:{'|'.join(_KNOWN)})?")


@dataclass(frozen=True, slots=True)
class WrittenMark:
    """A mark as somebody wrote it: what it says, and the words of it that are not understood."""

    forms: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def marking(self) -> Marking | None:
        """The highest level among its words; None when a word is not understood or none of them is a level."""
        found = [_KNOWN[form] for form in self.forms if form in _KNOWN]
        if self.unknown or not any(is_level for _, is_level in found):
            return None
        return highest(level for level, _ in found)


def unspaced(text: str) -> str:
    """Return ``text`` in capitals, with words that are written letter by letter joined.

    >>> unspaced("C O N F I D E N T I A L  SECTION 01"), unspaced("T O P  S E C R E T"), unspaced("S/NF")
    ('CONFIDENTIAL  SECTION 01', 'TOPSECRET', 'S/NF')
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    return _SPACED.sub(lambda m: re.sub(r"[^A-Z]", "", m.group()), plain)


@lru_cache(maxsize=4096)
def read_mark(text: str) -> WrittenMark:
    """Read a mark in any of its forms: a class line, captions, a portion mark.

    Examples
    --------
    >>> [read_mark(text).marking.value for text in ("LIMITED OFFICIAL USE", "S//REL TO USA, GBR", "U//FOUO", "c/nf")]
    ['SBU', 'S', 'SBU', 'C']
    >>> read_mark("SECRET//XYZ").unknown, read_mark("SECRET//XYZ").marking
    (('XYZ',), None)
    """
    forms: list[str] = []
    unknown: list[str] = []
    for segment in unspaced(text).split("//"):
        if "CUI" in forms and segment.strip().startswith("SP-"):
            continue  # a category of CUI
        words = re.findall(r"[^\W_]+", segment)
        at = 0
        while at < len(words):
            taken, names = _form_at(words, at)
            forms += names
            if not taken:
                unknown.append(words[at])
            elif names[-1] in _RELEASE:
                taken = next(
                    (n for n in range(taken, len(words) - at) if _is_level(words[at + n]) or words[at + n].isdigit()),
                    len(words) - at,
                )
            at += taken or 1
    return WrittenMark(tuple(forms), tuple(unknown))


def _is_level(word: str) -> bool:
    return _KNOWN.get(word, (Marking.U, False))[1]


def _form_at(words: list[str], at: int) -> tuple[int, list[str]]:
    """Return how many words the longest form at ``at`` takes, and its name, or the names that are written in one."""
    for taken in range(min(_LONGEST, len(words) - at), 0, -1):
        parts = words[at : at + taken]
        name = "".join(parts)
        if (name in _KNOWN or name in _RELEASE) and (taken == 1 or min(map(len, parts)) > 1):
            return taken, [name]
    if _RUN_TOGETHER.fullmatch(words[at]):  # letter by letter a caption may have run into the level: SECRETNODIS
        return 1, [m.group() for m in _ONE_FORM.finditer(words[at])]
    return 0, []


@lru_cache(maxsize=4096)
def is_mark_like(text: str) -> bool:
    """Whether a text looks as if it marked something, understood or not.

    >>> is_mark_like("NATO SECRET ATOMAL"), is_mark_like("CONFIDENTAIL"), is_mark_like("WEBGRAM EXCLUDED ONLY")
    (True, True, False)
    """
    plain = unspaced(text)
    words = {word for word in re.findall(r"[A-Z]{6,}", plain) if word not in _NEAR}
    return _LIKE.search(plain) is not None or any(get_close_matches(word, _NEAR, 1, 0.85) for word in words)
