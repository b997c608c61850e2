"""One issue as arrays: who sits at the table, what they hold, and what each wording does to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from positions.game.goodwill import goodwill
from positions.game.spread import spread_of
from positions.model import Case, Demand, RedLine

__all__ = ["IssueArrays", "issue_arrays"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class IssueArrays:
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
    association : ndarray (A, A) float64
        ``[d, j]``: weight with which d follows j on this issue.
    group : ndarray (A,) int
        Index of the group whose shared uncertainty the actor takes part in; -1 for none.
    wordings : tuple of str
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
    """

    issue: str
    actors: tuple[str, ...]
    seats: NDArray[np.int64]
    assumed: Bools
    unknown: tuple[str, ...]
    ideal: Floats
    low: Floats
    high: Floats
    salience: Floats
    mobility: Floats
    spread: Floats
    influence: Floats
    resolve: Floats
    association: Floats
    group: NDArray[np.int64]
    wordings: tuple[str, ...]
    chosen: Bools
    option_keys: tuple[tuple[str, str], ...]
    strength: Floats
    option_weight: Floats
    position: Floats
    red: Floats
    demand_actor: NDArray[np.int64]
    demand_options: Bools
    demand_firmness: Floats
    goodwill: Floats

    def actor(self, name: str) -> int:
        """Return the row of an actor; KeyError when it is not at the table."""
        try:
            return self.actors.index(name)
        except ValueError:
            raise KeyError(name) from None

    def of_options(self, values: Floats) -> Floats:
        """Return for each wording the sum of what its options are worth, (N, W) for ``values`` (N, O).

        Options are added one after the other. A matrix product may add them in another order for another number of
        wordings, and a wording would then differ in its last bit with the company it is looked at in.
        """
        made = np.zeros((len(self.wordings), len(values)))
        for o in np.flatnonzero(values.any(axis=0)):
            made[self.chosen[:, o]] += values[:, o]
        return np.ascontiguousarray(made.T)

    def one(self, wording: int) -> IssueArrays:
        """Return the same table with one wording only, given by its row."""
        row = slice(wording, wording + 1)
        return replace(
            self,
            wordings=self.wordings[row],
            chosen=self.chosen[row],
            position=self.position[row],
            goodwill=self.goodwill[:, row],
        )

    def wording(self, name: str) -> int:
        """Return the row of a wording; KeyError when there is no such wording."""
        try:
            return self.wordings.index(name)
        except ValueError:
            raise KeyError(name) from None


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
    resolve: float
    groups: tuple[str, ...]
    red_lines: tuple[RedLine, ...]
    demands: tuple[Demand, ...]


def issue_arrays(
    case: Case,
    issue: str,
    *,
    only: Sequence[str] | None = None,
    choices: Mapping[str, Mapping[str, str]] | None = None,
    tabled_by: str | None = None,
) -> IssueArrays:
    """Encode one issue of a case.

    Parameters
    ----------
    case : Case
    issue : str
    only : sequence of str, optional
        Ids of the case's wordings to encode; all when not given.
    choices : mapping of wording id to (clause to option), optional
        Wordings to test instead of the case's own, e.g. candidates of a search.
    tabled_by : str, optional
        Who tables all of them, instead of what the case says; "" is the chair.
    """
    at = case.issues[issue]
    seats, unknown = _table(case, issue)
    keys = tuple((k, o) for k, clause in at.clauses.items() for o in clause.options)
    column = {key: n for n, key in enumerate(keys)}
    total = sum(clause.weight for clause in at.clauses.values()) or 1.0
    named = {w: record.choice for w, record in at.wordings.items() if only is None or w in only}
    plan = named if choices is None else choices
    chosen = np.zeros((len(plan), len(keys)), dtype=bool)
    position = np.full((len(plan), 3), np.nan)
    kind = np.zeros((len(seats), len(plan)))
    heard: dict[str, list[float]] = {}
    for n, (w, choice) in enumerate(plan.items()):
        for pair in choice.items():
            chosen[n, column[pair]] = True
        record = at.wordings.get(w) if choices is None else None
        if record is not None and record.position is not None:
            position[n] = record.position
        tabler = tabled_by if tabled_by is not None else (record.tabled_by if record else "")
        if tabler not in heard:
            ids = [s.id for s in seats]
            heard[tabler] = [goodwill(case, d, tabler, issue) if d in case.delegations else 0.0 for d in ids]
        kind[:, n] = heard[tabler]
    red = np.zeros((len(seats), len(keys)))
    demands: list[tuple[int, list[int], float]] = []
    for row, seat in enumerate(seats):
        for line in seat.red_lines:
            red[row, column[line.clause, line.option]] += line.firmness
        demands += [(row, [column[d.clause, o] for o in d.options], d.firmness) for d in seat.demands]
    demand_options = np.zeros((len(demands), len(keys)), dtype=bool)
    for q, (_, allowed, _) in enumerate(demands):
        demand_options[q, allowed] = True
    made = IssueArrays(
        issue=issue,
        actors=tuple(s.id for s in seats),
        seats=np.array([s.seats for s in seats], dtype=np.int64),
        assumed=np.array([s.assumed for s in seats], dtype=bool),
        unknown=unknown,
        **{name: np.array([getattr(s, name) for s in seats], dtype=float) for name in _FLOATS},
        association=_association(case, issue, seats),
        group=_primary_groups(seats),
        wordings=tuple(plan),
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
    )
    for name in made.__slots__:
        value = getattr(made, name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return made


_FLOATS = ("ideal", "low", "high", "salience", "mobility", "spread", "influence", "resolve")


def _table(case: Case, issue: str) -> tuple[list[_Seat], tuple[str, ...]]:
    """Seat everybody who can object; return the rows and the delegations nothing is known of."""
    at = case.issues[issue]
    cover = next((c for c in at.silent if c.covers_named), None)
    rows: list[_Seat] = []
    unknown: list[str] = []
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
                spread_of(held.confidence), d.influence, d.resolve, d.groups, held.red_lines, held.demands,
            )
        )  # fmt: skip
    rows.extend(
        _Seat(
            c.id, c.seats, True, c.ideal, *c.acceptance, c.salience, c.mobility,
            spread_of(c.confidence), c.influence, c.resolve, c.groups, c.red_lines, c.demands,
        )
        for c in at.silent
        if c.seats > 0
    )  # fmt: skip
    return rows, tuple(unknown)


def _association(case: Case, issue: str, seats: list[_Seat]) -> Floats:
    at = {s.id: n for n, s in enumerate(seats)}
    made = np.zeros((len(seats), len(seats)))
    for a in case.associations:
        if a.follower in at and a.leader in at and (not a.issues or issue in a.issues):
            made[at[a.follower], at[a.leader]] += a.weight
    return made


def _primary_groups(seats: list[_Seat]) -> NDArray[np.int64]:
    """Number the first group of each actor; classes of silent seats and groupless delegations stand for themselves."""
    names = sorted({s.groups[0] for s in seats if s.groups and s.seats == 1})
    at = {name: n for n, name in enumerate(names)}
    return np.array([at[s.groups[0]] if s.groups and s.seats == 1 else -1 for s in seats], dtype=np.int64)
