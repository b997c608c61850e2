"""One wording put to a vote under several rules, in the worlds of the simulation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from positions.arrays import Bools, Bytes, Floats, Ints
from positions.defaults import DRAWS
from positions.game import PreparedIssue, grievance, talked_mask
from positions.model import Parameters
from positions.simulation.draws import block_sizes, draw_block
from positions.simulation.ensemble import Ensemble
from positions.simulation.kernel import play
from positions.simulation.results import Band, band
from positions.simulation.roll_call import BY_OBJECTION, IN_A_VOTE, Conduct, cast_votes
from positions.simulation.simulate import PreparedSimulation, prepare_simulation
from positions.simulation.tally import STATES, final_states, settled_states
from positions.voting import (
    VOTES,
    Opposition,
    Power,
    Rule,
    TooLargeError,
    Vote,
    adopted_when_turned,
    game_of,
    opposition,
    power,
)

__all__ = ["RuleForecast", "VoteForecast", "simulate_vote"]

OBJECTS, OVERRULED = STATES.index("object"), STATES.index("dissociate")


@dataclass(frozen=True, slots=True, eq=False)
class RuleForecast:
    """One rule on one wording. A actors, M members of the ensemble, D seats.

    Parameters
    ----------
    adoption : Band
        P(adoption): median and 80 % band over parameter sets; ``by_member`` (M,) has them all.
    if_yes, if_abstain, if_no : ndarray (A,)
        P(adoption) when one seat of the actor is known to vote so, the others as drawn.
    expected : ndarray (D,) of int8
        The most likely vote of each seat; ``opposition`` takes it apart.
    power : Power or None
        A-priori power of each seat under the rule; None where it cannot be counted exactly.
    adoption_if_all : Band or None
        Only under a rule that counts all members, where of U members nothing is known: P(adoption) when every one of
        them votes yes. Everything else above then takes them as absent, and ``expected`` has D + U seats, theirs last.
        None otherwise.
    """

    rule: Rule
    adoption: Band
    by_member: Floats
    if_yes: Floats
    if_abstain: Floats
    if_no: Floats
    expected: Bytes
    opposition: Opposition
    power: Power | None
    adoption_if_all: Band | None = None

    @property
    def pivotality(self) -> Floats:
        """(A,): P(one seat's yes instead of its no decides on this text)."""
        return self.if_yes - self.if_no


@dataclass(frozen=True, slots=True, eq=False)
class VoteForecast:
    """A wording put to a vote. ``first_seat`` (A,) is where each actor's seats begin.

    ``shares`` (A, 3) holds how often an actor's seats vote yes, abstain and no in a vote; ``counts`` the number of yes,
    abstentions and no over the room: median and 80 % range over all worlds.
    """

    issue: str
    wording: str
    actors: tuple[str, ...]
    seats: Ints
    assumed: Bools
    unknown: tuple[str, ...]
    shares: Floats
    counts: tuple[Band, Band, Band]
    rules: tuple[RuleForecast, ...]
    talked: tuple[str, ...]
    conduct: Conduct
    seed: int
    draws: int
    members: tuple[Parameters, ...]

    @property
    def first_seat(self) -> Ints:
        """(A,): place of each actor's first seat among the D seats."""
        return np.cumsum(self.seats) - self.seats


@dataclass(slots=True)
class _Count:
    """What is summed over blocks for one rule."""

    adopted: Ints  # (M,)
    given: Ints  # (3, A): worlds adopted if the seat votes yes, abstains, votes no
    if_all: Ints  # (M,): worlds adopted if all members of which nothing is known vote yes


def simulate_vote(
    arrays: PreparedIssue,
    ensemble: Ensemble,
    wording: str,
    rules: Sequence[Rule],
    *,
    talked: Sequence[str] = (),
    draws: int = DRAWS,
    conduct: Conduct = IN_A_VOTE,
    progress: Callable[[], None] | None = None,
) -> VoteForecast:
    """Put one wording to a vote under each rule.

    Rules that go by objection (consensus and its kin) count final objections, also those of seats of which nothing is
    known; the others count votes as ``conduct`` says. All rules meet the same worlds and the same luck.

    Parameters
    ----------
    arrays : PreparedIssue
        Encoded with ``only=[wording]``.
    rules : sequence of Rule
        For as many members as there are seats; a rule that counts all members (``Rule.counts_all``), for the members of
        which nothing is known as well (``arrays.unknown``), theirs last: they count in its denominator.
    progress : callable, optional
        Called once for each finished block.
    """
    prepared = prepare_simulation(arrays, ensemble, tried=(wording,), talked=talked, draws=draws)
    row, seats = arrays.wording(wording), int(arrays.seats.sum())
    ways = {True: BY_OBJECTION, False: conduct}
    first = np.cumsum(arrays.seats) - arrays.seats
    strangers = [len(arrays.unknown) * rule.counts_all for rule in rules]
    counts = [
        _Count(*(np.zeros(n, dtype=np.int64) for n in (ensemble.size, (3, len(first)), ensemble.size))) for _ in rules
    ]
    hands = np.zeros((2, seats, 3))
    totals = np.zeros((3, seats + 1), dtype=np.int64)
    for number, size in enumerate(block_sizes(draws, ensemble.size)):
        states, overruled = _states(prepared, row, number, size)
        unheard = (states[prepared.known :] == OBJECTS) & ~overruled[prepared.known :]
        objections = np.where(unheard[unheard.any(axis=1)].T, np.int8(Vote.NO), np.int8(Vote.ABSENT))
        states, overruled = states[: prepared.known], overruled[: prepared.known]
        held = {False: states, True: np.where(overruled, np.int8(OVERRULED), states)}
        votes = {way: cast_votes(arrays, held[way], how, ensemble, number) for way, how in ways.items()}
        for way, cast in votes.items():
            hands[int(way)] += np.stack([(cast == v).sum(axis=0) for v in (1, 0, -1)], axis=1)
        for v, vote in enumerate((1, 0, -1)):
            totals[v] += np.bincount((votes[False] == vote).sum(axis=1), minlength=seats + 1)
        for rule, count, more in zip(rules, counts, strangers, strict=True):
            cast = votes[rule.by_objection]
            if rule.by_objection:
                cast = np.hstack([cast, objections])
            passes, turned = adopted_when_turned(rule, _with(cast, more, Vote.ABSENT), first)
            count.adopted += passes.reshape(size, -1).sum(axis=0)
            count.given += turned[:3]
            if more:
                passes, _ = adopted_when_turned(rule, _with(cast, more, Vote.YES), first)
                count.if_all += passes.reshape(size, -1).sum(axis=0)
        if progress is not None:
            progress()
    worlds = draws * ensemble.size
    costs = _costs(arrays, row, talked)
    return VoteForecast(
        issue=arrays.issue,
        wording=wording,
        actors=arrays.actors,
        seats=arrays.seats,
        assumed=arrays.assumed,
        unknown=arrays.unknown,
        shares=_by_actor(hands[0], arrays.seats) / worlds,
        counts=(_range(totals[0]), _range(totals[1]), _range(totals[2])),
        rules=tuple(
            _rule(rule, count, hands[int(rule.by_objection)], arrays.seats, costs, draws, worlds, more)
            for rule, count, more in zip(rules, counts, strangers, strict=True)
        ),
        talked=tuple(talked),
        conduct=conduct,
        seed=ensemble.seed,
        draws=draws,
        members=ensemble.members,
    )


def _states(prepared: PreparedSimulation, row: int, number: int, size: int) -> tuple[Bytes, Bools]:
    """Return the final states (A, N) of all actors in one block, and whose objection the chair passes over.

    In a vote nobody is passed over: there the state is that of an objector.
    """
    game, actors = prepared.games[row], len(prepared.arrays.actors)
    active = game.columns
    rest = np.setdiff1d(np.arange(actors), active)
    states = np.empty((actors, size * prepared.ensemble.size), dtype=np.int8)
    overruled = np.zeros(states.shape, dtype=bool)
    states[rest] = np.tile(settled_states(game.wording, rest), (1, size))
    if active.size:
        played = play(game, draw_block(prepared.arrays, active, prepared.ensemble, number, size))
        states[active] = final_states(played)
        if played.overruled is not None:
            overruled[active] = played.overruled
            states[overruled] = OBJECTS
    return states, overruled


def _with(cast: Bytes, more: int, vote: Vote) -> Bytes:
    """Return the votes (N, D) with ``more`` seats behind them that all vote the same."""
    return np.hstack([cast, np.full((len(cast), more), int(vote), dtype=np.int8)]) if more else cast


def _rule(
    rule: Rule, count: _Count, hands: Floats, seats: Ints, costs: Floats, draws: int, worlds: int, more: int
) -> RuleForecast:
    by_member = count.adopted / draws
    expected = np.repeat(np.array([1, 0, -1], dtype=np.int8)[_by_actor(hands, seats).argmax(axis=1)], seats)
    expected = _with(expected[None], more, Vote.ABSENT)[0]
    costs = np.append(costs, np.full(more, np.inf))  # nobody knows what would win them over
    try:
        strength = power(game_of(rule, len(expected)))
    except (TooLargeError, ValueError):
        strength = None
    return RuleForecast(
        rule=rule,
        adoption=band(by_member),
        by_member=by_member,
        if_yes=count.given[0] / worlds,
        if_abstain=count.given[1] / worlds,
        if_no=count.given[2] / worlds,
        expected=expected,
        opposition=opposition(rule, expected, _moving(expected, costs), limit=200),
        power=strength,
        adoption_if_all=band(count.if_all / draws) if more else None,
    )


def _by_actor(hands: Floats, seats: Ints) -> Floats:
    """Return the mean over each actor's seats, (A, 3)."""
    first = np.cumsum(seats) - seats
    return np.add.reduceat(hands, first, axis=0) / seats[:, None] if len(seats) else hands


def _costs(arrays: PreparedIssue, row: int, talked: Sequence[str]) -> Floats:
    """Return what winning over each seat costs, (D,): its grievance in the central world."""
    hurt = grievance(arrays, row, talked=talked_mask(arrays, talked)).total
    return np.repeat(np.maximum(hurt, 0.0), arrays.seats)


def _moving(expected: Bytes, costs: Floats) -> Floats:
    """Return the cost of each vote, (D, 4): no to yes the whole grievance, half the way half of it (ours)."""
    price = np.full((len(expected), len(VOTES)), np.inf)
    price[:, 0] = np.where(expected == 0, costs / 2, costs)
    price[:, 1] = np.where(expected == -1, costs / 2, np.inf)
    return price


def _range(histogram: Ints) -> Band:
    """Return median and 10th and 90th percentile of a histogram over 0, 1, 2, …"""
    reached = np.cumsum(histogram) / max(1, int(histogram.sum()))
    low, middle, high = (float(np.searchsorted(reached, q - 1e-12)) for q in (0.1, 0.5, 0.9))
    return Band(middle, low, high)
