"""A decision rule: a formula of conditions with a name, and what it says about one vote."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy.typing as npt

from positions.voting.conditions import EVERYBODY, All, Condition, Node, conditions_of, exact, number_words, share_words
from positions.voting.votes import Vote, as_votes

__all__ = ["Finding", "Rule", "Verdict"]


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

    def verdict(self, votes: npt.ArrayLike) -> Verdict:
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
