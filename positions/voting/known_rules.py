"""The decision rules of real bodies, each built from conditions.

Sources for the texts: Rules of procedure of the UN General Assembly, rules 83-86 (majorities of members present and
voting; members who abstain are considered as not voting); UN Charter, Article 27 (Security Council; practice since
1946, confirmed by the International Court of Justice in *Namibia*, 1971, para 22: abstention is no veto); Treaty on
European Union, Article 16(4), and Treaty on the Functioning of the European Union, Article 238.

A tie is a rejection: a share of exactly one half means *more than* half unless it is said otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from positions.voting.rules import (
    EVERYBODY,
    PRESENT,
    VOTING,
    All,
    AnyOf,
    Condition,
    Rule,
    Tally,
    Weight,
    exact,
    mapped,
    share_words,
)
from positions.voting.votes import Vote

__all__ = [
    "absolute_majority",
    "consensus",
    "double_majority",
    "eu_council",
    "present_majority",
    "security_council",
    "simple_majority",
    "two_thirds_majority",
    "voting_share",
    "weighted_majority",
    "with_quorum",
    "with_several_votes",
    "with_vetoes",
    "without",
]

YES = Tally((Vote.YES,))
NO = Tally((Vote.NO,))
HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
SOMEBODY = Condition(YES, "at least", 1)


def _needs(tally: Tally, share: Weight, of: Tally, relation: str = "") -> Condition:
    """Return that a share is reached: more than one half, at least any other, or as ``relation`` says."""
    return Condition(tally, relation or ("more than" if exact(share) == HALF else "at least"), share, of)


def _more(condition: Condition) -> str:
    return "more than " if condition.relation == "more than" else ""


def consensus(minus: int = 0) -> Rule:
    """Return consensus: nobody present objects. ``minus`` objections are tolerated in consensus-minus-k.

    Silence and abstention are no objection; at least one member is present.

    >>> consensus().words()
    'Adopted with no member against and at least 1 member present.'
    >>> consensus(minus=2).verdict([1, 1, 1, -1, -1, -1]).adopted
    False
    """
    if minus < 0:
        raise ValueError("consensus tolerates 0 or more objections")
    title = "consensus" if not minus else f"consensus minus {minus}"
    formula = All((Condition(NO, "at most", minus), Condition(Tally(PRESENT), "at least", 1)))
    return Rule("consensus" if not minus else f"consensus_minus_{minus}", title, formula, by_objection=True)


def voting_share(share: Weight, relation: str = "", title: str = "") -> Rule:
    """Return a majority of those present and voting: abstentions do not vote, so the threshold moves with them.

    A text for which nobody votes is not adopted, even when nobody votes against.

    >>> voting_share(Fraction(1, 2)).verdict([1, -1]).adopted, voting_share(0.5, "at least").verdict([1, -1]).adopted
    (False, True)
    """
    reached = _needs(YES, share, Tally(VOTING), relation)
    title = title or f"{_more(reached)}{share_words(share)} of those present and voting"
    return Rule(f"voting:{share}", title, All((reached, SOMEBODY)))


def simple_majority() -> Rule:
    """Return more yes than no among those present and voting; a tie rejects.

    >>> simple_majority().verdict([1, -1, 0, 0]).adopted, simple_majority().verdict([1, 0, 0, 0]).adopted
    (False, True)
    """
    formula = Condition(YES, "more than", HALF, Tally(VOTING))
    return Rule("simple_majority", "simple majority", formula, "General Assembly rules of procedure, rules 85, 86")


def two_thirds_majority() -> Rule:
    """Return two thirds of those present and voting.

    >>> two_thirds_majority().verdict([1, 1, -1]).adopted, two_thirds_majority().verdict([0, 0, 0]).adopted
    (True, False)
    """
    rule = voting_share(TWO_THIRDS, title="two-thirds majority")
    return replace(rule, id="two_thirds_majority", source="General Assembly rules of procedure, rules 83, 84, 86")


def absolute_majority(share: Weight = HALF, relation: str = "more than") -> Rule:
    """Return more than ``share`` of the whole membership in favour: abstention and absence count against.

    >>> absolute_majority().verdict([1, 1, 0, 9]).adopted
    False
    """
    title = "absolute majority" if share == HALF else f"{relation} {share_words(share)} of the members"
    rule_id = "absolute_majority" if share == HALF else f"absolute_majority:{share}"
    return Rule(rule_id, title, Condition(YES, relation, share, Tally(EVERYBODY)))


def present_majority(share: Weight = HALF, relation: str = "more than") -> Rule:
    """Return a majority of those *present*: abstention counts against, absence does not.

    >>> present_majority().verdict([1, 1, 0, -1]).adopted, present_majority().verdict([1, 1, -1, 9]).adopted
    (False, True)
    """
    return Rule(
        f"present_majority:{share}",
        f"{relation} {share_words(share)} of those present",
        Condition(YES, relation, share, Tally(PRESENT)),
    )


def weighted_majority(
    weights: Sequence[Weight],
    *,
    quota: Weight | None = None,
    share: Weight | None = None,
    relation: str = "",
    units: str = "votes",
) -> Rule:
    """Return a qualified majority of weights: at least ``quota``, or at least ``share`` of all weights, in favour.

    >>> weighted_majority([10, 10, 5], quota=15).words()
    'Adopted with at least 15 votes in favour.'
    """
    singular = units[:-1] if units.endswith("s") else units
    tally = Tally((Vote.YES,), tuple(weights), unit=singular, units=units)
    if quota is not None:
        return Rule(f"weighted:{quota}", f"weighted majority ({quota} {units})", Condition(tally, "at least", quota))
    if share is None:
        raise ValueError("a weighted majority needs a quota or a share")
    formula = _needs(tally, share, replace(tally, votes=EVERYBODY), relation)
    title = f"weighted majority ({_more(formula)}{share_words(share)} of the {units})"
    return Rule(f"weighted:{share}", title, formula)


def double_majority(
    weights: Sequence[Weight],
    *,
    members_share: Weight = 0.55,
    weight_share: Weight = 0.65,
    blocking_minority: int = 4,
    units: str = "population",
) -> Rule:
    """Return a majority of members that also holds a majority of weight; abstention and absence count against.

    Fewer than ``blocking_minority`` members not in favour cannot stop it, whatever their weight (0: they can).

    >>> print(double_majority([40, 30, 20, 5, 5]).words())
    Adopted with at least 55 % of the members in favour and at least 65 % of the population in favour, \
