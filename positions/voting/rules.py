"""What a decision rule is made of: tests on tallies, joined by *and* and *or*; and what it says about one vote.

Every test in a committee's rules of procedure compares a tally (who voted how, perhaps weighted, perhaps only some
members) with a number or with a share of another tally. Majorities, quorums, vetoes and blocking minorities are all
of this form, so one record says them all, and can say itself in words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from positions.arrays import ArrayLike
from positions.voting.votes import VOTES, Vote, as_votes

__all__ = [
    "EVERYBODY",
    "PRESENT",
    "VOTING",
    "All",
    "AnyOf",
    "Condition",
    "Finding",
    "Node",
    "Rule",
    "Tally",
    "Verdict",
    "Weight",
    "conditions_of",
    "exact",
    "mapped",
    "share_words",
]

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
            if self.of.units == "votes" and base == frozenset(VOTING):
                phrase = "the votes cast"
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


def mapped(node: Node, change: Callable[[Tally], Tally]) -> Node:
    """Return a formula with every tally changed."""
    if isinstance(node, Condition):
        return Condition(change(node.tally), node.relation, node.number, None if node.of is None else change(node.of))
    return type(node)(tuple(mapped(part, change) for part in node.parts))


def share_words(share: Weight) -> str:
    """Return a share as a person says it.

    >>> share_words(Fraction(2, 3)), share_words(0.55), share_words(Fraction(1, 2))
    ('two thirds', '55 %', 'half')
    """
    value = exact(share)
    return _SHARES.get((value.numerator, value.denominator)) or f"{float(100 * value):g} %"


def number_words(number: Weight) -> str:
    """Return a tally or a bound: whole numbers with thousands kept apart, others short.

    >>> number_words(448702), number_words(Fraction(29166, 100))
    ('448 702', '291.66')
    """
    value = exact(number)
    if value.denominator == 1:
        return f"{int(value):,}".replace(",", " ")
    return f"{float(value):.6g}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition on one vote: what was counted, what was needed, and whether it holds."""

    condition: Condition
    holds: bool
    have: Fraction
    need: Fraction  # the least (or, for "at most" and "fewer than", the greatest) tally that still holds
    base: Fraction | None

    def words(self) -> str:
        """Return the finding as a sentence."""
        tally = self.condition.tally
        upper = self.condition.relation in ("at most", "fewer than")
        bound = f"{'tolerated' if upper else 'needed'} {number_words(self.need)}"
        of = ""
        if self.base is not None and self.condition.of is not None:
            of = f" of {number_words(self.base)} {self.condition.of.doing}" if self._small_base() else ""
            bound += f" ({self.condition.relation} {share_words(self.condition.number)})"
        count = f"{tally.units} {tally.doing} {number_words(self.have)}{of}"
        return f"{count}, {bound}: {'holds' if self.holds else 'fails'}"

    def _small_base(self) -> bool:
        """Whether the base is worth naming: it is a tally of votes, not the whole membership."""
        return self.condition.of is not None and len(self.condition.of.votes) < 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a vote adopts a text under a rule, and why."""

    rule: Rule
    adopted: bool
    findings: tuple[Finding, ...]  # in the order of the rule's conditions
    decisive: tuple[Finding, ...]  # those that carried it or brought it down

    def words(self) -> str:
        """Return the verdict as a sentence or two."""
        reasons = "; ".join(finding.words() for finding in self.decisive)
        return f"{'Adopted' if self.adopted else 'Not adopted'} under {self.rule.title}: {reasons}."


@dataclass(frozen=True, slots=True)
class Rule:
    """A decision rule that knows its name, its source and its conditions.

    ``by_objection`` says that nobody votes: the text stands unless somebody formally objects. Then a delegation that
    is not happy and lets it pass counts as not objecting, while in a vote it might still raise its hand against.

    Examples
    --------
    >>> from positions.voting.known_rules import two_thirds_majority
    >>> rule = two_thirds_majority()
    >>> rule.words()
    'Adopted with at least two thirds of those present and voting in favour and at least 1 member in favour.'
    >>> print(rule.verdict([1, 1, -1, 0, 9]).words())
    Adopted under two-thirds majority: members in favour 2 of 3 voting, needed 2 (at least two thirds): holds; \
members in favour 2, needed 1: holds.
    """

    id: str
    title: str
    formula: Node
    source: str = ""
    by_objection: bool = False

    @property
    def counts_all(self) -> bool:
        """Whether a share of the whole membership is needed: then who is left out of the count changes it.

        >>> from positions.voting.known_rules import absolute_majority, simple_majority
        >>> absolute_majority().counts_all, simple_majority().counts_all
        (True, False)
        """
        return any(c.of is not None and set(c.of.votes) == set(EVERYBODY) for c in conditions_of(self.formula))

    def words(self) -> str:
        """Return the rule as one sentence."""
        return f"Adopted with {self.formula.words()}."

    def verdict(self, votes: ArrayLike) -> Verdict:
        """Say whether one vote adopts the text, and why.

        Parameters
        ----------
        votes : array_like of int, shape (D,)
            Codes as in ``Vote``.
        """
        cast = [Vote(int(v)) for v in as_votes(votes)]
        findings: list[Finding] = []
        adopted, decisive = _judge(self.formula, cast, findings)
        return Verdict(self, adopted, tuple(findings), tuple(decisive))


def _judge(node: Node, votes: Sequence[Vote], findings: list[Finding]) -> tuple[bool, list[Finding]]:
    """Return whether a formula holds and the findings that decide it; append every finding."""
    if isinstance(node, Condition):
        finding = _find(node, votes)
        findings.append(finding)
        return finding.holds, [finding]
    judged = [_judge(part, votes, findings) for part in node.parts]
    conjunction = isinstance(node, All)
    holds = all(h for h, _ in judged) if conjunction else any(h for h, _ in judged)
    if conjunction == holds:  # all parts carried it, or all alternatives failed
        return holds, [finding for _, why in judged for finding in why]
    return holds, [finding for h, why in judged if h == holds for finding in why]


def _find(condition: Condition, votes: Sequence[Vote]) -> Finding:
    tally = condition.tally
    have = sum((tally.weight(d) for d, v in enumerate(votes) if v in tally.votes), Fraction(0))
    bound, base = exact(condition.number), None
    if (of := condition.of) is not None:
        base = sum((of.weight(d) for d, v in enumerate(votes) if v in of.votes), Fraction(0))
        bound *= base
    holds = {
        "at least": have >= bound,
        "more than": have > bound,
        "at most": have <= bound,
        "fewer than": have < bound,
    }[condition.relation]
    whole = tally.weights is None or all(exact(w).denominator == 1 for w in tally.weights)
    need = _in_whole_units(bound, condition.relation) if whole else bound
    return Finding(condition, holds, have, need, base)


def _in_whole_units(bound: Fraction, relation: str) -> Fraction:
    """Return the extreme whole tally that satisfies the relation."""
    return Fraction(
        {
            "at least": math.ceil(bound),
            "more than": math.floor(bound) + 1,
            "at most": math.floor(bound),
            "fewer than": math.ceil(bound) - 1,
        }[relation]
    )
