"""What a simulation returns: frozen records with the numbers, the bands and how they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positions.model import Parameters
from positions.simulation.bands import Band

__all__ = ["IssueForecast", "WordingForecast"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class WordingForecast:
    """One wording, put to the room on its own.

    Parameters
    ----------
    p_consensus : Band
        Probability that nobody objects in the end.
    p_lone_holdout : Band
        Probability that somebody would hold out even alone.
    by_member : ndarray (M,)
        P(consensus) in each parameter set.
    states : mapping of actor to (mapping of state to share)
        Shares over all worlds and parameter sets; see ``positions.simulation.STATES``.
    blocs : tuple of (tuple of str, float)
        Blocking blocs with their share of all worlds, most frequent first; at most 12.
    co_blocking : ndarray (A, A)
        Probability that both object in the end; the diagonal is P(objects).
    pivotal : mapping of actor to float
        Probability that it objects and its withdrawal alone would let the text pass.
    let_go : mapping of actor to float
        Of those that voice an objection and let go: the mean round in which they do (1 = at once).
    """

    issue: str
    wording: str
    actors: tuple[str, ...]
    p_consensus: Band
    p_lone_holdout: Band
    by_member: Floats
    position: Band
    states: Mapping[str, Mapping[str, float]]
    blocs: tuple[tuple[tuple[str, ...], float], ...]
    co_blocking: Floats
    pivotal: Mapping[str, float]
    voiced: Mapping[str, float]
    let_go: Mapping[str, float]
    talked: tuple[str, ...]

    def p_objects(self, actor: str) -> float:
        """Probability that an actor objects in the end."""
        return self.states[actor]["object"]


@dataclass(frozen=True, slots=True, eq=False)
class IssueForecast:
    """All wordings of an issue, and where a negotiation over them ends.

    ``final_text`` gives, for each wording and ``no_text``, the share of worlds in which it is what stands at the end;
    ``final_bands`` the same with its band over parameter sets. ``talked`` are the delegations seen in private.
    """

    issue: str
    wordings: tuple[WordingForecast, ...]
    final_text: Mapping[str, float]
    final_bands: Mapping[str, Band]
    tried: tuple[str, ...]
    talked: tuple[str, ...]
    seed: int
    draws: int
    members: tuple[Parameters, ...]

    def wording(self, name: str) -> WordingForecast:
        """Return the forecast for one wording; KeyError when there is none."""
        for w in self.wordings:
            if w.wording == name:
                return w
        raise KeyError(name)

    @property
    def modal(self) -> str:
        """The most frequent final text; ties go to the one tried first."""
        return max(self.final_text, key=lambda w: self.final_text[w])
