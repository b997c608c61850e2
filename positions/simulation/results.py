"""What a simulation returns: frozen records with the numbers, the bands and how they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from positions.arrays import Floats
from positions.errors import unknown_name
from positions.model import NO_TEXT, Issue, Parameters

__all__ = [
    "FORWARDED",
    "PLACES",
    "Band",
    "Chance",
    "IssueForecast",
    "WordingForecast",
    "band",
    "ending_title",
    "modal_text",
    "text_shares",
    "whole_percent",
]

PLACES = 4  # of shares in JSON
FORWARDED = "forwarded"  # an end of a negotiation without a decision, beside its texts and ``no_text``


def ending_title(issue: Issue, end: str) -> str:
    """Return how a person calls one of the ends in ``IssueForecast.final_text``."""
    if end == FORWARDED:
        return "forwarded to a later session"
    return "no text" if end == NO_TEXT else issue.wordings[end].title


def whole_percent(share: float) -> int:
    """Return a share, or a difference of shares, in whole per cents; half is rounded away from zero, as people do.

    It is rounded to :data:`PLACES` first, as it stands in JSON: whoever rounds that gets the same per cents.

    >>> whole_percent(0.005), whole_percent(0.145), whole_percent(-0.025), whole_percent(0.12497)
    (1, 15, -3, 13)
    """
    size = int(100 * round(abs(share), PLACES) + 0.5 + 1e-9)  # 0.145 is not to fall short for its last binary digit
    return -size if share < 0 else size


@dataclass(frozen=True, slots=True)
class Band:
    """Median and 10th and 90th percentile over the members of the ensemble."""

    median: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Return the three numbers rounded to four places, for JSON."""
        return {"median": round(self.median, 4), "low": round(self.low, 4), "high": round(self.high, 4)}

    def percent(self) -> str:
        """Return ``44 % (21-70)``.

        >>> Band(0.44, 0.21, 0.7).percent()
        '44 % (21-70)'
        """
        return f"{whole_percent(self.median)} % ({whole_percent(self.low)}-{whole_percent(self.high)})"


def band(values: Floats) -> Band:
    """Summarise one value per member, (M,).

    >>> band(np.array([0.1, 0.2, 0.3]))
    Band(median=0.2, low=0.12, high=0.28)
    """
    low, mid, high = (float(v) for v in np.quantile(values, (0.1, 0.5, 0.9)))
    return Band(round(mid, 12), round(low, 12), round(high, 12))


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """How often a text passes in the game: its band, and the share of worlds under each parameter set, (M,)."""

    p_consensus: Band
    by_member: Floats


@dataclass(frozen=True, slots=True, eq=False)
class WordingForecast:
    """One wording, put to the room on its own.

    Parameters
    ----------
    stands : bool
        Whether it is what stands if nothing is agreed: it is not put to the room, and nobody can object to it.
    by_member, lone_by_member : ndarray (M,)
        P(consensus) in each parameter set, and the probability that somebody would hold out even alone.
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
    drawn : mapping of str to float
        Of seats of which nothing is known, the probability that they turn out to object in the end: by delegation, or
        class of silent seats (that one of them does). They may be members of ``blocs``, and are in no other result.
    """

    issue: str
    wording: str
    stands: bool
    actors: tuple[str, ...]
    by_member: Floats
    lone_by_member: Floats
    position: Band
    states: Mapping[str, Mapping[str, float]]
    blocs: tuple[tuple[tuple[str, ...], float], ...]
    co_blocking: Floats
    pivotal: Mapping[str, float]
    voiced: Mapping[str, float]
    let_go: Mapping[str, float]
    talked: tuple[str, ...]
    drawn: Mapping[str, float]

    @property
    def p_consensus(self) -> Band:
        """Probability that the text passes: nobody objects in the end, or the chair passes over the only one."""
        return band(self.by_member)

    @property
    def p_lone_holdout(self) -> Band:
        """Probability that somebody would hold out even alone."""
        return band(self.lone_by_member)

    def p_objects(self, actor: str) -> float:
        """Probability that an actor, or a delegation of which nothing is known, objects in the end."""
        return self.states[actor]["object"] if actor in self.states else self.drawn[actor]


@dataclass(frozen=True, slots=True, eq=False)
class IssueForecast:
    """All wordings of an issue, and where a negotiation over them ends.

    ``final_by_member`` (M,) gives, for each wording that was tried, for the fallback (a wording or ``no_text``) and,
    where the matter need not be decided, for ``forwarded``, the share of worlds in which it is what stands at the end,
    in each parameter set; ``final_text`` the mean over them, ``final_bands`` the band. A text that passes whenever it
    is put may so stand in fewer worlds than its ``p_consensus`` says: in the others it is not put any more. ``talked``
    are the delegations seen in private.
    """

    issue: str
    wordings: tuple[WordingForecast, ...]
    final_by_member: Mapping[str, Floats]
    fallback: str
    tried: tuple[str, ...]
    talked: tuple[str, ...]
    seed: int
    draws: int
    members: tuple[Parameters, ...]

    @property
    def final_text(self) -> Mapping[str, float]:
        """How often each end stands, over all worlds."""
        return {end: float(share.mean()) for end, share in self.final_by_member.items()}

    @property
    def final_bands(self) -> Mapping[str, Band]:
        """The same with bands over parameter sets."""
        return {end: band(share) for end, share in self.final_by_member.items()}

    def wording(self, name: str) -> WordingForecast:
        """Return the forecast for one wording; an UnknownNameError when there is none."""
        for w in self.wordings:
            if w.wording == name:
                return w
        raise unknown_name("wording", name, (w.wording for w in self.wordings))

    def only(self, name: str) -> IssueForecast:
        """Return the forecast of one wording put on its own: it stands where it passes, and the fallback elsewhere."""
        put = self.wording(name)
        shares = (
            {name: put.by_member, self.fallback: 1.0 - put.by_member}
            if name != self.fallback
            else {name: np.ones_like(put.by_member)}
        )
        return replace(
            self,
            wordings=(put,),
            final_by_member=shares,
            tried=(name,),
        )

    @property
    def modal(self) -> str:
        """The text that most often stands at the end."""
        return modal_text(self.final_text, self.fallback)


def text_shares(final_text: Mapping[str, float], fallback: str) -> dict[str, float]:
    """Return how often each text stands at the end: while a matter is forwarded, that is the fallback."""
    stands = {name: share for name, share in final_text.items() if name != FORWARDED}
    later = final_text.get(FORWARDED, 0.0)
    return stands | ({fallback: stands.get(fallback, 0.0) + later} if later else {})


def modal_text(final_text: Mapping[str, float], fallback: str) -> str:
    """Return the text that most often stands at the end (see :func:`text_shares`); ties go to the one tried first.

    >>> modal_text({"full": 0.4, "no_text": 0.25, "forwarded": 0.35}, "no_text")
    'no_text'
    """
    stands = text_shares(final_text, fallback)
    return max(stands, key=lambda name: stands[name])
