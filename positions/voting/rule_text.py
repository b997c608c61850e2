"""Rules as a person types them: ``two_thirds_majority+quorum:1/2``, ``weighted:65%``, ``consensus_minus_2``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from positions.voting.conditions import Weight
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
    with_vetoes,
)
from positions.voting.rules import Rule

__all__ = ["RULE_FORMS", "parse_rule"]

RULE_FORMS = (
    ("consensus", "nobody objects"),
    ("consensus_minus_K", "at most K object"),
    ("simple_majority", "more yes than no; abstentions do not vote"),
    ("two_thirds_majority", "two thirds of those present and voting"),
    ("voting:SHARE", "that share of those present and voting"),
    ("present_majority", "more than half of those present: abstention counts against"),
    ("absolute_majority", "more than half of all members"),
    ("weighted:SHARE", "that share of all weights (needs weights)"),
    ("double_majority:SHARE/SHARE", "of members and of weights, blocking minority of four (needs weights)"),
    ("eu_council", "55 % of members and 65 % of population (needs weights)"),
    ("security_council:A,B,...", "nine in favour, none of A, B, ... against"),
    ("...+quorum:SHARE or NUMBER", "with a quorum of members present"),
    ("...+veto:A,B,...", "and none of A, B, ... against"),
)


def parse_rule(
    text: str, members: Sequence[str], weights: Sequence[Weight] | None = None, units: str = "weight"
) -> Rule:
    """Return the rule that a text names, for a known committee.

    Parameters
    ----------
    text : str
        One of ``RULE_FORMS``, with ``+`` for additions. Shares are ``2/3``, ``65%`` or ``0.65``.
    members : sequence of str
        Names that vetoes are given to, in the order of votes.
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
    """
    name, *additions = [part.strip() for part in text.split("+")]
    rule = _base(name, members, weights, units)
    for addition in additions:
        what, _, argument = addition.partition(":")
        if what == "quorum" and argument:
            rule = _quorum(rule, argument)
        elif what == "veto" and argument:
            who = ", ".join(part.strip() for part in argument.split(","))
            rule = replace(with_vetoes(rule, _places(argument, members)), title=f"{rule.title} with a veto for {who}")
        else:
            raise ValueError(f'no addition "{addition}"; there is: quorum:1/2, quorum:40, veto:a,b')
    return rule


def _base(text: str, members: Sequence[str], weights: Sequence[Weight] | None, units: str) -> Rule:
    if found := re.fullmatch(r"consensus_minus_([1-9][0-9]{0,2})", text):
        return consensus(minus=int(found[1]))
    name, _, argument = text.partition(":")
    plain: dict[str, Callable[[], Rule]] = {
        "consensus": consensus,
        "simple_majority": simple_majority,
        "two_thirds_majority": two_thirds_majority,
        "present_majority": present_majority,
        "absolute_majority": absolute_majority,
    }
    if name in plain and not argument:
        return plain[name]()
    if name == "voting" and argument:
        return voting_share(_share(argument))
    if name == "security_council" and argument:
        return security_council(_places(argument, members))
    if name in ("weighted", "double_majority", "eu_council"):
        if weights is None:
            raise ValueError(f"{name} needs weights, one for each member")
        if name == "eu_council" and not argument:
            return eu_council(weights)
        if name == "weighted" and argument:
            return weighted_majority(weights, share=_share(argument), units=units)
        first, slash, second = argument.partition("/")
        if name == "double_majority" and slash:
            return double_majority(weights, members_share=_share(first), weight_share=_share(second), units=units)
    forms = [form for form, _ in RULE_FORMS if not form.startswith("...")]
    near = difflib.get_close_matches(name, [form.partition(":")[0] for form in forms], n=1)
    hint = (
        f"did you mean {next(f for f in forms if f.startswith(near[0]))}?" if near else f"there is: {', '.join(forms)}"
    )
    raise ValueError(f'no rule "{text}"; {hint}')


def _share(text: str) -> Fraction:
    """Read 2/3, 65%, 0.65 or (without a sign) 65 as a share of 1."""
    plain = text.strip().removesuffix("%").strip()
    try:
        value = Fraction(plain)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f'"{text}" is no share; write 2/3, 65% or 0.65') from None
    value = value / 100 if "%" in text or value > 1 else value
    if not 0 < value <= 1:
        raise ValueError(f'"{text}" is no share between 0 and 1')
    return value


def _quorum(rule: Rule, argument: str) -> Rule:
    if argument.isdecimal() and argument != "0":
        return with_quorum(rule, number=int(argument))
    return with_quorum(rule, _share(argument))


def _places(text: str, members: Sequence[str]) -> list[int]:
    places = []
    for name in (part.strip() for part in text.split(",")):
        if name not in members:
            near = difflib.get_close_matches(name, members, n=1)
            raise ValueError(f'no member "{name}"' + (f"; did you mean {near[0]}?" if near else ""))
        places.append(list(members).index(name))
    return places
