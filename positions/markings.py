"""Markings as an ordered type: U < SBU < C < S < TS.

SBU is a caption and not a level of classification: a paper that is SBU is printed ``UNCLASSIFIED`` with the caption
``SENSITIVE``. For the order that decides what a release may hold it stands between U and C.
The tool copies and propagates marks; it is no classification authority (see :data:`REVIEW_STATEMENT`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from operator import attrgetter

__all__ = ["REVIEW_STATEMENT", "Marking", "highest", "raised"]

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