or fewer than 4 members not in favour.
    """
    singular = units[:-1] if units.endswith("s") else units
    heavy = Tally((Vote.YES,), tuple(weights), unit=singular, units=units)
    everybody = replace(heavy, votes=EVERYBODY)
    heads, weight = _needs(YES, members_share, Tally(EVERYBODY)), _needs(heavy, weight_share, everybody)
    both = All((heads, weight))
    few = Condition(Tally((Vote.ABSTAIN, Vote.NO, Vote.ABSENT)), "fewer than", blocking_minority)
    formula = AnyOf((both, few)) if blocking_minority else both
    shares = f"{_more(heads)}{share_words(members_share)} of members, {_more(weight)}{share_words(weight_share)}"
    title = f"double majority ({shares} of {units})"
    return Rule(f"double_majority:{members_share}/{weight_share}", title, formula)


def eu_council(populations: Sequence[Weight], *, on_proposal: bool = True) -> Rule:
    """Return the Council of the European Union's qualified majority.

    Parameters
    ----------
    populations : sequence of numbers
        Of the members, in any one unit.
    on_proposal : bool
        False for a text that the Commission or the High Representative did not propose: 72 % of the members, and no
        clause about four members.

    >>> eu_council([84, 68, 60, 48, 38, 19]).verdict([1, 1, 1, 0, -1, 9]).adopted  # 3 of 6 members; 3 not in favour
    True
    """
    rule = (
        double_majority(populations)
        if on_proposal
        else double_majority(populations, members_share=0.72, blocking_minority=0)
    )
    title = "EU Council qualified majority" + ("" if on_proposal else " (reinforced)")
    source = "TEU Article 16(4)" if on_proposal else "TFEU Article 238(2)"
    return replace(rule, id="eu_council" if on_proposal else "eu_council_reinforced", title=title, source=source)


def security_council(permanent: Sequence[int], affirmative: int = 9) -> Rule:
    """Return the Security Council's rule: nine in favour, no permanent member against; abstention is no veto.

    >>> rule = security_council(permanent=range(5))
    >>> rule.verdict([0] * 5 + [1] * 9 + [-1]).adopted, rule.verdict([-1] + [1] * 14).adopted
    (True, False)
    """
    veto = Condition(Tally((Vote.NO,), None, tuple(permanent), "permanent member", "permanent members"), "at most", 0)
    formula = All((Condition(YES, "at least", affirmative), veto))
    return Rule("security_council", "Security Council rule", formula, "UN Charter, Article 27(3)")


def with_vetoes(rule: Rule, members: Sequence[int], who: str = "veto member") -> Rule:
    """Return ``rule`` with a veto for some members: none of them against.

    >>> with_vetoes(simple_majority(), [0]).verdict([-1, 1, 1]).adopted
    False
    """
    veto = Condition(Tally((Vote.NO,), None, tuple(members), who, f"{who}s"), "at most", 0)
    return _and(rule, veto, f"veto:{','.join(map(str, members))}", "a veto")


def with_several_votes(rule: Rule, votes: Sequence[Weight]) -> Rule:
    """Return ``rule`` where a member casts several votes together, as a union does for its members.

    Wherever the rule counts members it counts their votes; vetoes and other weights stay. A rule by objection stays as
    it is, for nobody votes under it.

    >>> with_several_votes(simple_majority(), [3, 1, 1]).verdict([-1, 1, 1]).words()
    'Not adopted under simple majority: votes in favour 2 of 5 voting, needed 3 (more than half): fails.'
    """
    if rule.by_objection:
        return rule

    def cast(tally: Tally) -> Tally:
        some = tally.weights is not None or (tally.members is not None and tally.unit != "other member")
        return tally if some else replace(tally, weights=tuple(votes), unit="vote", units="votes")

    return replace(rule, formula=mapped(rule.formula, cast))


def without(rule: Rule, left_out: Sequence[int], members: int) -> Rule:
    """Return ``rule`` among the other members only: the left out are neither counted nor asked.

    For the State concerned (consensus minus one), a party to a dispute (UN Charter, Article 27(3)), suspended votes.

    >>> without(consensus(), [0], 3).verdict([-1, 1, 0]).words()
    'Adopted under consensus: other members against 0, tolerated 0: holds; other members present 2, needed 1: holds.'
    """

    def among_others(tally: Tally) -> Tally:
        counted = range(members) if tally.members is None else tally.members
        others = tuple(d for d in counted if d not in left_out)
        words = ("other member", "other members") if tally.unit == "member" else (tally.unit, tally.units)
        return replace(tally, members=others, unit=words[0], units=words[1])

    return replace(rule, formula=mapped(rule.formula, among_others))


def with_quorum(
    rule: Rule, share: Weight | None = None, *, number: int | None = None, relation: str = "at least"
) -> Rule:
    """Return ``rule`` with a quorum of members present (abstaining is being present).

    >>> rule = with_quorum(simple_majority(), Fraction(1, 2), relation="more than")
    >>> rule.verdict([1, 1, 9, 9]).adopted, rule.verdict([1, 1, 0, 9]).adopted
    (False, True)
    """
    here = Tally(PRESENT)
    if number is not None:
        return _and(rule, Condition(here, relation, number), f"quorum:{number}", f"a quorum of {number}")
    if share is None:
        raise ValueError("a quorum needs a share or a number")
    condition = Condition(here, relation, share, Tally(EVERYBODY))
    return _and(rule, condition, f"quorum:{share}", f"a quorum of {share_words(share)}")


def _and(rule: Rule, condition: Condition, key: str, what: str) -> Rule:
    parts = rule.formula.parts if isinstance(rule.formula, All) else (rule.formula,)
    formula = All((*parts, condition))
    return replace(rule, id=f"{rule.id}+{key}", title=f"{rule.title} with {what}", formula=formula)
