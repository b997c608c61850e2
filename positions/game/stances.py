"""Stance matrices: the whole case as labelled, read-only (D, I) arrays. NaN = unknown, never zero."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import ref

import numpy as np

from positions.arrays import Bools, Floats
from positions.game.spread import spread_of
from positions.model import Case

__all__ = ["RedLineEntry", "StanceMatrices", "stance_matrices"]


@dataclass(frozen=True, slots=True)
class RedLineEntry:
    """One filled cell of the sparse (D × option) red-line matrix."""

    delegation: int
    issue: int
    clause: str
    option: str
    firmness: float


@dataclass(frozen=True, slots=True, eq=False)
class StanceMatrices:
    """A case's stances.

    Parameters
    ----------
    delegations, issues : tuple of str
        Labels of the rows and columns; D and I long, in the order of the case.
    ideal, low, high, salience, mobility, spread : ndarray (D, I) float64
        On 0..1; NaN where the stance is unknown.
    assumed : ndarray (D, I) bool
        True where a value comes from a declared assumption about silence (only when asked for).
    influence, resolve : ndarray (D,) float64
    association : ndarray (D, D) float64
        ``association[d, j]``: how strongly d follows j's objections, over all issues (those limited to some issues
        are left out here; see :func:`positions.game.prepare_issue`).
    red_lines : tuple of RedLineEntry
    """

    delegations: tuple[str, ...]
    issues: tuple[str, ...]
    ideal: Floats
    low: Floats
    high: Floats
    salience: Floats
    mobility: Floats
    spread: Floats
    assumed: Bools
    influence: Floats
    resolve: Floats
    association: Floats
    red_lines: tuple[RedLineEntry, ...]

    @property
    def known(self) -> Bools:
        """(D, I): True where something is known or assumed."""
        return ~np.isnan(self.ideal)


_KEPT: dict[int, tuple[ref[Case], StanceMatrices]] = {}  # of the cases that are alive; reading one takes D · I steps


def stance_matrices(case: Case, *, fill_assumed: bool = False) -> StanceMatrices:
    """Encode a case.

    Parameters
    ----------
    case : Case
    fill_assumed : bool
        Also fill named delegations' unknown cells with what the issue declares silence to mean, flagged in
        ``assumed``. Off by default: unknown stays NaN.
    """
    if fill_assumed:
        return _encode(case, fill_assumed=True)
    name = id(case)
    if name not in _KEPT or _KEPT[name][0]() is not case:
        _KEPT[name] = ref(case, lambda _: _KEPT.pop(name, None)), _encode(case, fill_assumed=False)
    return _KEPT[name][1]


def _encode(case: Case, *, fill_assumed: bool) -> StanceMatrices:
    rows = tuple(case.delegations)
    columns = tuple(case.issues)
    at_row = {d: n for n, d in enumerate(rows)}
    at_column = {i: n for n, i in enumerate(columns)}
    layers = {name: np.full((len(rows), len(columns)), np.nan) for name in _LAYERS}
    assumed = np.zeros((len(rows), len(columns)), dtype=bool)
    red_lines: list[RedLineEntry] = []
    for (d, i), s in case.stances.items():
        if d not in at_row or i not in at_column:
            continue
        cell = at_row[d], at_column[i]
        values = (s.ideal, *s.acceptance, s.salience, s.mobility, spread_of(s.confidence))
        for name, value in zip(_LAYERS, values, strict=True):
            layers[name][cell] = value
        red_lines += [RedLineEntry(*cell, r.clause, r.option, r.firmness) for r in s.red_lines]
    if fill_assumed:
        for i, issue in case.issues.items():
            cover = next((c for c in issue.silent if c.covers_named), None)
            if cover is None:
                continue
            values = (cover.ideal, *cover.acceptance, cover.salience, cover.mobility, spread_of(cover.confidence))
            column = at_column[i]
            unknown = np.isnan(layers["ideal"][:, column])
            for name, value in zip(_LAYERS, values, strict=True):
                layers[name][unknown, column] = value
            assumed[unknown, column] = True
    association = np.zeros((len(rows), len(rows)))
    for a in case.associations:
        if not a.issues and a.follower in at_row and a.leader in at_row:
            association[at_row[a.follower], at_row[a.leader]] = a.weight
    made = StanceMatrices(
        delegations=rows,
        issues=columns,
        **layers,
        assumed=assumed,
        influence=np.array([d.influence for d in case.delegations.values()], dtype=float),
        resolve=np.array([d.resolve for d in case.delegations.values()], dtype=float),
        association=association,
        red_lines=tuple(red_lines),
    )
    for array in (*layers.values(), assumed, made.influence, made.resolve, association):
        array.flags.writeable = False
    return made


_LAYERS = ("ideal", "low", "high", "salience", "mobility", "spread")
