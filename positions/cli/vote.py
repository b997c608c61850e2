"""``positions vote``: the same text under voting rules; who blocks, and what each vote is worth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.choosing import choose, choose_issues, open_case, talked_on
from positions.cli.options import (
    case_option,
    draws_option,
    json_option,
    print_json,
    release_option,
    seed_option,
    talks_option,
)

if TYPE_CHECKING:
    from positions.game import IssueArrays
    from positions.markings import Marking
    from positions.model import Case
    from positions.voting import Rule

__all__ = ["command"]

USUAL = ("consensus", "consensus_minus_2", "simple_majority", "two_thirds_majority", "absolute_majority")


@click.command("vote")
@click.argument("issue")
@click.option("--wording", metavar="W", help="This wording; otherwise the one on the table.")
@click.option("--rule", "rules", metavar="R", multiple=True, help="A rule, as above; may be repeated.")
@click.option("--weights", metavar="FILE", help='CSV with the columns "delegation" and a weight, or: influence.')
@click.option("--count", "counted", metavar="STATE=VOTE", multiple=True, help="How a final state votes.")
@click.option("--members", default=64, show_default=True, type=click.IntRange(1, 4096), help="Parameter sets.")
@draws_option
@seed_option
@talks_option("declared")
@case_option
@release_option
@json_option
def command(
    issue: str,
    wording: str | None,
    rules: tuple[str, ...],
    weights: str | None,
    counted: tuple[str, ...],
    members: int,
    draws: int,
    seed: int,
    talks: str,
    case: Path,
    release: Marking | None,
    as_json: bool,
) -> None:
    """Put one text to a vote under several rules, in the worlds of `positions simulate`.

    Under consensus only objections count. In a vote, who would object votes no or abstains, who would dissociate
    votes in all three ways (docs/voting.md says where the shares come from; --count sets your own).

    \b
    Rules:
      consensus  consensus_minus_K  simple_majority  two_thirds_majority  absolute_majority
      voting:3/5            that share of those present and voting
      present_majority      more than half of those present: abstention counts against
      weighted:65%          that share of weights          (with --weights)
      double_majority:55/65 of members and of weights      (with --weights)
      eu_council            with populations as weights    (with --weights)
      security_council:A,B  nine in favour, A and B not against
      RULE+quorum:1/2       and that many present          RULE+veto:A,B  and A and B not against

    \b
    Examples:
      positions vote non_punishment
      positions vote victim_care --wording compromise --rule two_thirds_majority
      positions vote review_mechanism --rule simple_majority+veto:russia --count dissociate=no
    """
    from positions.cli.progress import steps
    from positions.game import issue_arrays
    from positions.simulation import IN_A_VOTE, make_ensemble, simulate_vote
    from positions.simulation.draws import block_sizes

    opened = open_case(case, release)
    at = choose_issues(opened, issue)[0]
    name = choose("wording", wording, at.wordings) if wording else at.tabled
    arrays = issue_arrays(opened, at.id, only=[name])
    if not arrays.actors:
        raise click.UsageError(f"nothing is known or assumed of anybody on {at.id}: there is nobody to vote")
    try:
        conduct = IN_A_VOTE.with_states(dict(_pair(one) for one in counted))
        chosen = _rules(opened, rules or tuple(dict.fromkeys((at.rule, *USUAL))), arrays, weights)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    ensemble = make_ensemble(opened.parameters, members=members, seed=seed)
    with steps("voting", len(block_sizes(draws, members))) as step:
        found = simulate_vote(
            arrays, ensemble, name, chosen, talked=talked_on(at, talks), draws=draws, conduct=conduct, progress=step
        )
    from positions.cli.vote_outcome import vote_dict, vote_text

    if as_json:
        replay = {"replay": opened.meeting.is_replay, "marking": opened.marking().label}
        print_json(replay | vote_dict(found))
        return
    click.echo(f"marking: {opened.marking().label}")
    click.echo(vote_text(opened, at, found, in_words=bool(rules)))
    kind = "replay: stances coded after the meeting" if opened.meeting.is_replay else "forecast"
    click.echo(f"{kind}; {members} parameter sets x {draws} worlds, seed {seed}; medians with 80 % bands")


def _pair(text: str) -> tuple[str, str]:
    state, equals, vote = text.partition("=")
    if not equals:
        raise ValueError(f'"{text}" does not say STATE=VOTE, as in dissociate=no')
    return state.strip(), vote.strip()


def _rules(case: Case, texts: Sequence[str], arrays: IssueArrays, weights: str | None) -> list[Rule]:
    """Return the rules for as many members as there are seats, and those of which nothing is known where all count."""
    from positions.voting import parse_rule

    seated = [actor for actor, seats in zip(arrays.actors, arrays.seats, strict=True) for _ in range(int(seats))]
    everybody = [*seated, *arrays.unknown]
    by_actor, units = _weights(case, weights, arrays)
    by_seat = None if by_actor is None else [by_actor[actor] for actor in everybody]
    every = [parse_rule(text, everybody, by_seat, units) for text in texts]
    here = None if by_seat is None else by_seat[: len(seated)]
    return [
        rule if rule.counts_all else parse_rule(text, seated, here, units)
        for text, rule in zip(texts, every, strict=True)
    ]


def _weights(case: Case, given: str | None, arrays: IssueArrays) -> tuple[dict[str, Fraction] | None, str]:
    """Return the weight of one seat of each actor and of those of which nothing is known, and what it is called."""
    if given is None:
        return None, "weight"
    if given == "influence":
        values = [*map(float, arrays.influence), *(case.delegations[d].influence for d in arrays.unknown)]
        own = (Fraction(repr(value)) for value in values)
        return dict(zip((*arrays.actors, *arrays.unknown), own, strict=True)), "influence"
    return read_weights(Path(given), (*arrays.actors, *arrays.unknown))


def read_weights(file: Path, actors: Sequence[str]) -> tuple[dict[str, Fraction], str]:
    """Read a CSV of ``delegation`` and one column of weights, whose heading says what they are."""
    import csv

    from positions.errors import CaseError, PositionsError, Problem

    try:
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    except OSError as error:
        hint = "name a file with the columns delegation and a weight, or write --weights influence"
        raise PositionsError(f"{file} cannot be read: {error.strerror}", hint=hint) from None
    except UnicodeDecodeError:
        raise PositionsError(f"{file} is no UTF-8 text", hint="save it as CSV in UTF-8") from None
    if not rows or len(rows[0]) != 2 or rows[0][0].strip() != "delegation":
        raise PositionsError(f'{file}: the first line has to be "delegation,population" or the like')
    found: dict[str, Fraction] = {}
    problems = []
    for line, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        name, value = (row[0].strip(), row[1].strip()) if len(row) == 2 else (row[0].strip(), "")
        try:
            weight = Fraction(value)
        except (ValueError, ZeroDivisionError):
            weight = Fraction(-1)
        if weight < 0:
            message = f'weight "{value}" of "{name}" is no number of at least 0'
            problems.append(Problem(str(file), line, 1, "not-a-number", message, "write digits, with a point"))
        elif name in found:
            problems.append(Problem(str(file), line, 1, "duplicate-entry", f'"{name}" is there twice'))
        found[name] = weight
    missing = [actor for actor in actors if actor not in found]
    if missing:
        message = f"no weight for {', '.join(missing)}"
        hint = "give one for each delegation, and for one seat of each class of silent seats"
        problems.append(Problem(str(file), 0, 0, "missing-field", message, hint))
    if problems:
        raise CaseError(problems)
    return found, rows[0][1].strip() or "weight"
