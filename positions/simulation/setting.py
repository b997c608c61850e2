"""One wording in one member of the ensemble, as the flat arrays that the kernel plays on.

Company is measured on a grid (:func:`positions.objection.company_grid`), so that the kernel, its slow twin and any
relabelling agree to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.matrices import IssueArrays
from positions.model import Parameters
from positions.objection import below_low, company_grid, firmness_against, limits
from positions.objection.grievance import FIRMNESS_SPREAD

__all__ = ["HARDEST", "Setting", "hardness_to_grievance", "make_setting"]

Singles = NDArray[np.float32]
HARDEST = 3.0  # draws of hardness are clipped at three standard deviations


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What the kernel needs, (A,) single precision unless said otherwise.

    ``gap`` is how far the text lies outside the acceptance interval (negative inside), ``cap`` the most it can be off
    (its own position, when it goes too far for the actor: nobody's limit lies below 0); ``firm`` the firmness it meets;
    ``units`` what the actor's objection weighs as company for others, ``own`` the part of it that is no company to
    itself; ``follow`` (A, A) the association weights that act.
    """

    position: float
    gap: Singles
    cap: Singles
    salience: Singles
    spread: Singles
    firm: Singles
    welcome: Singles
    noise: np.float32
    base: np.float32
    isolation: Singles
    units: Singles
    own: Singles
    follow: Singles
    ideal: Singles


def make_setting(
    arrays: IssueArrays,
    wording: int,
    position: float,
    parameters: Parameters,
    *,
    talked: NDArray[np.bool_] | None = None,
) -> Setting:
    """Put one wording, read as standing at ``position``, before the actors."""
    bounds = limits(arrays, position, talked, parameters.talk_effect)
    red, unmet = firmness_against(arrays)
    firm = red[:, wording] + unmet[:, wording]
    above, below = position - bounds.high, below_low(bounds.low, position)
    gap = np.maximum(above, below)
    on_record = (gap <= 0) & (firm == 0) & ~arrays.assumed
    single = np.float32
    unit = company_grid(arrays.influence / parameters.company_unit)
    return Setting(
        position=position,
        gap=gap.astype(single),
        cap=np.where(above >= below, position, 1.0).astype(single),
        salience=arrays.salience.astype(single),
        spread=arrays.spread.astype(single),
        firm=firm.astype(single),
        welcome=(1.0 - parameters.goodwill_effect * arrays.goodwill[:, wording]).astype(single),
        noise=single(parameters.noise),
        base=single(parameters.base_cost),
        isolation=(parameters.isolation_cost * (1.0 - arrays.resolve)).astype(single),
        units=(unit * arrays.seats).astype(single),
        own=unit.astype(single),
        follow=company_grid(arrays.association * parameters.association_scale * ~on_record[:, None]).astype(single),
        ideal=arrays.ideal.astype(single),
    )


def hardness_to_grievance(setting: Setting, hardness: Singles, columns: NDArray[np.int64] | None = None) -> Singles:
    """Return grievances (N, A) for draws of hardness (N, A), or only for some ``columns`` of actors.

    See :mod:`positions.objection.grievance` for the formula. Rises with hardness, term by term.
    """
    at = slice(None) if columns is None else columns
    spread = setting.spread[at]
    made = setting.gap[at] + spread * hardness
    np.clip(made, np.float32(0), setting.cap[at], out=made)
    made *= setting.salience[at]
    if setting.firm[at].any():
        firm = np.float32(1) + np.float32(FIRMNESS_SPREAD) * spread * hardness
        made += setting.firm[at] * np.maximum(firm, np.float32(0))
    made *= setting.welcome[at]
    made += setting.noise * hardness
    return made
