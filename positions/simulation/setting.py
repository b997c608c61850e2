"""One wording in every member of the ensemble, as the flat arrays that the kernel plays on.

Layout everywhere below: actors first, then worlds, then members, so that one actor's draws lie side by side.
Company is measured in influence on a grid (:func:`positions.game.company_grid`); what differs between members is
moved to the other side of the comparison. The kernel, its slow twin and any relabelling thus agree to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.game import IssueArrays, company_grid, firmness_against, limits, overshoots
from positions.game.grievance import FIRMNESS_SPREAD
from positions.model import Parameters

__all__ = [
    "HARDEST",
    "Common",
    "Setting",
    "common_setting",
    "grievance_parts",
    "make_setting",
]

Singles = NDArray[np.float32]
Doubles = NDArray[np.float64]
HARDEST = 3.0  # draws of hardness are clipped at three standard deviations


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What the kernel needs; single precision. A actors, M members.

    Parameters
    ----------
    position : ndarray (M,)
        Where each member reads the wording.
    gap : ndarray (A, M)
        How far the text lies outside the acceptance interval; negative inside.
    cap : ndarray (A, M)
        The most it can be off: its own position, when it goes too far for the actor (nobody's limit lies below 0).
    salience, spread, firm, ideal : ndarray (A,)
        ``firm`` is the firmness of red lines and demands that the text meets.
    welcome : ndarray (A, M)
        1 - η · goodwill towards who tables it.
    noise, base, unit : ndarray (M,)
        σ, β and the company unit ω.
    isolation : ndarray (A, M)
        κ (1 - resolve).
    weight, own : ndarray (A,)
        What an actor's objection weighs as company, in influence, and the part of it that is none to itself.
    follow : ndarray (A, A)
        Association weights; ``follow_scale`` (A, M) is what multiplies them, 0 for followers on record for the text.
    """

    position: Singles
    gap: Singles
    cap: Singles
    salience: Singles
    spread: Singles
    firm: Singles
    ideal: Singles
    welcome: Singles
    noise: Singles
    base: Singles
    unit: Singles
    isolation: Singles
    weight: Singles
    own: Singles
    follow: Singles
    follow_scale: Singles


@dataclass(frozen=True, slots=True, eq=False)
class Common:
    """What all wordings of an issue share; see :class:`Setting`. The effects (M,) are double precision."""

    salience: Singles
    spread: Singles
    ideal: Singles
    noise: Singles
    base: Singles
    unit: Singles
    isolation: Singles
    weight: Singles
    own: Singles
    follow: Singles
    goodwill_effect: Doubles
    talk_effect: Doubles
    association_scale: Doubles


def common_setting(arrays: IssueArrays, members: Sequence[Parameters]) -> Common:
    """Work out what all wordings of an issue share, for callers that set many."""
    own = company_grid(arrays.influence)

    def each(name: str) -> Doubles:
        return np.array([getattr(p, name) for p in members])

    return Common(
        salience=_single(arrays.salience),
        spread=_single(arrays.spread),
        ideal=_single(arrays.ideal),
        noise=_single(each("noise")),
        base=_single(each("base_cost")),
        unit=_single(each("company_unit")),
        isolation=_single(each("isolation_cost") * (1.0 - arrays.resolve[:, None])),
        weight=_single(own * arrays.seats),
        own=_single(own),
        follow=_single(company_grid(arrays.association)),
        goodwill_effect=each("goodwill_effect"),
        talk_effect=each("talk_effect"),
        association_scale=each("association_scale"),
    )


def make_setting(
    arrays: IssueArrays,
    wording: int,
    positions: Doubles,
    members: Sequence[Parameters],
    *,
    talked: NDArray[np.bool_] | None = None,
    firmness: Doubles | None = None,
    common: Common | None = None,
) -> Setting:
    """Put one wording, which member m reads as standing at ``positions[m]``, before the actors.

    ``firmness`` (A, W) is the sum of both results of :func:`positions.game.firmness_against`, and ``common`` comes
    from :func:`common_setting`: both for callers that set many wordings.
    """
    at = common or common_setting(arrays, members)
    bounds = limits(arrays, positions, talked, at.talk_effect)
    above, below = overshoots(arrays, bounds, positions)
    gap = np.maximum(above, below)
    if firmness is None:
        red, unmet = firmness_against(arrays)
        firmness = red + unmet
    firm = firmness[:, wording]
    on_record = (gap <= 0) & ((firm == 0) & ~arrays.assumed)[:, None]
    return Setting(
        position=_single(positions),
        gap=_single(gap),
        cap=_single(np.where(above >= below, positions, 1.0)),
        salience=at.salience,
        spread=at.spread,
        firm=_single(firm),
        ideal=at.ideal,
        welcome=_single(1.0 - at.goodwill_effect * arrays.goodwill[:, wording, None]),
        noise=at.noise,
        base=at.base,
        unit=at.unit,
        isolation=at.isolation,
        weight=at.weight,
        own=at.own,
        follow=at.follow,
        follow_scale=_single(at.association_scale * ~on_record),
    )


def _single(values: Doubles) -> Singles:
    return np.ascontiguousarray(values, dtype=np.float32)


def grievance_parts(
    setting: Setting, hardness: Singles, columns: NDArray[np.int64]
) -> tuple[Singles, NDArray[np.int64], Singles]:
    """Return what hurts before the welcome and the unexplained part, for draws of hardness (C, B, M).

    Returns
    -------
    distance : ndarray (C, B, M)
    firm : ndarray (F,)
        Numbers of the columns that meet red lines or demands.
    lines : ndarray (F, B, M)
        What these hurt.
    """
    distance = setting.spread[columns, None, None] * hardness
    firm = np.flatnonzero(setting.firm[columns])
    lines = np.float32(FIRMNESS_SPREAD) * distance[firm]
    distance += setting.gap[columns, None, :]
    np.maximum(distance, np.float32(0), out=distance)
    np.minimum(distance, setting.cap[columns, None, :], out=distance)
    distance *= setting.salience[columns, None, None]
    lines += np.float32(1)
    np.maximum(lines, np.float32(0), out=lines)
    lines *= setting.firm[columns[firm], None, None]
    return distance, firm, lines
