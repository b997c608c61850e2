"""What a decision rule is made of: tests on tallies, joined by *and* and *or*.

Every test in a committee's rules of procedure compares a tally (who voted how, perhaps weighted, perhaps only some
members) with a number or with a share of another tally. Majorities, quorums, vetoes and blocking minorities are all
of this form, so one record says them all, and can say itself in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from positions.voting.votes import VOTES, Vote

__all__ = ["EVERYBODY", "PRESENT", "VOTING", "All", "AnyOf", "Condition", "Node", "Tally", "Weight", "conditions_of"]

Weight: TypeAlias = int | float | Fraction
EVERYBODY: tuple[Vote, ...] = VOTES
PRESENT: tuple[Vote, ...] = (Vote.YES, Vote.ABSTAIN, Vote.NO)
VOTING: tuple[Vote, ...] = (Vote.YES, Vote.NO)

_DOING = {
    frozenset({Vote.YES}): "in favour",
    frozenset({Vote.NO}): "against",
    frozenset({Vote.ABSTAIN}): "abstaining",
    frozenset({Vote.ABSENT}): "absent",
    frozenset({Vote.YES, Vote.ABSTAIN}): "in favour or abstaining",
    frozenset({Vote.NO, Vote.ABSTAIN}): "against or abstaining",
    frozenset({Vote.ABSTAIN, Vote.NO, Vote.ABSENT}): "not in favour",
    frozenset(VOTING): "voting",
    frozenset(PRESENT): "present",
}
_BASE = {
    frozenset(EVERYBODY): "the {units}",
    frozenset(VOTING): "{units} voting",
    frozenset(PRESENT): "{units} present",
}
_PEOPLE = {frozenset(VOTING): "those present and voting", frozenset(PRESENT): "those present"}
_SHARES = {(1, 2): "half", (1, 3): "one third", (2, 3): "two thirds", (3, 4): "three quarters", (3, 5): "three fifths"}
RELATIONS = ("at least", "more than", "at most", "fewer than")


def exact(number: Weight) -> Fraction:
    """Return a number as an exact fraction.

    A float means a fraction with a denominator of at most 1000 if it is the float of one, otherwise the decimal number
    that it prints as.

    >>> exact(0.65), exact(2 / 3), exact(0.12345), exact(3)
    (Fraction(13, 20), Fraction(2, 3), Fraction(2469, 20000), Fraction(3, 1))
    """
    if not isinstance(number, float):
        return Fraction(number)
    printed = Fraction(repr(number))
    simple = printed.limit_denominator(1000)
    return simple if float(simple) == number else printed


@dataclass(frozen=True, slots=True)
class Tally:
    """Who is counted, doing what, and with which weight.

    Parameters
    ----------
    votes : tuple of Vote
        The votes that count towards this tally.
    weights : tuple of numbers or None
        One for each member; None counts heads.
    members : tuple of int or None
        Count only these members; None counts all.
    unit, units : str
        What is counted, in words: "member", "members"; "population" twice.
    """

    votes: tuple[Vote, ...]
    weights: tuple[Weight, ...] | None = None
    members: tuple[int, ...] | None = None
    unit: str = "member"
    units: str = "members"

    def weight(self, member: int) -> Fraction:
        """Return what one member adds when its vote counts."""
        if self.members is not None and member not in self.members:
            return Fraction(0)
        return Fraction(1) if self.weights is None else exact(self.weights[member])

    @property
    def doing(self) -> str:
        """Return what the counted members are doing, in words."""
        return _DOING.get(frozenset(self.votes), " or ".join(vote.word for vote in self.votes))


@dataclass(frozen=True, slots=True)
class Condition:
    """A tally compared with a number, or with a share of another tally.

    Parameters
    ----------
    relation : str
        ``at least``, ``more than``, ``at most`` or ``fewer than``.
    number : number or None
        The bound itself, or the share when ``of`` is given.
    of : Tally or None
        The base of the share.

    Examples
    --------
    >>> yes = Tally((Vote.YES,))
    >>> Condition(yes, "more than", Fraction(1, 2), Tally(VOTING)).words()
    'more than half of those present and voting in favour'
    >>> Condition(Tally((Vote.NO,)), "at most", 0).words()
    'no member against'
    >>> people = (84, 68, 10)
    >>> Condition(Tally((Vote.YES,), people, unit="population", units="population"), "at least", 0.65,
    ...           Tally(EVERYBODY, people, unit="population", units="population")).words()
    'at least 65 % of the population in favour'
    """

    tally: Tally
    relation: str
    number: Weight
    of: Tally | None = None

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise ValueError(f"relation {self.relation!r} is none of {', '.join(RELATIONS)}")

    def words(self) -> str:
        """Return the condition as a sentence without its verb."""
        units, doing = self.tally.units, self.tally.doing
        if self.of is not None:
            base = frozenset(self.of.votes)
            plain = self.of.weights is None and self.of.members is None
            phrase = _PEOPLE.get(base) if plain else None
            phrase = phrase or _BASE.get(base, "{units} " + self.of.doing).format(units=self.of.units)
            return f"{self.relation} {share_words(self.number)} of {phrase} {doing}"
        if (self.relation, self.number) in (("at most", 0), ("fewer than", 1)):
            return f"no {self.tally.unit} {doing}"
        return f"{self.relation} {number_words(self.number)} {units if self.number != 1 else self.tally.unit} {doing}"


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part holds."""

    parts: tuple[Node, ...]

    def words(self) -> str:
        """Return the parts joined by *and*."""
        return " and ".join(f"({p.words()})" if isinstance(p, AnyOf) else p.words() for p in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple[Node, ...]

    def words(self) -> str:
        """Return the parts joined by *or*."""
        return ", or ".join(p.words() for p in self.parts)


Node: TypeAlias = Condition | All | AnyOf


def conditions_of(node: Node) -> Iterator[Condition]:
    """Yield the conditions of a formula from left to right."""
    if isinstance(node, Condition):
        yield node
    else:
        for part in node.parts:
            yield from conditions_of(part)


def share_words(share: Weight) -> str:
    """Return a share as a person says it.

    >>> share_words(Fraction(2, 3)), share_words(0.55), share_words(Fraction(1, 2))
    ('two thirds', '55 %', 'half')
    """
    value = exact(share)
    named = {
        (1, 2): "half",
        (1, 3): "one third",
        (2, 3): "two thirds",
        (3, 4): "three quarters",
        (3, 5): "three fifths",
    }
    return named.get((value.numerator, value.denominator)) or f"{float(100 * value):g} %"


def number_words(number: Weight) -> str:
    """Return a tally or a bound: whole numbers with thousands kept apart, others short.

    >>> number_words(448702), number_words(Fraction(29166, 100))
    ('448 702', '291.66')
    """
    value = exact(number)
    if value.denominator == 1:
        return f"{int(value):,}".replace(",", " ")
    return f"{float(value):.6g}"
