"""A bilateral action plan on one delegation: asks with indicators and deadlines, and what is said about them."""

from __future__ import annotations

from dataclasses import dataclass

from positions.markings import Marking
from positions.model.sources import Source

__all__ = ["ActionPlan", "Ask", "Deadline", "Incentive", "PlanLink", "Statistic", "TalkingPoint"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One measure that is asked for.

    ``priority``: ``high`` or ``further``. ``pillar``: ``prosecution``, ``protection``, ``prevention`` or
    ``crosscutting``. ``verb``: ``S`` imperative, ``C`` continue, ``W`` consider. ``delivered``: ``yes``, ``partly``,
    ``no`` or ``""`` (not known): kept apart from any movement of a stance. ``own_use`` never leaves in a non-paper.
    """

    id: str
    text: str
    priority: str
    pillar: str
    source: Source
    verb: str = "S"
    qualifier: str = ""
    addressee: str = ""
    indicators: tuple[str, ...] = ()
    deadline: str = ""
    delivered: str = ""
    own_use: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date on the plan's time line. ``date`` is ISO 8601, day or month; ``doubt`` keeps a contradiction in words."""

    date: str
    event: str
    source: Source
    end: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A category of statistics: accepted, or named as not accepted."""

    name: str
    accepted: bool
    source: Source
    note: str = ""


@dataclass(frozen=True, slots=True)
class Incentive:
    """What is held out: ``carrot``, ``stick`` or ``discretion``, with its rule in words."""

    kind: str
    text: str
    source: Source
    rule: str = ""


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """One sentence to say. ``issues`` names the stances it addresses. ``own_use`` is for the speaker only."""

    text: str
    source: Source
    issues: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    own_use: str = ""


@dataclass(frozen=True, slots=True)
class PlanLink:
    """The user's own assertion that an ask bears on a stance, with a confidence 0..1. Never inferred."""

    ask: str
    issue: str
    confidence: float
    reason: str
    source: Source


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """A plan on ``delegation``, with the channel it goes through."""

    id: str
    delegation: str
    title: str
    marking: Marking
    channel: str
    owner: str = ""
    date: str = ""
    asks: tuple[Ask, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    incentives: tuple[Incentive, ...] = ()
    talking_points: tuple[TalkingPoint, ...] = ()
    links: tuple[PlanLink, ...] = ()
    note: str = ""
