"""Rules as a person types them: ``two_thirds_majority+quorum:1/2``, ``weighted:65%``, ``consensus_minus:kenya``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from positions.voting.known_rules import (
    absolute_majority,
    consensus,
    double_majority,
    eu_council,
    present_majority,
    security_council,
    simple_majority,
    two_thirds_majority,
    voting_share,
    weighted_majority,
    with_quorum,
    with_several_votes,
    with_vetoes,
    without,
)
from positions.voting.rules import Rule, Weight

__all__ = ["RULE_FORMS", "parse_rule"]

RULE_FORMS = (
    "consensus", "consensus_minus_K", "consensus_minus:A,B,...", "simple_majority", "two_thirds_majority",
    "voting:SHARE", "present_majority", "absolute_majority", "weighted:SHARE", "double_majority:SHARE/SHARE",
    "double_majority:SHARE/SHARE/NUMBER", "eu_council", "eu_council_reinforced", "security_council:A,B,...",
)  # fmt: skip
ADDITIONS = "quorum:1/2, quorum:40, veto:a,b, without:a,b, votes:a=27"
PLAIN: dict[str, Callable[[], Rule]] = {
    "consensus": consensus,
    "simple_majority": simple_majority,
    "two_thirds_majority": two_thirds_majority,
    "present_majority": present_majority,
    "absolute_majority": absolute_majority,
}


def parse_rule(
    text: str, members: Sequence[str], weights: Sequence[Weight] | None = None, units: str = "weight"
) -> Rule:
    """Return the rule that a text names, for a known committee.

    Parameters
    ----------
    text : str
        One of ``RULE_FORMS``, with ``+`` for additions. Shares are ``2/3``, ``65%`` or ``0.65``: at least so much, but
        more than one half; ``>2/3`` and ``>=1/2`` say it themselves.
    members : sequence of str
        Names that vetoes are given to, in the order of votes; the seats of a class bear the same name.
    weights : sequence of numbers, optional
        One for each member.

    Raises
    ------
    ValueError
        Saying what is wrong and what there is.

    Examples
    --------
    >>> parse_rule("simple_majority+quorum:1/2", ["a", "b", "c"]).words()
    'Adopted with more than half of those present and voting in favour and at least half of the members present.'
    >>> parse_rule("weighted:65%", ["a", "b"], weights=[3, 1]).title
    'weighted majority (65 % of the weight)'
    >>> parse_rule("consensus_minus:b", ["a", "b"]).verdict([1, -1]).adopted
    True
    """
    name, *additions = [part.strip() for part in text.split("+")]
    rule = _base(name, members, weights, units)
    for addition in additions:
        what, _, argument = addition.partition(":")
        who = ", ".join(part.strip() for part in argument.split(","))
        if what == "quorum" and argument:
            rule = _quorum(rule, argument)
        elif what == "veto" and argument:
            rule = replace(with_vetoes(rule, _places(argument, members)), title=f"{rule.title} with a veto for {who}")
        elif what == "without" and argument:
            left = without(rule, _places(argument, members), len(members))
            rule = replace(left, id=f"{rule.id}+{addition}", title=f"{rule.title} without {who}")
        elif what == "votes" and argument:
            cast, said = _votes(argument, members)
            rule = replace(with_several_votes(rule, cast), id=f"{rule.id}+{addition}", title=f"{rule.title}, {said}")
        else:
            raise ValueError(f'no addition "{addition}"; there is: {ADDITIONS}')
    return rule


def _base(text: str, members: Sequence[str], weights: Sequence[Weight] | None, units: str) -> Rule:
    if found := re.fullmatch(r"consensus_minus_([1-9][0-9]{0,2})", text):
        return consensus(minus=int(found[1]))
    name, _, argument = text.partition(":")
    if name == "consensus_minus" and argument:
        title = f"consensus without {', '.join(part.strip() for part in argument.split(','))}"
        return replace(without(consensus(), _places(argument, members), len(members)), id=text, title=title)
    if name in PLAIN and not argument:
        return PLAIN[name]()
    if name in ("voting", "present_majority", "absolute_majority") and argument:
        share, relation = _share(argument)
        if name == "voting":
            return replace(voting_share(share, relation), id=text)
        return present_majority(share, relation) if name == "present_majority" else absolute_majority(share, relation)
    if name == "security_council" and argument:
        return security_council(_places(argument, members))
    if name in ("weighted", "double_majority", "eu_council", "eu_council_reinforced"):
        if weights is None:
            raise ValueError(f"{name} needs weights, one for each member")
        if name.startswith("eu_council") and not argument:
            return eu_council(weights, on_proposal=name == "eu_council")
        if name == "weighted" and argument:
            share, relation = _share(argument)
            return replace(weighted_majority(weights, share=share, relation=relation, units=units), id=text)
        parts = argument.split("/")
        if name == "double_majority" and len(parts) in (2, 3):
            few = parts[2].strip() if len(parts) == 3 else "0"
            if not re.fullmatch("[0-9]{1,4}", few):
                raise ValueError(f'"{few[:20]}" is no number of members that can block')
            (heads, _), (weight, _) = _share(parts[0]), _share(parts[1])
            made_of = double_majority(
                weights, members_share=heads, weight_share=weight, blocking_minority=int(few), units=units
            )
            return replace(made_of, id=text)
    near = difflib.get_close_matches(name[:60], [form.partition(":")[0] for form in RULE_FORMS], n=1)
    hint = f"there is: {', '.join(RULE_FORMS)}"
    if near:
        hint = f"did you mean {next(form for form in RULE_FORMS if form.startswith(near[0]))}?"
    raise ValueError(f'no rule "{text[:60]}"; {hint}')


def _share(text: str) -> tuple[Fraction, str]:
    """Read 2/3, 65%, 0.65 or (without a sign) 65 as a share of 1, and whether that or more than that is needed."""
    found = re.fullmatch(r"(>=|>|)\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)(?:/([0-9]{1,9}))?\s*(%?)", text.strip())
    below = int(found[3]) if found and found[3] else 1
    if not found or not below:
        raise ValueError(f'"{text[:20]}" is no share; write 2/3, 65% or 0.65')
    value = Fraction(found[2]) / below
    value = value / 100 if found[4] or value > 1 else value
    if not 0 < value <= 1:
        raise ValueError(f'"{text}" is no share between 0 and 1')
    strict = found[1] == ">" or (not found[1] and value == Fraction(1, 2))
    return value, "more than" if strict else "at least"


def _quorum(rule: Rule, argument: str) -> Rule:
    if re.fullmatch("[1-9][0-9]{0,8}", argument):
        return with_quorum(rule, number=int(argument))
    share, relation = _share(argument)
    return with_quorum(rule, share, relation=relation if argument.startswith(">") else "at least")


def _places(text: str, members: Sequence[str]) -> list[int]:
    """Return the places of the named members, all seats of a class."""
    places = []
    for name in (part.strip() for part in text.split(",")):
        if name not in members:
            near = difflib.get_close_matches(name[:60], members, n=1)
            raise ValueError(f'no member "{name[:60]}"' + (f"; did you mean {near[0]}?" if near else ""))
        places += [place for place, member in enumerate(members) if member == name]
    return places


def _votes(text: str, members: Sequence[str]) -> tuple[list[int], str]:
    """Return how many votes each member casts, and that in words."""
    cast = [1] * len(members)
    said = []
    for part in text.split(","):
        name, _, number = (each.strip() for each in part.partition("="))
        if not re.fullmatch("[0-9]{1,4}", number):
            raise ValueError(f'"{part[:60]}" does not say how many votes, as in votes:eu=27')
        for place in _places(name, members):
            cast[place] = int(number)
        said.append(f"{number} votes for {name}")
    return cast, " and ".join(said)
