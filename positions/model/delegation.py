"""Delegations, groups and how they hang together."""

from __future__ import annotations

from dataclasses import dataclass

from positions.markings import Marking
from positions.model.sources import Source

__all__ = ["RIGHTS", "Association", "Delegation", "Group", "Tie"]

RIGHTS = ("party", "signatory", "observer", "secretariat")


@dataclass(frozen=True, slots=True)
class Group:
    """A standing group (regional group, G77, EU ...). Membership is a soft prior, never a stance."""

    id: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """A delegation.

    Parameters
    ----------
    influence : float
        Political weight, in units where 1 is an ordinary delegation; how much company it is to others.
    resolve : float
        0..1, how well it bears isolation (1 = does not mind standing alone).
    right : str
        One of ``RIGHTS``. Observers and the secretariat can neither object nor join.
    """

    id: str
    name: str
    marking: Marking
    iso3: str = ""
    groups: tuple[str, ...] = ()
    influence: float = 1.0
    resolve: float = 0.5
    right: str = "party"
    note: str = ""

    @property
    def label(self) -> str:
        """Short label for charts and tables: the ISO code, or the name where there is none."""
        return self.iso3 or self.name

    @property
    def decides(self) -> bool:
        """Whether it can object: parties and signatories can; observers and the secretariat cannot."""
        return self.right in ("party", "signatory")


@dataclass(frozen=True, slots=True)
class Association:
    """``follower`` tends to stand with the objections of ``leader``. Directed; not agreement, not similarity.

    ``weight`` is in units of grievance (0..1). ``issues`` limits it; empty means every issue.
    """

    follower: str
    leader: str
    weight: float
    source: Source
    issues: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """How ``delegation`` hears what ``towards`` tables: goodwill in -1..1; negative is reactive devaluation."""

    delegation: str
    towards: str
    goodwill: float
    source: Source
    note: str = ""
