"""``positions vote``: the same text under voting rules; who blocks, and what each vote is worth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.asked import Asked, asks
from positions.cli.outputs import prints_aside
from positions.cli.screen import tell
from positions.errors import PositionsError

if TYPE_CHECKING:
    from positions.game import PreparedIssue
    from positions.model import Case
    from positions.voting import Rule

__all__ = ["command"]

SEATS = 2_500  # a class of silent seats has 2,000 at most; 2,000 took 430 MB and about a minute
USUAL = ("consensus", "consensus_minus_2", "simple_majority", "two_thirds_majority", "absolute_majority")


@click.command("vote")
@click.option("--wording", metavar="W", help="This wording; otherwise the one on the table.")
@click.option("--rule", "rules", metavar="R", multiple=True, help="A rule, as above; may be repeated.")
@click.option("--weights", metavar="FILE", help="Table of delegations (id, name or code) and weights, or: influence.")
@click.option("--votes", metavar="D=N", multiple=True, help="Delegation D casts N votes together, as a union may.")
@click.option("--count", "counted", metavar="STATE=VOTE", multiple=True, help="How a final state votes.")
@asks(least=1, most=1, talks=True)
def command(
    asked: Asked,
    wording: str | None,
    rules: tuple[str, ...],
    weights: str | None,
    votes: tuple[str, ...],
    counted: tuple[str, ...],
) -> None:
    """Put one text to a vote under several rules, in the worlds of `positions simulate`.

    Under consensus only objections count. In a vote, who would object votes no or abstains, who would dissociate
    votes in all three ways (docs/voting.md says where the shares come from; --count sets your own).

    \b
    Rules:
      consensus  consensus_minus_K  simple_majority  two_thirds_majority  absolute_majority
      consensus_minus:A,B   consensus without A and B, the States concerned
      voting:3/5            that share of those present and voting; voting:>3/5 more than that
      present_majority      more than half of those present: abstention counts against
      weighted:65%          that share of weights          (with --weights)
      double_majority:72/65 of members and of weights; double_majority:55/65/4 also if fewer than 4 are not in favour
      eu_council  eu_council_reinforced  with populations as weights    (with --weights)
      security_council:A,B  nine in favour, A and B not against
      RULE+quorum:1/2  and that many present     RULE+veto:A,B  and A and B not against
      RULE+without:A   A is neither counted nor asked     RULE+votes:eu=27  eu casts 27 votes

    \b
    Examples:
      positions vote non_punishment
      positions vote victim_care --wording compromise --rule two_thirds_majority
      positions vote review_mechanism --rule simple_majority+veto:russia --count dissociate=no
      positions vote my-meeting fees --votes eu=27
    """
    from positions.cli.progress import steps
    from positions.simulation import IN_A_VOTE
    from positions.simulation.draws import block_sizes

    opened, ledger, (at,) = asked.case, asked.ledger, asked.issues
    name = asked.one_wording(wording) or at.tabled
    arrays = ledger.arrays(at.id)
    if not arrays.actors:
        raise click.UsageError(f"nothing is known or assumed of anybody on {at.id}: there is nobody to vote")
    seats = int(arrays.seats.sum()) + len(arrays.unknown)
    if seats > SEATS:
        message = f"{at.id} has {seats:,} seats; a vote is counted seat by seat, for at most {SEATS:,}"
        raise PositionsError(message, hint="give its silent classes fewer seats")
    try:
        conduct = IN_A_VOTE.with_states(dict(_pair(one, "STATE=VOTE, as in dissociate=no") for one in counted))
        chosen = _rules(opened, rules or tuple(dict.fromkeys((at.rule, *USUAL))), arrays, weights, votes)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    with prints_aside(), steps("voting", len(block_sizes(asked.draws, asked.members))) as step:
        found = ledger.vote(at.id, name, chosen, talks=asked.talks, conduct=conduct, progress=step)
    from positions.cli.vote_outcome import vote_dict, vote_text

    several = [f"several votes: {', '.join(votes)}; the numbers of yes, abstain and no count seats"] if votes else []
    asked.show(
        lambda: {"votes_cast": dict(_pair(each, "") for each in votes), **vote_dict(found)},
        lambda: "\n".join([vote_text(opened, at, found, in_words=bool(rules)), *several]),
    )


def _pair(text: str, example: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f'"{text}" does not say {example}')
    return name.strip(), value.strip()


def _rules(
    case: Case, texts: Sequence[str], arrays: PreparedIssue, weights: str | None, votes: Sequence[str]
) -> list[Rule]:
    """Return the rules for as many members as there are seats, and those of which nothing is known where all count."""
    from positions.voting import parse_rule

    seated = [actor for actor, seats in zip(arrays.actors, arrays.seats, strict=True) for _ in range(int(seats))]
    everybody = [*seated, *arrays.unknown]
    by_actor, units = _weights(case, weights, arrays)
    by_seat = None if by_actor is None else [by_actor[actor] for actor in everybody]
    if votes:
        cast = ",".join("=".join(_pair(each, "DELEGATION=NUMBER, as in --votes eu=27")) for each in votes)
        texts = [f"{text}+votes:{cast}" for text in texts]
    every = [parse_rule(text, everybody, by_seat, units) for text in texts]
    here = None if by_seat is None else by_seat[: len(seated)]
    return [
        rule if rule.counts_all else parse_rule(text, seated, here, units)
        for text, rule in zip(texts, every, strict=True)
    ]


def _weights(case: Case, given: str | None, arrays: PreparedIssue) -> tuple[dict[str, Fraction] | None, str]:
    """Return the weight of one seat of each actor and of those of which nothing is known, and what it is called."""
    if given is None:
        return None, "weight"
    everybody = (*arrays.actors, *arrays.unknown)
    if given == "influence":
        values = [*map(float, arrays.influence), *(case.delegations[d].influence for d in arrays.unknown)]
        own = (Fraction(repr(value)) for value in values)
        return dict(zip(everybody, own, strict=True)), "influence"
    from positions.interchange.tables import read_weights

    seats = {each.id: each.title for each in case.issues[arrays.issue].silent}
    titles = {actor: case.delegations[actor].name if actor in case.delegations else seats[actor] for actor in everybody}
    found = read_weights(Path(given), case, titles)
    for remark in found.remarks:
        tell(f"{given}: {remark}")
    return found.by_actor, found.units
