"""One issue as arrays: who sits at the table, what they hold, and what each wording does to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from positions.arrays import Bools, Floats, Ints
from positions.errors import unknown_name
from positions.game.goodwill import goodwill
from positions.game.groups import bound_members, spokesmen, voice
from positions.game.spread import spread_of
from positions.model import NO_TEXT, Case, Demand, Issue, Parameters, RedLine, SilentSeats, Stance

__all__ = ["DRAWN_SALIENCE", "ONE_SEAT", "DrawnSeats", "PreparedIssue", "prepare_issue", "seat_drawn"]

SUPPORTER = 0.8  # ours: the ideal point from which on a delegation is a supporter that may refuse a weaker text
DRAWN_SALIENCE = 0.8  # ours: who holds out without having spoken before cares as much as who spoke with force
UNNAMED = 0.01  # the record: 1 of 14 040 seats that no case named held out, of the named and silent ones 22 of 949
ONE_SEAT = "/one"  # ends the name of the one seat of a class that is drawn


@dataclass(frozen=True, slots=True, eq=False)
class DrawnSeats:
    """Seats of which nobody knows what they hold. H of them; each may have a reservation point below a text.

    A class of silent seats has one of them: the one that objects, if any does.

    Parameters
    ----------
    names : tuple of str
        Ids of delegations; of classes, with :data:`ONE_SEAT` behind them.
    influence, resolve : ndarray (H,)
    weight : ndarray (H,)
        What multiplies the chance ``silent_objectors`` for each of ``seats`` (H,) seats: influence, times the share of
        the room that has not spoken; for seats that are not named, a hundredth of it.
    follow : ndarray (A, H)
        Weight with which each actor of the table follows it.
    goodwill : ndarray (H, W)
    """

    names: tuple[str, ...]
    influence: Floats
    resolve: Floats
    weight: Floats
    seats: Ints
    follow: Floats
    goodwill: Floats


@dataclass(frozen=True, slots=True, eq=False)
class PreparedIssue:
    """Everything the objection game needs about one issue. All arrays are read-only.

    An *actor* is a named delegation that can object, or a class of silent seats that are assumed to hold the same and
    to act as one. A = actors, W = wordings, K = clauses, O = options over all clauses, Q = demands.

    Parameters
    ----------
    actors : tuple of str
        Delegation ids in the order of the case, then the ids of the classes of silent seats.
    seats : ndarray (A,) int
        1 for a named delegation, the number of seats for a class.
    assumed : ndarray (A,) bool
        True where the stance is a declared assumption.
    unknown : tuple of str
        Named delegations left out because nothing is known or assumed of them.
    low, high, ideal, salience, mobility, spread, influence, resolve : ndarray (A,) float64
    voice : ndarray (A,) float64
        What one seat's objection weighs as company to others: its influence, less what counts elsewhere already (see
        :func:`positions.game.groups.voice`).
    floor : ndarray (A,) bool
        True for supporters that may have a floor: they accept everything from no text to the most ambitious one, name
        no red line or demand, and have their ideal point at ``SUPPORTER`` or above.
    drawn : ndarray (A,) float64
        What multiplies the chance that one of ``drawn_seats`` (A,) has a reservation point that nobody knows; 0 for
        everybody of whom something is known. See :func:`seat_drawn`.
    from_point : float
        Where what stands anyway stands on the ladder: those of whom nothing is known accept that.
    association : ndarray (A, A) float64
        ``[d, j]``: weight with which d follows j on this issue.
    group : tuple of str
        Id of the group whose shared uncertainty each actor takes part in; "" for none.
    wordings : tuple of str
    stands : ndarray (W,) bool
        True for a wording that says what stands if nothing is agreed: it is not put to the room, and nobody can
        object to it. A fallback that is itself the text on the table is put.
    chosen : ndarray (W, O) bool
        Which options each wording takes.
    option_keys : tuple of (clause, option)
    strength : ndarray (O, 3) float64
        Low, mid, high of each option.
    option_weight : ndarray (O,) float64
        The weight of the option's clause divided by the sum of clause weights.
    position : ndarray (W, 3) float64
        Pinned positions; NaN where the clauses decide.
    red : ndarray (A, O) float64
        Firmness of red lines.
    demand_actor : ndarray (Q,) int
    demand_options : ndarray (Q, O) bool
    demand_firmness : ndarray (Q,) float64
    goodwill : ndarray (A, W) float64
        How each actor hears the delegation that tables each wording.
    parameters : Parameters
        The case's central values.
    delegations : frozenset of str
        All delegations of the case, at this table or not.
    must_decide : bool
        Whether the matter cannot be forwarded.
    silent : DrawnSeats or None
        Who may take a seat in the simulation; None where nobody does.
    low_between, high_between : ndarray (A, 2) float64 or None
        Between which points ``low`` and ``high`` lie, where those who read the sources differ; None where nobody does.
    """

    issue: str
    actors: tuple[str, ...]
    seats: Ints
    assumed: Bools
    unknown: tuple[str, ...]
    ideal: Floats
    low: Floats
    high: Floats
    salience: Floats
    mobility: Floats
    spread: Floats
    influence: Floats
    voice: Floats
    resolve: Floats
    floor: Bools
    drawn: Floats
    drawn_seats: Ints
    from_point: float
    association: Floats
    group: tuple[str, ...]
    wordings: tuple[str, ...]
    stands: Bools
    chosen: Bools
    option_keys: tuple[tuple[str, str], ...]
    strength: Floats
    option_weight: Floats
    position: Floats
    red: Floats
    demand_actor: Ints
    demand_options: Bools
    demand_firmness: Floats
    goodwill: Floats
    parameters: Parameters
    delegations: frozenset[str]
    must_decide: bool = False
    silent: DrawnSeats | None = None
    low_between: Floats | None = None
    high_between: Floats | None = None

    def actor(self, name: str) -> int:
        """Return the row of an actor; an UnknownNameError when it is not at the table."""
        if name not in self.actors:
            raise unknown_name("delegation at the table", name, self.actors)
        return self.actors.index(name)

    def check_delegations(self, names: Iterable[str]) -> set[str]:
        """Return the names as a set; an UnknownNameError for one that is no delegation of the case."""
        found = set(names)
        for name in sorted(found - self.delegations):
            raise unknown_name("delegation", name, self.delegations)
        return found

    def of_options(self, values: Floats) -> Floats:
        """Return for each wording the sum of what its options are worth, (N, W) for ``values`` (N, O).

        Options are added one after the other. A matrix product may add them in another order for another number of
        wordings, and a wording would then differ in its last bit with the company it is looked at in.
        """
        made = np.zeros((len(self.wordings), len(values)))
        for o in np.flatnonzero(values.any(axis=0)):
            made[self.chosen[:, o]] += values[:, o]
        return np.ascontiguousarray(made.T)

    def one(self, wording: int) -> PreparedIssue:
        """Return the same table with one wording only, given by its row."""
        row = slice(wording, wording + 1)
        return replace(
            self,
            wordings=self.wordings[row],
            stands=self.stands[row],
            chosen=self.chosen[row],
            position=self.position[row],
            goodwill=self.goodwill[:, row],
            silent=self.silent and replace(self.silent, goodwill=self.silent.goodwill[:, row]),
        )

    def wording(self, name: str) -> int:
        """Return the row of a wording; an UnknownNameError when there is no such wording."""
        if name not in self.wordings:
            raise unknown_name("wording", name, self.wordings)
        return self.wordings.index(name)


@dataclass(frozen=True, slots=True)
class _Seat:
    """A row under construction."""

    id: str
    seats: int
    assumed: bool
    ideal: float
    low: float
    high: float
    salience: float
    mobility: float
    spread: float
    influence: float
    voice: float
    resolve: float
    groups: tuple[str, ...]
    red_lines: tuple[RedLine, ...]
    demands: tuple[Demand, ...]
    low_between: tuple[float, float]
    high_between: tuple[float, float]


def prepare_issue(
    case: Case,
    issue: str,
    *,
    only: Sequence[str] | None = None,
    choices: Mapping[str, Mapping[str, str]] | None = None,
    tabled_by: str | Mapping[str, str] | None = None,
) -> PreparedIssue:
    """Encode one issue of a case.

    Parameters
    ----------
    case : Case
    issue : str
    only : sequence of str, optional
        Ids of the case's wordings to encode; all when not given. An UnknownNameError for one that is not there.
    choices : mapping of wording id to (clause to option), optional
        Wordings to test instead of the case's own, e.g. candidates of a search.
    tabled_by : str or mapping of wording id to str, optional
        Who tables all of them, or each, instead of what the case says; "" is the chair.
    """
    if issue not in case.issues:
        raise unknown_name("issue", issue, case.issues)
    at = case.issues[issue]
    for name in only or ():
        if name not in at.wordings:
            raise unknown_name("wording", name, at.wordings)
    for by in [tabled_by or ""] if isinstance(tabled_by, str | None) else tabled_by.values():
        if by and by not in case.delegations:
            raise unknown_name("delegation", by, case.delegations)
    seats, unknown = _table(case, issue)
    keys = tuple((k, o) for k, clause in at.clauses.items() for o in clause.options)
    column = {key: n for n, key in enumerate(keys)}
    total = sum(clause.weight for clause in at.clauses.values()) or 1.0
    fallback = None if at.fallback in (NO_TEXT, at.tabled) else dict(at.wordings[at.fallback].choice)
    named = {w: record.choice for w, record in at.wordings.items() if only is None or w in only}
    plan = named if choices is None else choices
    chosen = np.zeros((len(plan), len(keys)), dtype=bool)
    position = np.full((len(plan), 3), np.nan)
    stands = np.zeros(len(plan), dtype=bool)
    kind = np.zeros((len(seats), len(plan)))
    heard: dict[str, Floats] = {}
    tablers: dict[str, str] = {}
    ids = [s.id for s in seats]
    for n, (w, choice) in enumerate(plan.items()):
        for pair in choice.items():
            chosen[n, column[pair]] = True
        stands[n] = w == at.fallback != at.tabled if choices is None else dict(choice) == fallback
        record = at.wordings.get(w) if choices is None else None
        if record is not None and record.position is not None:
            position[n] = record.position
        own = record.tabled_by if record else ""
        tabler = own if tabled_by is None else tabled_by if isinstance(tabled_by, str) else tabled_by[w]
        tablers[w] = tabler
        if tabler not in heard:
            heard[tabler] = goodwill(case, ids, tabler, issue)
        kind[:, n] = heard[tabler]
    silent = _drawn_seats(case, issue, unknown, tablers)
    red = np.zeros((len(seats), len(keys)))
    demands: list[tuple[int, list[int], float]] = []
    for row, seat in enumerate(seats):
        for line in seat.red_lines:
            red[row, column[line.clause, line.option]] += line.firmness
        demands += [(row, [column[d.clause, o] for o in d.options], d.firmness) for d in seat.demands]
    demand_options = np.zeros((len(demands), len(keys)), dtype=bool)
    for q, (_, allowed, _) in enumerate(demands):
        demand_options[q, allowed] = True
    between = {f"{end}_between": np.array([getattr(s, f"{end}_between") for s in seats]) for end in ("low", "high")}
    disputed = any(len(set(pair)) > 1 for ends in between.values() for pair in ends.tolist())
    made = PreparedIssue(
        issue=issue,
        actors=tuple(s.id for s in seats),
        seats=np.array([s.seats for s in seats], dtype=np.int64),
        assumed=np.array([s.assumed for s in seats], dtype=bool),
        unknown=unknown,
        **{name: np.array([getattr(s, name) for s in seats], dtype=float) for name in _FLOATS},
        floor=np.array([_may_have_floor(s) for s in seats], dtype=bool),
        drawn=np.zeros(len(seats)),
        drawn_seats=np.zeros(len(seats), dtype=np.int64),
        from_point=_from_point(at),
        association=_association(case, issue, ids, ids),
        group=tuple(s.groups[0] if s.groups and s.seats == 1 else "" for s in seats),
        wordings=tuple(plan),
        stands=stands,
        chosen=chosen,
        option_keys=keys,
        strength=np.array([at.clauses[k].options[o].strength for k, o in keys], dtype=float).reshape(-1, 3),
        option_weight=np.array([at.clauses[k].weight / total for k, _ in keys], dtype=float),
        position=position,
        red=red,
        demand_actor=np.array([row for row, _, _ in demands], dtype=np.int64),
        demand_options=demand_options,
        demand_firmness=np.array([f for _, _, f in demands], dtype=float),
        goodwill=kind,
        parameters=case.central_parameters,
        delegations=frozenset(case.delegations),
        must_decide=at.must_decide,
        silent=silent and replace(silent, follow=_association(case, issue, ids, silent.names)),
        **(between if disputed else {}),
    )
    for name in made.__slots__:
        value = getattr(made, name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return made


_FLOATS = ("ideal", "low", "high", "salience", "mobility", "spread", "influence", "voice", "resolve")


def _may_have_floor(seat: _Seat) -> bool:
    open_ended = seat.low_between == (0.0, 0.0) and seat.high_between == (1.0, 1.0)
    open_ended = open_ended and not seat.red_lines and not seat.demands
    return open_ended and seat.ideal >= SUPPORTER and not seat.assumed


def _drawn_seats(case: Case, issue: str, unknown: Sequence[str], heard: Mapping[str, str]) -> DrawnSeats | None:
    """Return who may hold what nobody knows; ``heard`` is who tables each wording.

    Nobody, where the case says that such seats have no objections (``silent_objectors`` 0 throughout its range).
    """
    spec = next(p for p in case.parameters if p.name == "silent_objectors")
    if not spec.high:
        return None
    at = case.issues[issue]
    bound = bound_members(case, issue)
    voices = [d for d in case.delegations.values() if d.decides]
    spoke = {s.delegation for s in case.stances_on(issue) if not s.assumed}
    room = len(voices) + sum(c.seats for c in at.silent)
    quiet = 1.0 - sum(d.id in spoke for d in voices) / max(1, room)
    rows = [(d, case.delegations[d].influence, case.delegations[d].resolve, 1.0, 1) for d in unknown if d not in bound]
    rows += [(c.id + ONE_SEAT, c.influence, c.resolve, UNNAMED, c.seats) for c in at.silent if c.seats > 0]
    if not rows:
        return None
    names, influence, resolve, share, seats = zip(*rows, strict=True)
    held = np.array(influence, dtype=float)
    kind = np.zeros((len(names), len(heard)))
    for n, tabler in enumerate(heard.values()):
        kind[:, n] = goodwill(case, names, tabler, issue)
    return DrawnSeats(
        names=names,
        influence=held,
        resolve=np.array(resolve, dtype=float),
        weight=held * quiet * np.array(share),
        seats=np.array(seats, dtype=np.int64),
        follow=np.zeros((0, len(names))),
        goodwill=kind,
    )


def seat_drawn(arrays: PreparedIssue) -> PreparedIssue:
    """Return the table with the seats of which nobody knows what they hold: what is simulated.

    Each is an actor that accepts everything, but for the worlds in which it turns out to have a reservation point of
    its own somewhere above what stands anyway (see :func:`positions.simulation.draws.hardness_block`). In the central
    world it has none, so such a table has the same central world.
    """
    silent = arrays.silent
    if silent is None:
        return arrays
    size, more = len(arrays.actors), len(silent.names)
    one, nothing = np.ones(more), np.zeros(more)
    added: dict[str, Any] = {
        "seats": np.ones(more, dtype=np.int64),
        "assumed": np.ones(more, dtype=bool),
        "ideal": one * arrays.from_point,
        "low": nothing,
        "high": one,
        "salience": one * DRAWN_SALIENCE,
        "mobility": nothing,
        "spread": nothing,
        "influence": silent.influence,
        "voice": silent.influence,
        "resolve": silent.resolve,
        "floor": np.zeros(more, dtype=bool),
        "drawn": silent.weight,
        "drawn_seats": silent.seats,
        "red": np.zeros((more, arrays.red.shape[1])),
        "goodwill": silent.goodwill,
    }
    if arrays.low_between is not None and arrays.high_between is not None:
        added |= {"low_between": np.zeros((more, 2)), "high_between": np.ones((more, 2))}
    association = np.zeros((size + more, size + more))
    association[:size, :size] = arrays.association
    association[:size, size:] = silent.follow
    return replace(
        arrays,
        actors=(*arrays.actors, *silent.names),
        group=(*arrays.group, *[""] * more),
        association=association,
        silent=None,
        **{name: np.concatenate([getattr(arrays, name), rows]) for name, rows in added.items()},  # type: ignore[arg-type]
    )


def _table(case: Case, issue: str) -> tuple[list[_Seat], tuple[str, ...]]:
    """Seat everybody who can object; return the rows and the delegations nothing is known of."""
    at = case.issues[issue]
    cover = next((c for c in at.silent if c.covers_named), None)
    rows: list[_Seat] = []
    unknown: list[str] = []
    speaking = spokesmen(case)
    for d in case.delegations.values():
        if not d.decides:
            continue
        s = case.stance(d.id, issue)
        held = s or cover
        if held is None:
            unknown.append(d.id)
            continue
        rows.append(
            _Seat(
                d.id, 1, s is None or s.assumed, held.ideal, *held.acceptance, held.salience, held.mobility,
                spread_of(held.confidence), d.influence,
                voice(case, d, issue) if d.id in speaking else d.influence, d.resolve, d.groups,
                held.red_lines, held.demands, *_between(held),
            )
        )  # fmt: skip
    rows.extend(
        _Seat(
            c.id, c.seats, True, c.ideal, *c.acceptance, c.salience, c.mobility,
            spread_of(c.confidence), c.influence, c.influence, c.resolve, c.groups, c.red_lines, c.demands,
            *_between(c),
        )
        for c in at.silent
        if c.seats > 0
    )  # fmt: skip
    return rows, tuple(unknown)


def _between(held: Stance | SilentSeats) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return between which points each end of an acceptance interval lies."""
    low, high = held.acceptance
    disputed = held if isinstance(held, Stance) else None
    return (disputed and disputed.low_between) or (low, low), (disputed and disputed.high_between) or (high, high)


def _association(case: Case, issue: str, followers: Sequence[str], leaders: Sequence[str]) -> Floats:
    row, column = ({a: n for n, a in enumerate(names)} for names in (followers, leaders))
    made = np.zeros((len(followers), len(leaders)))
    for a in case.associations:
        if a.follower in row and a.leader in column and (not a.issues or issue in a.issues):
            made[row[a.follower], column[a.leader]] += a.weight
    return made


def _from_point(at: Issue) -> float:
    """Return where what stands anyway stands on the ladder, each option read at the middle of its band."""
    if at.fallback == NO_TEXT:
        return 0.0
    held = at.wordings[at.fallback]
    if held.position is not None:
        return held.position[1]
    total = sum(clause.weight for clause in at.clauses.values()) or 1.0
    return sum(at.clauses[k].weight * at.clauses[k].options[o].strength[1] for k, o in held.choice.items()) / total
